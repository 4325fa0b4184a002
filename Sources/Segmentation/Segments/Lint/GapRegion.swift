/// A region that no segment of a pack covers, as large as its box can be made.
public struct GapRegion: Sendable {
  /// The region as conditions that a segment could have.
  public let conditions: Conditions
  /// The region for a person: "recency above 90 days, orders at most 2".
  public let words: String
  /// A customer who falls through here.
  public let example: LintExample
  let box: Box
  let derived: DerivedSteps

  /// Whether a customer whom no segment takes falls through here.
  public func takes(_ classification: Classification) -> Bool {
    // "Any cluster above" has no end, which only the box can say.
    var others = conditions
    others.clusters = nil
    // Nor can conditions ask for what is not known.
    for quantity in RuleQuantity.derived {
      others.bounds[quantity] = nil
      let step = derived.step(quantity, classification.derived[quantity])
      if derived.asked.contains(quantity), !box[Axis(quantity)].contains(step) { return false }
    }
    return box[.cluster].contains(classification.cluster) && others.hold(for: classification)
  }
}

extension PackGeometry {
  /// Regions looked for at most.
  static let regionLimit = 500

  /// The regions that nothing covers. Together they hold every customer that falls through; they may overlap,
  /// since each is grown as far as it goes.
  public func gaps(words: RuleWords = RuleWords()) -> [GapRegion] {
    let rules = all
    var found: [Box] = []
    var examples: [LintExample] = []
    space.whole.remainder(after: rules) { part in
      // What is left of the part shrinks with every region that is found in it.
      var isDone = false
      while !isDone && found.count < Self.regionLimit {
        isDone = true
        part.remainder(after: found) { rest in
          guard let example = example(in: rest) else { return false }
          found.append(grown(rest, among: rules))
          examples.append(example)
          isDone = false
          return true
        }
      }
      return found.count >= Self.regionLimit
    }
    return zip(found, examples).map { box, example in
      let (conditions, text) = region(box, words: words)
      return GapRegion(
        conditions: conditions, words: text, example: example, box: box, derived: space.derived)
    }
  }

  /// A box that no rule takes, grown: first to more clusters, then in all else as far as no rule takes a
  /// customer of those clusters. Rules that take none of them are no hindrance.
  private func grown(_ box: Box, among rules: [Box]) -> Box {
    let wide = box.grown(in: space.whole, among: rules, axes: [.cluster])
    var slab = space.whole
    slab[.cluster] = wide[.cluster]
    let hindrances = rules.filter { example(in: $0.intersection(slab)) != nil }
    return wide.grown(
      in: space.whole, among: hindrances,
      axes: [
        .outlier, .recencyScore, .frequencyScore, .monetaryScore, .recency, .frequency, .monetary, .gaps,
        .tenure, .average, .again,
      ])
  }
}
