import Campaigns
import Customers
import Foundation
import Lifetime
import TestSupport
import Testing

@testable import Segmentation

/// The figures of docs/statistics.md, on the real years.
@Suite(
  "Two real years", .enabled(if: TwoRealYears.areThere, Comment(rawValue: TwoRealYears.reason)), .serialized)
struct StatisticsTests {
  private let years: TwoRealYears

  init() throws { years = try TwoRealYears.read.get() }

  // MARK: Who will buy again

  @Test("the fits of both origins are those of scipy, and three customers are as likely to buy")
  func fits() throws {
    let a = Histories(years.a, asOf: TwoRealYears.days.a)
    #expect(a.customers == 4285 && a.leftOut == 0 && a.repeats == 12_569)
    let fitOfA = try #require(LifetimeFit(a, threads: 2))
    #expect(abs(fitOfA.logLikelihood + 62_587.333554) < 1e-5)
    #expect(abs(fitOfA.nbdLogLikelihood + 62_592.089079) < 1e-5)
    #expect(fitOfA.likelihoodRatio < LifetimeFit.leastRatio)

    let c = Histories(years.c, asOf: TwoRealYears.days.c)
    #expect(c.customers == 4944 && c.repeats == 18_386)
    let fitOfC = try #require(LifetimeFit(c, threads: 2))
    #expect(abs(fitOfC.logLikelihood + 94_050.054350) < 1e-5)
    #expect(abs(fitOfC.nbdLogLikelihood + 94_190.522438) < 1e-5)
    for (history, alive, expected, buys) in [
      (History(repeats: 4, ageAtLast: 221, age: 221), 0.97877743, 1.41118396, 0.70569901),
      (History(repeats: 22, ageAtLast: 362, age: 551), 0.03309255, 0.10776895, 0.03156850),
      (History(repeats: 1, ageAtLast: 1, age: 554), 0.42280959, 0.10522231, 0.08810241),
    ] {
      #expect(abs(fitOfC.model.probabilityAlive(history) - alive) < 1e-6)
      #expect(abs(fitOfC.model.expectedPurchaseDays(history, within: 90) - expected) < 1e-6)
      #expect(abs(fitOfC.model.probabilityOfPurchase(history, within: 90) - buys) < 1e-6)
    }
  }

  /// How often one of those who did not come back has a higher score than one of those who did.
  private func auc(_ scores: [Double], _ isLapsed: [Bool]) -> Double {
    let order = scores.indices.sorted { scores[$0] < scores[$1] }
    var (ranks, lapsed, start) = (0.0, 0, 0)
    while start < order.count {
      let end = order[start...].firstIndex { scores[$0] != scores[order[start]] } ?? order.count
      for i in start..<end where isLapsed[order[i]] {
        ranks += Double(start + end + 1) / 2
        lapsed += 1
      }
      start = end
    }
    let pairs = Double(lapsed) * Double(order.count - lapsed)
    return (ranks - Double(lapsed) * Double(lapsed + 1) / 2) / pairs
  }

  @Test("the chance of buying again tells better than recency who does not come back")
  func ranking() throws {
    for (table, later, asOf, days, byRecency, byModel) in [
      (years.a, years.aYearLater, TwoRealYears.days.a, 365, 0.719, 0.775),
      (years.c, years.halfAYearLater, TwoRealYears.days.c, 180, 0.767, 0.808),
    ] {
      let isLapsed = table.later(in: later).map { $0.days == 0 }
      let fit = try #require(LifetimeFit(Histories(table, asOf: asOf), threads: 2))
      let chances = try (0..<table.count).map { row in
        fit.model.probabilityOfPurchase(
          try #require(
            History(
              firstDay: table.firstPurchase[row].day, lastDay: table.lastPurchase[row].day,
              purchaseDays: Int(table.purchaseDays[row]), asOf: asOf)), within: days)
      }
      #expect(abs(auc(table.recency.map(Double.init), isLapsed) - byRecency) < 0.001)
      #expect(abs(auc(chances.map { -$0 }, isLapsed) - byModel) < 0.001)
    }
  }

  @Test("a year at its peak does not pass the check: order only")
  func check() throws {
    let half = years.middleOfA
    let check = try #require(
      LifetimeCheck(
        LifetimeCheck.FirstHalf(
          firstDays: half.firstPurchase.map { Int32($0.day) },
          lastDays: half.lastPurchase.map { Int32($0.day) },
          purchaseDays: half.purchaseDays, laterDays: half.later(in: years.a).map { Int32($0.days) }),
        from: TwoRealYears.days.first, middle: TwoRealYears.days.middleOfA, to: TwoRealYears.days.a,
        threads: 2))
    #expect(abs(check.model - check.naive - 0.057) < 0.002, "\(check)")
    let fit = try #require(LifetimeFit(Histories(years.a, asOf: TwoRealYears.days.a), threads: 2))
    #expect(!check.isPassed(by: fit))
    // The middle that training takes is a day before.
    let trained = try #require(LifetimeCheck(years.a, asOf: TwoRealYears.days.a, threads: 2))
    #expect(years.a.firstHalf.end == TwoRealYears.days.middleOfA - 1)
    #expect(abs(trained.model - trained.naive - 0.057) < 0.002, "\(trained)")
  }

  // MARK: Who is late

  @Test("a gap drawn towards the shop's tells better who stays away, and money finds more of theirs")
  func overdue() throws {
    let table = years.a
    let isLapsed = table.later(in: years.aYearLater).map { $0.days == 0 }
    var typical = TypicalGap()
    let purchases = (0..<table.count).map { row in
      (
        first: table.firstPurchase[row].day, last: table.lastPurchase[row].day,
        days: Int(table.purchaseDays[row])
      )
    }
    for purchase in purchases {
      typical.add(firstDay: purchase.first, lastDay: purchase.last, purchaseDays: purchase.days)
    }
    let typicalGap = try #require(typical.days)
    #expect(abs(typicalGap - 45.92) < 0.005)
    var late: [(row: Int, raw: Double, ratio: Double)] = []
    for (row, purchase) in purchases.enumerated() {
      let recency = Int(table.recency[row])
      guard
        let gap = Overdue.gap(
          firstDay: purchase.first, lastDay: purchase.last, purchaseDays: purchase.days,
          typicalGap: typicalGap)
      else { continue }
      // The customer's own mean gap, which nothing draws anywhere: what the list was by before.
      let raw = Double(recency * (purchase.days - 1)) / Double(purchase.last - purchase.first)
      late.append((row, raw, Overdue.ratio(recency: recency, gap: gap)))
    }
    let lapsed = late.map { isLapsed[$0.row] }
    #expect(abs(auc(late.map(\.raw), lapsed) - 0.636) < 0.001)
    #expect(abs(auc(late.map(\.ratio), lapsed) - 0.667) < 0.001)

    let all = late.reduce(0) { $0 + (isLapsed[$1.row] ? table.monetary[$1.row] : 0) }
    func share(_ list: [(row: Int, raw: Double, ratio: Double)]) -> Double {
      list.prefix(100).reduce(0) { $0 + (isLapsed[$1.row] ? table.monetary[$1.row] : 0) } / all
    }
    let byMoney = late.filter { $0.ratio >= Overdue.missed }.sorted {
      table.monetary[$0.row] > table.monetary[$1.row]
    }
    let shares = [
      share(late.sorted { $0.raw > $1.raw }), share(late.sorted { $0.ratio > $1.ratio }), share(byMoney),
    ]
    for (own, expected) in zip(shares, [0.160, 0.188, 0.241]) {
      #expect(abs(own - expected) < 0.002, "\(shares)")
    }
  }

  // MARK: How sure the groups are

  @Test("the four groups of the first year are as stable as fpc::clusterboot says")
  func stability() {
    let prepared = Trainer(options: TrainingOptions(), threads: 2).prepare(years.a)
    let clustering = KMeans(k: 4).fit(prepared.points, threads: 2)
    let stability = Bootstrap().stability(of: clustering, prepared.points, threads: 2)
    for (own, fpc) in zip(stability.map(\.jaccard).sorted(), [0.9717, 0.9777, 0.9877, 0.9942]) {
      #expect(abs(own - fpc) < 0.03, "\(stability)")
    }
    #expect(stability.areAllSolid)
    #expect(stability.allSatisfy { $0.found == 50 && $0.resamples == 50 })
  }

  // MARK: What a campaign did

  @Test("where no campaign was, one is seen in 3 to 7 % of the splits of a real list")
  func falseAlarms() throws {
    let splits = 1000
    let trained = try Trainer(options: TrainingOptions(), threads: 2).train(on: years.c)
    let later = years.c.later(in: years.halfAYearLater)
    let customers = later.indices.map { row in
      (
        segment: Int(trained.labels[row]),
        spending: ListedSpending(before: years.c.monetary[row], after: later[row].revenue)
      )
    }
    var seen = (plain: 0, adjusted: 0, stratified: 0)
    for split in 0..<splits {
      var random = RandomNumbers(seed: UInt64(split) &* 0x9E37_79B9_7F4A_7C15)
      var groups: [[ListedSpending]] = [[], []]
      var parts = [[[Double]]](repeating: [[], []], count: 4)
      var sizes = [[Int]](repeating: [0, 0], count: 4)
      for (segment, spending) in customers {
        let group = random.below(10) == 0 ? 1 : 0
        groups[group].append(spending)
        sizes[segment][group] += 1
        if spending.after > 0 { parts[segment][group].append(spending.after) }
      }
      func uplift(_ sizes: [Int], _ revenues: [[Double]]) -> Uplift {
        Uplift(
          targets: CampaignGroup(customers: sizes[0], revenues: revenues[0]),
          controls: CampaignGroup(customers: sizes[1], revenues: revenues[1]))
      }
      let segments = zip(sizes, parts).map(uplift)
      let whole = uplift(groups.map(\.count), groups.map { $0.map(\.after).filter { $0 > 0 } })
      if whole.revenue?.isTold == true { seen.plain += 1 }
      if Uplift.adjustedRevenue(targets: groups[0], controls: groups[1])?.isTold == true {
        seen.adjusted += 1
      }
      if Uplift.stratifiedResponse(segments)?.isTold == true { seen.stratified += 1 }
    }
    let within = splits * 3 / 100...splits * 7 / 100
    #expect(within.contains(seen.adjusted), "\(seen)")
    #expect(within.contains(seen.stratified), "\(seen)")
    #expect(seen.plain > seen.adjusted, "\(seen)")
  }
}
