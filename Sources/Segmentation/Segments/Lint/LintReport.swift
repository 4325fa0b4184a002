import JSONText

/// What lint says of a pack.
public struct LintReport: Sendable {
  /// Errors first, then gaps, warnings and the rest; within each in the order of the pack.
  public internal(set) var findings: [LintFinding]
  /// All regions that nothing covers; the first few are findings.
  public let gaps: [GapRegion]
  /// Stored customers; nil until `count` was called.
  public internal(set) var customers: Customers?
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
      members.append(("uncovered", .integer(customers.uncovered)))
    }
    return .object(members)
  }
}
