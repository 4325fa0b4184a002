import Customers
import Foundation
import RFMService
import Segmentation
import TestSupport
import Testing
import Transactions

/// The names that are made from the customers, on sales that nobody made up to fit them.
@Suite(.serialized) struct NamesOfRealShopsTests {
  private static let folder: String = {
    var folder = URL(fileURLWithPath: #filePath)
    // The file, Packs, RFMServiceTests, Tests, the package.
    for _ in 0..<5 { folder.deleteLastPathComponent() }
    return folder.appending(path: "shared/data").path
  }()
  private static let files = [
    "online-retail-2009-2010.csv", "online-retail-2010-2011.csv", "online-retail-sample.xlsx",
    "rfm-orders.csv",
  ]
  private static let areThere = files.allSatisfy { FileManager.default.fileExists(atPath: "\(folder)/\($0)") }

  private static func table(_ path: String) throws -> RFMTable {
    try SummedFile(SalesFiles([path]), SalesOptions(), Library(roots: [], own: nil), .still).table
  }

  @Test(
    "No name is contradicted by more than a quarter of its customers, with 2 to 8 clusters, plain and log",
    .enabled(if: areThere, "the real sales are not there: \(folder)"), arguments: files)
  func realShop(file: String) throws { try check(Self.table("\(Self.folder)/\(file)"), file) }

  @Test("The same holds of the invented sales that the program writes")
  func sample() throws {
    let bytes = CollectedBytes()
    try Sample(customers: 1_500, rows: 40_000).write(to: bytes, .still)
    let file = try TemporaryFile(Array(bytes.text.utf8))
    try check(withExtendedLifetime(file) { try Self.table(file.path) }, "the sample")
  }

  private func check(_ table: RFMTable, _ name: String) throws {
    for k in 2...8 {
      for log in [Set<FeatureName>(), [.frequency, .monetary]] {
        var options = TrainingOptions()
        options.clusters = .fixed(k)
        options.log = log
        options.restarts = 3
        options.stability = 0
        let trained = try Trainer(options: options, threads: 2).train(on: table)
        let model = Model(
          name: "shop", pack: nil, currency: nil, store: nil, features: trained.features,
          clustering: trained.clustering, clusters: trained.clusters, scores: trained.scores,
          rhythm: trained.rhythm, quality: trained.quality,
          source: Source(
            files: [], rowsRead: 0, rowsKept: 0, dropped: [], from: nil, asOf: nil, customers: table.count,
            trainedOn: trained.trainedOn),
          training: Training(options: options, sales: SalesRecipe([])))
        let pack = PackScaffold.pack(
          for: model, table, labels: trained.labels, isOutlier: trained.isOutlier, named: "shop")
        let members = SegmentMembers(pack, model, table)
        let place = "\(name), k = \(k)\(log.isEmpty ? "" : ", log")"
        #expect(Set(pack.segments.map(\.name)).count == pack.segments.count, "\(place)")
        for verdict in members.verdicts() {
          #expect(verdict.holds == true, "\(place): \(pack.segments[verdict.segment].name), \(verdict)")
        }
        for (segment, own) in zip(pack.segments, members.members) {
          for (word, isMet) in Self.meanings(model) where Self.words(segment.name).contains(word) {
            let against = own.count { !isMet($0.rfm) }
            #expect(4 * against <= own.count, "\(place): \(segment.name), \(against) of \(own.count)")
          }
          for word in Self.words(segment.name) {
            #expect(Self.meanings(model)[word] != nil || Self.ofMoney.contains(word), "\(place): '\(word)'")
          }
        }
      }
    }
  }

  /// "Lapsed, small spenders 2" is lapsed, and small spenders.
  private static func words(_ name: String) -> [String] {
    name.lowercased().split(separator: ", ").map {
      String($0.reversed().drop { $0.isNumber }.reversed()).trimmed
    }
  }

  /// Words about thirds of the revenue, whose claims are checked; and who is beyond the fences.
  private static let ofMoney: Set<String> = [
    "small spenders", "medium spenders", "good spenders", "large spenders", "key customers", "customers",
  ]

  /// What the other words mean, said anew.
  private static func meanings(_ model: Model) -> [String: (RFM) -> Bool] {
    let often = max(3, model.feature(.frequency).quantiles[80])
    let usual = model.rhythm?.median ?? .infinity
    let long = model.rhythm?.p90 ?? .infinity
    return [
      "just here": { Double($0.recency) <= usual }, "active": { Double($0.recency) <= long },
      "cooling": { Double($0.recency) >= usual && Double($0.recency) <= long },
      "quiet": { Double($0.recency) >= usual }, "lapsed": { Double($0.recency) >= long },
      "one-time buyers": { $0.frequency == 1 }, "repeat buyers": { $0.frequency > 1 },
      "frequent buyers": { Double($0.frequency) >= often },
      "occasional buyers": { Double($0.frequency) < often },
    ]
  }
}

extension String {
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespaces) }
}
