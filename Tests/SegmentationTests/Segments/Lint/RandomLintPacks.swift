import Customers
import Segmentation
import TestSupport

extension SegmentPack {
  /// Two to seven segments, each with one to three alternatives of random conditions.
  static func random(
    quantities: [(RuleQuantity, ClosedRange<Int>)], clusters: ClosedRange<Int>?, outlier: Bool,
    dice: inout RandomNumbers
  ) -> SegmentPack {
    let count = dice.roll(2...7)
    let segments = (0..<count).map { index in
      let alternatives = dice.chance(70) ? 1 : dice.roll(2...3)
      let when = (0..<alternatives).map { _ in
        Conditions.random(quantities: quantities, clusters: clusters, outlier: outlier, dice: &dice)
      }
      return ("S\(index)", when)
    }
    return SegmentPack(segments)
  }
}

extension Conditions {
  static func random(
    quantities: [(RuleQuantity, ClosedRange<Int>)], clusters: ClosedRange<Int>?, outlier: Bool,
    dice: inout RandomNumbers
  ) -> Conditions {
    var conditions = Conditions()
    for (quantity, range) in quantities where dice.chance(65) {
      conditions.bounds[quantity] = Bounds.random(range, dice: &dice)
    }
    if let clusters, dice.chance(55) {
      conditions.clusters = Set((0..<dice.roll(1...2)).map { _ in dice.roll(clusters) })
    }
    if outlier, dice.chance(35) { conditions.outlier = dice.chance(50) }
    return conditions
  }
}

extension Bounds {
  /// Bounds that a reader would take; some lie half-way between two whole values, some beyond the range.
  static func random(_ range: ClosedRange<Int>, dice: inout RandomNumbers) -> Bounds {
    let wide = (range.lowerBound - 1)...(range.upperBound + 1)
    let half = dice.chance(15) ? 0.5 : 0
    let first = Double(dice.roll(wide)) + half
    let second = Double(dice.roll(wide))
    let (low, high) = (Swift.min(first, second), Swift.max(first, second))
    switch dice.roll(0...4) {
    case 0: return Bounds(min: low)
    case 1: return Bounds(max: high)
    case 2: return Bounds(below: high)
    case 3 where low < high: return Bounds(min: low, below: high)
    default: return Bounds(min: low, max: high)
    }
  }
}

extension Model {
  /// A model over days 0…, orders 1… and money of a few units, with 2…6 clusters and 2…4 scores.
  static func random(domain: LintDomain, dice: inout RandomNumbers) -> Model {
    let features = FeatureName.allCases.map { name in
      let range = domain[name]
      let log = dice.chance(40)
      let fence =
        name != .recency && dice.chance(60)
        ? Fence(
          low: Double(range.lowerBound) + Double(dice.roll(0...2)) / 2,
          high: Double(range.upperBound) - Double(dice.roll(0...4)) / 2) : nil
      return Feature(
        name: name, transform: log ? .log1p : .none, mean: log ? 1 : 2, scale: log ? 0.5 : 1.5,
        min: Double(range.lowerBound), max: Double(range.upperBound),
        quantiles: [Double(range.lowerBound), Double(range.upperBound)], fence: fence)
    }
    // Round coordinates make ties, parallel planes and centroids in one place likely.
    let coarse = dice.chance(40)
    let centroids = (0..<dice.roll(2...6)).map { _ in
      let values = (0..<3).map { _ in
        coarse ? Double(dice.roll(-2...3)) * (2.0 / 3) : Double(dice.roll(-2000...3000)) / 997
      }
      return Point(values[0], values[1], values[2])
    }
    func cuts(_ feature: FeatureName, _ count: Int) -> [Double] {
      (0..<count).map { _ in Double(dice.roll(domain[feature])) + (dice.chance(20) ? 0.5 : 0) }.sorted()
    }
    let count = dice.roll(1...3)
    return hand(
      features: features, centroids: centroids,
      scores: ScoreCuts(
        recency: cuts(.recency, count), frequency: cuts(.frequency, count), monetary: cuts(.monetary, count)))
  }
}
