import Customers
import Lifetime
import TestSupport
import Testing

@testable import Segmentation

/// Lint searches where rules on derived quantities are not boxes; what it says holds, and what it cannot say is named.
@Suite("Lint of rules on gaps, tenure, money per order and who will buy again")
struct DerivedLintTests {
  private static let domain = LintDomain(recency: 0...6, frequency: 1...3, monetary: -1...6, minorUnits: 1)

  private static func model(_ dice: inout RandomNumbers) -> Model {
    var model = Model.random(domain: domain, dice: &dice)
    model.rhythm = Rhythm(gaps: 9, mean: Double(dice.roll(1...4)), median: 2, p90: 5)
    model.again = ExplainedWorld(seed: UInt64(dice.roll(1...50))).model.again
    model.source.asOf = Timestamp(seconds: 0)
    return model
  }

  /// Everyone of the small world, with days of purchases and without.
  private static func customers(_ model: Model) -> [LintExample] {
    var histories: [(Int) -> History?] = [{ _ in nil }]
    for days in 0...6 {
      for repeats in days == 0 ? 0...0 : 1...days {
        histories.append { History(repeats: repeats, ageAtLast: days, age: days + $0) }
      }
    }
    return domain.recency.flatMap { recency in
      domain.frequency.flatMap { frequency in
        domain.monetary.flatMap { money in
          histories.map { history in
            LintExample(
              model.classify(domain.rfm(recency, frequency, money), history: history(recency)),
              history: history(recency))
          }
        }
      }
    }
  }

  @Test(
    "Everybody of a small world is where the report says, or it says that it cannot tell", arguments: 0..<8)
  func agreesWithEveryone(batch: Int) {
    var dice = RandomNumbers(seed: UInt64(9_000 + batch))
    for _ in 0..<6 {
      let model = Self.model(&dice)
      let customers = Self.customers(model)
      for _ in 0..<6 {
        let quantities: [(RuleQuantity, ClosedRange<Int>)] = [
          (.gaps, 0...4), (.tenure, 0...12), (.average, -1...6), (.recency, 0...6), (.frequency, 1...3),
          (.monetary, -1...6), (.again, 0...1),
        ].shuffled(using: &dice)
        let pack = SegmentPack.random(
          quantities: Array(quantities.prefix(dice.roll(1...3))), clusters: 0...(model.k - 1),
          outlier: dice.chance(30), dice: &dice)
        check(PackLint(pack, model: model, domain: Self.domain).report(), customers, pack)
      }
    }
  }

  private func check(_ report: LintReport, _ customers: [LintExample], _ pack: SegmentPack) {
    let places = customers.map { pack.index(of: $0.classification) }
    let taken = customers.map { customer in
      Set(pack.segments.indices.filter { pack.segments[$0].takes(customer.classification) })
    }
    func findings(_ kind: LintFinding.Kind) -> [LintFinding] { report.findings.filter { $0.kind == kind } }
    let undecided = findings(.undecided)
    // What is said to be so is so.
    for finding in findings(.overlap) {
      let example = finding.example.map(\.classification)
      let named = pack.segments.filter { finding.segments.contains($0.name) }
      #expect(example.map { example in named.count == 2 && named.allSatisfy { $0.takes(example) } } == true)
    }
    for gap in report.gaps { #expect(pack.index(of: gap.example.classification) == nil) }
    let dead = Set((findings(.contradiction) + findings(.shadowed)).flatMap(\.segments))
    for (index, segment) in pack.segments.enumerated() where dead.contains(segment.name) {
      #expect(!places.contains(index), "\(segment.name) has a customer")
    }
    // What is so is said, or left open by name.
    for (index, segment) in pack.segments.enumerated() where !places.contains(index) {
      let isSaid = dead.contains(segment.name) || undecided.contains { $0.segments == [segment.name] }
      let member = report.geometry.member(of: index)
      #expect(isSaid || member.map { pack.index(of: $0.classification) == index } == true)
    }
    for (customer, place) in zip(customers, places) where place == nil {
      let isSaid = report.gaps.contains { $0.takes(customer.classification) }
      #expect(isSaid || undecided.contains { $0.segments.isEmpty })
    }
    let overlaps = Set(findings(.overlap).map { Set($0.segments) })
    for segments in Set(taken) {
      for upper in segments {
        for lower in segments where lower > upper {
          let names = [upper, lower].map { pack.segments[$0].name }
          let isOpen = undecided.contains { $0.segments.first == names[0] && $0.segments.contains(names[1]) }
          #expect(overlaps.contains(Set(names)) || isOpen)
        }
      }
    }
  }

  @Test("Limits that only a model can tell are named, and nothing is said of the geometry")
  func withoutModel() {
    let pack = SegmentPack(
      name: "own", title: "Own",
      segments: [
        Segment(name: "Rich", when: [Conditions(limits: [.monetary: Limits(min: .percentile(90))])]),
        Segment(name: "All", when: [Conditions()]),
      ], file: "own.json")
    let report = PackLint(pack).report()
    #expect(report.findings.map(\.kind) == [.undecided])
    #expect(
      report.findings.first?.message
        == "'Rich' asks for monetary at least p90, which only a model can tell: with one, lint says who is in no segment and who in two"
    )
    #expect(PackLint(pack, model: .shop()).report().findings.map(\.kind) == [.overlap])
  }

  @Test("Who falls through is named with an example, those without dates too")
  func gapsInWords() {
    var model = Model.shop()
    model.rhythm = Rhythm(gaps: 9, mean: 30, median: 28, p90: 110)
    model.source.asOf = Timestamp(seconds: 0)
    let pack = SegmentPack(
      name: "own", title: "Own",
      segments: [
        Segment(name: "New", when: [Conditions(bounds: [.tenure: Bounds(max: 90)])]),
        Segment(name: "On time", when: [Conditions(bounds: [.gaps: Bounds(max: 2)])]),
      ], file: "own.json")
    let report = PackLint(pack, model: model).report()
    let regions = report.gaps.map(\.words)
    #expect(regions.contains { $0.contains("tenure not known") && $0.contains("recency above 2 times") })
    #expect(regions.contains { $0.contains("tenure at least 91 days") }, "\(regions)")
    for gap in report.gaps { #expect(report.pack.index(of: gap.example.classification) == nil) }
  }
}
