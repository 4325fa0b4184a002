import Customers

extension PackGeometry {
  /// A box as the conditions of a rule, and in words. Bounds that the domain has anyway are left out.
  func region(_ box: Box, words: RuleWords) -> (conditions: Conditions, text: String) {
    var conditions = Conditions()
    conditions.outlier = outlier(box, usage: usage)
    for feature in FeatureName.allCases {
      let isInside = model != nil && conditions.outlier == false
      if let (quantity, bounds) = bounds(box, feature, usage: usage, isInside: isInside) {
        conditions.bounds[quantity] = bounds
      }
      let (quantity, axis) = Self.score(feature)
      if model == nil, box[axis] != space.whole[axis] {
        conditions.bounds[quantity] = Bounds(scores: box[axis])
      }
    }
    var others: [String] = []
    for quantity in space.derived.asked where box[Axis(quantity)] != space.whole[Axis(quantity)] {
      let steps = box[Axis(quantity)]
      let range = space.derived.range(quantity, steps)
      if steps.upperBound >= 0, !range.isUnbounded { conditions.bounds[quantity] = range }
      others.append(words.words(quantity, steps, space.derived, model))
    }
    var clusters = ""
    if box[.cluster] != space.whole[.cluster] {
      let ids = space.k == nil ? Array(named(box[.cluster], usage)) : self.clusters(in: box)
      conditions.clusters = Set(ids)
      clusters = words.words(clusters: Set(ids))
      if box[.cluster].upperBound == Int(Int32.max) { clusters += " or any above" }
    }
    var said = conditions
    for quantity in RuleQuantity.derived { said.bounds[quantity] = nil }
    let text = words.words(said, clusters: clusters)
    let isSaid = said.outlier != nil || !said.bounds.isEmpty || !clusters.isEmpty
    return (conditions, others.isEmpty ? text : ((isSaid ? [text] : []) + others).joined(separator: ", "))
  }

  /// The clusters of a range up to the first that no rule names.
  private func named(_ range: ClosedRange<Int>, _ usage: SegmentPack.Usage) -> ClosedRange<Int> {
    let highest = (usage.highestCluster ?? -1) + 1
    return range.lowerBound...min(range.upperBound, max(highest, range.lowerBound))
  }

  /// The bounds of a feature: as scores where the pack speaks of it by score only and they say the same, else
  /// raw.
  ///
  /// - Parameter isInside: whether the words say already that the box lies within the fences.
  private func bounds(
    _ box: Box, _ feature: FeatureName, usage: SegmentPack.Usage, isInside: Bool
  ) -> (RuleQuantity, Bounds)? {
    let axis = Axis(feature)
    let steps = box[axis]
    var all = space.whole[axis]
    if isInside, let fence = model?.feature(feature).fence {
      let inside = space.steps(feature, fence)
      all = inside.from...max(inside.from, inside.through)
    }
    guard steps != all else { return nil }
    let (quantity, _) = Self.score(feature)
    if let model, usage.quantities.contains(quantity), !usage.quantities.contains(Self.raw(feature)) {
      let ends = [steps.lowerBound, steps.upperBound].map {
        model.scores.score(feature, domain.value(feature, $0))
      }
      let scores = Bounds(scores: min(ends[0], ends[1])...max(ends[0], ends[1]))
      let same = space.interval(quantity, scores)
      if same.from == steps.lowerBound && same.through == steps.upperBound { return (quantity, scores) }
    }
    if steps.count == 1 {
      let only = domain.value(feature, steps.lowerBound)
      return (Self.raw(feature), Bounds(min: only, max: only))
    }
    var bounds = Bounds()
    if steps.lowerBound > all.lowerBound { bounds.min = domain.value(feature, steps.lowerBound) }
    if steps.upperBound < all.upperBound {
      // "below £100" reads better than "at most £99.99", and says the same of every customer.
      if feature == .monetary, domain.minorUnits > 1, (steps.upperBound + 1) % domain.minorUnits == 0 {
        bounds.below = domain.value(feature, steps.upperBound + 1)
      } else {
        bounds.max = domain.value(feature, steps.upperBound)
      }
    }
    return (Self.raw(feature), bounds)
  }

  /// Whether the customers of a box are outliers; nil where some are, or the pack does not ask.
  private func outlier(_ box: Box, usage: SegmentPack.Usage) -> Bool? {
    guard usage.outlier else { return nil }
    guard let model else { return box[.outlier] == 0...1 ? nil : box[.outlier].lowerBound == 1 }
    var isInside = true
    for feature in model.features {
      guard let fence = feature.fence else { continue }
      let (axis, from, through) = space.steps(feature.name, fence)
      if box[axis].upperBound < from || box[axis].lowerBound > through { return true }
      if box[axis].lowerBound < from || box[axis].upperBound > through { isInside = false }
    }
    return isInside ? false : nil
  }

  private static func score(_ feature: FeatureName) -> (RuleQuantity, Axis) {
    switch feature {
    case .recency: (.recencyScore, .recencyScore)
    case .frequency: (.frequencyScore, .frequencyScore)
    case .monetary: (.monetaryScore, .monetaryScore)
    }
  }

  private static func raw(_ feature: FeatureName) -> RuleQuantity {
    switch feature {
    case .recency: .recency
    case .frequency: .frequency
    case .monetary: .monetary
    }
  }
}

extension RuleWords {
  /// A range of a derived quantity, and whether it holds values that are not known.
  fileprivate func words(
    _ quantity: RuleQuantity, _ steps: ClosedRange<Int>, _ derived: DerivedSteps, _ model: Model?
  ) -> String {
    let ends = derived.ends(quantity, steps)
    let range = Bounds(
      min: ends.low, max: ends.hasHigh ? ends.high : nil, below: ends.hasHigh ? nil : ends.high)
    if steps.upperBound < 0 { return "\(name(quantity)) not known" }
    if range.isUnbounded { return "\(name(quantity)) known" }
    let unknown = steps.lowerBound < 0 ? " or not known" : ""
    guard quantity == .again, let quantiles = model?.quantiles[.again] else {
      return words(quantity, range, isAbove: !ends.hasLow) + unknown
    }
    // Of an order, numbers mean nothing.
    func percentile(_ value: Double) -> String {
      quantiles.firstIndex { $0 >= value }.map { "p\($0)" } ?? "p100"
    }
    var limits: [String] = []
    if let min = range.min { limits.append("\(ends.hasLow ? "at least" : "above") \(percentile(min))") }
    if let max = range.max { limits.append("at most \(percentile(max))") }
    if let below = range.below { limits.append("below \(percentile(below))") }
    return "\(name(quantity)) \(limits.joined(separator: " and "))\(unknown)"
  }
}

extension Bounds {
  init(scores: ClosedRange<Int>) {
    self.init(min: Double(scores.lowerBound), max: Double(scores.upperBound))
  }
}
