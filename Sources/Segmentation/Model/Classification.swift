import Customers
import Lifetime

/// What a model says of three values.
public struct Classification: Sendable {
  /// The values in question.
  public let rfm: RFM
  /// The values in scaled units.
  public let point: Point
  /// The one with the nearest centre; of equally near ones the first.
  public let cluster: Int
  /// Euclidean distances from the centres in scaled units, by cluster id (k numbers).
  public let distances: [Double]
  /// Each from 1 to the number of bins.
  public let scores: Scores
  /// Beyond the fences that the model was trained within.
  public let isOutlier: Bool
  /// What rules can ask for besides values and scores.
  public var derived = DerivedValues { _ in .nan }

  /// Cluster ids, the nearest first.
  public var nearestFirst: [Int] {
    distances.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }
  }
}

extension Model {
  /// The values in scaled units.
  public func point(_ rfm: RFM) -> Point {
    Point(
      features[0].scaled(Double(rfm.recency)), features[1].scaled(Double(rfm.frequency)),
      features[2].scaled(rfm.monetary))
  }

  /// Whether the values lie beyond the fences that the model was trained within; never where it has none.
  public func isOutlier(_ rfm: RFM) -> Bool {
    features.contains { feature in feature.fence.map { !$0.contains(rfm[feature.name]) } ?? false }
  }

  /// O(k).
  ///
  /// - Parameters:
  ///   - rfm: the customer's values.
  ///   - history: the days of purchases; nil where they are not known.
  public func classify(_ rfm: RFM, history: History? = nil) -> Classification {
    let point = point(rfm)
    let cells = clustering.cells
    return Classification(
      rfm: rfm, point: point, cluster: cells.nearest(point).cluster,
      distances: cells.distances(from: point),
      scores: scores.scores(of: rfm), isOutlier: isOutlier(rfm),
      derived: DerivedValues(DerivedQuantities(self), rfm, history))
  }
}
