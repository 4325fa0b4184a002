import Customers
import Testing

@testable import Segmentation

/// Each claim of `reach` is classified again, and every smaller order, count and change is tried.
struct ReachTests {
  @Test("each claim holds, and the claim less one unit does not", arguments: 0..<30)
  func claims(part: Int) {
    for seed in 0..<100 {
      var world = ExplainedWorld(seed: UInt64(part * 100 + seed))
      let rfm = world.customer()
      for target in world.targets {
        let reach = Reach(target, from: rfm, model: world.model, pack: world.pack)
        check(reach, rfm, world, "seed \(part * 100 + seed)")
        if seed % 10 == 0, !reach.isThere { checkGrid(reach, rfm, world, "seed \(part * 100 + seed)") }
      }
    }
  }

  private func check(_ reach: Reach, _ rfm: RFM, _ world: ExplainedWorld, _ note: Comment) {
    func holds(_ rfm: RFM) -> Bool { reach.target.takes(world.model.classify(rfm), pack: world.pack) }
    #expect(reach.isThere == holds(rfm), note)
    if reach.isThere {
      #expect(reach.orders == nil && reach.order == nil && reach.changes.isEmpty, note)
      return
    }
    if let orders = reach.orders {
      #expect(
        holds(orders.to) && orders.to == self.orders(orders.count, of: orders.value, rfm, world.model), note)
      #expect(!holds(self.orders(orders.count - 1, of: orders.value, rfm, world.model)), note)
    }
    if let order = reach.order {
      #expect(holds(order.to) && order.to == world.model.after(order: order.value, rfm), note)
      let less = ((order.value * 100).rounded() - 1) / 100
      if less > 0 { #expect(!holds(world.model.after(order: less, rfm)), note) }
    }
    #expect(reach.changes.map(\.feature) == FeatureName.allCases, note)
    for change in reach.changes {
      guard let move = change.move else { continue }
      let unit = change.feature == .monetary ? 0.01 : 1
      let less = ((abs(move.delta) - unit) * 100).rounded() / 100
      #expect(holds(changed(rfm, change.feature, by: move.delta)), note)
      #expect(!holds(changed(rfm, change.feature, by: move.delta < 0 ? -less : less)), note)
      #expect(move.rfm == changed(rfm, change.feature, by: move.delta), note)
    }
  }

  /// Nothing smaller than a claim, from one unit to millions of them in steps of about a tenth, is in the segment.
  private func checkGrid(_ reach: Reach, _ rfm: RFM, _ world: ExplainedWorld, _ note: Comment) {
    func holds(_ rfm: RFM) -> Bool { reach.target.takes(world.model.classify(rfm), pack: world.pack) }
    let orders = reach.orders.map { $0.count } ?? .max
    let order = reach.order.map { Int(($0.value * 100).rounded()) } ?? .max
    let deltas = FeatureName.allCases.map { feature in
      reach.changes[feature.index].move.map {
        Int((abs($0.delta) * (feature == .monetary ? 100 : 1)).rounded())
      } ?? .max
    }
    var units = 1
    while units < 20_000_000 {
      if units < orders, let after = self.orders(units, rfm, world.model) { #expect(!holds(after), note) }
      if units < order { #expect(!holds(world.model.after(order: Double(units) / 100, rfm)), note) }
      for (feature, least) in zip(FeatureName.allCases, deltas) where units < least {
        for delta in [Double(units), -Double(units)] {
          let after = changed(rfm, feature, by: feature == .monetary ? delta / 100 : delta)
          if let after = inRange(after) { #expect(!holds(after), note) }
        }
      }
      units += max(1, units / 8)
    }
  }

  @Test("going through every order, count and change finds no smaller one", arguments: 0..<24)
  func bruteForce(part: Int) {
    for seed in 0..<5 {
      let number = UInt64(10_000 + part * 5 + seed)
      var world = ExplainedWorld(seed: number, money: 4)
      let rfm = world.customer()
      let isWide = seed == 0
      let pennies = isWide ? 3000 : 400
      let reaches = Reach.all(from: rfm, model: world.model, pack: world.pack).filter { !$0.isThere }
      compare(
        reaches, world, most: 150, values: { self.orders($0, rfm, world.model) }, claim: { $0.orders?.count })
      compare(
        reaches, world, most: pennies, values: { world.model.after(order: Double($0) / 100, rfm) },
        claim: { reach in reach.order.map { Int(($0.value * 100).rounded()) } })
      for feature in FeatureName.allCases {
        let most = feature == .monetary ? pennies : 300
        let size = feature == .monetary ? 0.01 : 1.0
        // 1, −1, 2, −2, … in units, the better direction first.
        let better = feature == .recency ? -1 : 1
        compare(
          reaches, world, most: 2 * most,
          values: { n in
            let units = (n + 1) / 2 * (n % 2 == 1 ? better : -better)
            return self.inRange(self.changed(rfm, feature, by: Double(units) * size))
          },
          claim: { reach in
            guard let move = reach.changes[feature.index].move else { return nil }
            let units = Int((move.delta / size).rounded())
            return 2 * abs(units) - (units * better > 0 ? 1 : 0)
          })
      }
    }
  }

  /// Goes through n = 1…most, and holds the first n of each place against the claim for it.
  private func compare(
    _ reaches: [Reach], _ world: ExplainedWorld, most: Int, values: (Int) -> RFM?, claim: (Reach) -> Int?
  ) {
    var first: [Place: Int] = [:]
    for n in 1...most {
      guard let rfm = values(n) else { continue }
      let place = world.place(rfm)
      if first[place] == nil { first[place] = n }
    }
    for reach in reaches {
      let claimed = claim(reach)
      if let found = first[reach.target] {
        #expect(claimed == found)
      } else {
        #expect(claimed ?? .max > most)
      }
    }
  }

  private func inRange(_ rfm: RFM) -> RFM? { rfm.recency >= 0 && rfm.frequency >= 1 ? rfm : nil }

  private func changed(_ rfm: RFM, _ feature: FeatureName, by delta: Double) -> RFM {
    var result = rfm
    switch feature {
    case .recency: result.recency += Int(delta)
    case .frequency: result.frequency += Int(delta)
    case .monetary: result.monetary = Money.sum(rfm.monetary, (delta * 100).rounded() / 100)
    }
    return result
  }

  private func orders(_ count: Int, _ rfm: RFM, _ model: Model) -> RFM? {
    model.averageOrderPennies(rfm).map { orders(count, of: Double($0) / 100, rfm, model) }
  }

  /// Orders by the definition, all at once so that nothing is rounded on the way.
  private func orders(_ count: Int, of value: Double, _ rfm: RFM, _ model: Model) -> RFM {
    guard count > 0 else { return rfm }
    let sum = (value * Double(count) * 100).rounded() / 100
    let all = rfm.frequency + count
    let monetary =
      model.isMonetaryAverage
      ? (rfm.monetary * Double(rfm.frequency) + sum) / Double(all) : Money.sum(rfm.monetary, sum)
    return RFM(recency: 0, frequency: all, monetary: monetary)
  }

  @Test("the fast count for many customers is the count of reach", arguments: 0..<10)
  func near(part: Int) {
    for seed in 0..<20 {
      var world = ExplainedWorld(seed: UInt64(20_000 + part * 20 + seed))
      for target in world.targets {
        let near = NearSegment(model: world.model, pack: world.pack, target: target)
        let rfm = world.customer()
        let reach = Reach(target, from: rfm, model: world.model, pack: world.pack)
        let count = near.fewestOrders(rfm)
        #expect(count == (reach.isThere ? 0 : reach.orders?.count))
        if let count, count > 0 {
          #expect(near.fewestOrders(rfm, within: count) == count)
          #expect(near.fewestOrders(rfm, within: count - 1) == nil)
        }
      }
    }
  }

  @Test("one cluster, a segment that is not there and a pack for more clusters lead nowhere, and end")
  func nowhere() {
    var world = ExplainedWorld(seed: 7)
    var model = world.model
    model.centroids = [model.centroids[0]]
    model.clusters = [model.clusters[0]]
    let rfm = world.customer()
    let pack = SegmentPack(
      name: "p", title: "P", segments: [Segment(name: "A", when: [Conditions(clusters: [1, 5])])],
      file: "p.json")
    let reaches = [
      Reach(.cluster(1), from: rfm, model: model, pack: nil),
      Reach(.segment(0), from: rfm, model: model, pack: pack),
      Reach(.segment(9), from: rfm, model: model, pack: pack),
    ]
    for reach in reaches {
      #expect(!reach.isThere && reach.orders == nil && reach.order == nil)
      #expect(reach.changes.count == 3 && !reach.changes.contains(where: \.isPossible))
    }
    #expect(Reach(.cluster(0), from: rfm, model: model, pack: nil).isThere)
    #expect(model.nextChange(of: rfm, pack: pack) == nil)
    #expect(SlipForecast(PlaceWorth(model: model, pack: pack)).next(rfm) == nil)
    #expect(Why(model.classify(rfm), model: model, pack: pack).runnerUp == nil)
  }

  @Test("an average of less than a penny takes no orders", arguments: [-50, 0, 0.01])
  func noAverage(monetary: Double) {
    var model = ExplainedWorld(seed: 8).model
    model.training.sales = SalesRecipe([("monetary", "total")])
    let rfm = RFM(recency: 100, frequency: 3, monetary: monetary)
    #expect(model.averageOrderPennies(rfm) == nil)
    #expect(Reach.all(from: rfm, model: model, pack: nil).allSatisfy { $0.orders == nil })
  }
}
