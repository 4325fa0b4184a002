import Customers
import TestSupport
import Testing

@testable import Segmentation

/// What `compare` counts, against counting it the simple way.
@Suite struct ComparisonTests {
  // MARK: - Population stability

  private func stability(_ a: [Double], _ b: [Double]) -> PopulationStability {
    let sorted = a.sorted()
    let deciles = (1...9).map { Quantile.type7(Double($0) / 10, ofSorted: sorted) }
    return PopulationStability(.monetary, deciles: deciles, earlier: a, later: b)
  }

  @Test func theIndexIsTheSumOfTheBook() {
    let result = PopulationStability(
      .recency, deciles: [10, 10, 20, 20, 20, 20, 20, 20, 20], earlier: [5, 10, 15, 25],
      later: [1, 30, 31, 32])
    #expect(result.cuts == [10, 20])
    #expect(result.earlier == [0.5, 0.25, 0.25])
    #expect(result.later == [0.25, 0, 0.75])
    // −0.25·ln 0.5 + (1e−4 − 0.25)·ln(4e−4) + 0.5·ln 3
    #expect(abs(result.index - 2.6778220) < 1e-6, "\(result.index)")
    #expect(result.change == .large)
  }

  @Test("nobody changed is 0, and the index is never below it", arguments: 0..<20)
  func bounds(seed: Int) {
    var random = RandomNumbers(seed: UInt64(seed))
    let a = (0..<200).map { _ in Double(random.below(30)) }
    let b = (0..<150).map { _ in Double(random.below(30 + seed)) }
    #expect(stability(a, a).index == 0)
    #expect(stability(a, a).change == .little)
    #expect(stability(a, b).index >= 0)
    #expect(abs(stability(a, b).earlier.reduce(0, +) - 1) < 1e-12)
    #expect(Set(stability(a, b).cuts).count == stability(a, b).cuts.count)
  }

  @Test func theThresholdsAreTheUsualOnes() {
    func change(_ share: Double) -> PopulationStability {
      let count = Int(share * 1000)
      return PopulationStability(
        .frequency, deciles: [1], earlier: (0..<1000).map { $0 < 500 ? 1.0 : 2 },
        later: (0..<1000).map { $0 < count ? 1.0 : 2 })
    }
    #expect(change(0.6).change == .little)
    #expect(change(0.7).change == .some && change(0.7).index > 0.1)
    #expect(change(0.8).change == .large)
  }

  // MARK: - Moves

  private struct World {
    let a: RFMTable
    let b: RFMTable
    let modelA: Model
    let modelB: Model
    let pack: SegmentPack

    /// Two shops with many customers in common, and models of different k.
    init(seed: Int) throws {
      var random = RandomNumbers(seed: UInt64(seed))
      func table(_ offset: Int) -> RFMTable {
        var table = RFMTable()
        for i in 0..<400 where random.below(4) > 0 {
          let number = 1000 + i + offset
          table.ids.append("c\(number)")
          table.recency.append(Int32(random.below(i % 3 == 0 ? 60 : 360)))
          table.frequency.append(Int32(1 + random.below(i % 3 == 0 ? 12 : 4)))
          table.monetary.append(Double(random.below(i % 3 == 0 ? 200_000 : 60_000)) / 100)
          table.revenue.append(0)
        }
        return table
      }
      a = table(0)
      b = table(seed % 2 == 0 ? 40 : 390)
      func model(_ table: RFMTable, _ k: Int, log: Bool) throws -> Model {
        var options = TrainingOptions()
        options.stability = 0
        options.clusters = .fixed(k)
        options.log = log ? [.monetary] : []
        let result = try Trainer(options: options, threads: 1).train(on: table)
        var model = try Model.trained()
        (model.features, model.centroids, model.clusters) = (
          result.features, result.clustering.centres, result.clusters
        )
        (model.scores, model.training.options) = (result.scores, options)
        return model
      }
      modelA = try model(a, 4, log: false)
      modelB = try model(b, 3 + seed % 4, log: seed % 3 == 0)
      pack = SegmentPack(
        name: "p", title: "P",
        segments: [
          Segment(name: "Big", when: [Conditions(clusters: [0], bounds: [.monetary: Bounds(min: 900)])]),
          Segment(name: "Top", when: [Conditions(clusters: [0, 1])]),
          Segment(name: "Away", when: [Conditions(bounds: [.recencyScore: Bounds(max: 1)])]),
        ], file: "p.json")
    }

    func rfm(_ table: RFMTable) -> [String: RFM] {
      Dictionary(uniqueKeysWithValues: (0..<table.count).map { (table.ids[$0], table[$0]) })
    }
  }

  @Test("every customer is counted once, where their model and the pack put them", arguments: 0..<8)
  func moves(seed: Int) throws {
    let world = try World(seed: seed)
    let result = Comparison(world.a, world.modelA, world.b, world.modelB, pack: world.pack)
    let (a, b) = (world.rfm(world.a), world.rfm(world.b))
    let shared = Set(a.keys).intersection(b.keys)
    #expect(result.shared == shared.count)
    #expect((result.match.basis == .centres) == (shared.count < 100))

    let numbers = result.match.numbers
    func place(_ rfm: RFM, _ model: Model, _ number: (Int) -> Int) -> Int {
      let answer = model.classify(rfm)
      let renamed = Classification(
        rfm: answer.rfm, point: answer.point, cluster: number(answer.cluster), distances: answer.distances,
        scores: answer.scores, isOutlier: answer.isOutlier)
      return world.pack.index(of: renamed) ?? 3 + renamed.cluster
    }
    var counts: [[Int]: Int] = [:]
    var money: [[Int]: (Double, Double)] = [:]
    for (id, rfm) in a {
      let from = place(rfm, world.modelA) { $0 }
      let to = b[id].map { place($0, world.modelB) { numbers[$0] } } ?? -1
      counts[[from, to], default: 0] += 1
      money[[from, to], default: (0, 0)].0 += rfm.monetary
      money[[from, to], default: (0, 0)].1 += b[id]?.monetary ?? 0
    }
    for (id, rfm) in b where a[id] == nil {
      counts[[-1, place(rfm, world.modelB) { numbers[$0] }], default: 0] += 1
    }
    for from in 0..<result.moves.places {
      for to in 0..<result.moves.places {
        let cell = result.moves[from, to]
        #expect(cell.customers == counts[[from, to]] ?? 0)
        #expect(abs(cell.monetaryBefore - (money[[from, to]]?.0 ?? 0)) < 1e-6)
        #expect(abs(cell.monetaryAfter - (money[[from, to]]?.1 ?? 0)) < 1e-6)
      }
      #expect(result.moves.lost[from].customers == counts[[from, -1]] ?? 0)
      #expect(result.moves.gained[from].customers == counts[[-1, from]] ?? 0)
    }
    #expect(result.moves.allLost == a.count - shared.count)
    #expect(result.moves.allGained == b.count - shared.count)

    // Drift and falls.
    #expect(result.drift.reduce(0) { $0 + $1.before.customers } == a.count)
    #expect(result.drift.reduce(0) { $0 + $1.after.customers } == b.count)
    #expect(result.drift.count == max(4, (numbers.max() ?? 0) + 1))
    let falls = shared.compactMap { id in
      a[id].flatMap { before in b[id].map { (id, before.monetary - $0.monetary) } }
    }.filter { $0.1 > 0 }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.prefix(10)
    #expect(result.falls.map { world.a.ids[$0.earlier] } == falls.map(\.0))
    #expect(result.falls.map { world.b.ids[$0.later] } == falls.map(\.0))
    #expect(result.falls.map(\.amount) == falls.map(\.1))
  }

  @Test func aModelAgainstItselfMovesNobody() throws {
    let world = try World(seed: 2)
    for later in [world.modelA, nil] {
      let result = Comparison(world.a, world.modelA, world.a, later, pack: world.pack)
      #expect(result.match.numbers == [0, 1, 2, 3])
      #expect(result.falls.isEmpty && result.moves.allLost == 0 && result.moves.allGained == 0)
      for from in 0..<result.moves.places {
        for to in 0..<result.moves.places where to != from { #expect(result.moves[from, to].customers == 0) }
      }
      #expect(result.stability.allSatisfy { $0.index == 0 })
      // The centroid is the mean of those trained on, but for the last step of k-means.
      #expect(result.drift.allSatisfy { $0.distance ?? 9 < (later == nil ? 0.05 : 1e-12) })
    }
  }

  @Test func clustersThatOnlyTheLaterModelHasAreInNoRuleOnClusters() throws {
    var seed = 0
    var world = try World(seed: seed)
    while world.modelB.k <= world.modelA.k {
      seed += 1
      world = try World(seed: seed)
    }
    var pack = world.pack
    // All clusters that the earlier model has, and one that it has not.
    pack.segments = [Segment(name: "All", when: [Conditions(clusters: [0, 1, 2, 3])])]
    let result = Comparison(world.a, world.modelA, world.b, world.modelB, pack: pack)
    let new = result.moves.customers(to: 1 + 4)
    #expect(new > 0)
    #expect(new == result.drift[4].after.customers)
    #expect(result.drift[4].before.customers == 0 && result.drift[4].shift == nil)
  }
}
