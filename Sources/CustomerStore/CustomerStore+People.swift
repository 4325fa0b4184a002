import Customers
import GRDB
import GRDBSQLite
import Segmentation

/// The columns that are kept of customers, and finding people by them.
extension CustomerStore {
  /// The names of the columns that are kept, in their order.
  public func keptColumns() throws(StoreError) -> [String] {
    try read { db in try Self.kept(db) }
  }

  private static func kept(_ db: Database) throws -> [String] {
    StoreSchema.kept(try String.fetchOne(db, sql: "SELECT value FROM about WHERE key = 'kept'"))
  }

  /// The kept values of a customer, in the order of `keptColumns`; empty where nothing is known.
  public func kept(of id: String) throws(StoreError) -> [String] {
    try read { db in
      let columns = try Self.kept(db)
      guard !columns.isEmpty else { return [] }
      let list = columns.map(StoreSchema.quoted).joined(separator: ", ")
      let statement = try db.cachedStatement(sql: "SELECT \(list) FROM customers WHERE id = ?")
      guard let row = try Row.fetchOne(statement, arguments: [id]) else { return columns.map { _ in "" } }
      return columns.indices.map { row[$0] ?? "" }
    }
  }

  // MARK: Finding

  /// Customers found by a text.
  public struct Found: Sendable {
    /// The first of them: those whose ID begins with the text, then the others, by ID.
    public let ids: [String]
    /// How many there are.
    public let count: Int
  }

  /// Customers whose ID or kept columns have words that begin with all the words of `text`, without regard to
  /// case and diacritics. Without kept columns: whose ID has the text in it.
  public func find(_ text: String, limit: Int) throws(StoreError) -> Found {
    let first = try ids(startingWith: text, limit: limit)
    return try read { db in
      let source: String
      let wanted: String
      if try Self.kept(db).isEmpty {
        (source, wanted) = ("customers WHERE instr(lower(id), lower(?)) > 0 ORDER BY id", text)
      } else {
        guard let match = Self.match(text) else { return Found(ids: first, count: first.count) }
        (source, wanted) = ("search WHERE search MATCH ? ORDER BY rowid", match)
      }
      let ids =
        try first
        + String.fetchAll(db, sql: "SELECT id FROM \(source) LIMIT ?", arguments: [wanted, limit])
      let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM \(source)", arguments: [wanted]) ?? 0
      var seen: Set<String> = []
      let distinct = ids.filter { seen.insert($0).inserted }
      return Found(ids: Array(distinct.prefix(limit)), count: max(count, distinct.count))
    }
  }

  /// IDs and kept values that go on from what is typed, each once: what Tab offers.
  public func completions(of text: String, limit: Int) throws(StoreError) -> [String] {
    let first = try ids(startingWith: text, limit: limit)
    return try read { db in
      let columns = try Self.kept(db)
      guard !columns.isEmpty, let match = Self.match(text) else { return first }
      var values = first
      for column in columns.indices {
        values += try String.fetchAll(
          db, sql: "SELECT DISTINCT kept\(column) FROM search WHERE search MATCH ? ORDER BY 1 LIMIT ?",
          arguments: ["kept\(column) : (\(match))", limit])
      }
      var seen: Set<String> = []
      // What cannot be typed on a line is no completion.
      return values.filter { value in
        seen.insert(value).inserted && !value.isEmpty && !value.contains(where: \.isNewline)
      }
    }
  }

  /// Each word as a beginning, and all of them; nil where there is no letter and no digit.
  static func match(_ text: String) -> String? {
    let words = text.split(whereSeparator: \.isWhitespace).filter { word in
      word.contains { $0.isLetter || $0.isNumber }
    }
    let terms = words.map { word in
      "\"\(word.split(separator: "\"", omittingEmptySubsequences: true).joined(separator: " "))\" *"
    }
    return terms.isEmpty ? nil : terms.joined(separator: " AND ")
  }

  // MARK: Lists

  /// One customer with all that a list says of them.
  public struct ListedRow {
    /// Recency as of the model's observation date.
    public let rfm: RFM
    fileprivate let statement: OpaquePointer

    /// The UTF-8 of the ID, without a copy; valid while `body` runs.
    public func withID<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
      withText(0, body)
    }

    /// `2010-11-27 10:12:00`; empty for an RFM table.
    public func withLastPurchase<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
      withText(4, body)
    }

    /// Nil for an RFM table.
    public var lastPurchase: Timestamp? { moment(4) }
    /// The days of the first and the last purchase, from 1970-01-01; nil for an RFM table.
    public var firstDay: Int? { moment(5)?.day }
    /// Days of the last purchase from 1970-01-01; nil for an RFM table.
    public var lastDay: Int? { lastPurchase?.day }
    /// Distinct days with a purchase; 0 for an RFM table.
    public var purchaseDays: Int { Int(sqlite3_column_int64(statement, 6)) }

    private func moment(_ column: Int32) -> Timestamp? {
      withText(column) { Timestamp.parse(String(decoding: $0, as: UTF8.self))?.moment }
    }

    /// - Parameters:
    ///   - column: its place among the kept columns.
    ///   - body: called once, with the UTF-8 of the value.
    public func withKept<Result>(
      _ column: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
      withText(Int32(7 + column), body)
    }

    private func withText<Result>(_ column: Int32, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
      let text = sqlite3_column_text(statement, column)
      return body(UnsafeBufferPointer(start: text, count: Int(sqlite3_column_bytes(statement, column))))
    }
  }

  /// Reads all customers in the order of their IDs, or those with some IDs in the order given. O(n), without a
  /// piece of memory for each.
  public func list(_ ids: [String]?, _ body: (ListedRow) -> Void) throws(StoreError) {
    try read { db in
      let kept = try Self.kept(db).map { ", \(StoreSchema.quoted($0))" }.joined()
      let selection = try db.makeStatement(
        sql: """
          SELECT id, recency, frequency, monetary, last_purchase, first_purchase, purchase_days\(kept)
          FROM customers
          \(ids == nil ? "ORDER BY id" : "WHERE id = ?")
          """)
      let statement = selection.sqliteStatement
      func visit() throws {
        var code = sqlite3_step(statement)
        while code == SQLITE_ROW {
          body(
            ListedRow(
              rfm: RFM(
                recency: Int(sqlite3_column_int64(statement, 1)),
                frequency: Int(sqlite3_column_int64(statement, 2)),
                monetary: sqlite3_column_double(statement, 3)), statement: statement))
          code = sqlite3_step(statement)
        }
        sqlite3_reset(statement)
        guard code == SQLITE_DONE else {
          throw DatabaseError(resultCode: ResultCode(rawValue: code), message: db.lastErrorMessage)
        }
      }
      guard let ids else { return try visit() }
      for id in ids {
        try selection.setArguments([id])
        try visit()
      }
    }
  }
}
