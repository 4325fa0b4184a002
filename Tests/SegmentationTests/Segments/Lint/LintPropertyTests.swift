import Customers
import TestSupport
import Testing

@testable import Segmentation

/// Lint answers from geometry; trying every customer of a small world must say the same.
@Suite("Lint agrees with brute force")
struct LintPropertyTests {
  @Test("on thousands of packs without a model, where everything is free", arguments: 0..<8)
  func free(batch: Int) {
    var dice = RandomNumbers(seed: UInt64(1000 + batch))
    let domain = LintDomain(recency: 0...4, frequency: 1...4, monetary: -2...3, minorUnits: 1)
    for _ in 0..<250 {
      let quantities: [(RuleQuantity, ClosedRange<Int>)] = [
        (.recency, 0...4), (.frequency, 1...4), (.monetary, -2...3), (.recencyScore, 1...3),
        (.frequencyScore, 1...3), (.monetaryScore, 1...3),
      ].shuffled(using: &dice)
      let chosen = Array(quantities.prefix(dice.roll(1...3)))
      let clusters = dice.chance(50) ? 0...2 : nil
      let outlier = dice.chance(30)
      var pack = SegmentPack.random(
        quantities: chosen, clusters: clusters, outlier: outlier, dice: &dice)
      pack.requirement = .init()
      pack.requirement?.bins = 3
      if dice.chance(50) { pack.requirement?.k = 3 }
      let grid = Self.grid(
        Set(chosen.map(\.0)), domain, clusters: clusters == nil ? 1 : pack.requirement?.k ?? 4,
        outlier: outlier)
      let report = PackLint(pack, domain: domain).report()
      BruteForce(pack, customers: grid).check(report) { $0 }
    }
  }

  @Test("on thousands of packs with small models, which decide the rest", arguments: 0..<8)
  func modelled(batch: Int) {
    var dice = RandomNumbers(seed: UInt64(2000 + batch))
    let domain = LintDomain(recency: 0...5, frequency: 1...5, monetary: -2...6, minorUnits: 1)
    for _ in 0..<20 {
      let model = Model.random(domain: domain, dice: &dice)
      let customers = Self.customers(of: model, domain)
      for _ in 0..<15 {
        let bins = 1...model.scores.bins(.recency)
        let quantities: [(RuleQuantity, ClosedRange<Int>)] = [
          (.recency, 0...5), (.frequency, 1...5), (.monetary, -2...6), (.recencyScore, bins),
          (.frequencyScore, bins), (.monetaryScore, bins),
        ].shuffled(using: &dice)
        let chosen = Array(quantities.prefix(dice.roll(0...3)))
        let pack = SegmentPack.random(
          quantities: chosen, clusters: 0...(model.k - 1), outlier: dice.chance(40), dice: &dice)
        let report = PackLint(pack, model: model, domain: domain).report()
        BruteForce(pack, customers: customers).check(report) { LintExample(model.classify($0.rfm)) }
      }
    }
  }

  @Test("on the score cells that packs of scores cover")
  func scoreCells() {
    var dice = RandomNumbers(seed: 3)
    for _ in 0..<40 {
      let all = 1...5
      let pack = SegmentPack.random(
        quantities: [(.recencyScore, all), (.frequencyScore, all), (.monetaryScore, all)], clusters: nil,
        outlier: false, dice: &dice)
      var covered = 0
      for cell in 0..<125 {
        let scores = Scores(recency: cell / 25 + 1, frequency: cell / 5 % 5 + 1, monetary: cell % 5 + 1)
        let customer = LintExample(
          rfm: RFM(recency: 0, frequency: 1, monetary: 0), cluster: 0, isOutlier: false, scores: scores)
        if pack.index(of: customer.classification) != nil { covered += 1 }
      }
      let cells = PackGeometry(pack).scoreCells()
      #expect(cells == .init(total: 125, occurring: 125, covered: covered))
    }
  }

  // MARK: - Small worlds

  /// Every customer of a small world, over the axes that the rules speak of.
  private static func grid(
    _ used: Set<RuleQuantity>, _ domain: LintDomain, clusters: Int, outlier: Bool
  ) -> [LintExample] {
    func steps(_ quantity: RuleQuantity) -> [Int] {
      let all = quantity.isScore ? 1...3 : domain[quantity.feature ?? .recency]
      return used.contains(quantity) ? Array(all) : [all.lowerBound]
    }
    var grid = [
      LintExample(
        rfm: RFM(recency: 0, frequency: 1, monetary: -2), cluster: 0, isOutlier: false,
        scores: Scores(recency: 1, frequency: 1, monetary: 1))
    ]
    func spread(_ values: [Int], _ set: (inout LintExample, Int) -> Void) {
      grid = grid.flatMap { customer in
        values.map { value in
          var copy = customer
          set(&copy, value)
          return copy
        }
      }
    }
    spread(steps(.recency)) { $0.rfm.recency = $1 }
    spread(steps(.frequency)) { $0.rfm.frequency = $1 }
    spread(steps(.monetary)) { $0.rfm.monetary = Double($1) }
    spread(steps(.recencyScore)) { $0.scores.recency = $1 }
    spread(steps(.frequencyScore)) { $0.scores.frequency = $1 }
    spread(steps(.monetaryScore)) { $0.scores.monetary = $1 }
    spread(Array(0..<clusters)) { $0.cluster = $1 }
    spread(outlier ? [0, 1] : [0]) { $0.isOutlier = $1 == 1 }
    return grid
  }

  /// Every customer of a small world, classified.
  private static func customers(of model: Model, _ domain: LintDomain) -> [LintExample] {
    domain.recency.flatMap { recency in
      domain.frequency.flatMap { frequency in
        domain.monetary.map { LintExample(model.classify(domain.rfm(recency, frequency, $0))) }
      }
    }
  }
}
