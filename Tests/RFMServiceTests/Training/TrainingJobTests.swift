import CustomerStore
import Foundation
import Segmentation
import Synchronization
import Testing
import Transactions
import Wording

@testable import RFMService

@Suite("A training makes a model, its store and, where none fits, a pack")
struct TrainingJobTests {
  private let shop: InventedShop
  private let sales: String

  init() throws {
    shop = try InventedShop()
    sales = shop.folder + "/sales.csv"
    try shop.writeSample("sales.csv")
  }

  private func request(_ model: String = "Models/new.json") -> TrainingRequest {
    TrainingRequest(SalesFiles([sales]), to: "\(shop.folder)/\(model)")
  }

  private func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(shop.folder)/\(path)")
  }

  @Test("Model and store are on disk, and the result has their figures")
  func trains() throws {
    let trained = try shop.library.train(request(), .still)
    #expect(trained.model.k == 4)
    #expect(trained.model.name == "new")
    #expect(trained.path == shop.folder + "/Models/new.json")
    #expect(FileManager.default.fileExists(atPath: try #require(trained.storePath)))
    let loaded = try shop.library.model(named: "new")
    #expect(loaded.model.text == trained.model.text)
    #expect(try loaded.requireStore().path == trained.storePath)
    #expect(trained.json.text(.compact).contains("\"model\":\"\(shop.folder)/Models/new.json\""))
  }

  @Test("What was counted of the segments is kept, is what a count finds, and goes when someone is forgotten")
  func countedOnce() throws {
    _ = try shop.library.train(request(), .still)
    let loaded = try shop.library.model(named: "new")
    let (store, pack) = (try loaded.requireStore(), try #require(loaded.pack))
    let kept = try #require(try store.said().flatMap { MemberMemo.Said($0, of: pack) })
    var members = SegmentMembers(pack, loaded.model)
    try store.scan { members.add(CustomerValues($0)) }
    let counted = MemberMemo.Said(members)
    #expect(kept.figures == counted.figures && kept.falsehoods == counted.falsehoods)
    #expect(kept.figures.reduce(0) { $0 + $1.customers } == loaded.model.source.customers)
    // Of a pack that was edited since it says nothing.
    var other = pack
    other.segments[0].name += "!"
    #expect(MemberMemo.Said(try #require(try store.said()), of: other) == nil)

    var someone: String?
    try store.scan { someone = someone ?? $0.id }
    _ = try shop.library.forget([try #require(someone)], .still)
    #expect(try shop.library.model(named: "new").requireStore().said() == nil)
  }

  @Test("The same sales and options give the same bytes on any number of threads")
  func sameBytes() throws {
    let one = try shop.library.train(request("Models/a/x.json"), .still)
    var work = Work.still
    work.threads = 3
    let three = try shop.library.train(request("Models/b/x.json"), work)
    #expect(one.model.text == three.model.text)
  }

  @Test("The clusters keep the numbers of an earlier model, and a note says so")
  func aligned() throws {
    var request = request()
    request.align = "shop"
    request.options.clusters = .fixed(3)
    let trained = try shop.library.train(request, .still)
    #expect(trained.match?.earlierCount == 3)
    #expect(trained.notes.contains { $0.hasPrefix("the clusters keep the numbers of \(shop.modelPath)") })
  }

  // MARK: Packs

  @Test("A pack goes to the Segments/ next to the model's Models/")
  func packNextToModels() throws {
    let trained = try shop.library.train(request(), .still)
    #expect(exists("Segments/new.json"))
    #expect(trained.notes.contains { $0.contains("\(shop.folder)/Segments/new.json was written") })
  }

  @Test(
    "A pack goes to the model's own folder where that is no Models/, and is found with the model from anywhere"
  )
  func packInOwnFolder() throws {
    _ = try shop.library.train(request("of-2011/new.json"), .still)
    #expect(exists("of-2011/Segments/new.json"))
    #expect(!exists("Segments/new.json"))
    let elsewhere = Library(roots: [shop.folder + "/nowhere"], own: nil)
    let loaded = try elsewhere.model(named: shop.folder + "/of-2011/new.json")
    #expect(loaded.pack?.name == "new")
    #expect(try elsewhere.packs().packs.isEmpty)
    // With another model it is not at hand any more.
    #expect(try loaded.loading(shop.modelPath).shelf.packs.map(\.name) == ["by-score", "plain-names"])
  }

  @Test("No pack is written where one names the clusters, and none is ever written over")
  func packIsThere() throws {
    var three = request()
    three.options.clusters = .fixed(3)
    #expect(try shop.library.train(three, .still).notes.allSatisfy { !$0.contains("no pack is made") })
    #expect(!exists("Segments/new.json"))
    try shop.write("mine", to: "Segments/new.json")
    let trained = try shop.library.train(request(), .still)
    #expect(trained.notes.contains { $0.contains("Segments/new-segments.json was written") })
    #expect(try shop.text(of: "Segments/new.json") == "mine")
  }

  @Test(
    "The folder of a model's packs",
    arguments: [
      ("Models/shop.json", "Segments"), ("/data/Models/shop.json", "/data/Segments"),
      ("/Models/shop.json", "/Segments"), ("shop.json", "Segments"), ("a/shop.json", "a/Segments"),
      ("a/Models/shop.json", "a/Segments"),
    ])
  func packFolder(model: String, folder: String) {
    #expect(Library.packFolder(ofModel: model) == folder)
  }

  @Test("The store has a view for each pack that fits")
  func views() throws {
    let trained = try shop.library.train(request(), .still)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: try #require(trained.storePath)))
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains("CREATE VIEW segments AS"))
    #expect(text.contains("segments_by-score"))
    #expect(!text.contains("segments_plain-names"), "it is for three clusters")
  }

  // MARK: Where it goes

  @Test("Without a name the model goes to Models/, after the first file")
  func modelPath() throws {
    func path(_ given: String?, _ file: String = "a/sales.csv.gz") throws -> String {
      try TrainingRequest.newModelPath(given, for: [file])
    }
    #expect(try path(nil) == "Models/sales.json")
    #expect(try path(nil, "2024.v2.xlsx") == "Models/2024.v2.json")
    #expect(try path("b/shop") == "b/shop.json")
    #expect(throws: Problem.self) { try path(shop.folder) }
    #expect(throws: Problem.self) { try path("b/.json") }
    #expect(throws: Problem.self) { try path(sales, sales) }
  }

  @Test("A folder that was made for a model that failed is gone again")
  func failed() throws {
    var bad = request("of-2011/new.json")
    bad.options.clusters = .fixed(5_000)
    #expect(throws: Problem.self) { try shop.library.train(bad, .still) }
    #expect(!exists("of-2011"))
  }

  @Test("Where two train one model, the second is told of the conflict")
  func conflict() throws {
    let lock = try ModelFile.lock(shop.folder + "/Models/new.json")
    defer { withExtendedLifetime(lock) {} }
    let problem = #expect(throws: Problem.self) { try shop.library.train(request(), .still) }
    #expect(problem?.kind == .conflict)
  }

  @Test("A training that is not wanted any more leaves everything as it was")
  func cancelled() throws {
    let before = try shop.text(of: "Models/shop.json")
    var work = Work.still
    let isStopped = Atomic(false)
    work.progress = { if case .step = $0 { isStopped.store(true, ordering: .relaxed) } }
    work.isCancelled = { isStopped.load(ordering: .relaxed) }
    let problem = #expect(throws: Problem.self) { try shop.library.train(request("Models/shop.json"), work) }
    #expect(problem?.kind == .cancelled)
    #expect(try shop.text(of: "Models/shop.json") == before)
  }

  // MARK: Tables

  @Test("The rows kept and the features go to whatever takes them")
  func tables() throws {
    let (cleaned, features) = (CollectedBytes(), CollectedBytes())
    var request = request()
    request.keepsCleaned = true
    let trained = try shop.library.train(
      request, tables: TrainingSinks(cleaned: cleaned, features: features), .still)
    #expect(cleaned.lines.count == trained.model.source.rowsKept + 1)
    #expect(cleaned.lines.first?.hasPrefix("Invoice,StockCode,") ?? false)
    #expect(features.lines.count == trained.model.source.customers + 1)
    #expect(cleaned.isFinished && features.isFinished)
    let later = CollectedBytes()
    try trained.tables.write(to: TrainingSinks(features: later), .still)
    #expect(later.text == features.text)
  }

  @Test("A table that cannot be written keeps the old model")
  func fullDisk() throws {
    let before = try shop.text(of: "Models/shop.json")
    let problem = #expect(throws: Problem.self) {
      try shop.library.train(
        request("Models/shop.json"), tables: TrainingSinks(features: FullDisk()), .still)
    }
    #expect(problem?.kind == .tooLarge)
    #expect(try shop.text(of: "Models/shop.json") == before)
  }

  @Test("An RFM table has no rows that cleaning kept")
  func noCleanedRows() throws {
    var table = "customer_id,recency,frequency,monetary\n"
    for i in 1...40 { table += "c\(i),\(i),\(1 + i % 7),\(10 * i)\n" }
    try shop.write(table, to: "sales.csv")
    var request = request()
    request.keepsCleaned = true
    let problem = #expect(throws: Problem.self) { try shop.library.train(request, .still) }
    #expect(
      problem?.message
        == "\(OptionName.saveCleaned): an RFM table is not cleaned; \(OptionName.saveFeatures) has its customers"
    )
  }

  // MARK: Options in models

  @Test("A model says by the option's name which rows were left out; one of an earlier release says the same")
  func leftOut() throws {
    var request = request()
    request.sales.conditions = [try RowCondition("Country=United Kingdom")]
    _ = try shop.library.train(request, .still)
    let text = try shop.text(of: "Models/new.json")
    #expect(text.contains("\"left out by where\": "))
    let words = "left out by \(OptionName.where)"
    #expect(try shop.library.model(named: "new").model.source.dropped.first?.reason == words)
    try shop.write(
      text.replacingOccurrences(of: "left out by where", with: "left out by --where"), to: "Models/old.json")
    let old = try shop.library.model(named: "old").model
    #expect(old.source.dropped.first?.reason == words)
    #expect(old.source.dropped.first?.reason == DropReason.leftOut.name)
  }
}

/// Takes nothing.
private final class FullDisk: ByteSink {
  func write(_ bytes: UnsafeRawBufferPointer) throws(Problem) -> Bool {
    throw Problem("the disk is full", .tooLarge)
  }
  func finish() {}
}
