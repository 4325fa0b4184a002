import CustomerStore
import Foundation
import RFMService
import Synchronization
import Testing

@Suite("People who ask are taken out of all that is kept")
struct ErasureTests {
  private let shop: InventedShop

  init() throws { shop = try InventedShop() }

  /// A history in memory, of which the lines are left that tell of nobody.
  private final class History: Sendable {
    let lines: Mutex<[String]>
    let file: String

    init(_ lines: [String], at file: String) throws {
      self.lines = Mutex(lines)
      self.file = file
      try Data().write(to: URL(fileURLWithPath: file))
    }

    var typedLines: TypedLines {
      TypedLines(path: file) { isTelling in
        self.lines.withLock { lines in
          let kept = lines.filter { !isTelling($0) }
          defer { lines = kept }
          return lines.count - kept.count
        }
      }
    }
  }

  @Test("They are gone from the store, on the lists, and out of the history; who asks twice counts once")
  func forget() throws {
    let history = try History(
      ["customer 17003", "117003", "why 17003", "top best 10"], at: shop.folder + "/history")
    let erased = try shop.library.forget(["17003", "17003"], history: history.typedLines, .still)
    #expect(erased.ids == ["17003"])
    #expect(erased.problems.isEmpty)
    #expect(erased.stores.map { $0.people.map(\.id) } == [["17003"]])
    #expect(erased.historyLines == 2)
    #expect(history.lines.withLock { $0 } == ["117003", "top best 10"])
    #expect(erased.lists == [shop.folder + "/own/forgotten.list", shop.folder + "/Models/forgotten.list"])
    #expect(try shop.inquiry().find(customer: "17003") == nil)
    #expect(try shop.inquiry().find(customer: "17004") != nil)
    for list in erased.lists { #expect(try !String(contentsOfFile: list, encoding: .utf8).contains("17003")) }
    #expect(erased.json.text(.spaced).contains("\"customer\": \"17003\""))
  }

  @Test("Who is forgotten is left out by training; who is in no store goes on the lists when asked for")
  func unknown() throws {
    try shop.writeSample("sales.csv")
    let request = TrainingRequest(
      SalesFiles([shop.folder + "/sales.csv"]), to: shop.folder + "/Models/new.json")
    let before = try shop.library.train(request, .still)
    let store = try #require(try shop.library.model(named: "new").store)
    let table = try store.table(count: before.model.source.customers) { _ in }
    _ = try shop.library.forget([table.ids[0]], .still)
    let after = try shop.library.train(request, .still)
    #expect(after.model.source.customers == before.model.source.customers - 1)
    let nobody = try shop.library.forget(["nobody"], .still)
    #expect(nobody.unknown == ["nobody"] && nobody.lists.isEmpty)
    let listed = try shop.library.forget(["nobody"], suppressesUnknown: true, .still)
    #expect(listed.stores.isEmpty && listed.lists.count == 2)
  }

  @Test("A model elsewhere has its folder searched, too")
  func elsewhere() throws {
    let other = try InventedShop()
    #expect(try shop.library.forget(["17003"], besides: other.modelPath, .still).stores.count == 2)
    #expect(throws: Problem.self) { try shop.library.forget(["17003"], besides: "none.json", .still) }
  }

  @Test("A privacy report names every file that holds people, and who may read it")
  func privacy() throws {
    let report = try shop.loaded().privacy(history: shop.folder + "/history")
    #expect(
      report.items.map(\.what) == ["model", "store", "history", "suppression list", "suppression list"])
    let store = try #require(report.items.first { $0.what == "store" })
    #expect(store.holdsPeople)
    #expect(store.octalMode == "600")
    #expect(report.items.first { $0.what == "history" }?.mode == nil)
    #expect(report.json.text(.spaced).contains("\"mode\": \"600\""))
  }
}
