import Customers
import GRDB
import GRDBSQLite
import SafeFiles
import Segmentation

/// Customers by ID: the file that stands beside a model.
///
/// Any number of callers may ask at once: a look-up answers while another caller scans all customers. Reading
/// writes nothing, no journal and no time of a file, so a store may lie where nobody may write.
///
/// ```swift
/// var spent = 0.0
/// try store.scan { spent += $0.rfm.monetary }
/// for id in try store.find("stark", limit: 10).ids { print(id) }
/// ```
public final class CustomerStore: Sendable {
  /// Where the file is, or was when it was opened.
  public let path: String
  private let readers: StoreReaders
  private let k: Int

  /// Opens the store for reading.
  ///
  /// - Parameters:
  ///   - path: the file beside the model.
  ///   - id: the one that the model names; a store with another is refused.
  ///   - k: the clusters that the model has; a customer in another is damage.
  /// - Throws: `StoreError` where the file is missing, is no store, or is another model's.
  public init(path: String, id: String, k: Int) throws(StoreError) {
    guard FileBytes.isRegular(path) else {
      // Asked once: a training may remove it at any moment.
      let isThere = FileBytes.exists(path)
      throw StoreError(
        path: path,
        message: isThere
          ? "this is no file, so it cannot be a store of customers"
          : "the customers of the model are not there",
        isMismatch: !isThere)
    }
    self.path = path
    self.k = k
    StoreView.finishInterrupted(path)
    do {
      readers = try StoreReaders(path)
      var about: [String: String] = [:]
      try readers.read { db in
        try Self.rows("SELECT key, value FROM about", in: db) { statement in
          about[try StoreRow.text(statement, 0)] = try StoreRow.text(statement, 1)
          return true
        }
      }
      guard about["format"] == StoreWriter.version else {
        throw StoreError(
          path: path,
          message: "this is '\(about["format"] ?? "unknown")'; this program reads '\(StoreWriter.version)'")
      }
      guard about["id"] == id else {
        throw StoreError(path: path, message: "these customers belong to another model", isMismatch: true)
      }
    } catch let error as StoreError {
      throw error
    } catch {
      // A training may have removed it since.
      throw StoreError(path: path, message: StoreError.reading(error), isMismatch: !FileBytes.exists(path))
    }
  }

  /// The customer with this ID. O(log n).
  public func customer(_ id: String) throws(StoreError) -> StoredCustomer? {
    var found: StoredCustomer?
    try read { db in
      let sql = "SELECT \(StoreRow.columns) FROM customers WHERE id = ?1"
      try Self.rows(sql, Array(id.utf8), in: db) { statement in
        let values = try StoreRow(statement: statement).values(k: self.k)
        found = StoredCustomer(try StoreRow.text(statement, 0), values)
        return false
      }
    }
    return found
  }

  /// IDs that start with `prefix`, in byte order. A range of keys, not LIKE, which would read every row.
  public func ids(startingWith prefix: String, limit: Int) throws(StoreError) -> [String] {
    let start = Array(prefix.utf8)
    guard let end = Self.successor(of: start) else {
      return try ids("id >= ?1 ORDER BY id LIMIT ?3", start, limit: limit)
    }
    return try ids("id >= ?1 AND id < ?2 ORDER BY id LIMIT ?3", start, end, limit: limit)
  }

  /// IDs around the place where `id` would stand, for a person who mistyped it.
  public func neighbours(of id: String, count: Int) throws(StoreError) -> [String] {
    let bytes = Array(id.utf8)
    let before = try ids("id < ?1 ORDER BY id DESC LIMIT ?3", bytes, limit: count)
    return try before.reversed() + ids("id > ?1 ORDER BY id LIMIT ?3", bytes, limit: count)
  }

  private func ids(
    _ condition: String, _ start: [UInt8], _ end: [UInt8]? = nil, limit: Int
  ) throws(StoreError) -> [String] {
    var ids: [String] = []
    try read { db in
      let sql = "SELECT id FROM customers WHERE \(condition)"
      try Self.rows(sql, start, end, limit: limit, in: db) { statement in
        ids.append(try StoreRow.text(statement, 0))
        return true
      }
    }
    return ids
  }

  /// One customer of a scan: the values at once, the ID only when it is asked for.
  public struct ScannedRow {
    fileprivate let values: StoredValues
    fileprivate let statement: OpaquePointer

    /// Recency as of the model's observation date.
    public var rfm: RFM { values.rfm }
    /// The cluster, from 0 to k − 1.
    public var cluster: Int { values.cluster }
    /// Whether the customer was left out of training.
    public var isOutlier: Bool { values.isOutlier }

    /// Valid during the scan's call.
    public var id: String { withID { String(decoding: $0, as: UTF8.self) } }

    /// The UTF-8 of the ID, without a copy.
    func withID<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
      let text = sqlite3_column_text(statement, 0)
      return body(
        UnsafeBufferPointer(start: text, count: text == nil ? 0 : Int(sqlite3_column_bytes(statement, 0))))
    }

    /// Nil for an RFM table.
    public var lastPurchase: Timestamp? { values.lastPurchase }
    /// The days of the first and the last purchase, from 1970-01-01; nil for an RFM table.
    public var firstDay: Int? { values.firstPurchase?.day }
    /// Days of the last purchase from 1970-01-01; nil for an RFM table.
    public var lastDay: Int? { values.lastPurchase?.day }
    /// Distinct days with a purchase; 0 for an RFM table.
    public var purchaseDays: Int { values.purchaseDays ?? 0 }
  }

  /// What was counted of the customers for the model's own pack, when it was trained or the pack was edited; nil
  /// where nothing was, or someone was forgotten since. O(log n).
  public func said() throws(StoreError) -> String? {
    try read { db in try StoreView.said(db) }
  }

  /// How many customers. O(n), some nanoseconds each.
  public func count() throws(StoreError) -> Int {
    try read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM customers") ?? 0 }
  }

  /// Reads the customers in the order of their IDs. O(n), under a microsecond each.
  ///
  /// - Parameters:
  ///   - start: only those behind this ID; nil for all.
  ///   - isWanted: asked before each customer; false ends the scan.
  ///   - body: called with each; the row is valid during the call.
  public func scan(
    after start: String? = nil, while isWanted: () -> Bool = { true }, _ body: (ScannedRow) -> Void
  ) throws(StoreError) {
    let condition = start == nil ? "" : " WHERE id > ?1"
    try read { db in
      let sql = "SELECT \(StoreRow.columns) FROM customers\(condition) ORDER BY id"
      try Self.rows(sql, start.map { Array($0.utf8) }, in: db) { statement in
        guard isWanted() else { return false }
        body(ScannedRow(values: try StoreRow(statement: statement).values(k: self.k), statement: statement))
        return true
      }
    }
  }

  /// All customers as columns, in the order of their IDs: recency, frequency and monetary, and the dates of purchases
  /// where they are known, without revenue. O(n), under a microsecond and 44 bytes and the ID each.
  ///
  /// - Parameters:
  ///   - count: how many there will be, as far as it is known.
  ///   - progress: told now and then how many there are so far.
  public func table(count: Int, progress: ((Int) -> Void)? = nil) throws(StoreError) -> RFMTable {
    var table = RFMTable()
    table.ids.reserve(ids: count, bytes: 8 * count)
    table.recency.reserveCapacity(count)
    table.frequency.reserveCapacity(count)
    table.monetary.reserveCapacity(count)
    try scan { row in
      row.withID { table.ids.append($0) }
      table.recency.append(Int32(clamping: row.rfm.recency))
      table.frequency.append(Int32(clamping: row.rfm.frequency))
      table.monetary.append(row.rfm.monetary)
      if let first = row.values.firstPurchase, let last = row.values.lastPurchase {
        table.firstPurchase.append(first)
        table.lastPurchase.append(last)
        table.purchaseDays.append(Int32(clamping: row.purchaseDays))
      }
      if table.count & 0xFFF == 0 { progress?(table.count) }
    }
    if table.lastPurchase.count < table.count {
      (table.firstPurchase, table.lastPurchase, table.purchaseDays) = ([], [], [])
    }
    return table
  }

  /// Reads through a connection of the caller's own for as long as it takes.
  func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    do {
      return try readers.read(body)
    } catch {
      throw StoreError(path: path, message: StoreError.reading(error))
    }
  }

  /// Visits the rows of a query until the visit says false.
  ///
  /// Texts are bound with their length: SQLite would end one at a NUL in it.
  ///
  /// - Parameters:
  ///   - first: ?1
  ///   - second: ?2
  ///   - limit: ?3
  private static func rows(
    _ sql: String, _ first: [UInt8]? = nil, _ second: [UInt8]? = nil, limit: Int? = nil, in db: Database,
    _ visit: (OpaquePointer) throws -> Bool
  ) throws {
    let prepared = try db.cachedStatement(sql: sql)
    let statement = prepared.sqliteStatement
    sqlite3_reset(statement)
    defer {
      sqlite3_reset(statement)
      sqlite3_clear_bindings(statement)
    }
    for (place, text) in [(Int32(1), first), (2, second)] {
      guard let text else { continue }
      // SQLite copies the text before the call returns.
      let copies = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
      let code = text.withUnsafeBytes { bytes in
        bytes.withMemoryRebound(to: CChar.self) { characters in
          sqlite3_bind_text64(
            statement, place, characters.baseAddress, UInt64(text.count), copies, UInt8(SQLITE_UTF8))
        }
      }
      guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }
    if let limit { sqlite3_bind_int64(statement, 3, Int64(limit)) }
    var code = sqlite3_step(statement)
    while code == SQLITE_ROW {
      guard try visit(statement) else { return }
      code = sqlite3_step(statement)
    }
    guard code == SQLITE_DONE else {
      throw DatabaseError(resultCode: ResultCode(rawValue: code), message: db.lastErrorMessage)
    }
  }

  /// The least byte string that is greater than all that start with `prefix`; nil where there is none.
  private static func successor(of prefix: [UInt8]) -> [UInt8]? {
    var bytes = prefix
    while let last = bytes.last, last == 0xFF { bytes.removeLast() }
    guard let last = bytes.last else { return nil }
    bytes[bytes.count - 1] = last + 1
    return bytes
  }
}
