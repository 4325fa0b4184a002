import CustomerStore
import Customers
import Foundation
import SafeFiles
import Segmentation

/// Customers and a model of them, and a folder for their store that goes with the process.
final class InventedShop {
  /// As many as Tab asks for.
  private static let prefixLimit = 200

  private let folder: String
  private let model: Model
  private let content: StoreContent
  private var path: String { "\(folder)/shop.json" }
  private var storePath: String?

  init(customers: Int) throws {
    var generator = SeededGenerator(seed: 3)
    var table = RFMTable()
    table.revenueScale = 2
    table.reserve(customers, idBytes: 8 * customers)
    for row in 0..<customers {
      let last = 1_310_000_000 + Int64(generator.index(below: 10_000_000))
      // Every other number is nobody's.
      table.ids.append(String(10_000_000 + 2 * row))
      table.recency.append(Int32(generator.index(below: 373)))
      table.frequency.append(Int32(1 + generator.index(below: 12)))
      let revenue = 100 + generator.index(below: 200_000)
      table.revenue.append(Int128(revenue))
      table.monetary.append(Double(revenue) / 100)
      table.firstPurchase.append(Timestamp(seconds: last - Int64(generator.index(below: 30_000_000))))
      table.lastPurchase.append(Timestamp(seconds: last))
      table.purchaseDays.append(table.frequency[row])
    }
    var options = TrainingOptions()
    options.clusters = .fixed(4)
    options.restarts = 1
    let trained = try Trainer(options: options, threads: 1).train(on: table)
    let source = Source(
      files: [], rowsRead: customers, rowsKept: customers, dropped: [], from: nil, asOf: nil,
      customers: customers, trainedOn: trained.trainedOn)
    model = Model(
      name: "shop", pack: nil, currency: nil, store: nil, features: trained.features,
      clustering: trained.clustering, clusters: trained.clusters, scores: trained.scores,
      quality: trained.quality, source: source, training: Training(options: options, sales: SalesRecipe([])))
    content = StoreContent(table: table, labels: trained.labels, isOutlier: trained.isOutlier)
    folder =
      FileManager.default.temporaryDirectory.appendingPathComponent(
        "rfm-inner-\(ProcessInfo.processInfo.processIdentifier)-\(UUID().uuidString)"
      ).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// Saves the model and its customers, as `rfm train` does when it has the table.
  func save() throws -> Int {
    storePath = try ModelFile.save(model, customers: content, to: path).store
    return content.table.count
  }

  var storeBytes: Int {
    let attributes = storePath.flatMap { try? FileManager.default.attributesOfItem(atPath: $0) }
    return attributes?[.size] as? Int ?? 0
  }

  struct LookUps {
    let byID: (Int) throws -> Int
    let byPrefix: (Int) throws -> Int
  }

  /// Look-ups in the open store as the prompt does them: half of what is looked for is there.
  func lookUps(_ count: Int) throws -> LookUps {
    _ = try save()
    guard let store = try ModelFile.open(path).store else {
      return LookUps(byID: { _ in 0 }, byPrefix: { _ in 0 })
    }
    var generator = SeededGenerator(seed: 4)
    let ids = (0..<count).map { _ in
      String(10_000_000 + generator.index(below: 2 * content.table.count))
    }
    let prefixes = ids.enumerated().map { i, id in
      // From a few customers to thousands, and nobody.
      i % 2 == 0 ? String(id.prefix(3 + generator.index(below: 5))) : "x" + id.prefix(4)
    }
    // The shop outlives its look-ups.
    return LookUps(
      byID: { call in
        try withExtendedLifetime(self) { try store.customer(ids[call]) == nil ? 0 : 1 }
      },
      byPrefix: { call in
        try withExtendedLifetime(self) {
          try store.ids(startingWith: prefixes[call], limit: Self.prefixLimit).count
        }
      })
  }
}
