import Customers
import JSONText
import TestSupport
import Testing

@testable import Segmentation

/// What a pack says of its customers is checked against them.
@Suite struct ClaimTests {
  private static func pack(_ claims: String, says text: String = "They come back.") throws -> SegmentPack {
    let json = """
      {"format": "rfm-segments/1", "name": "p", "title": "P", "segments": [
      {"name": "All", "when": {}, "interpretation": "\(text)", "claims": [\(claims)]}]}
      """
    return try SegmentPack(reading: Array(json.utf8), file: "p.json")
  }

  private func sentence(_ claim: String, _ rows: [(Int, Int, Double)]) throws -> String? {
    let shop = try ScaffoldTests.Shop(ScaffoldTests.table(rows), k: 2, outliers: .none)
    let pack = try Self.pack(claim)
    var report = PackLint(pack, model: shop.model).report()
    report.check(SegmentMembers(pack, shop.model, shop.table), words: RuleWords())
    return report.findings.first { $0.kind == .falseClaim }?.message
  }

  private let rows = [(10, 1, 20.0), (20, 1, 30), (366, 1, 40), (366, 5, 500)]

  @Test("A false claim is said in one sentence with its figures") func sentences() throws {
    #expect(
      try sentence(#"{"frequency": {"min": 2}, "share": 0.6, "says": "They come back"}"#, rows)
        == "'All' says “They come back”, but only 25 % of its 4 customers have frequency at least 2 orders, not 60 %"
    )
    #expect(
      try sentence(#"{"recency": {"max": 90}, "of": "median"}"#, rows)
        == "'All' claims more than is so: the median of its 4 customers is 193 days, which is not recency at most 90 days"
    )
    #expect(
      try sentence(#"{"monetary": {"min": 200}, "of": "mean", "says": "They come back"}"#, rows)
        == "'All' says “They come back”, but the mean of its 4 customers is 147.5, which is not monetary at least 200"
    )
    #expect(try sentence(#"{"frequency": {"min": 2}, "share": 0.25}"#, rows) == nil)
    #expect(try sentence(#"{"recency": {"min": "gap90"}, "share": 0.5}"#, rows) == nil)
    #expect(try sentence(#"{"recency": {"min": "gap90"}, "share": 0.51}"#, rows) != nil)
  }

  @Test("What cannot be checked without dates is said, and is no error") func withoutDates() throws {
    let shop = try ScaffoldTests.Shop(ScaffoldTests.table(rows), k: 2, outliers: .none, rhythm: nil)
    for claim in [
      #"{"tenure": {"max": 5}, "share": 1}"#, #"{"gaps": {"max": 5}, "of": "mean"}"#,
      #"{"recency": {"max": "gap50"}, "share": 1}"#,
    ] {
      let pack = try Self.pack(claim)
      var report = PackLint(pack, model: shop.model).report()
      report.check(SegmentMembers(pack, shop.model, shop.table), words: RuleWords())
      #expect(report.findings.map(\.kind).contains(.unchecked), "\(claim)")
      #expect(!report.fails)
    }
  }

  @Test("Recency over the gap that is expected of a customer, and the days since the first purchase")
  func gapsAndTenure() throws {
    let model = try ScaffoldTests.Shop(
      ScaffoldTests.table(rows), k: 2, rhythm: Rhythm(gaps: 5, mean: 30, median: 20, p90: 90)
    ).model
    let once = CustomerValues(
      RFM(recency: 60, frequency: 1, monetary: 10), firstDay: 100, lastDay: 100, purchaseDays: 1)
    #expect(once.value(.gaps, model) == 2)
    #expect(once.value(.tenure, model) == 60)
    let often = CustomerValues(
      RFM(recency: 60, frequency: 4, monetary: 10), firstDay: 100, lastDay: 190, purchaseDays: 4)
    // (90 + 2 · 30) / 5 = 30 days.
    #expect(often.value(.gaps, model) == 2)
    #expect(often.value(.tenure, model) == 150)
    #expect(often.value(.average, model) == 2.5)
    #expect(CustomerValues(often.rfm).value(.gaps, model) == nil)
  }

  @Test(
    "Reading is strict",
    arguments: [
      (#"{"share": 0.5}"#, "bounds at least one of"),
      (#"{"recency": {"max": 5}}"#, "whom it is about is missing"),
      (#"{"recency": {"max": 5}, "of": "mean", "share": 1}"#, "exclude each other"),
      (#"{"recency": {"max": 5}, "of": "medium"}"#, "did you mean 'median'?"),
      (#"{"recency": {"max": 5}, "share": 0}"#, "above 0 and at most 1"),
      (#"{"recency": {"max": 5}, "share": 60}"#, "above 0 and at most 1"),
      (#"{"recency": {}, "share": 1}"#, "a bound is missing"),
      (#"{"recency": {"max": "p101"}, "share": 1}"#, "a percentile such as"),
      (#"{"recency": {"max": "p08"}, "share": 1}"#, "a percentile such as"),
      (#"{"monetary": {"max": "gap50"}, "share": 1}"#, "for recency and tenure"),
      (#"{"tenure": {"max": "p50"}, "share": 1}"#, "percentiles are known of"),
      (#"{"recency": {"min": 9, "max": 5}, "share": 1}"#, "min 9 is above 5"),
      (#"{"recency": {"max": 5, "below": 6}, "share": 1}"#, "exclude each other"),
      (#"{"recencey": {"max": 5}, "share": 1}"#, "did you mean \"recency\"?"),
    ])
  func strict(claim: String, message: String) throws {
    let error = #expect(throws: JSONError.self) { _ = try Self.pack(claim) }
    #expect(error?.description.contains("p.json:2:") == true)
    #expect(error?.description.contains(message) == true, "\(String(describing: error))")
  }

  @Test("Lint finds claims about words that are not there, and figures that there are not") func textChecks()
    throws
  {
    let claim = #"{"recency": {"max": 5}, "share": 1, "says": "They sing"}"#
    let pack = try Self.pack(claim, says: "{custmers}, {share} of all; {p80Frequency}, {not one}.")
    let findings = PackLint(pack).report().findings
    #expect(
      findings.map(\.message) == [
        "'All' asks for the figure {custmers}, which there is not; did you mean {customers}?",
        "'All' has a claim about words that it does not say: “They sing”",
      ])
  }

  @Test("What lint says of a claim is what a plain loop over the customers finds", arguments: UInt64(1)...40)
  func asAPlainLoopFinds(seed: UInt64) throws {
    var random = RandomNumbers(seed: seed)
    let shop = try ScaffoldTests.Shop(ScaffoldTests.year(150, seed: seed), k: 3)
    func claim() -> Claim {
      var bounds: [RuleQuantity: Limits] = [:]
      for quantity in [RuleQuantity.recency, .frequency, .monetary, .average] where random.below(2) == 0 {
        let values = [0, 1, 2, 5, 30, 100, 400, 1500].map { Limit.number($0) }
        let relative: [Limit] =
          quantity == .average
          ? [] : [.percentile(random.below(101))] + (quantity == .recency ? [.gap(.gap90)] : [])
        let limit = (values + relative + relative)[random.below(values.count + 2 * relative.count)]
        bounds[quantity] =
          switch random.below(3) {
          case 0: Limits(min: limit)
          case 1: Limits(max: limit)
          default: Limits(below: limit)
          }
      }
      if bounds.isEmpty { bounds[.recency] = Limits(max: .percentile(50)) }
      let measure: [Claim.Measure] = [.mean, .median, .share(Double(1 + random.below(20)) / 20)]
      return Claim(bounds, of: measure[random.below(3)])
    }
    let segments = (0..<3).map { id in
      Segment(
        name: "s\(id)",
        when: [Conditions(clusters: [id], bounds: random.below(2) == 0 ? [.recency: Bounds(max: 60)] : [:])],
        claims: (0..<6).map { _ in claim() })
    }
    let pack = SegmentPack(name: "p", title: "P", segments: segments, file: "p.json")
    var report = PackLint(pack, model: shop.model).report()
    report.check(SegmentMembers(pack, shop.model, shop.table), words: RuleWords())
    let said = try #require(report.claims)
    var place = 0
    for segment in segments {
      let own = (0..<shop.table.count).map { shop.table[$0] }.filter {
        pack.segment(of: shop.model.classify($0))?.name == segment.name
      }
      for claim in segment.claims ?? [] {
        #expect(said[place].holds == Self.plainly(claim, own, shop.model), "\(claim)")
        #expect(said[place].customers == own.count)
        place += 1
      }
    }
    #expect(report.findings.count { $0.kind == .falseClaim } == said.count { $0.holds == false })
  }

  private static func plainly(_ claim: Claim, _ own: [RFM], _ model: Model) -> Bool {
    if own.isEmpty { return true }
    func value(_ quantity: RuleQuantity, _ rfm: RFM) -> Double {
      switch quantity {
      case .recency: Double(rfm.recency)
      case .frequency: Double(rfm.frequency)
      case .monetary: rfm.monetary
      default: rfm.monetary / Double(rfm.frequency)
      }
    }
    func limit(_ limit: Limit, _ quantity: RuleQuantity) -> Double {
      switch limit {
      case .number(let number): number
      case .percentile(let percent):
        model.features.first { $0.name.rawValue == quantity.rawValue }?.quantiles[percent] ?? .nan
      case .gap(let gap): gap == .gap50 ? 28 : 113
      }
    }
    func isInside(_ value: Double, _ bounds: Limits, _ quantity: RuleQuantity) -> Bool {
      (bounds.min.map { value >= limit($0, quantity) } ?? true)
        && (bounds.max.map { value <= limit($0, quantity) } ?? true)
        && (bounds.below.map { value < limit($0, quantity) } ?? true)
    }
    switch claim.of {
    case .share(let share):
      let count = own.count { rfm in
        claim.bounds.allSatisfy { isInside(value($0.key, rfm), $0.value, $0.key) }
      }
      return Double(count) / Double(own.count) >= share
    case .mean, .median:
      return claim.bounds.allSatisfy { quantity, bounds in
        let values = own.map { value(quantity, $0) }.sorted()
        let mean = values.reduce(0, +) / Double(values.count)
        let middle = (values[(values.count - 1) / 2] + values[values.count / 2]) / 2
        return isInside(claim.of == .mean ? mean : middle, bounds, quantity)
      }
    }
  }
}
