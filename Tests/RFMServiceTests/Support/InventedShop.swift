import CustomerStore
import Customers
import Foundation
import RFMService
import Segmentation
import TestSupport
import Transactions

/// A library in a folder of its own, with a trained model of invented customers and two packs: no process, no sales
/// file, gone with this value.
final class InventedShop {
  let folder: String
  let table: RFMTable
  /// The observation date.
  static let asOf = Timestamp(day: 14_000)

  var library: Library { Library(roots: [folder], own: folder + "/own") }
  var modelPath: String { folder + "/Models/shop.json" }

  /// - Parameters:
  ///   - customers: how many; some come often and spend much, most do not.
  ///   - hasDates: whether the first and last purchases are known.
  init(customers: Int = 120, hasDates: Bool = true) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "rfm-shop-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(
      atPath: folder + "/Models", withIntermediateDirectories: true)
    try FileManager.default.createDirectory(
      atPath: folder + "/Segments", withIntermediateDirectories: true)
    table = Self.table(customers, hasDates: hasDates)
    try write(Self.pack, to: "Segments/plain-names.json")
    try write(Self.scores, to: "Segments/by-score.json")
    try train()
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(path)"))
  }

  func text(of path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(path)")), as: UTF8.self)
  }

  func loaded(using pack: String? = nil) throws -> LoadedModel {
    try library.model(named: "shop", using: pack)
  }

  func inquiry(asOf: AsOf = .model, work: Work = .still) throws -> Inquiry {
    Inquiry(try loaded(), asOf: asOf, work: work)
  }

  /// Trains the model again, with another seed where one is given.
  ///
  /// - Parameter again: what the model says of who buys again, in place of what the table says.
  func train(seed: UInt64 = 42, again: BuyingAgain? = nil) throws {
    var options = TrainingOptions()
    options.clusters = .fixed(3)
    options.outliers = .none
    options.seed = seed
    let result = try Trainer(options: options, threads: 1).train(on: table)
    let model = Model(
      name: "shop", pack: "plain-names", currency: "EUR", store: nil, features: result.features,
      clustering: result.clustering, clusters: result.clusters, scores: result.scores,
      quality: result.quality, again: again ?? BuyingAgain(table, asOf: Self.asOf, threads: 1),
      source: Source(
        files: [.init(name: "sales.csv", bytes: 1, rows: 1)], rowsRead: 1, rowsKept: 1, dropped: [],
        from: table.hasDates ? table.firstPurchase.min() : nil, asOf: table.hasDates ? Self.asOf : nil,
        customers: table.count, trainedOn: result.trainedOn),
      training: Training(options: options, sales: SalesRecipe(SalesOptions().json)))
    try ModelFile.save(
      model, customers: StoreContent(table: table, labels: result.labels, isOutlier: result.isOutlier),
      to: modelPath)
  }

  static func table(_ count: Int, hasDates: Bool) -> RFMTable {
    var random = RandomNumbers(seed: 7)
    var table = RFMTable()
    table.revenueScale = 2
    for i in 0..<count {
      let isRegular = i % 4 == 0
      let recency = Int.random(in: 0..<(isRegular ? 60 : 360), using: &random)
      let frequency = 1 + Int.random(in: 0..<(isRegular ? 12 : 4), using: &random)
      let pennies = Int.random(in: 500..<(isRegular ? 200_000 : 60_000), using: &random)
      table.ids.append(String(17_000 + i))
      table.recency.append(Int32(recency))
      table.frequency.append(Int32(frequency))
      table.monetary.append(Double(pennies) / 100)
      table.revenue.append(Int128(pennies))
      guard hasDates else { continue }
      let last = asOf.seconds - Int64(recency) * Timestamp.secondsPerDay
      table.lastPurchase.append(Timestamp(seconds: last))
      table.firstPurchase.append(
        Timestamp(seconds: last - Int64(30 * (frequency - 1)) * Timestamp.secondsPerDay))
      table.purchaseDays.append(Int32(frequency))
    }
    return table
  }

  static let pack = """
    {
      "format": "rfm-segments/1",
      "name": "plain-names",
      "title": "Three groups",
      "for": {"k": 3},
      "segments": [
        {"name": "Best", "when": {"cluster": 0}, "interpretation": "The best.", "recommendations": ["Call them.", "Thank them."], "color": "#1f77b4"},
        {"name": "Middle", "when": {"cluster": 1}, "interpretation": "In between.", "recommendations": ["Write."]},
        {"name": "Rest", "when": {"cluster": 2}, "interpretation": "Long ago.", "recommendations": []}
      ]
    }

    """

  static let scores = """
    {
      "format": "rfm-segments/1",
      "name": "by-score",
      "title": "By score",
      "segments": [
        {"name": "Fresh", "when": {"recencyScore": {"min": 4}}, "interpretation": "Here lately.", "recommendations": []},
        {"name": "Stale", "when": {}, "interpretation": "Not lately.", "recommendations": []}
      ]
    }

    """
}

extension Timestamp {
  /// Noon of a day, counted from 1970-01-01.
  init(day: Int) { self.init(seconds: Int64(day) * Timestamp.secondsPerDay + 43_200) }
}

extension Work {
  /// One thread, nobody told, at noon five days after the observation date.
  static let still = Work(now: { Timestamp(day: 14_005) })
}
