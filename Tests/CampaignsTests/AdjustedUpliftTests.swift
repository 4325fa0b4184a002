import Foundation
import TestSupport
import Testing

@testable import Campaigns

/// The figures of scipy, statsmodels and numpy for what loses noise; uplift-fixture.py makes the file.
private struct Fixture: Decodable {
  let campaigns: [Campaign]
  let adjusted: [Adjusted]
  let stratified: [Stratified]
  let newcombe: [Rates]

  struct Campaign: Decodable {
    let targets: Group
    let controls: Group
    let response: Response

    struct Group: Decodable {
      let customers: Int
      let revenues: [Double]
    }

    struct Response: Decodable {
      let newcombe: [Double]
    }
  }

  struct Adjusted: Decodable {
    /// Before and after, of each customer.
    let targets: [[Double]]
    let controls: [[Double]]
    let effect: Figures
  }

  struct Stratified: Decodable {
    /// Targets, how many bought, controls, how many bought.
    let segments: [[Int]]
    let effect: Figures
  }

  struct Rates: Decodable {
    let targets: [Int]
    let controls: [Int]
    let interval: [Double]
  }

  struct Figures: Decodable {
    let difference: Double
    let low: Double
    let high: Double
    let statistic: Double
    let freedom: Double?
    let p: Double
    let smallest: Double
  }

  static func read() throws -> Fixture {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
      path: "uplift-fixture.json")
    return try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url))
  }
}

private func group(_ customers: Int, _ responders: Int) -> CampaignGroup {
  CampaignGroup(customers: customers, revenues: [Double](repeating: 10, count: responders))
}

private func expectClose(_ effect: Effect, _ expected: Fixture.Figures) {
  for (own, theirs, name) in [
    (effect.difference, expected.difference, "difference"), (effect.low, expected.low, "low"),
    (effect.high, expected.high, "high"), (effect.statistic, expected.statistic, "statistic"),
    (effect.p, expected.p, "p"), (effect.smallest, expected.smallest, "smallest"),
    (effect.freedom ?? 0, expected.freedom ?? 0, "degrees of freedom"),
  ] {
    #expect(abs(own - theirs) <= 1e-9 * max(abs(theirs), 1e-3), "\(name) is \(own), not \(theirs)")
  }
}

@Suite("Uplift with less noise")
struct AdjustedUpliftTests {
  @Test("revenue less what the one before explains is that of scipy, and its interval is narrower")
  func adjusted() throws {
    for campaign in try Fixture.read().adjusted {
      func spending(_ rows: [[Double]]) -> [ListedSpending] {
        rows.map { ListedSpending(before: $0[0], after: $0[1]) }
      }
      let effect = try #require(
        Uplift.adjustedRevenue(targets: spending(campaign.targets), controls: spending(campaign.controls)))
      expectClose(effect, campaign.effect)
      #expect(effect.method == .cuped)
    }
  }

  @Test("where everyone spent the same before, nothing is explained: the figures are those without")
  func nothingExplained() throws {
    let (targets, controls) = ([0, 0, 30.0, 45, 0, 12], [0, 8.0, 0, 0])
    func spending(_ after: [Double]) -> [ListedSpending] {
      after.map { ListedSpending(before: 100, after: $0) }
    }
    func plain(_ after: [Double]) -> CampaignGroup {
      CampaignGroup(customers: after.count, revenues: after.filter { $0 > 0 })
    }
    let adjusted = try #require(
      Uplift.adjustedRevenue(targets: spending(targets), controls: spending(controls)))
    let revenue = try #require(Uplift(targets: plain(targets), controls: plain(controls)).revenue)
    #expect(revenue.method == .welch)
    #expect(abs(adjusted.difference - revenue.difference) < 1e-12)
    #expect(abs(adjusted.p - revenue.p) < 1e-12)
  }

  @Test("response segment by segment is that of the formula")
  func stratified() throws {
    for campaign in try Fixture.read().stratified {
      let segments = campaign.segments.map {
        Uplift(targets: group($0[0], $0[1]), controls: group($0[2], $0[3]))
      }
      let effect = try #require(Uplift.stratifiedResponse(segments))
      expectClose(effect, campaign.effect)
      #expect(effect.method == .postStratified)
    }
  }

  @Test("segments with one control are taken together, and with the largest where there is only one such")
  func smallSegments() throws {
    let large = Uplift(targets: group(90, 30), controls: group(10, 2))
    let small = [
      Uplift(targets: group(9, 3), controls: group(1, 0)),
      Uplift(targets: group(8, 2), controls: group(1, 1)),
    ]
    let together = Uplift(targets: group(17, 5), controls: group(2, 1))
    #expect(Uplift.stratifiedResponse([large] + small) == Uplift.stratifiedResponse([large, together]))
    #expect(
      Uplift.stratifiedResponse([large, small[0]])
        == Uplift.stratifiedResponse([Uplift(targets: group(99, 33), controls: group(11, 2))]))
    #expect(Uplift.stratifiedResponse([small[0]]) == nil)
    #expect(Uplift.stratifiedResponse([]) == nil)
    #expect(Uplift.stratifiedResponse([Uplift(targets: group(9, 9), controls: group(4, 4))]) == nil)
  }

  @Test("intervals of small groups are Newcombe's, as statsmodels has them")
  func newcombe() throws {
    let fixture = try Fixture.read()
    var cases = fixture.newcombe.map { rates in
      (
        Uplift(
          targets: group(rates.targets[0], rates.targets[1]),
          controls: group(rates.controls[0], rates.controls[1])), rates.interval
      )
    }
    cases += fixture.campaigns.map { campaign in
      (
        Uplift(
          targets: group(campaign.targets.customers, campaign.targets.revenues.count),
          controls: group(campaign.controls.customers, campaign.controls.revenues.count)),
        campaign.response.newcombe
      )
    }
    for (uplift, interval) in cases {
      let effect = try #require(uplift.response(.newcombe))
      #expect(abs(effect.low - interval[0]) < 1e-12 && abs(effect.high - interval[1]) < 1e-12)
      #expect(effect.interval == .newcombe)
      let plain = try #require(uplift.response)
      #expect(effect.p == plain.p && effect.difference == plain.difference)
    }
    let published = try #require(cases[0].0.response(.newcombe))
    #expect(abs(published.low - 0.0524) < 5e-5 && abs(published.high - 0.3339) < 5e-5)
  }

  @Test("the interval never says that more than all, or fewer than none, bought")
  func withinReason() throws {
    let uplift = Uplift(targets: group(9, 9), controls: group(3, 0))
    let (wald, newcombe) = (try #require(uplift.response(.wald)), try #require(uplift.response(.newcombe)))
    #expect(wald.low == 1 && wald.high == 1)
    #expect(newcombe.low < 0.6 && newcombe.high == 1)
    #expect(uplift.isRough)
  }

  /// Customers whose revenue is as skewed as a wholesaler's, and who buy again as they bought before.
  @Test("where no campaign was, one is seen in about 5 % of 1,000 splits, and with less noise")
  func falseAlarms() throws {
    var random = RandomNumbers(seed: 11)
    func unit() -> Double { (Double(random.below(1 << 30)) + 0.5) / Double(1 << 30) }
    func normal() -> Double { (-2 * log(unit())).squareRoot() * cos(2 * .pi * unit()) }
    let customers = (0..<800).map { row in
      let segment = row % 4
      let before = exp(5 + 0.8 * Double(segment) / 3 + 1.1 * normal())
      let buys = unit() < 0.15 + 0.15 * Double(segment)
      return (segment, ListedSpending(before: before, after: buys ? before * exp(0.6 * normal() - 0.8) : 0))
    }
    var seen = (adjusted: 0, stratified: 0)
    var errors = (plain: 0.0, adjusted: 0.0)
    for split in 0..<1000 {
      var targets: [ListedSpending] = []
      var controls: [ListedSpending] = []
      var counts = [[Int]](repeating: [0, 0, 0, 0], count: 4)
      var generator = RandomNumbers(seed: UInt64(split) &* 7919)
      for (segment, spending) in customers {
        let isControl = generator.below(5) == 0
        if isControl { controls.append(spending) } else { targets.append(spending) }
        counts[segment][isControl ? 2 : 0] += 1
        if spending.after > 0 { counts[segment][isControl ? 3 : 1] += 1 }
      }
      let adjusted = try #require(Uplift.adjustedRevenue(targets: targets, controls: controls))
      let stratified = try #require(
        Uplift.stratifiedResponse(
          counts.map { Uplift(targets: group($0[0], $0[1]), controls: group($0[2], $0[3])) }))
      if adjusted.isTold { seen.adjusted += 1 }
      if stratified.isTold { seen.stratified += 1 }
      func plain(_ customers: [ListedSpending]) -> CampaignGroup {
        CampaignGroup(customers: customers.count, revenues: customers.map(\.after).filter { $0 > 0 })
      }
      if split < 50 {
        let revenue = try #require(Uplift(targets: plain(targets), controls: plain(controls)).revenue)
        errors.plain += revenue.high - revenue.low
        errors.adjusted += adjusted.high - adjusted.low
      }
    }
    #expect((30...70).contains(seen.adjusted), "\(seen)")
    #expect((30...70).contains(seen.stratified), "\(seen)")
    #expect(errors.adjusted < 0.8 * errors.plain, "\(errors)")
  }
}
