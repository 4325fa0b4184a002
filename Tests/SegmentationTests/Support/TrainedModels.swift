import Customers
import JSONText
import Lifetime
import TestSupport

@testable import Segmentation

extension RFMTable {
  /// A table of rows without dates, with IDs c000, c001, ….
  init(_ rows: [(recency: Int, frequency: Int, monetary: Double)]) {
    self.init()
    revenueScale = 2
    for (i, row) in rows.enumerated() {
      let number = String(i)
      ids.append("c" + String(repeating: "0", count: max(0, 3 - number.count)) + number)
      recency.append(Int32(row.recency))
      frequency.append(Int32(row.frequency))
      monetary.append(row.monetary)
      revenue.append(Int128((row.monetary * 100).rounded()))
    }
  }

  /// Customers of a made-up shop: some come often and spend much, most do not.
  static func shop(_ count: Int, seed: UInt64 = 1) -> RFMTable {
    var generator = RandomNumbers(seed: seed)
    return RFMTable(
      (0..<count).map { i in
        let isRegular = i % 4 == 0
        return (
          recency: generator.below(isRegular ? 60 : 360),
          frequency: 1 + generator.below(isRegular ? 12 : 4),
          monetary: (generator.unit() * (isRegular ? 200_000 : 60_000)).rounded() / 100
        )
      })
  }
}

extension Model {
  /// A model as `train` makes it, with something in every place.
  static func trained(customers: Int = 90, k: Int = 4) throws -> Model {
    var options = TrainingOptions()
    options.clusters = .fixed(k)
    options.log = [.monetary]
    options.scoreCuts = [.recency: [30, 60, 90, 180]]
    let result = try Trainer(options: options, threads: 1).train(on: .shop(customers))
    return Model(
      name: "spring \"sale\"", pack: "retail", currency: "GBP",
      store: StoreReference(file: "spring-0123456789abcdef.sqlite", id: "0123456789abcdef"),
      features: result.features, clustering: result.clustering, clusters: result.clusters,
      scores: result.scores,
      quality: Quality(
        inertia: result.quality.inertia, silhouette: result.quality.silhouette,
        silhouetteSample: Silhouette.Sample(size: 2000, standardError: 0.004),
        sweep: [Sweep.Step(k: 2, inertia: 100, silhouette: 0.25)], stability: result.quality.stability),
      again: BuyingAgain(
        fit: LifetimeFit(
          model: MBGNBD(r: 0.5, alpha: 12.25, a: 0.75, b: 2), logLikelihood: -100.5, nbdLogLikelihood: -200),
        check: LifetimeCheck(model: 0.5, naive: 0.75)),
      source: Source(
        files: [Source.File(name: "sales é.csv", bytes: 123, rows: 45)], rowsRead: 45, rowsKept: 40,
        dropped: [Source.Dropped(reason: "missing customer", rows: 5)],
        from: Timestamp(seconds: 1_260_000_000), asOf: Timestamp(seconds: 1_291_924_860),
        customers: customers,
        trainedOn: result.trainedOn),
      training: Training(
        options: options,
        sales: SalesRecipe([("clean", "products"), ("columns", .object([("customer", "who")]))])))
  }
}
