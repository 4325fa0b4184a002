extension LintReport {
  /// What is new since a report on an earlier state of the pack.
  ///
  /// A finding is known when the earlier report has one of the same kind about the same segments (a renamed
  /// segment is the same). A gap is new when it has a customer whom a segment took before.
  public func newFindings(since old: LintReport) -> [LintFinding] {
    let renamed = renames(since: old)
    let known = Set(old.findings.map { Key($0, renamed: renamed) })
    return findings.filter { finding in
      // Whoever has just written another text knows that the old words are gone.
      if finding.kind == .unsaid { return false }
      if finding.kind == .gap, geometry.space.isLike(old.geometry.space) {
        return wasCovered(finding, in: old)
      }
      return !known.contains(Key(finding, renamed: [:]))
    }
  }

  private struct Key: Hashable {
    let kind: LintFinding.Kind
    let segments: [String]
    let subject: String

    init(_ finding: LintFinding, renamed: [String: String]) {
      kind = finding.kind
      segments = finding.segments.map { renamed[$0] ?? $0 }
      subject = finding.subject
    }
  }

  /// New names by old: in a pack of as many segments, a name that is gone and the new one in its place.
  private func renames(since old: LintReport) -> [String: String] {
    guard old.pack.segments.count == pack.segments.count else { return [:] }
    let before = Set(old.pack.segments.map(\.name))
    let after = Set(pack.segments.map(\.name))
    var renamed: [String: String] = [:]
    for (was, now) in zip(old.pack.segments, pack.segments)
    where !after.contains(was.name) && !before.contains(now.name) {
      renamed[was.name] = now.name
    }
    return renamed
  }

  private func wasCovered(_ finding: LintFinding, in old: LintReport) -> Bool {
    guard let gap = gaps.first(where: { $0.words == finding.region }) else { return true }
    let taken = old.geometry.all.filter(gap.box.intersects).map(gap.box.intersection)
    return geometry.first(in: taken, outside: []) != nil
  }
}
