import JSONText
import Testing

@testable import Segmentation

@Suite("Lint of a pack")
struct LintTests {
  @Test("the ten segments of the R package rfm cover 89 of 125 cells, and three are never reached")
  func theTenOfR() throws {
    let report = PackLint(SegmentPack.theTenOfR).report()
    #expect(report.geometry.scoreCells() == .init(total: 125, occurring: 125, covered: 89))
    let shadowed = report.findings.filter { $0.kind == .shadowed }
    #expect(shadowed.map(\.segments) == [["New Customers"], ["Promising"], ["Can't Lose Them"]])
    #expect(
      shadowed.map(\.winners) == [["Potential Loyalist"], ["Potential Loyalist"], ["At Risk"]])
    #expect(
      shadowed.first?.message
        == "'New Customers' can never be reached: "
        + "'Potential Loyalist' above it takes everyone that it would take")
    let gaps = report.findings.filter { $0.kind == .gap }
    #expect(!gaps.isEmpty && gaps.count <= PackLint.listedGaps)
    for gap in report.gaps {
      #expect(report.pack.index(of: gap.example.classification) == nil)
      #expect(gap.conditions.bounds.keys.allSatisfy { $0.isScore })
    }
    #expect(report.fails)
  }

  @Test("with a model whose cut points coincide, the cells that cannot occur are set aside")
  func coincidingCuts() throws {
    // Frequency cuts at 1, 1, 3, 5: the score 2 does not occur.
    let report = PackLint(SegmentPack.theTenOfR, model: .shop()).report()
    let cells = report.geometry.scoreCells()
    #expect(cells.total == 125 && cells.occurring == 100)
    let never = try #require(report.findings.first { $0.kind == .scoreNeverOccurs })
    let reason = "no customer has the frequency score 2, since two of its cut points are equal"
    #expect(never.message.hasPrefix(reason))
    #expect(never.segments.contains("About To Sleep") && !never.segments.contains("New Customers"))
    for gap in report.gaps {
      let again = try #require(report.geometry.model).classify(gap.example.rfm)
      #expect(report.pack.index(of: again) == nil)
    }
  }

  @Test("a pack by cluster without gaps passes; overlaps alone do not make it fail")
  func passes() {
    let report = PackLint(.retail, model: .shop()).report()
    #expect(!report.fails)
    #expect(report.gaps.isEmpty)
    #expect(report.findings.allSatisfy { $0.kind == .overlap })
    let first = report.findings.first
    #expect(first?.segments == ["Lapsing", "Champions"])
    #expect(
      first?.message == "'Lapsing' and 'Champions' both take cluster 0, recency at least 90 days; "
        + "'Lapsing' wins, since it comes first")
  }

  @Test("a forgotten cluster is a gap in words, with a customer who falls through")
  func forgottenCluster() throws {
    var pack = SegmentPack.retail
    pack.segments.removeLast()
    let model = Model.shop()
    let report = PackLint(pack, model: model).report()
    let gaps = report.findings.filter { $0.kind == .gap }
    // Cluster 3 has no customer nearer than 90 days but for outliers, and those are Key Accounts.
    #expect(gaps.map(\.region) == ["cluster 3, recency at least 90 days"])
    #expect(gaps.first?.message == "no segment takes cluster 3, recency at least 90 days")
    #expect(gaps.first?.exampleWords?.hasPrefix("recency ") == true)
    for region in report.gaps {
      let again = model.classify(region.example.rfm)
      #expect(again.cluster == 3 && pack.index(of: again) == nil)
    }
    #expect(report.fails)
  }

  @Test("money is cut by 'below', or to the penny; a pound between two bounds is a gap")
  func moneyGaps() {
    let cut = { (upper: Bounds, lower: Bounds) in
      SegmentPack([
        ("High", [Conditions(bounds: [.monetary: upper])]), ("Low", [Conditions(bounds: [.monetary: lower])]),
      ])
    }
    #expect(PackLint(cut(Bounds(min: 100), Bounds(below: 100))).report().gaps.isEmpty)
    #expect(PackLint(cut(Bounds(min: 100), Bounds(max: 99.99))).report().gaps.isEmpty)
    let gaps = PackLint(cut(Bounds(min: 100), Bounds(max: 99))).report().gaps
    #expect(gaps.map(\.words) == ["monetary at least 99.01 and below 100"])
    #expect(gaps.first?.example.rfm.monetary == 99.01)
  }

  @Test("a rule that contradicts itself is told from one that is shadowed")
  func contradiction() throws {
    let pack = SegmentPack([
      ("Never", [Conditions(bounds: [.frequency: Bounds(below: 1)])]),
      ("Torn", [Conditions(outlier: false, bounds: [.monetary: Bounds(min: 5000)])]),
      ("All", [Conditions()]), ("Rest", [Conditions(clusters: [1])]),
    ])
    let errors = PackLint(pack, model: .shop()).report().findings.filter { $0.severity == .error }
    #expect(errors.map(\.kind) == [.contradiction, .contradiction, .shadowed])
    #expect(
      errors.first?.message == "'Never' can never be reached: no customer can have frequency below 1 order")
    #expect(errors.last?.winners == ["All"])
  }

  @Test("conditions that the model knows nothing of are named")
  func conditions() {
    let pack = SegmentPack([
      ("Fifth", [Conditions(clusters: [0, 7])]),
      ("Six", [Conditions(bounds: [.recencyScore: Bounds(min: 6)])]),
      ("Ancient", [Conditions(bounds: [.recency: Bounds(min: 900)])]),
      ("Wide", [Conditions(bounds: [.recency: Bounds(max: 900)])]),
      ("All", [Conditions()]),
    ])
    let report = PackLint(pack, model: .shop()).report()
    let said = { (kind: LintFinding.Kind) in report.findings.first { $0.kind == kind }?.message }
    #expect(said(.unknownCluster) == "'Fifth' names cluster 7, and the model has clusters 0 to 3")
    #expect(
      said(.scoreOutOfRange) == "'Six' has the bound 6 for the recency score, and scores go from 1 to 5")
    #expect(
      said(.unseen)
        == "'Ancient' asks for recency at least 900 days, and no customer of the model has that: "
        + "they have 0 days to 373 days")
    #expect(said(.withoutEffect)?.hasPrefix("'Wide' asks for recency at most 900 days") == true)
  }

  @Test("without a model, a pack that does not say how many clusters it is for may meet others")
  func otherClusters() {
    var pack = SegmentPack([("A", [Conditions(clusters: [0])]), ("B", [Conditions(clusters: [1])])])
    #expect(PackLint(pack).report().gaps.map(\.words) == ["cluster 2 or any above"])
    pack.requirement = .init()
    pack.requirement?.k = 2
    #expect(PackLint(pack).report().findings.isEmpty)
  }

  @Test("outliers are a gap where only those within the fences are spoken of")
  func outlierGap() throws {
    let pack = SegmentPack([("Inside", [Conditions(outlier: false)])])
    #expect(PackLint(pack).report().gaps.map(\.words) == ["outlier (beyond the fences)"])
    let model = Model.shop()
    let report = PackLint(pack, model: model).report()
    #expect(
      report.gaps.map(\.words).sorted() == [
        "outlier (beyond the fences), frequency at least 12 orders",
        "outlier (beyond the fences), monetary at least 3300.51",
        "outlier (beyond the fences), monetary below -1700",
      ])
    #expect(report.gaps.allSatisfy { model.classify($0.example.rfm).isOutlier })
  }

  @Test("machines read the same as people")
  func json() {
    let pack = SegmentPack([("Old", [Conditions(bounds: [.recency: Bounds(min: 90)])])])
    let text = PackLint(pack).report().json.text(.spaced)
    #expect(
      text == """
        {"pack": "test", "model": null, "fails": true, "gaps": 1, "findings": [{"kind": "gap", "severity": "gap", \
        "segments": [], "message": "no segment takes recency at most 89 days", "region": "recency at most 89 days", \
        "example": {"recency": 0, "frequency": 1, "monetary": 0, "cluster": 0, "outlier": false, \
        "scores": {"recency": 1, "frequency": 1, "monetary": 1}}}]}
        """)
  }
}

extension SegmentPack {
  /// The segments of the R package rfm's own tests (Aravind Hebbali, rfm, README).
  static var theTenOfR: SegmentPack {
    let rows: [(String, ClosedRange<Int>, ClosedRange<Int>)] = [
      ("Champions", 4...5, 4...5), ("Loyal Customers", 2...5, 3...5), ("Potential Loyalist", 3...5, 1...3),
      ("New Customers", 4...5, 1...1), ("Promising", 3...4, 1...1), ("Need Attention", 2...3, 2...3),
      ("About To Sleep", 2...3, 1...2), ("At Risk", 1...2, 2...5), ("Can't Lose Them", 1...1, 4...5),
      ("Lost", 1...2, 1...2),
    ]
    return SegmentPack(
      rows.map { name, recency, others in
        let conditions = Conditions(bounds: [
          .recencyScore: Bounds(scores: recency), .frequencyScore: Bounds(scores: others),
          .monetaryScore: Bounds(scores: others),
        ])
        return (name, [conditions])
      })
  }

  /// The shape of the pack that ships: rules that clusters get wrong, then a segment for each cluster.
  static var retail: SegmentPack {
    SegmentPack([
      ("Lapsing", [Conditions(clusters: [0], bounds: [.recency: Bounds(min: 90)])]),
      ("Key Accounts", [Conditions(outlier: true, bounds: [.recency: Bounds(below: 90)])]),
      (
        "New Customers",
        [Conditions(bounds: [.frequency: Bounds(min: 1, max: 1), .recency: Bounds(max: 30)])]
      ),
      ("Champions", [Conditions(clusters: [0])]), ("Loyal", [Conditions(clusters: [1])]),
      ("Occasional", [Conditions(clusters: [2])]), ("Dormant", [Conditions(clusters: [3])]),
    ])
  }
}
