import Customers
import Lifetime

/// How many orders bring a customer to a place: made once for a place, asked for a million customers.
public struct NearSegment: Sendable {
  private let walk: Walk
  private let target: Int

  /// - Parameters:
  ///   - model: what customers are classified by.
  ///   - pack: that the target is a segment of; nil where it is a cluster.
  ///   - target: a segment of the pack, or a cluster whatever a pack makes of it.
  public init(model: Model, pack: SegmentPack?, target: Place) {
    switch target {
    case .segment(let index):
      walk = Walk(model: model, rules: PlaceRules(model: model, pack: pack, through: index))
      // Without such a segment the number would be that of a cluster.
      self.target = index < walk.rules.segments ? index : -1
    case .cluster(let cluster):
      walk = Walk(model: model, rules: PlaceRules(model: model, pack: nil))
      self.target = cluster
    }
  }

  /// The fewest orders of the customer's own average value, to the penny, that bring the customer there; see
  /// `Model.after(order:_:)` for what an order does.
  ///
  /// Counts are gone through exactly, without trying each, up to the greatest that fits; see `Walk`.
  ///
  /// - Parameters:
  ///   - rfm: where the customer starts.
  ///   - history: the days of purchases; nil where they are not known.
  ///   - within: the most orders that are of interest.
  /// - Returns: 0 for a customer who is there already; nil where no number of orders does it, or more than
  ///   `within` are needed, or the customer's average is less than a penny.
  /// - Complexity: O(k) for each boundary on the way, without allocations.
  public func fewestOrders(_ rfm: RFM, history: History? = nil, within: Int = .max) -> Int? {
    if isThere(rfm, history) { return 0 }
    guard let pennies = OrderPath.averagePennies(rfm, isAverage: walk.isAverage) else { return nil }
    return first(on: course(.orders(pennies: pennies), rfm, history), from: 1, within: within)
  }

  private func isThere(_ rfm: RFM, _ history: History?) -> Bool {
    walk.stop(at: rfm, history).place == target
  }

  func course(_ kind: Course.Kind, _ rfm: RFM, _ history: History?) -> Course {
    Course(kind, from: rfm, history, isAverage: walk.isAverage)
  }

  func first(on course: Course, from first: Int, within: Int = .max) -> Int? {
    walk.firstUnit(on: course, from: first, limit: min(course.limit, within)) { $0.place == target }?.n
  }
}
