import Customers

/// An earlier model whose numbering of clusters a new one takes over, so that names stay with their people.
public struct Alignment: Sendable {
  /// The earlier model.
  public let model: Model
  /// The model's customers; nil where they are not at hand: then the centres alone tell.
  private let customers: (ids: IDColumn, labels: [Int32])?

  /// Classifies the earlier customers, if they are at hand. O(customers · k).
  public init(to model: Model, customers: RFMTable?) {
    self.model = model
    self.customers = customers.map { ($0.ids, RowClassifier(model).clusters($0)) }
  }

  /// - Parameters:
  ///   - labels: of the rows of `table`, by the new clustering.
  ///   - centres: of the new clusters.
  ///   - features: what those are scaled by.
  func match(_ table: RFMTable, _ labels: [Int32], _ centres: [Point], _ features: [Feature])
    -> ClusterMatch
  {
    let none = [[Int]](
      repeating: [Int](repeating: 0, count: centres.count), count: model.k)
    return ClusterMatch(
      earlier: model.clustering.centres, later: model.rescaled(centres, of: features),
      shared: customers.map { customers in
        CustomerJoin(earlier: customers.ids, later: table.ids)
          .contingency(customers.labels, k: model.k, labels, k: centres.count)
      } ?? none)
  }
}
