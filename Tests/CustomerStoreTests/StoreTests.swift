import Customers
import GRDB
import Segmentation
import TestSupport
import Testing

@testable import CustomerStore

@Suite("A store of customers")
struct StoreTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func store(_ content: StoreContent = .few()) throws -> CustomerStore {
    let path = folder["a.sqlite"]
    try StoreWriter.write(content, id: content.id, to: path)
    return try CustomerStore(path: path, id: content.id, k: 2)
  }

  @Test(arguments: [true, false])
  func givesBackWhatWasWritten(hasDates: Bool) throws {
    let content = StoreContent.few(hasDates: hasDates)
    let store = try store(content)
    for (row, id) in StoreContent.ids.enumerated() {
      let expected = StoredCustomer(
        id,
        StoredValues(
          rfm: content.table[row], firstPurchase: hasDates ? content.table.firstPurchase[row] : nil,
          lastPurchase: hasDates ? content.table.lastPurchase[row] : nil,
          purchaseDays: hasDates ? row + 1 : nil, cluster: row % 2, isOutlier: row == 3))
      #expect(try store.customer(id) == expected)
    }
    for id in ["", "178", "17850.0", "ann o'neil", "Zoe", "'; DROP TABLE customers; --"] {
      #expect(try store.customer(id) == nil)
    }
  }

  /// Many customers go into one statement, and the last ones into a smaller one.
  @Test(arguments: [1, 49, 50, 51, 100, 137])
  func givesBackAllOfManyCustomers(count: Int) throws {
    var table = RFMTable()
    table.kept = [KeptColumn(name: "Name"), KeptColumn(name: "Town")]
    for row in 0..<count {
      table.ids.append("c\(1000 + row)")
      table.recency.append(Int32(row))
      table.frequency.append(Int32(1 + row))
      table.monetary.append(Double(row) / 4)
      table.revenue.append(0)
      // Each on another day than the one before, and at another time.
      table.firstPurchase.append(Timestamp(seconds: 1_200_000_000 + Int64(row) * 100_007))
      table.lastPurchase.append(Timestamp(seconds: 1_300_000_000 + Int64(row) * 7))
      table.purchaseDays.append(Int32(row + 2))
      table.kept[0].values.append("Name \(row)")
      table.kept[1].values.append(row % 3 == 0 ? "" : "Town \(row)")
    }
    let content = StoreContent(
      table: table, labels: (0..<count).map { Int32($0 % 2) }, isOutlier: (0..<count).map { $0 % 5 == 0 })
    let store = try store(content)
    #expect(try store.ids(startingWith: "", limit: 999).count == count)
    for row in 0..<count {
      let id = "c\(1000 + row)"
      let expected = StoredCustomer(
        id,
        StoredValues(
          rfm: table[row], firstPurchase: table.firstPurchase[row], lastPurchase: table.lastPurchase[row],
          purchaseDays: row + 2, cluster: row % 2, isOutlier: row % 5 == 0))
      #expect(try store.customer(id) == expected)
      #expect(try store.kept(of: id) == ["Name \(row)", row % 3 == 0 ? "" : "Town \(row)"])
    }
  }

  @Test func findsIDsByTheirPrefixInByteOrder() throws {
    let store = try store()
    #expect(try store.ids(startingWith: "178", limit: 9) == ["1785", "17850", "17851", "1786"])
    #expect(try store.ids(startingWith: "178", limit: 2) == ["1785", "17850"])
    #expect(try store.ids(startingWith: "17850", limit: 9) == ["17850"])
    #expect(try store.ids(startingWith: "Ann O'", limit: 9) == ["Ann O'Neil"])
    #expect(try store.ids(startingWith: "Zo", limit: 9) == ["Zoé", "Zoë"])
    #expect(try store.ids(startingWith: "Zoë", limit: 9) == ["Zoë"])
    #expect(try store.ids(startingWith: "~", limit: 9) == ["~"])
    #expect(try store.ids(startingWith: "%", limit: 9).isEmpty)
    #expect(try store.ids(startingWith: "", limit: 99) == StoreContent.ids)
  }

  @Test func namesTheNeighboursOfAnIDThatIsNotThere() throws {
    let store = try store()
    #expect(try store.neighbours(of: "17852", count: 2) == ["17850", "17851", "1786", "Ann O'Neil"])
    #expect(try store.neighbours(of: "0", count: 2) == ["17", "1785"])
    #expect(try store.neighbours(of: "~~", count: 1) == ["~"])
  }

  @Test func isScannedInTheOrderOfTheIDs() throws {
    let content = StoreContent.few()
    let store = try store(content)
    var rows: [(id: String, rfm: RFM, cluster: Int, isOutlier: Bool)] = []
    var days: [[Int?]] = []
    try store.scan {
      rows.append(($0.id, $0.rfm, $0.cluster, $0.isOutlier))
      days.append([$0.firstDay, $0.lastDay, $0.purchaseDays])
    }
    #expect(rows.map(\.id) == StoreContent.ids)
    #expect(rows.map(\.rfm) == (0..<9).map { content.table[$0] })
    #expect(rows.map(\.cluster) == [0, 1, 0, 1, 0, 1, 0, 1, 0])
    #expect(rows.filter(\.isOutlier).map(\.id) == [StoreContent.ids[3]])
    let table = content.table
    #expect(days == (0..<9).map { [table.firstPurchase[$0].day, table.lastPurchase[$0].day, $0 + 1] })
  }

  @Test func isScannedWithoutDatesWhereThereAreNone() throws {
    let store = try store(.few(hasDates: false))
    try store.scan { row in
      #expect(row.firstDay == nil)
      #expect(row.lastDay == nil)
      #expect(row.purchaseDays == 0)
    }
  }

  @Test func isReadableForItsUserAlone() throws {
    _ = try store()
    #expect(try folder.mode("a.sqlite") == 0o600)
    #expect(folder.names == ["a.sqlite"])
  }

  @Test func anotherModelsStoreIsRefused() throws {
    _ = try store()
    let error = #expect(throws: StoreError.self) {
      try CustomerStore(path: folder["a.sqlite"], id: "0000000000000000", k: 2)
    }
    #expect(error?.message == "these customers belong to another model")
    #expect(error?.isMismatch == true)
  }

  @Test func whatIsNoStoreIsRefused() throws {
    let missing = #expect(throws: StoreError.self) {
      try CustomerStore(path: folder["b.sqlite"], id: "0", k: 2)
    }
    #expect(missing?.description == "\(folder["b.sqlite"]): the customers of the model are not there")
    #expect(folder.names.isEmpty)
    try folder.write("customer,recency\n" + String(repeating: "x", count: 5000), to: "text.sqlite")
    let text = #expect(throws: StoreError.self) {
      try CustomerStore(path: folder["text.sqlite"], id: "0", k: 2)
    }
    #expect(text?.message == "this is not a store of customers, or it is damaged; train again")
    try folder.write("", to: "empty.sqlite")
    let empty = #expect(throws: StoreError.self) {
      try CustomerStore(path: folder["empty.sqlite"], id: "0", k: 2)
    }
    #expect(empty?.message.hasPrefix("this is not a store of customers, or it is damaged") == true)
    let own = #expect(throws: StoreError.self) { try CustomerStore(path: folder.path, id: "0", k: 2) }
    #expect(own?.message == "this is no file, so it cannot be a store of customers")
  }

  @Test func anIDIsAllOfItsBytes() throws {
    let store = try store()
    #expect(try store.customer("17\0") == nil)
    #expect(try store.customer("17\0850") == nil)
    #expect(try store.ids(startingWith: "17\0", limit: 9).isEmpty)
    #expect(try store.neighbours(of: "17\0", count: 1) == ["17", "1785"])
  }

  @Test(
    "A value that is none is named and never believed",
    arguments: [
      ("recency", "'soon'"), ("recency", "-1"), ("recency", "1e300"), ("recency", "99999999999"),
      ("frequency", "'many'"), ("frequency", "X'00'"), ("frequency", "2.5"), ("monetary", "'much'"),
      ("monetary", "1e300"), ("monetary", "9e999"), ("monetary", "X'3132'"), ("first_purchase", "12"),
      ("first_purchase", "'2010-13-01 00:00:00'"), ("first_purchase", "'2010-12-01'"),
      ("first_purchase", "'9999-12-01 00:00:00'"), ("last_purchase", "NULL"),
      ("last_purchase", "'::::-::-:: ::::::::'"), ("purchase_days", "'two'"), ("cluster", "2"),
      ("cluster", "'0'||'x'"), ("outlier", "7"), ("outlier", "'no'"),
    ])
  func damage(column: String, value: String) throws {
    _ = try store()
    let database = try DatabaseQueue(path: folder["a.sqlite"])
    try database.write { try $0.execute(sql: "UPDATE customers SET \(column) = \(value) WHERE id = '1785'") }
    try database.close()
    let store = try CustomerStore(path: folder["a.sqlite"], id: StoreContent.few().id, k: 2)
    #expect(try store.customer("17850") != nil)
    for error in [
      #expect(throws: StoreError.self) { try store.customer("1785") },
      #expect(throws: StoreError.self) { try store.scan { _ in } },
    ] {
      let message = try #require(error?.message)
      #expect(message.hasPrefix("the store is damaged: of customer '1785' "), "\(message)")
      #expect(message.hasSuffix("; train again"))
    }
  }

  @Test("An ID that is none", arguments: ["NULL", "X'FF'", "CAST(X'FF' AS TEXT)"])
  func damagedID(value: String) throws {
    _ = try store()
    let database = try DatabaseQueue(path: folder["a.sqlite"])
    try database.write { db in
      try db.execute(
        sql: """
          CREATE TABLE copy AS SELECT * FROM customers; DROP TABLE customers; ALTER TABLE copy RENAME TO customers;
          UPDATE customers SET id = \(value) WHERE id = '1785';
          """)
    }
    try database.close()
    let store = try CustomerStore(path: folder["a.sqlite"], id: StoreContent.few().id, k: 2)
    if !value.hasPrefix("CAST") {
      #expect(throws: StoreError.self) { try store.scan { _ in } }
    }
    if value != "NULL" {
      #expect(throws: StoreError.self) { try store.neighbours(of: "~~", count: 20) }
    }
  }

  @Test func aFolderThatIsNotThereIsSaidSoAndNothingIsLeft() throws {
    let content = StoreContent.few()
    let error = #expect(throws: StoreError.self) {
      try StoreWriter.write(content, id: content.id, to: folder["no/such/a.sqlite"])
    }
    #expect(error?.message == "cannot be written: there is no such file or folder")
    #expect(folder.names.isEmpty)
  }
}

@Suite("The id of a store")
struct StoreIDTests {
  @Test func isSixteenHexadecimalDigitsOfTheContent() {
    let id = StoreContent.few().id
    #expect(id.count == 16)
    #expect(id.allSatisfy { $0.isHexDigit })
    #expect(StoreContent.few().id == id)
  }

  @Test func dependsOnEveryValueAndOnNothingElse() {
    let content = StoreContent.few()
    func changed(_ change: (inout RFMTable, inout [Int32], inout [Bool]) -> Void) -> String {
      var (table, labels, isOutlier) = (content.table, content.labels, content.isOutlier)
      change(&table, &labels, &isOutlier)
      return StoreContent(table: table, labels: labels, isOutlier: isOutlier).id
    }
    let ids = [
      content.id,
      changed { table, _, _ in table.recency[8] += 1 },
      changed { table, _, _ in table.frequency[0] += 1 },
      changed { table, _, _ in table.monetary[4] = table.monetary[4].nextUp },
      changed { table, _, _ in table.firstPurchase[4].seconds += 1 },
      changed { table, _, _ in table.lastPurchase[4].seconds += 1 },
      changed { table, _, _ in table.purchaseDays[4] += 1 },
      changed { _, labels, _ in labels[8] += 1 },
      changed { _, _, isOutlier in isOutlier[8].toggle() },
      changed { table, _, _ in (table.recency[1], table.recency[2]) = (table.recency[2], table.recency[1]) },
      changed { table, _, _ in
        table.ids = IDColumn()
        for id in StoreContent.ids { table.ids.append(id + "\0") }
      },
      StoreContent.few(hasDates: false).id,
    ]
    #expect(Set(ids).count == ids.count)
    #expect(changed { table, _, _ in table.revenueScale = 5 } == content.id)
  }
}
