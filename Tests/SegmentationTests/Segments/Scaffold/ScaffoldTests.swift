import Customers
import JSONText
import Segmentation
import TestSupport
import Testing
import Wording

/// Packs that the program writes for their users to edit.
@Suite struct ScaffoldTests {
  /// A trained model and its customers.
  struct Shop {
    let model: Model
    let table: RFMTable
    let trained: Trainer.Result

    /// - Parameter rhythm: nil for a shop without dates.
    init(
      _ table: RFMTable, k: Int, log: Set<FeatureName> = [], outliers: TrainingOptions.Outliers = .iqr,
      rhythm: Rhythm? = Rhythm(gaps: 900, mean: 46, median: 28, p90: 113)
    ) throws {
      var options = TrainingOptions()
      options.stability = 0
      options.clusters = .fixed(k)
      options.log = log
      options.outliers = outliers
      options.restarts = 3
      let trained = try Trainer(options: options, threads: 1).train(on: table)
      model = Model(
        name: "shop", pack: nil, currency: "GBP", store: nil, features: trained.features,
        clustering: trained.clustering, clusters: trained.clusters, scores: trained.scores, rhythm: rhythm,
        quality: trained.quality,
        source: Source(
          files: [], rowsRead: 0, rowsKept: 0, dropped: [], from: nil, asOf: nil, customers: table.count,
          trainedOn: trained.trainedOn),
        training: Training(options: options, sales: SalesRecipe([])))
      self.table = table
      self.trained = trained
    }

    var pack: SegmentPack {
      PackScaffold.pack(
        for: model, table, labels: trained.labels, isOutlier: trained.isOutlier, named: "My shop!")
    }
  }

  static func table(_ rows: [(Int, Int, Double)]) -> RFMTable {
    var table = RFMTable()
    table.revenueScale = 2
    for (row, values) in rows.enumerated() {
      table.ids.append("c\(1_000_000 + row)")
      table.recency.append(Int32(values.0))
      table.frequency.append(Int32(values.1))
      table.monetary.append(values.2)
      table.revenue.append(Int128((values.2 * 100).rounded()))
    }
    return table
  }

  /// Customers with the shape of a real year: a third bought once, a few buy a hundred times as much as most, and
  /// those who buy often were here lately.
  static func year(_ count: Int, seed: UInt64) -> RFMTable {
    var random = RandomNumbers(seed: seed)
    return table(
      (0..<count).map { _ in
        let kind = random.below(100)
        let orders =
          kind < 34
          ? 1 : kind < 60 ? 2 + random.below(2) : kind < 90 ? 3 + random.below(6) : 9 + random.below(40)
        let away = Int(pow2(random.unit()) * 370 / Double(1 + orders / 3))
        let basket = 60 + 500 * pow2(random.unit()) * (kind > 97 ? 30 : 1)
        return (away, orders, (basket * Double(orders) * 100).rounded() / 100)
      })
  }

  private static func pow2(_ value: Double) -> Double { value * value }

  private func read(_ text: String) throws -> SegmentPack {
    try SegmentPack(reading: Array(text.utf8), file: "new.json")
  }

  @Test(arguments: ["my-shop", "My Shop!", "Müller", "", "---"]) func aStarterTakesEveryone(_ name: String)
    throws
  {
    let pack = try read(PackScaffold.starter(named: name))
    #expect(isSlug(pack.name))
    #expect(pack.segments.last?.when == [Conditions()])
    #expect(pack.misfit(try Shop(Self.year(60, seed: 1), k: 3).model) == nil)
    #expect(Set(pack.segments.compactMap(\.color)).count == pack.segments.count)
  }

  @Test("No name is contradicted by more than a quarter of its customers", arguments: 2...8, [false, true])
  func namesHold(k: Int, isLogged: Bool) throws {
    for seed in UInt64(1)...3 {
      for rhythm in [Rhythm(gaps: 900, mean: 46, median: 28, p90: 113), nil] {
        let shop = try Shop(
          Self.year(700, seed: seed), k: k, log: isLogged ? [.frequency, .monetary] : [], rhythm: rhythm)
        let pack = shop.pack
        #expect(try read(pack.text).segments == pack.segments)
        #expect(pack.name == "my-shop" && pack.misfit(shop.model) == nil)
        #expect(Set(pack.segments.map { $0.name.lowercased() }).count == pack.segments.count)
        #expect(pack.segments.count == k + 1 && pack.segments[0].when == [Conditions(outlier: true)])
        let members = SegmentMembers(pack, shop.model, shop.table)
        for verdict in members.verdicts() { #expect(verdict.holds == true, "\(verdict)") }
        for (index, segment) in pack.segments.enumerated() {
          #expect(segment.recommendations.count == 2)
          for name in LiveText(segment.interpretation).names { #expect(LiveFigure(named: name) != nil) }
          for word in Self.meanings(shop, segment.name) {
            let own = members.members[index]
            let against = own.count { !word.contains($0.rfm) }
            #expect(4 * against <= own.count, "\(segment.name): \(against) of \(own.count)")
          }
        }
      }
    }
  }

  /// What the words of a name mean, said anew.
  private struct Meaning {
    let feature: FeatureName
    let low: Double
    let high: Double
    func contains(_ rfm: RFM) -> Bool { rfm[feature] >= low && rfm[feature] <= high }
  }

  private static func meanings(_ shop: Shop, _ name: String) -> [Meaning] {
    let often = max(3, shop.model.feature(.frequency).quantiles[80])
    let recency = shop.model.feature(.recency).quantiles
    let all: [(String, Meaning)] = [
      ("just here", Meaning(feature: .recency, low: 0, high: 28)),
      ("active", Meaning(feature: .recency, low: 0, high: 113)),
      ("cooling", Meaning(feature: .recency, low: 28, high: 113)),
      ("lapsed", Meaning(feature: .recency, low: 113, high: .infinity)),
      ("quiet", Meaning(feature: .recency, low: 28, high: .infinity)),
      ("recent", Meaning(feature: .recency, low: 0, high: recency[33])),
      ("long away", Meaning(feature: .recency, low: recency[67], high: .infinity)),
      ("one-time buyers", Meaning(feature: .frequency, low: 1, high: 1)),
      ("repeat buyers", Meaning(feature: .frequency, low: 2, high: .infinity)),
      ("frequent buyers", Meaning(feature: .frequency, low: often, high: .infinity)),
      ("occasional buyers", Meaning(feature: .frequency, low: 1, high: often.nextDown)),
    ]
    let words = name.lowercased().split(separator: ", ")
    return all.filter { word, _ in words.contains { $0.hasPrefix(word) } }.map(\.1)
  }

  @Test func clustersThatDifferInNothingElseGetNumbers() throws {
    // Two heaps of one-time buyers that lapsed, some days apart.
    let rows = (0..<40).map { i in (i < 20 ? 200 : 260, 1, 50.0) }
    let pack = try Shop(Self.table(rows), k: 2, outliers: .none).pack
    #expect(pack.segments.map(\.name) == ["Lapsed, one-time buyers 1", "Lapsed, one-time buyers 2"])
    #expect(pack.segments.allSatisfy { $0.recommendations[0].contains("come-back") })
  }

  @Test("The words are the shop's: the same days are lapsed for coffee and active for furniture")
  func wordsComeFromTheRhythm() throws {
    let rows = (0..<60).map { i in (i < 30 ? 5 + i % 4 : 150 + i % 9, i < 30 ? 9 : 1, i < 30 ? 900.0 : 40) }
    let coffee = try Shop(
      Self.table(rows), k: 2, outliers: .none, rhythm: Rhythm(gaps: 9, mean: 12, median: 9, p90: 30))
    #expect(coffee.pack.segments.map(\.name).contains { $0.hasPrefix("Lapsed") })
    let furniture = try Shop(
      Self.table(rows), k: 2, outliers: .none, rhythm: Rhythm(gaps: 9, mean: 400, median: 300, p90: 900))
    #expect(!furniture.pack.segments.contains { $0.name.contains("apsed") })
  }

  @Test func aPackKnowsWhetherItWasEdited() throws {
    var pack = try Shop(Self.year(200, seed: 4), k: 3).pack
    #expect(pack.isAsWritten)
    #expect(try read(pack.json.text(.compact)).isAsWritten)
    pack.segments[1].name = "Ours"
    #expect(!pack.isAsWritten)
    #expect(pack.requirement?.model == "shop")
    var other = try Shop(Self.year(200, seed: 4), k: 3).model
    other.name = "other"
    #expect(pack.misfit(other) == "it was written for the model 'shop'")
  }
}
