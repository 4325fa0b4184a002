import Customers
import Lifetime

/// The rules of a pack, laid out flat for a million customers: they say what `SegmentPack.index(of:)` says,
/// without a `Classification`.
///
/// Places are numbers here: segment i is i, and cluster c without a segment is `segments` + c.
struct PlaceRules: Sendable {
  /// All conditions of one alternative of one segment.
  private struct Rule: Sendable {
    var segment: Int
    /// By cluster id; empty for any cluster.
    var clusters: [Bool]
    var outlier: Bool?
    var bounds: [(quantity: RuleQuantity, bounds: Bounds)]
  }

  let segments: Int
  /// By cluster id, where the pack asks for nothing but clusters; nil for other packs.
  let byCluster: [Int]?
  /// By feature: the raw values at which a condition can turn, or a score or a side of a fence that a rule
  /// asks for; each as the last value of one side or the first of the other.
  let thresholds: [[Double]]
  /// The bounds of derived quantities that rules ask for, each once.
  private let derived: [(quantity: RuleQuantity, bound: Double)]
  private let quantities: DerivedQuantities
  private let rules: [Rule]
  private let scores: ScoreCuts
  private let fences: [(feature: FeatureName, fence: Fence)]

  /// - Parameters:
  ///   - pack: nil for places that are clusters.
  ///   - last: the last segment that matters; later ones are left out. Nil for all.
  init(model: Model, pack: SegmentPack?, through last: Int? = nil) {
    let kept = pack?.resolved(by: model).segments.prefix(last.map { $0 + 1 } ?? .max) ?? []
    segments = kept.count
    scores = model.scores
    fences = model.features.compactMap { feature in feature.fence.map { (feature.name, $0) } }
    var rules: [Rule] = []
    for (index, segment) in kept.enumerated() {
      for conditions in segment.when where conditions.isResolved {
        let bounds = RuleQuantity.allCases.compactMap { quantity in
          conditions.bounds[quantity].map { (quantity: quantity, bounds: $0) }
        }
        let clusters = conditions.clusters.map { named in (0..<model.k).map(named.contains) } ?? []
        rules.append(Rule(segment: index, clusters: clusters, outlier: conditions.outlier, bounds: bounds))
      }
    }
    self.rules = rules
    quantities = DerivedQuantities(model)
    derived = RuleQuantity.derived.flatMap { quantity in
      let ranges = rules.flatMap(\.bounds).filter { $0.quantity == quantity }.map(\.bounds)
      return Set(ranges.flatMap { [$0.min, $0.max, $0.below].compactMap(\.self) }).sorted().map {
        (quantity, $0)
      }
    }
    thresholds = FeatureName.allCases.map { Self.thresholds($0, rules, model) }
    if rules.allSatisfy({ $0.outlier == nil && $0.bounds.isEmpty }) {
      let unnamed = segments
      byCluster = (0..<model.k).map { cluster in
        rules.first { $0.clusters.isEmpty || $0.clusters[cluster] }?.segment ?? unnamed + cluster
      }
    } else {
      byCluster = nil
    }
  }

  private static func thresholds(_ feature: FeatureName, _ rules: [Rule], _ model: Model) -> [Double] {
    var values: Set<Double> = []
    for rule in rules {
      for (quantity, bounds) in rule.bounds where quantity.feature == feature {
        if quantity.isScore {
          values.formUnion(model.scores[feature])
        } else {
          values.formUnion([bounds.min, bounds.max, bounds.below].compactMap { $0 })
        }
      }
      if rule.outlier != nil, let fence = model.feature(feature).fence {
        values.formUnion([fence.low, fence.high])
      }
    }
    return values.sorted()
  }

  /// The number of the place of a customer whose cluster is known.
  @inline(__always)
  func place(cluster: Int, rfm: RFM, _ history: History?) -> Int {
    if let byCluster { return byCluster[cluster] }
    return placeByRules(cluster: cluster, rfm: rfm, history)
  }

  private func placeByRules(cluster: Int, rfm: RFM, _ history: History?) -> Int {
    for rule in rules where holds(rule, cluster, rfm, history) { return rule.segment }
    return segments + cluster
  }

  private func value(_ quantity: RuleQuantity, _ rfm: RFM, _ history: History?) -> Double {
    quantities.value(quantity, Double(rfm.recency), Double(rfm.frequency), rfm.monetary, history)
  }

  /// The units of a course at which a derived quantity comes to a bound of a rule, or goes past it, ascending. On no
  /// course does one turn back, so each is found by halving. O(bounds · log units).
  func turns(on course: Course, from first: Int, through last: Int) -> [Int] {
    guard !derived.isEmpty, first < last else { return [] }
    var turns: Set<Int> = []
    for (quantity, bound) in derived {
      func side(_ n: Int) -> Int {
        let value = value(quantity, course.rfm(at: n), course.history(at: n))
        return value < bound ? -1 : value > bound ? 1 : 0
      }
      let sides = (side(first), side(last))
      guard sides.0 != sides.1 else { continue }
      turns.insert((first...last).firstStep { side($0) != sides.0 })
      turns.insert((first...last).firstStep { side($0) == sides.1 })
    }
    return turns.sorted()
  }

  private func holds(_ rule: Rule, _ cluster: Int, _ rfm: RFM, _ history: History?) -> Bool {
    if !rule.clusters.isEmpty, !rule.clusters[cluster] { return false }
    if let outlier = rule.outlier, outlier != isOutlier(rfm) { return false }
    for (quantity, bounds) in rule.bounds {
      guard let feature = quantity.feature else {
        let value = value(quantity, rfm, history)
        // Nobody is in a range by what is not known.
        if value.isNaN || !bounds.contains(value) { return false }
        continue
      }
      let value = rfm[feature]
      let tested = quantity.isScore ? Double(scores.score(feature, value)) : value
      if !bounds.contains(tested) { return false }
    }
    return true
  }

  private func isOutlier(_ rfm: RFM) -> Bool {
    for (feature, fence) in fences where !fence.contains(rfm[feature]) { return true }
    return false
  }

  func place(ofNumber number: Int) -> Place {
    number < segments ? .segment(number) : .cluster(number - segments)
  }
}
