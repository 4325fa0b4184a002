import Customers

/// The rules of a pack as boxes, and what can be asked of them.
///
/// Every answer is exact over the domain: the boxes are cut up, never sampled, and a part counts only when a
/// customer can lie in it. With a model that customer is found and classified. Parts that bound derived quantities
/// are searched by `CustomerSearch`; whether one of those is left open, `isUndecided` says.
public struct PackGeometry: Sendable {
  /// Whose rules these are.
  public let pack: SegmentPack
  /// Ties scores and clusters to values; nil where they are free.
  public let model: Model?
  /// The customers that there can be.
  public let domain: LintDomain
  let space: RuleSpace
  /// What the rules ask for: every finding needs it, and it takes a look at all rules.
  let usage: SegmentPack.Usage
  let cells: ClusterCells?
  /// The boxes of each segment's rule, in the order of the pack.
  let boxes: [[Box]]
  /// The boxes of all segments above the one with this index.
  let above: [[Box]]
  var all: [Box] { boxes.flatMap(\.self) }

  /// Lays the rules out as boxes. O(conditions).
  public init(_ pack: SegmentPack, model: Model? = nil, domain: LintDomain = LintDomain()) {
    let pack = model.map(pack.resolved) ?? pack
    self.pack = pack
    self.model = model
    self.domain = domain
    let space = RuleSpace(pack: pack, model: model, domain: domain)
    self.space = space
    usage = pack.usage
    cells = model.map { ClusterCells(model: $0, domain: domain) }
    boxes = pack.segments.map(space.boxes)
    var seen: [Box] = []
    var above: [[Box]] = []
    for boxes in boxes {
      above.append(seen)
      seen += boxes
    }
    self.above = above
  }

  // MARK: - Questions

  /// A customer who is in the segment; nil where there can be none.
  public func member(of segment: Int) -> LintExample? {
    first(in: boxes[segment], outside: above[segment])?.example
  }

  /// A customer whom the segment's rule takes, whoever stands above it; nil where it contradicts itself.
  public func match(of segment: Int) -> LintExample? { first(in: boxes[segment], outside: [])?.example }

  /// Customers whom the rules of two segments take.
  public struct Overlap: Sendable {
    /// The segment that stands first, by its place in the pack.
    public var upper: Int
    /// The other one.
    public var lower: Int
    /// The segment that the example is in: the upper one wherever it can, else one above both.
    public var winner: Int
    /// A customer whom both would take.
    public var example: LintExample
    let box: Box
  }

  /// Whether the rules of two segments take the same customers, and who wins them; nil where none.
  public func overlap(_ upper: Int, _ lower: Int) -> Overlap? {
    var common: [Box] = []
    for first in boxes[upper] {
      for second in boxes[lower] where first.intersects(second) { common.append(first.intersection(second)) }
    }
    if let found = first(in: common, outside: above[upper]) {
      return Overlap(upper: upper, lower: lower, winner: upper, example: found.example, box: found.box)
    }
    guard let found = first(in: common, outside: []),
      let winner = pack.index(of: found.example.classification)
    else { return nil }
    return Overlap(upper: upper, lower: lower, winner: winner, example: found.example, box: found.box)
  }

  /// All pairs that overlap, by the upper one and then the lower.
  public func overlaps() -> [Overlap] {
    boxes.indices.flatMap { upper in (upper + 1..<boxes.count).compactMap { overlap(upper, $0) } }
  }

  /// A customer whom no segment takes.
  public func uncovered() -> LintExample? { first(in: [space.whole], outside: all)?.example }

  // MARK: - Witnesses

  /// A customer in one of some boxes and in none of the others, and the box of the first that holds it.
  func first(in boxes: [Box], outside others: [Box]) -> (example: LintExample, box: Box)? {
    for box in boxes {
      var found: LintExample?
      box.remainder(after: others) { part in
        found = example(in: part)
        return found != nil
      }
      if let found { return (found, box) }
    }
    return nil
  }

  /// Whether no customer was found in some boxes and outside of others, and there may be one.
  func isUndecided(in boxes: [Box], outside others: [Box]) -> Bool {
    !usage.derived.isEmpty
      && boxes.contains { $0.remainder(after: others) { look(in: $0).isUndecided } }
  }

  /// Whether a customer whom the segment's rule takes, above all others, may be there without having been found.
  func isUndecided(_ segment: Int) -> Bool { isUndecided(in: boxes[segment], outside: above[segment]) }

  /// The same of customers whom two segments take.
  func isUndecided(_ upper: Int, _ lower: Int) -> Bool {
    isUndecided(in: boxes[upper].flatMap { first in boxes[lower].map(first.intersection) }, outside: [])
  }

  /// A customer in a box.
  func example(in box: Box) -> LintExample? { look(in: box).example }

  private func look(in box: Box) -> CustomerSearch.Outcome {
    guard !box.isEmpty else { return .none }
    guard let model else { return .found(free(in: box)) }
    let isBounded = usage.derived.contains { box[Axis($0)] != space.whole[Axis($0)] }
    guard isBounded else { return raw(in: box).map { .found(LintExample(model.classify($0))) } ?? .none }
    return CustomerSearch(model: model, domain: domain, steps: space.derived, raw: raw).look(in: box)
  }

  /// A customer by the raw values and the clusters of a box.
  private func raw(in box: Box) -> RFM? {
    guard !box.isEmpty, let model, let cells else { return nil }
    let clusters = box[.cluster]
    if clusters == space.whole[.cluster] {
      let largest = model.clusters.indices.max { model.clusters[$0].size < model.clusters[$1].size } ?? 0
      let centres = model.clustering.centres
      let home = centres.indices.contains(largest) ? centres[largest] : Point(0, 0, 0)
      return cells.customer(nearest: home, in: box)
    }
    for cluster in clusters {
      if let rfm = cells.customer(of: cluster, in: box) { return rfm }
    }
    return nil
  }

  /// The clusters of a range that customers in a box of raw values can have.
  func clusters(in box: Box) -> [Int] {
    guard let cells else { return Array(box[.cluster]) }
    return box[.cluster].filter { cells.customer(of: $0, in: box) != nil }
  }

  /// The least values of a box; of money the nearest to zero.
  private func free(in box: Box) -> LintExample {
    let money = box[.monetary]
    return LintExample(
      rfm: domain.rfm(
        box[.recency].lowerBound, box[.frequency].lowerBound,
        min(max(0, money.lowerBound), money.upperBound)),
      cluster: box[.cluster].lowerBound, isOutlier: box[.outlier].lowerBound == 1,
      scores: Scores(
        recency: box[.recencyScore].lowerBound, frequency: box[.frequencyScore].lowerBound,
        monetary: box[.monetaryScore].lowerBound),
      derived: DerivedValues { quantity in
        let steps = box[Axis(quantity)]
        return space.derived.value(quantity, steps.upperBound < 0 ? -1 : max(0, steps.lowerBound)) ?? .nan
      })
  }
}
