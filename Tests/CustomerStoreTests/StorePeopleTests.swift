import Customers
import GRDB
import SafeFiles
import Segmentation
import TestSupport
import Testing

@testable import CustomerStore

@Suite("People in a store")
struct StorePeopleTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let people: [(id: String, name: String, mail: String)] = [
    ("17", "Zoë Müller", "zoe@example.org"), ("1785", "Ann O'Neil", "ann@example.org"),
    ("17850", "Åsa \"Å\" Öberg", ""), ("17851", "", "x@example.org"), ("1786", "Bo Stark", "bo@example.org"),
  ]

  private func content() -> StoreContent {
    var table = RFMTable()
    table.kept = [KeptColumn(name: "Name"), KeptColumn(name: "E \"Mail\"")]
    for (i, person) in Self.people.enumerated() {
      table.ids.append(person.id)
      table.recency.append(Int32(i))
      table.frequency.append(1)
      table.monetary.append(Double(i))
      table.revenue.append(0)
      table.kept[0].values.append(person.name)
      table.kept[1].values.append(person.mail)
    }
    return StoreContent(
      table: table, labels: [0, 1, 0, 1, 0], isOutlier: [false, false, false, false, false])
  }

  private func store() throws -> CustomerStore {
    let content = content()
    try StoreWriter.write(content, id: content.id, to: folder["a.sqlite"])
    return try CustomerStore(path: folder["a.sqlite"], id: content.id, k: 2)
  }

  @Test func keptValuesComeBack() throws {
    let store = try store()
    #expect(try store.keptColumns() == ["Name", "E \"Mail\""])
    for person in Self.people { #expect(try store.kept(of: person.id) == [person.name, person.mail]) }
    #expect(try store.kept(of: "nobody") == ["", ""])
    #expect(try store.customer("17850")?.rfm.recency == 2)
    var listed: [[String]] = []
    try store.list(["1786", "17"]) { row in
      func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
      listed.append([row.withID(text), row.withKept(0, text), row.withKept(1, text)])
    }
    #expect(listed == [["1786", "Bo Stark", "bo@example.org"], ["17", "Zoë Müller", "zoe@example.org"]])
  }

  /// By the beginnings of words, whatever the case and the accents.
  @Test(arguments: [
    ("zoe", ["17"]), ("ZOË mul", ["17"]), ("mul zo", ["17"]), ("stark", ["1786"]), ("ark", []),
    ("178", ["1785", "17850", "17851", "1786"]), ("example", ["17", "1785", "17851", "1786"]),
    ("ann@exa", ["1785"]), ("O'N", ["1785"]), ("\"å\"", ["17850", "1785"]), ("bo 17", ["1786"]), ("*", []),
    ("name:bo", []), ("zoe OR ann", []), ("", StorePeopleTests.people.map(\.id)),
  ])
  func peopleAreFoundAsOneTypes(_ text: String, _ ids: [String]) throws {
    let found = try store().find(text, limit: 10)
    #expect(Set(found.ids) == Set(ids), "\(text)")
    #expect(found.count == ids.count)
    #expect(try store().find(text, limit: 1).ids.count == min(1, ids.count))
  }

  @Test func withoutKeptColumnsIDsAreFound() throws {
    let content = StoreContent.few()
    try StoreWriter.write(content, id: content.id, to: folder["b.sqlite"])
    let store = try CustomerStore(path: folder["b.sqlite"], id: content.id, k: 2)
    #expect(try store.find("785", limit: 10).ids == ["1785", "17850", "17851"])
    #expect(try store.find("o'neil", limit: 10).ids == ["Ann O'Neil"])
    #expect(try store.keptColumns().isEmpty)
    let tables = try DatabaseQueue(path: store.path).read { db in
      try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'table'")
    }
    #expect(tables.sorted() == ["about", "customers"])
  }

  @Test func tabOffersWholeValues() throws {
    let store = try store()
    #expect(try store.completions(of: "mul", limit: 9) == ["Zoë Müller"])
    #expect(try store.completions(of: "bo", limit: 9) == ["Bo Stark", "bo@example.org"])
    #expect(try store.completions(of: "1785", limit: 9) == ["1785", "17850", "17851"])
  }

  @Test func theIDOfAStoreHangsOnWhatIsKept() {
    var other = content().table
    other.kept.removeLast()
    let plain = StoreContent(table: other, labels: content().labels, isOutlier: content().isOutlier)
    #expect(content().id != plain.id)
    #expect(content().id == content().id)
  }

  // MARK: Forgetting

  @Test func nothingIsLeftOfWhoIsForgotten() throws {
    let store = try store()
    let held = try StoreForgetting.held(["17850", "nobody", "1785"], in: store.path)
    #expect(held.map(\.id) == ["17850", "1785"])
    #expect(held[0].telling == ["Åsa \"Å\" Öberg"])
    #expect(held[1].values.contains { $0 == ("Name", "Ann O'Neil") })
    #expect(StoreForgetting.onlyFinds(["17850"], by: "asa ob", in: store.path))
    #expect(!StoreForgetting.onlyFinds(["17850"], by: "178", in: store.path))

    try StoreForgetting.remove(["17850", "nobody"], from: store.path)
    let again = try CustomerStore(path: store.path, id: content().id, k: 2)
    #expect(try again.customer("17850") == nil)
    #expect(try again.customer("17851") != nil)
    #expect(try again.find("asa", limit: 9).ids.isEmpty)
    #expect(try again.find("zoe", limit: 9).ids == ["17"])
    let bytes = try FileBytes.read(folder["a.sqlite"])
    for text in ["17850", "Åsa", "Öberg", "oberg"] {
      #expect(bytes.firstRange(of: Array(text.utf8)) == nil, "\(text)")
    }
    #expect(bytes.firstRange(of: Array("17851".utf8)) != nil)
    #expect(try folder.mode("a.sqlite") == 0o600)
    #expect(folder.names == ["a.sqlite"])
    // Who has the old file open goes on with it, and sees all of it.
    #expect(try store.customer("17850") != nil)
  }
}
