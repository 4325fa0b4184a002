import CustomerStore
import Foundation
import RFMService
import Segmentation
import Testing
import Transactions

@Suite("A report is made of a loaded model")
struct ReportJobTests {
  private let shop: InventedShop

  init() throws { shop = try InventedShop() }

  private func text(_ report: RenderedReport) -> String { String(decoding: report.page, as: UTF8.self) }

  @Test("It has the segments of the pack, and pictures where they are wanted")
  func page() throws {
    let report = try shop.loaded().report(withFiles: true, .still)
    #expect(text(report).contains("Three groups"))
    #expect(text(report).contains("Call them."))
    #expect(report.pictures.count > 3)
    #expect(report.note == nil)
    let alone = try shop.loaded().report(withFiles: false, .still)
    #expect(alone.pictures.isEmpty)
    #expect(alone.page == report.page)
  }

  @Test("Without a store it is made of what the model knows, and says so")
  func withoutStore() throws {
    let store = try #require(try shop.loaded().store).path
    try FileManager.default.removeItem(atPath: store)
    let report = try shop.loaded().report(withFiles: true, .still)
    #expect(report.note?.hasSuffix("the report goes without the pictures that need each customer") ?? false)
    #expect(text(report).contains("Best"))
  }

  @Test("The option that left rows out is said as its reader would say it")
  func option() throws {
    try shop.writeSample("sales.csv")
    var request = TrainingRequest(
      SalesFiles([shop.folder + "/sales.csv"]), to: shop.folder + "/Models/uk.json")
    request.sales.conditions = [try RowCondition("Country=United Kingdom")]
    _ = try shop.library.train(request, .still)
    let loaded = try shop.library.model(named: "uk")
    #expect(text(try loaded.report(withFiles: false, .still)).contains("left out by where<"))
    let typed = try loaded.report(withFiles: false, option: { "--\($0)" }, .still)
    #expect(text(typed).contains("left out by --where<"))
  }

  @Test("It ends where it is not wanted any more")
  func cancelled() throws {
    var work = Work.still
    work.isCancelled = { true }
    let problem = #expect(throws: Problem.self) { try shop.loaded().report(withFiles: false, work) }
    #expect(problem?.kind == .cancelled)
  }
}
