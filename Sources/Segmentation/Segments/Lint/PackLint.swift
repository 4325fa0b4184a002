import Wording

/// Checks a segment pack: what can never be reached, what overlaps, what falls through.
///
/// The answers come from the geometry of the rules and hold for every customer of the domain, seen or not. What
/// rules on gaps, tenure, average and again leave open is looked for by search; where that finds nothing, it is said.
///
/// ```swift
/// let report = PackLint(pack, model: model).report()
/// for finding in report.findings { print(finding.message, finding.exampleWords ?? "") }
/// print(report.fails ? "to be mended" : "good")
/// ```
public struct PackLint: Sendable {
  /// Gaps that become findings; the report has them all.
  public static let listedGaps = 12

  /// What is checked.
  public var pack: SegmentPack
  /// Ties scores to values and clusters to their cells; without one all of them are free.
  public var model: Model?
  /// The customers that there can be.
  public var domain: LintDomain
  /// How values are said in messages.
  public var words: RuleWords

  /// A check; it costs nothing before `report` is asked for.
  public init(
    _ pack: SegmentPack, model: Model? = nil, domain: LintDomain = LintDomain(),
    words: RuleWords = RuleWords()
  ) {
    self.pack = pack
    self.model = model
    self.domain = domain
    self.words = words
  }

  /// All that is to be said of the pack. Exact over the domain, and the same each time.
  public func report() -> LintReport {
    let geometry = PackGeometry(pack, model: model, domain: domain)
    guard geometry.pack.segments.allSatisfy({ $0.when.allSatisfy(\.isResolved) }) else {
      return LintReport(
        findings: unresolved() + textChecks(), gaps: [], customers: nil, claims: nil, geometry: geometry)
    }
    let gaps = geometry.gaps(words: words)
    let overlaps = geometry.overlaps()
    let checks = ConditionChecks(geometry: geometry, words: words)
    let findings =
      unreachable(geometry, overlaps) + checks.unknownClusters() + checks.scoresOutOfRange()
      + gaps.prefix(Self.listedGaps).map { finding($0, geometry) } + checks.scoresThatNeverOccur()
      + checks.boundsOutsideTheSeen() + textChecks() + overlaps.map { finding($0, geometry) }
      + undecided(geometry, overlaps)
    let order = LintSeverity.allCases.flatMap { severity in findings.filter { $0.severity == severity } }
    return LintReport(findings: order, gaps: gaps, customers: nil, claims: nil, geometry: geometry)
  }

  /// Claims about words that are not there, and figures that there are not.
  private func textChecks() -> [LintFinding] {
    pack.segments.flatMap { segment in
      let texts = [segment.interpretation] + segment.recommendations
      var unsaid: [String] = []
      for says in (segment.claims ?? []).compactMap(\.says)
      where !segment.says(says) && !unsaid.contains(says) { unsaid.append(says) }
      let list = RuleWords.list(unsaid.map { "“\($0)”" }, "and")
      let findings =
        unsaid.isEmpty
        ? []
        : [
          LintFinding(
            .unsaid, [segment.name], "'\(segment.name)' has a claim about words that it does not say: \(list)"
          )
        ]
      let unknown = texts.flatMap { LiveText($0).names }.filter { LiveFigure(named: $0) == nil }
      return findings
        + unknown.map { name in
          let near = nearest(name, among: LiveFigure.named.map(\.name)).map { "; did you mean {\($0)}?" }
          return LintFinding(
            .unknownFigure, [segment.name],
            "'\(segment.name)' asks for the figure {\(name)}, which there is not\(near ?? "")")
        }
    }
  }

  // MARK: - Findings

  private func name(_ segment: Int) -> String { "'\(pack.segments[segment].name)'" }

  private func unreachable(_ geometry: PackGeometry, _ overlaps: [PackGeometry.Overlap]) -> [LintFinding] {
    pack.segments.indices.compactMap { index in
      guard geometry.member(of: index) == nil, !geometry.isUndecided(index) else { return nil }
      let segment = pack.segments[index]
      let start = "\(name(index)) can never be reached"
      guard let match = geometry.match(of: index) else {
        return LintFinding(
          .contradiction, [segment.name], "\(start): no customer can have \(words.words(segment))")
      }
      let shadows = overlaps.filter { $0.lower == index && $0.winner == $0.upper }.map(\.upper)
      let above = RuleWords.list(shadows.map(name), "and")
      var finding = LintFinding(
        .shadowed, [segment.name],
        "\(start): \(above) above it \(shadows.count == 1 ? "takes" : "take") everyone that it would take")
      finding.winners = shadows.map { pack.segments[$0].name }
      finding.example = match
      finding.exampleWords = words.words(match, geometry.usage, hasModel: model != nil)
      return finding
    }
  }

  /// Why nothing is said of the geometry of rules whose limits only a model can tell.
  private func unresolved() -> [LintFinding] {
    pack.segments.compactMap { segment in
      guard let conditions = segment.when.first(where: { !$0.isResolved }) else { return nil }
      return LintFinding(
        .undecided, [segment.name],
        "'\(segment.name)' asks for \(words.words(conditions)), which only a model can tell: with one, lint says who is in no segment and who in two"
      )
    }
  }

  /// What was looked for in vain, and may be there.
  private func undecided(_ geometry: PackGeometry, _ overlaps: [PackGeometry.Overlap]) -> [LintFinding] {
    guard !geometry.usage.derived.isEmpty else { return [] }
    let asked = RuleWords.list(geometry.usage.derived.map(\.rawValue), "and")
    let reason = "rules on \(asked) are not decided exactly"
    var findings: [LintFinding] = []
    for index in pack.segments.indices where geometry.member(of: index) == nil && geometry.isUndecided(index)
    {
      findings.append(
        LintFinding(
          .undecided, [pack.segments[index].name],
          "no customer was found who would be in \(name(index)), and there may be one: \(reason)"))
    }
    if geometry.isUndecided(in: [geometry.space.whole], outside: geometry.all) {
      findings.append(
        LintFinding(
          .undecided, [],
          "whether anyone falls through besides what is said here was not decided: no such customer was found, and \(reason)"
        ))
    }
    for upper in pack.segments.indices {
      let open = pack.segments.indices.filter { lower in
        lower > upper && !overlaps.contains { $0.upper == upper && $0.lower == lower }
          && geometry.isUndecided(upper, lower)
      }
      guard !open.isEmpty else { continue }
      findings.append(
        LintFinding(
          .undecided, [pack.segments[upper].name] + open.map { pack.segments[$0].name },
          "no customer was found whom both \(name(upper)) and \(RuleWords.list(open.map(name), "or")) take, and there may be one: \(reason)"
        ))
    }
    return findings
  }

  private func finding(_ gap: GapRegion, _ geometry: PackGeometry) -> LintFinding {
    var finding = LintFinding(.gap, [], "no segment takes \(gap.words)")
    finding.region = gap.words
    finding.conditions = gap.conditions
    finding.example = gap.example
    finding.exampleWords = words.words(gap.example, geometry.usage, hasModel: model != nil)
    finding.subject = gap.words
    return finding
  }

  private func finding(_ overlap: PackGeometry.Overlap, _ geometry: PackGeometry) -> LintFinding {
    let (upper, lower) = (overlap.upper, overlap.lower)
    let region = geometry.region(overlap.box, words: words).text
    let names = [upper, lower].map { pack.segments[$0].name }
    let end =
      overlap.winner == upper
      ? "\(name(upper)) wins, since it comes first" : "\(name(overlap.winner)) above them wins"
    var finding = LintFinding(
      .overlap, names, "\(name(upper)) and \(name(lower)) both take \(region); \(end)")
    finding.winners = [pack.segments[overlap.winner].name]
    finding.region = region
    finding.example = overlap.example
    finding.exampleWords = words.words(overlap.example, geometry.usage, hasModel: model != nil)
    return finding
  }
}
