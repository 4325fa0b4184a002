import Customers
import TestSupport
import Testing

@testable import Segmentation

@Suite("Clusters in a box of raw values")
struct ClusterCellsTests {
  @Test("every cluster that any customer of a small box has is found, and no other")
  func exact() {
    var dice = RandomNumbers(seed: 11)
    for _ in 0..<300 {
      let domain = LintDomain(recency: 0...8, frequency: 1...8, monetary: -3...9, minorUnits: 1)
      let model = Model.random(domain: domain, dice: &dice)
      let cells = ClusterCells(model: model, domain: domain)
      let space = RuleSpace(pack: SegmentPack([]), model: model, domain: domain)
      var box = space.whole
      for feature in FeatureName.allCases {
        let (a, b) = (dice.roll(domain[feature]), dice.roll(domain[feature]))
        box[Axis(feature)] = min(a, b)...max(a, b)
      }
      var expected: Set<Int> = []
      for recency in box[.recency] {
        for frequency in box[.frequency] {
          for monetary in box[.monetary] {
            expected.insert(model.classify(domain.rfm(recency, frequency, monetary)).cluster)
          }
        }
      }
      let found = Set((0..<model.k).filter { cells.customer(of: $0, in: box) != nil })
      #expect(found == expected)
    }
  }

  @Test("in the boundless world each found customer is of the cluster, and sampled clusters are found")
  func boundless() {
    var dice = RandomNumbers(seed: 12)
    for round in 0..<60 {
      let domain = LintDomain()
      let model = Model.shop(log: round.isMultiple(of: 2))
      let cells = ClusterCells(model: model, domain: domain)
      var box = RuleSpace(pack: SegmentPack([]), model: model, domain: domain).whole
      box[.recency] = dice.chance(30) ? 90...36_525 : dice.roll(0...60)...dice.roll(60...400)
      box[.frequency] = dice.chance(30) ? 3...10_000_000 : dice.roll(1...3)...dice.roll(3...20)
      if dice.chance(70) { box[.monetary] = dice.roll(-500...90_000)...dice.roll(90_000...900_000) }
      var possible: Set<Int> = []
      for cluster in 0..<model.k {
        guard let rfm = cells.customer(of: cluster, in: box) else { continue }
        possible.insert(cluster)
        #expect(model.classify(rfm).cluster == cluster)
        #expect(box[.recency].contains(rfm.recency) && box[.frequency].contains(rfm.frequency))
      }
      for _ in 0..<200 {
        let recency = dice.roll(box[.recency].clamped(to: 0...500))
        let frequency = dice.roll(box[.frequency].clamped(to: 1...60))
        let money = dice.roll(box[.monetary].clamped(to: -50_000...2_000_000))
        #expect(possible.contains(model.classify(domain.rfm(recency, frequency, money)).cluster))
      }
    }
  }

  @Test("a sliver between two planes that no whole customer lies in has no cluster")
  func sliver() {
    // Cluster 1 is nearest between 2.45 and 2.55 days only: no whole day.
    let plain = { (name: FeatureName) in
      Feature(
        name: name, transform: .none, mean: 0, scale: 1, min: 0, max: 10, quantiles: [0, 10], fence: nil)
    }
    let model = Model.hand(
      features: FeatureName.allCases.map(plain),
      centroids: [Point(2.4, 3, 3), Point(2.5, 3, 3), Point(2.6, 3, 3)],
      scores: ScoreCuts(recency: [1], frequency: [1], monetary: [1]))
    let pack = SegmentPack([("Sliver", [Conditions(clusters: [1])]), ("Rest", [Conditions()])])
    // Beyond some ten million pounds the squares leave no digits for tenths of a day, and rounding picks.
    let domain = LintDomain(frequency: 1...1000, monetary: -100_000_000...100_000_000)
    let report = PackLint(pack, model: model, domain: domain).report()
    #expect(report.findings.map(\.kind) == [.contradiction])
    #expect(report.fails)
  }

  @Test("of two centroids in one place the second has no customers")
  func twins() {
    var model = Model.shop()
    model.centroids[3] = model.centroids[1]
    model.clusters[3] = model.clusters[1]
    let pack = SegmentPack([("Twin", [Conditions(clusters: [3])]), ("Rest", [Conditions()])])
    #expect(PackLint(pack, model: model).report().findings.first?.kind == .contradiction)
  }
}
