import Testing

@testable import Segmentation

/// What trying every customer says of a pack; lint has to say the same.
struct BruteForce {
  var members: Set<Int> = []
  /// By lower segment: the segments that win customers whom its rule takes.
  var winners: [Int: Set<Int>] = [:]
  var pairs: Set<[Int]> = []
  /// Pairs of which the upper wins somewhere.
  var wonPairs: Set<[Int]> = []
  var uncovered: [LintExample] = []
  var covered: [LintExample] = []

  init(_ pack: SegmentPack, customers: [LintExample]) {
    for customer in customers {
      let classification = customer.classification
      let takers = pack.segments.indices.filter { pack.segments[$0].takes(classification) }
      guard let winner = takers.first else {
        uncovered.append(customer)
        continue
      }
      covered.append(customer)
      members.insert(winner)
      for (position, upper) in takers.enumerated() {
        for lower in takers.dropFirst(position + 1) {
          pairs.insert([upper, lower])
          if upper == winner { wonPairs.insert([upper, lower]) }
        }
      }
      for lower in takers.dropFirst() { winners[lower, default: []].insert(winner) }
    }
  }

  /// Compares all answers, and classifies every example again.
  func check(
    _ report: LintReport, again: (LintExample) -> LintExample,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let geometry = report.geometry
    let pack = report.pack
    let names = pack.segments.map(\.name)
    let reached = Set(pack.segments.indices.filter { geometry.member(of: $0) != nil })
    #expect(reached == members, "reachable", sourceLocation: sourceLocation)
    let overlaps = geometry.overlaps()
    #expect(Set(overlaps.map { [$0.upper, $0.lower] }) == pairs, "overlaps", sourceLocation: sourceLocation)
    let won = overlaps.filter { $0.winner == $0.upper }.map { [$0.upper, $0.lower] }
    #expect(Set(won) == wonPairs, "who wins", sourceLocation: sourceLocation)
    for overlap in overlaps {
      let classification = again(overlap.example).classification
      #expect(pack.segments[overlap.upper].takes(classification), sourceLocation: sourceLocation)
      #expect(pack.segments[overlap.lower].takes(classification), sourceLocation: sourceLocation)
      #expect(pack.index(of: classification) == overlap.winner, sourceLocation: sourceLocation)
    }
    let unreachable = report.findings.filter { $0.kind == .shadowed || $0.kind == .contradiction }
    let expected = names.indices.filter { !members.contains($0) }.map { [names[$0]] }
    #expect(unreachable.map(\.segments) == expected, "unreachable", sourceLocation: sourceLocation)
    for finding in unreachable {
      guard let index = names.firstIndex(of: finding.segments[0]) else { continue }
      let expected = winners[index, default: []].sorted().map { names[$0] }
      #expect(finding.winners == expected, "shadows of \(finding.segments)", sourceLocation: sourceLocation)
      #expect((finding.kind == .contradiction) == expected.isEmpty, sourceLocation: sourceLocation)
    }
    checkGaps(report, again: again, sourceLocation: sourceLocation)
  }

  private func checkGaps(
    _ report: LintReport, again: (LintExample) -> LintExample, sourceLocation: SourceLocation
  ) {
    let missed = uncovered.filter { customer in
      !report.gaps.contains { $0.takes(customer.classification) }
    }
    #expect(missed.isEmpty, "customers in no gap", sourceLocation: sourceLocation)
    let wrong = covered.filter { customer in report.gaps.contains { $0.takes(customer.classification) } }
    #expect(wrong.isEmpty, "customers of a segment in a gap", sourceLocation: sourceLocation)
    #expect(report.gaps.isEmpty == uncovered.isEmpty, sourceLocation: sourceLocation)
    for gap in report.gaps {
      let classification = again(gap.example).classification
      #expect(report.pack.index(of: classification) == nil, sourceLocation: sourceLocation)
      #expect(gap.takes(classification), sourceLocation: sourceLocation)
    }
  }
}
