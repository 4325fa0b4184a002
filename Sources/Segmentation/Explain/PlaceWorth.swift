import Customers
import Lifetime

/// What the customers of each segment are worth on average, as clusters are ranked (`Model.bestFirst`): scaled
/// frequency + scaled monetary − scaled recency.
///
/// Each of the three counts as 3 standard deviations at most, so that a giant does not decide for all.
public struct PlaceWorth: Sendable {
  let walk: Walk
  /// By number of a place: the sum of what its customers are worth, and how many they are.
  private var sums: [(worth: CompensatedSum, customers: Int)]

  /// Nobody yet.
  public init(model: Model, pack: SegmentPack?) {
    let rules = PlaceRules(model: model, pack: pack)
    walk = Walk(model: model, rules: rules)
    sums = Array(repeating: (CompensatedSum(), 0), count: rules.segments + model.k)
  }

  /// Counts a customer in. O(k + rules).
  ///
  /// - Parameters:
  ///   - rfm: the customer's values.
  ///   - history: the days of purchases; nil where they are not known.
  public mutating func add(_ rfm: RFM, history: History? = nil) {
    let stop = walk.stop(at: rfm, history)
    func part(_ scaled: Double) -> Double { min(max(scaled, -3), 3) }
    sums[stop.place].worth.add(part(stop.point.y) + part(stop.point.z) - part(stop.point.x))
    sums[stop.place].customers += 1
  }

  /// By number of a place: how many are worth more; those without customers are worth least.
  var rank: [Int] {
    let worth = sums.map { $0.customers > 0 ? $0.worth.value / Double($0.customers) : -.infinity }
    return worth.map { own in worth.count { $0 > own } }
  }
}
