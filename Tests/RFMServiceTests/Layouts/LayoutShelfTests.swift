import Foundation
import RFMService
import Testing
import Transactions

@Suite("Layouts are found where models and packs are")
struct LayoutShelfTests {
  private let folder = FileManager.default.temporaryDirectory.appending(
    path: "rfm-layouts-\(UUID().uuidString)")

  private func write(_ text: String, to path: String) throws {
    let file = folder.appending(path: path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: file, atomically: true, encoding: .utf8)
  }

  private func layout(_ name: String, title: String) -> String {
    """
    {"format": "rfm-layout/1", "name": "\(name)", "title": "\(title)", "recognise": {"headers": ["Till"]},
     "columns": {"customer": "E-mail", "date": "Day", "amount": "Paid"}}
    """
  }

  private var library: Library {
    Library(roots: [folder.appending(path: "here").path, folder.appending(path: "installed").path], own: nil)
  }

  @Test("The first of a name counts, a broken one is reported, and the others are there") func shelf() throws
  {
    defer { try? FileManager.default.removeItem(at: folder) }
    try write(layout("till", title: "Mine"), to: "here/Layouts/till.json")
    try write("{\"format\": \"rfm-layout/1\", \"nam\": 1}", to: "here/Layouts/broken.json")
    try write("{}", to: "here/Layouts/layout.schema.json")
    try write(layout("till", title: "Theirs"), to: "installed/Layouts/till.json")
    try write(layout("shop", title: "Shop"), to: "installed/Layouts/shop.json")
    let shelf = library.layouts()
    #expect(shelf.layouts.map(\.title) == ["Mine", "Shop"])
    #expect(shelf.problems.map(\.path) == [folder.appending(path: "here/Layouts/broken.json").path])
    #expect(shelf.problems[0].message.contains("unknown key \"nam\"; did you mean \"name\"?"))
    #expect(try shelf.book(named: "shop").layout.title == "Shop")
    #expect(try shelf.book(named: shelf.books[0].path).layout.title == "Mine")
  }

  @Test("One that is not there is answered with the nearest, or with those that are") func notThere() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try write(layout("till", title: "Mine"), to: "here/Layouts/till.json")
    try write("{", to: "here/Layouts/broken.json")
    let shelf = library.layouts()
    func message(_ name: String) -> String {
      (#expect(throws: Problem.self) { try shelf.book(named: name) })?.message ?? ""
    }
    #expect(message("tull") == "there is no layout 'tull'; did you mean 'till'?")
    #expect(message("shopify") == "there is no layout 'shopify'; known: till")
    #expect(message("broken").contains("broken.json:1:"))
  }

  @Test("Two of one name in one folder are a mistake") func twice() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try write(layout("till", title: "A"), to: "here/Layouts/a.json")
    try write(layout("till", title: "B"), to: "here/Layouts/b.json")
    let shelf = library.layouts()
    #expect(shelf.layouts.map(\.title) == ["A"])
    #expect(shelf.problems.count == 1)
  }

  @Test("No folder is no layout") func none() {
    #expect(library.layouts().books.isEmpty && library.layouts().problems.isEmpty)
  }
}
