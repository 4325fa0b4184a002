import Customers
import Segmentation

@testable import CustomerStore

extension StoreContent {
  static let ids = ["17", "1785", "17850", "17851", "1786", "Ann O'Neil", "Zoë", "Zoé", "~"]
    .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }

  /// A few customers with all kinds of IDs.
  ///
  /// - Parameter spent: what the first of them spent, to tell contents apart.
  static func few(spent: Double = 12.5, hasDates: Bool = true) -> StoreContent {
    var table = RFMTable()
    table.revenueScale = 2
    for (i, id) in ids.enumerated() {
      table.ids.append(id)
      table.recency.append(Int32(i * 3))
      table.frequency.append(Int32(i + 1))
      table.monetary.append(i == 0 ? spent : Double(i) * 100.01)
      table.revenue.append(Int128(i * 10001))
      if hasDates {
        table.firstPurchase.append(Timestamp(seconds: 1_260_000_000 + Int64(i) * 100_003))
        table.lastPurchase.append(Timestamp(seconds: 1_280_000_000 + Int64(i) * 100_003))
        table.purchaseDays.append(Int32(i + 1))
      }
    }
    return StoreContent(
      table: table, labels: table.recency.indices.map { Int32($0 % 2) },
      isOutlier: table.recency.indices.map { $0 == 3 })
  }
}

extension Model {
  static func named(_ name: String) throws -> Model {
    var options = TrainingOptions()
    options.clusters = .fixed(2)
    let table = StoreContent.few().table
    let result = try Trainer(options: options, threads: 1).train(on: table)
    return Model(
      name: name, pack: nil, currency: nil, store: nil, features: result.features,
      clustering: result.clustering,
      clusters: result.clusters, scores: result.scores, quality: result.quality,
      source: Source(
        files: [], rowsRead: 9, rowsKept: 9, dropped: [], from: nil, asOf: nil, customers: 9,
        trainedOn: result.trainedOn),
      training: Training(options: options, sales: SalesRecipe([])))
  }
}
