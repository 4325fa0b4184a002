import Customers
import Testing

@testable import Segmentation

struct WaitingTests {
  @Test("the next change is that of going day by day", arguments: 0..<20)
  func nextChange(part: Int) {
    let most = 600
    for seed in 0..<12 {
      var world = ExplainedWorld(
        seed: UInt64(30_000 + part * 12 + seed), kind: seed % 3 == 0 ? .clusters : .any)
      let ranking = Ranking(&world)
      let forecast = SlipForecast(ranking.worth)
      let rfm = world.customer()
      let now = world.model.classify(rfm)
      var change: Int?
      var lower: Int?
      for day in 1...most {
        let then = world.model.classify(waited(rfm, day))
        guard then.place(in: world.pack) != now.place(in: world.pack) else { continue }
        if change == nil { change = rfm.recency + day }
        if ranking.isLower(then, now) {
          lower = rfm.recency + day
          break
        }
      }
      let found = world.model.nextChange(of: rfm, pack: world.pack)
      let slip = forecast.next(rfm)
      if let change {
        #expect(found?.recency == change)
      } else {
        #expect(found?.recency ?? .max > rfm.recency + most)
      }
      if let lower {
        #expect(slip?.change.recency == lower)
      } else {
        #expect(slip?.change.recency ?? .max > rfm.recency + most)
      }
      check(found, slip, rfm, world, ranking)
    }
  }

  @Test("what is said of the day holds on it and not on the day before", arguments: 0..<20)
  func claims(part: Int) {
    for seed in 0..<100 {
      var world = ExplainedWorld(seed: UInt64(40_000 + part * 100 + seed))
      let ranking = Ranking(&world)
      let forecast = SlipForecast(ranking.worth)
      for _ in 0..<3 {
        let rfm = world.customer()
        check(world.model.nextChange(of: rfm, pack: world.pack), forecast.next(rfm), rfm, world, ranking)
      }
    }
  }

  /// What the places are worth by a plain loop over some customers.
  private struct Ranking {
    private(set) var worth: PlaceWorth
    private var means: [Place: Double] = [:]
    private let pack: SegmentPack?

    init(_ world: inout ExplainedWorld) {
      pack = world.pack
      worth = PlaceWorth(model: world.model, pack: pack)
      var people: [Place: [Double]] = [:]
      for _ in 0..<30 {
        let rfm = world.customer()
        worth.add(rfm)
        let found = world.model.classify(rfm)
        let parts = [-found.point.x, found.point.y, found.point.z].map { min(max($0, -3), 3) }
        people[found.place(in: pack), default: []].append(parts[1] + parts[2] + parts[0])
      }
      means = people.mapValues { worths in
        var sum = CompensatedSum()
        for worth in worths { sum.add(worth) }
        return sum.value / Double(worths.count)
      }
    }

    private func mean(_ classification: Classification) -> Double {
      means[classification.place(in: pack)] ?? -.infinity
    }

    func isLower(_ then: Classification, _ now: Classification) -> Bool { mean(then) < mean(now) }
  }

  private func check(
    _ change: PlaceChange?, _ slip: Slip?, _ rfm: RFM, _ world: ExplainedWorld, _ ranking: Ranking
  ) {
    let now = world.model.classify(rfm)
    if let change {
      let then = world.model.classify(waited(rfm, change.recency - rfm.recency))
      #expect(change.place == then.place(in: world.pack) && change.cluster == then.cluster)
      #expect(change.place != now.place(in: world.pack))
      #expect(world.place(waited(rfm, change.recency - rfm.recency - 1)) == now.place(in: world.pack))
    }
    if let slip {
      let then = world.model.classify(waited(rfm, slip.days))
      #expect(slip.cluster == now.cluster && slip.days >= 1 && slip.change.recency == rfm.recency + slip.days)
      #expect(slip.change.place == then.place(in: world.pack))
      #expect(slip.change.place != now.place(in: world.pack) && ranking.isLower(then, now))
      let before = world.model.classify(waited(rfm, slip.days - 1))
      #expect(!ranking.isLower(before, now))
    }
  }

  private func waited(_ rfm: RFM, _ days: Int) -> RFM {
    RFM(recency: rfm.recency + days, frequency: rfm.frequency, monetary: rfm.monetary)
  }

  @Test("flat rules put everyone where the pack does", arguments: 0..<10)
  func flatRules(part: Int) {
    for seed in 0..<60 {
      var world = ExplainedWorld(seed: UInt64(50_000 + part * 60 + seed))
      let walk = Walk(model: world.model, rules: PlaceRules(model: world.model, pack: world.pack))
      for _ in 0..<10 {
        let rfm = world.customer()
        let stop = walk.stop(at: rfm, nil)
        let classification = world.model.classify(rfm)
        #expect(stop.point == classification.point && stop.cluster == classification.cluster)
        #expect(walk.rules.place(ofNumber: stop.place) == classification.place(in: world.pack))
      }
    }
  }
}
