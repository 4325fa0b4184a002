import Customers
import Testing

@testable import Segmentation

@Suite("Lint after an edit, and over stored customers")
struct LintChangesTests {
  private let young = ("Young", [Conditions(bounds: [.recency: Bounds(max: 30)])])
  private let old = ("Old", [Conditions(bounds: [.recency: Bounds(min: 31)])])

  private func report(_ segments: [(String, [Conditions])]) -> LintReport {
    PackLint(SegmentPack(segments)).report()
  }

  @Test("a rename brings nothing new")
  func rename() {
    let before = report([young, ("Everyone", [Conditions()])])
    let after = report([young, ("All of them", [Conditions()])])
    #expect(after.findings.count == 1)
    #expect(after.newFindings(since: before).isEmpty)
  }

  @Test("a gap that opens is new; one that gets smaller is not")
  func gaps() {
    let whole = report([young, old])
    let open = report([young, ("Old", [Conditions(bounds: [.recency: Bounds(min: 60)])])])
    let smaller = report([young, ("Old", [Conditions(bounds: [.recency: Bounds(min: 45)])])])
    #expect(open.newFindings(since: whole).map(\.region) == ["recency 31 to 59 days"])
    #expect(smaller.newFindings(since: open).isEmpty)
    #expect(open.newFindings(since: smaller).map(\.kind) == [.gap])
    #expect(whole.newFindings(since: open).isEmpty)
  }

  @Test("a segment that another now swallows is new, and what was known is not said again")
  func shadowed() {
    let before = report([young, old, ("Rest", [Conditions()])])
    let swallowed = ("Old", [Conditions(bounds: [.recency: Bounds(max: 10)])])
    let after = report([young, swallowed, ("Rest", [Conditions()])])
    #expect(before.newFindings(since: before).isEmpty)
    let new = after.newFindings(since: before)
    #expect(new.map(\.kind) == [.shadowed, .overlap])
    #expect(new.first?.segments == ["Old"] && new.first?.winners == ["Young"])
  }

  @Test("stored customers are counted by segment and by gap")
  func counts() throws {
    let model = Model.shop()
    let pack = SegmentPack([
      ("Rich", [Conditions(bounds: [.monetary: Bounds(min: 1000)])]),
      ("Poor", [Conditions(bounds: [.monetary: Bounds(max: 99.99)])]),
      ("Regular", [Conditions(bounds: [.frequency: Bounds(min: 5), .monetary: Bounds(min: 100)])]),
    ])
    var report = PackLint(pack, model: model).report()
    #expect(report.customers == nil)
    let money = [5000, 1000, 50, 500, 600, 700, 99.995]
    report.count { visit in
      for (index, money) in money.enumerated() {
        visit(model.classify(RFM(recency: 10, frequency: index == 3 ? 6 : 2, monetary: money)))
      }
    }
    let customers = try #require(report.customers)
    #expect(customers.bySegment == [2, 1, 1])
    #expect(customers.uncovered == 3)
    #expect(customers.elsewhere == 1, "half a penny lies between two bounds")
    #expect(report.findings.first { $0.kind == .gap }?.customers == 2)
    #expect(report.json.text(.compact).contains(#""uncovered":3"#))
  }
}
