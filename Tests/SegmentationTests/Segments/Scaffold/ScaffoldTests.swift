import Customers
import JSONText
import Segmentation
import TestSupport
import Testing
import Wording

/// Packs that the program writes for their users to edit.
@Suite struct ScaffoldTests {
  static func model(k: Int, seed: UInt64, sales: [(String, JSON)] = [], coarse: Bool = false) -> Model {
    var random = RandomNumbers(seed: seed)
    let clusters = (0..<k).map { _ in
      let mean =
        coarse
        ? [Double(random.below(2)), 1, Double(random.below(2))]
        : [random.unit() * 400, 1 + random.unit() * 20, random.unit() * 5000]
      let everyone = Cluster.Everyone(
        size: 1 + random.below(2000), mean: mean, median: mean,
        revenue: ExactDecimal(units: 1, scale: 0))
      return Cluster(size: 1, mean: mean, radius: 1, all: everyone)
    }
    return model(clusters, sales: sales)
  }

  static func model(_ clusters: [Cluster], sales: [(String, JSON)] = []) -> Model {
    var options = TrainingOptions()
    options.log = [.frequency, .monetary]
    return Model(
      name: "shop", pack: nil, currency: "GBP", store: nil,
      features: FeatureName.allCases.map { name in
        Feature(
          name: name, transform: name == .recency ? .none : .log1p, mean: 0, scale: 1, min: 0, max: 1,
          quantiles: Array(repeating: 0, count: 101), fence: nil)
      },
      clustering: .kMeans(clusters.map { _ in Point(0, 0, 0) }), clusters: clusters,
      scores: ScoreCuts(recency: [1, 2, 3, 4], frequency: [1, 2, 3, 4], monetary: [1, 2, 3, 4]),
      quality: Quality(inertia: 0, silhouette: 0, silhouetteSample: nil, sweep: []),
      source: Source(
        files: [], rowsRead: 0, rowsKept: 0, dropped: [], from: nil, asOf: nil, customers: 0, trainedOn: 0),
      training: Training(options: options, sales: SalesRecipe(sales)))
  }

  private func read(_ text: String) throws -> SegmentPack {
    try SegmentPack(reading: Array(text.utf8), file: "new.json")
  }

  @Test(arguments: ["my-shop", "My Shop!", "Müller", "", "---"]) func aStarterTakesEveryone(_ name: String)
    throws
  {
    let pack = try read(PackScaffold.starter(named: name))
    #expect(isSlug(pack.name))
    #expect(pack.segments.last?.when == [Conditions()])
    #expect(pack.misfit(Self.model(k: 3, seed: 1)) == nil)
    #expect(Set(pack.segments.compactMap(\.color)).count == pack.segments.count)
  }

  @Test(arguments: 2...12) func aModelGetsASegmentForEachCluster(k: Int) throws {
    for seed in 0..<100 {
      let model = Self.model(k: k, seed: UInt64(seed), coarse: seed % 4 == 0)
      let pack = try read(PackScaffold.pack(for: model, named: "My \(k)"))
      #expect(pack.name == "my-\(k)")
      #expect(pack.misfit(model) == nil)
      #expect(pack.requirement?.k == k && pack.requirement?.log == [.frequency, .monetary])
      #expect(pack.segments.map(\.when) == (0..<k).map { [Conditions(clusters: [$0])] })
      #expect(Set(pack.segments.map { $0.name.lowercased() }).count == k)
      #expect(Set(pack.segments.compactMap(\.color)).count == k)
      #expect(pack.segments.allSatisfy { $0.recommendations.count == 2 && !$0.interpretation.isEmpty })
    }
  }

  @Test func aSegmentIsNamedFromWhereItsMeansRank() throws {
    let clusters = [
      Self.cluster([5.2, 21.94, 12138.9], 1203), Self.cluster([40, 3.8, 1375.1], 300),
      Self.cluster([242, 1, 86.666], 1), Self.cluster([250, 1, 86.5], 40),
    ]
    let pack = try read(PackScaffold.pack(for: Self.model(clusters), named: "four"))
    #expect(
      pack.segments.map(\.name) == [
        "Recent, frequent, high spenders", "Cooling, occasional, medium spenders",
        "Cooling, rare, medium spenders", "Lapsed, rare, low spenders",
      ])
    #expect(
      pack.segments[0].interpretation
        == "In 'shop' 1,203 customers. On average they last bought 5 days ago, ordered 21.9 times and spent GBP 12,139 in all."
    )
    #expect(
      pack.segments[2].interpretation
        == "In 'shop' one customer, who last bought 242 days ago, ordered once and spent GBP 86.67 in all.")
    let byLine = Self.model(clusters, sales: [("frequency", "lines"), ("monetary", "average")])
    #expect(
      try read(PackScaffold.pack(for: byLine, named: "four")).segments[3].interpretation
        == "In 'shop' 40 customers. On average they last bought 250 days ago, had 1 order line and spent GBP 86.50 per order."
    )
  }

  @Test func segmentsOfOneProfileAreToldApart() throws {
    let clusters = [[5, 9, 900], [6, 8, 800], [7, 7, 700], [200, 1, 10], [300, 1, 9], [400, 1, 8]].map(
      Self.cluster)
    let names = try read(PackScaffold.pack(for: Self.model(clusters), named: "six")).segments.map(\.name)
    #expect(
      names == [
        "Recent, frequent, high spenders (spending more)", "Recent, frequent, high spenders (spending less)",
        "Cooling, occasional, medium spenders", "Cooling, rare, medium spenders",
        "Lapsed, rare, low spenders (spending more)", "Lapsed, rare, low spenders (spending less)",
      ])
    let alike = Self.model([[5, 1, 10], [5, 1, 10], [5, 1, 10]].map(Self.cluster))
    let name = "Cooling, occasional, medium spenders (about GBP 10)"
    #expect(
      try read(PackScaffold.pack(for: alike, named: "same")).segments.map(\.name)
        == [name, "\(name), cluster 1", "\(name), cluster 2"])
  }

  private static func cluster(_ mean: [Double]) -> Cluster { cluster(mean, 1) }

  private static func cluster(_ mean: [Double], _ size: Int) -> Cluster {
    Cluster(
      size: size, mean: mean, radius: 1,
      all: .init(size: size, mean: mean, median: mean, revenue: ExactDecimal(units: 1, scale: 0)))
  }
}
