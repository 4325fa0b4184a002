import RFMService
import TestSupport
import Testing
import Transactions

@Suite("Layouts are found where models and packs are")
struct LayoutShelfTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func layout(_ name: String, title: String) -> String {
    """
    {"format": "rfm-layout/1", "name": "\(name)", "title": "\(title)", "recognise": {"headers": ["Till"]},
     "columns": {"customer": "E-mail", "date": "Day", "amount": "Paid"}}
    """
  }

  private var library: Library {
    Library(roots: [folder["here"], folder["installed"]], own: nil)
  }

  @Test("The first of a name counts, a broken one is reported, and the others are there") func shelf() throws
  {
    try folder.write(layout("till", title: "Mine"), to: "here/Layouts/till.json")
    try folder.write("{\"format\": \"rfm-layout/1\", \"nam\": 1}", to: "here/Layouts/broken.json")
    try folder.write("{}", to: "here/Layouts/layout.schema.json")
    try folder.write(layout("till", title: "Theirs"), to: "installed/Layouts/till.json")
    try folder.write(layout("shop", title: "Shop"), to: "installed/Layouts/shop.json")
    let shelf = library.layouts()
    #expect(shelf.layouts.map(\.title) == ["Mine", "Shop"])
    #expect(shelf.problems.map(\.path) == [folder["here/Layouts/broken.json"]])
    #expect(shelf.problems[0].message.contains("unknown key \"nam\"; did you mean \"name\"?"))
    #expect(try shelf.book(named: "shop").layout.title == "Shop")
    #expect(try shelf.book(named: shelf.books[0].path).layout.title == "Mine")
  }

  @Test("One that is not there is answered with the nearest, or with those that are") func notThere() throws {
    try folder.write(layout("till", title: "Mine"), to: "here/Layouts/till.json")
    try folder.write("{", to: "here/Layouts/broken.json")
    let shelf = library.layouts()
    func message(_ name: String) -> String {
      (#expect(throws: Problem.self) { try shelf.book(named: name) })?.message ?? ""
    }
    #expect(message("tull") == "there is no layout 'tull'; did you mean 'till'?")
    #expect(message("shopify") == "there is no layout 'shopify'; known: till")
    #expect(message("broken").contains("broken.json:1:"))
  }

  @Test("Two of one name in one folder are a mistake") func twice() throws {
    try folder.write(layout("till", title: "A"), to: "here/Layouts/a.json")
    try folder.write(layout("till", title: "B"), to: "here/Layouts/b.json")
    let shelf = library.layouts()
    #expect(shelf.layouts.map(\.title) == ["A"])
    #expect(shelf.problems.count == 1)
  }

  @Test("No folder is no layout") func none() {
    #expect(library.layouts().books.isEmpty && library.layouts().problems.isEmpty)
  }
}
