import JSONText

/// What lint says of a pack.
public struct LintReport: Sendable {
  /// Errors first, then gaps, warnings and the rest; within each in the order of the pack.
  public internal(set) var findings: [LintFinding]
  /// All regions that nothing covers; the first few are findings.
  public let gaps: [GapRegion]
  /// Stored customers; nil until `count` was called.
  public internal(set) var customers: Customers?
  /// What stored customers say of the claims, in the order of the pack; nil until `check` was called.
  public internal(set) var claims: [ClaimVerdict]?
  /// The rules as boxes, for further questions.
  public let geometry: PackGeometry

  /// Where stored customers are.
  public struct Customers: Sendable, Hashable {
    /// By segment, in the order of the pack.
    public var bySegment: [Int]
    /// By gap, in the order of `gaps`; in the first of two that overlap.
    public var byGap: [Int]
    /// In no segment and in no gap: money in fractions of the smallest unit, between two bounds.
    public var elsewhere: Int

    /// Customers in no segment.
    public var uncovered: Int { byGap.reduce(elsewhere, +) }
  }

  /// The pack that was checked.
  public var pack: SegmentPack { geometry.pack }
  /// How many findings are errors.
  public var errors: Int { findings.count { $0.severity == .error } }
  /// How many findings are warnings.
  public var warnings: Int { findings.count { $0.severity == .warning } }
  /// Whether the pack has an error or a gap. Overlaps are decided by precedence.
  public var fails: Bool { findings.contains { $0.severity == .error || $0.severity == .gap } }

  // MARK: - Stored customers

  /// Counts stored customers by segment and gap.
  ///
  /// - Parameter customers: calls its argument once for each customer, classified by the model of the report.
  public mutating func count(_ customers: ((Classification) -> Void) throws -> Void) rethrows {
    var counts = Customers(
      bySegment: Array(repeating: 0, count: pack.segments.count),
      byGap: Array(repeating: 0, count: gaps.count), elsewhere: 0)
    let (pack, gaps) = (pack, gaps)
    try customers { classification in
      if let segment = pack.index(of: classification) {
        counts.bySegment[segment] += 1
      } else if let gap = gaps.firstIndex(where: { $0.takes(classification) }) {
        counts.byGap[gap] += 1
      } else {
        counts.elsewhere += 1
      }
    }
    self.customers = counts
    let places = findings.indices.filter { findings[$0].kind == .gap }
    for (gap, place) in places.enumerated() { findings[place].customers = counts.byGap[gap] }
  }

  /// Adds what stored customers say of the claims of the pack.
  ///
  /// - Parameters:
  ///   - members: by the segments of this pack.
  ///   - words: how values are said.
  public mutating func check(_ members: SegmentMembers, words: RuleWords) {
    let verdicts = members.verdicts()
    claims = verdicts
    for verdict in verdicts {
      let segment = pack.segments[verdict.segment].name
      if verdict.holds == false {
        findings.append(LintFinding(.falseClaim, [segment], words.words(verdict, of: pack)))
      } else if verdict.holds == nil {
        findings.append(
          LintFinding(
            .unchecked, [segment],
            "'\(segment)' claims \(words.words(verdict.claim, members.model)), and the model or its store lacks the dates to check it"
          ))
      }
    }
    let all = findings
    findings = LintSeverity.allCases.flatMap { severity in all.filter { $0.severity == severity } }
  }

  // MARK: - For machines

  /// The findings, gaps and counts, for machines.
  public var json: JSON {
    var members: [(String, JSON)] = [
      ("pack", .string(pack.name)), ("model", geometry.model.map { .string($0.name) } ?? .null),
      ("fails", .bool(fails)), ("gaps", .integer(gaps.count)), ("findings", .array(findings.map(\.json))),
    ]
    if let customers {
      let segments = zip(pack.segments, customers.bySegment).map { segment, count in
        JSON.object([("name", .string(segment.name)), ("customers", .integer(count))])
      }
      members.append(("segments", .array(segments)))
      if let claims {
        members.append(("claims", .array(claims.map { $0.json(pack) })))
      }
      members.append(("uncovered", .integer(customers.uncovered)))
    }
    return .object(members)
  }
}
