import Foundation
import RFMService
import Testing

@Suite("A file as a place where bytes go")
struct FileSinkTests {
  private let shop: InventedShop

  init() throws { shop = try InventedShop() }

  private func write(_ text: String, to sink: FileSink) throws {
    let isTaken = try Array(text.utf8).withUnsafeBytes { try sink.write($0) }
    #expect(isTaken)
  }

  @Test("It takes the place of an older one when it is finished, and not before")
  func replaces() throws {
    try shop.write("old", to: "out.csv")
    let path = shop.folder + "/out.csv"
    let sink = try FileSink(path)
    try write("new", to: sink)
    #expect(try shop.text(of: "out.csv") == "old")
    try sink.finish()
    #expect(try shop.text(of: "out.csv") == "new")
  }

  @Test("Let go of before its end, it leaves nothing")
  func leavesNothing() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: shop.folder)
    do { try write("half", to: try FileSink(shop.folder + "/out.csv")) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: shop.folder).sorted() == names.sorted())
  }

  @Test("A folder, and a file that is read, are refused before anything is written")
  func refuses() throws {
    try shop.write("sales", to: "sales.csv")
    let path = shop.folder + "/sales.csv"
    let folder = #expect(throws: Problem.self) { try FileSink(shop.folder) }
    #expect(folder?.message.contains("this is a folder") ?? false)
    let same = #expect(throws: Problem.self) {
      try FileSink(shop.folder + "/Models/../sales.csv", besides: [path], content: "the answers")
    }
    #expect(same?.message.contains("the answers would take the place of what is read") ?? false)
    #expect(try shop.text(of: "sales.csv") == "sales")
  }
}
