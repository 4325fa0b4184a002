import Customers

/// The space in which rules are boxes: three raw values, three scores, outlier, cluster, and what is derived.
///
/// With a model the scores and the outlier follow from the raw values, so that their conditions become bounds
/// of raw values; the cluster stays an axis, and `ClusterCells` knows which clusters a box of raw values has.
/// Without one every axis is free.
struct RuleSpace: Sendable {
  let domain: LintDomain
  let model: Model?
  /// Clusters, where it is known how many there are.
  let k: Int?
  /// Scores go from 1 to this many, by feature.
  let bins: [Int]
  /// The quantities that are computed from more than one value, or from the days of purchases: axes of their own, as
  /// if they were free. What they have to do with the others is the business of `CustomerSearch`.
  let derived: DerivedSteps
  let whole: Box

  init(pack: SegmentPack, model: Model?, domain: LintDomain) {
    self.domain = domain
    self.model = model
    k = model?.k ?? pack.requirement?.k
    bins = FeatureName.allCases.map { model?.scores.bins($0) ?? pack.requirement?.bins ?? 5 }
    var whole = Box(lower: .zero, upper: .zero)
    for feature in FeatureName.allCases { whole[Axis(feature)] = domain[feature] }
    if model == nil {
      whole[.recencyScore] = 1...bins[0]
      whole[.frequencyScore] = 1...bins[1]
      whole[.monetaryScore] = 1...bins[2]
      whole[.outlier] = 0...1
    }
    // A pack that does not say how many clusters it is for may meet any cluster.
    whole[.cluster] = 0...(k.map { Swift.max(1, $0) - 1 } ?? Int(Int32.max))
    derived = DerivedSteps(pack)
    for quantity in RuleQuantity.derived {
      whole[Axis(quantity)] = derived.whole(quantity, isFree: model == nil)
    }
    self.whole = whole
  }

  /// Whether boxes of the two spaces can be compared.
  func isLike(_ other: RuleSpace) -> Bool {
    guard domain == other.domain, k == other.k, bins == other.bins, derived == other.derived else {
      return false
    }
    return model?.features == other.model?.features && model?.clustering == other.model?.clustering
      && model?.scores == other.model?.scores
  }

  // MARK: - Rules as boxes

  /// The boxes that a segment's rule takes; they may overlap.
  func boxes(_ segment: Segment) -> [Box] { segment.when.flatMap(boxes) }

  func boxes(_ conditions: Conditions) -> [Box] {
    guard conditions.isResolved else { return [] }
    var box = whole
    for (quantity, bounds) in conditions.bounds {
      let (axis, from, through) = interval(quantity, bounds)
      box.narrow(axis, from: from, through: through)
    }
    var boxes = [box]
    if let outlier = conditions.outlier { boxes = boxes.flatMap { part($0, outlier: outlier) } }
    if let clusters = conditions.clusters {
      boxes = boxes.flatMap { box in
        runs(clusters).map { run in
          var part = box
          part.narrow(.cluster, from: run.lowerBound, through: run.upperBound)
          return part
        }
      }
    }
    return boxes.filter { !$0.isEmpty }
  }

  /// The steps of an axis that bounds leave: of the score's own axis, or with a model of the raw value's.
  func interval(_ quantity: RuleQuantity, _ bounds: Bounds) -> (axis: Axis, from: Int, through: Int) {
    guard let feature = quantity.feature else {
      return interval(Axis(quantity)) { derived.side(quantity, $0, bounds) }
    }
    guard quantity.isScore else {
      return interval(Axis(feature)) { bounds.side(domain.value(feature, $0)) }
    }
    guard let model else { return interval(Axis(quantity)) { bounds.side(Double($0)) } }
    return interval(Axis(feature)) { step in
      let side = bounds.side(Double(model.scores.score(feature, domain.value(feature, step))))
      return feature == .recency ? -side : side
    }
  }

  /// - Parameter side: −1 before the interval, 0 in it, 1 behind it; it never falls.
  private func interval(_ axis: Axis, side: (Int) -> Int) -> (axis: Axis, from: Int, through: Int) {
    let steps = whole[axis]
    return (axis, steps.firstStep { side($0) >= 0 }, steps.firstStep { side($0) > 0 } - 1)
  }

  /// The parts of a box within the fences (one box at most) or beyond them (one for each side of a fence).
  private func part(_ box: Box, outlier: Bool) -> [Box] {
    guard let model else {
      var part = box
      part.narrow(.outlier, from: outlier ? 1 : 0, through: outlier ? 1 : 0)
      return [part]
    }
    let fences = model.features.compactMap { feature in feature.fence.map { (feature.name, $0) } }
    guard outlier else {
      var inside = box
      for (feature, fence) in fences {
        let (axis, from, through) = steps(feature, fence)
        inside.narrow(axis, from: from, through: through)
      }
      return [inside]
    }
    // Above first: an example comes from the first box that has one, and large sums are likelier than debts.
    let above = fences.map { feature, fence in
      let (axis, _, through) = steps(feature, fence)
      var part = box
      part.narrow(axis, from: through + 1, through: .max)
      return part
    }
    let below = fences.map { feature, fence in
      let (axis, from, _) = steps(feature, fence)
      var part = box
      part.narrow(axis, from: .min, through: from - 1)
      return part
    }
    return above + below
  }

  /// The steps within a fence.
  func steps(_ feature: FeatureName, _ fence: Fence) -> (axis: Axis, from: Int, through: Int) {
    let bounds = Bounds(min: fence.low, max: fence.high)
    return interval(Axis(feature)) { bounds.side(domain.value(feature, $0)) }
  }

  /// Clusters as runs of ids that follow each other.
  private func runs(_ clusters: Set<Int>) -> [ClosedRange<Int>] {
    var runs: [ClosedRange<Int>] = []
    for cluster in clusters.sorted() {
      if let last = runs.last, last.upperBound + 1 == cluster {
        runs[runs.count - 1] = last.lowerBound...cluster
      } else {
        runs.append(cluster...cluster)
      }
    }
    return runs
  }
}

extension Bounds {
  /// −1 for a value before the range, 0 in it, 1 behind it.
  func side(_ value: Double) -> Int {
    if let min, value < min { return -1 }
    if let max, value > max { return 1 }
    if let below, value >= below { return 1 }
    return 0
  }
}
