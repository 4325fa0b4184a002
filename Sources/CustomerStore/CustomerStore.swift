import Foundation
import GRDB
import GRDBSQLite
import SafeFiles
import Segmentation

/// Customers by ID: the file that stands beside a model.
public final class CustomerStore: Sendable {
  public let path: String
  private let queue: DatabaseQueue

  /// Opens the store for reading.
  ///
  /// - Parameter id: the one that the model names; a store with another is refused.
  /// - Throws: `StoreError` where the file is missing, is no store, or is another model's.
  public init(path: String, id: String) throws(StoreError) {
    guard FileBytes.exists(path) else {
      throw StoreError(path: path, message: "the customers of the model are not there", isMismatch: true)
    }
    var configuration = Configuration()
    configuration.readonly = true
    self.path = path
    do {
      queue = try DatabaseQueue(path: path, configuration: configuration)
      let about = try queue.read { db in
        try Row.fetchAll(db, sql: "SELECT key, value FROM about")
          .reduce(into: [String: String]()) { $0[$1["key"]] = $1["value"] }
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
      throw StoreError(path: path, message: StoreError.reason(error), isMismatch: !FileBytes.exists(path))
    }
  }

  /// The customer with this ID. O(log n).
  public func customer(_ id: String) throws(StoreError) -> StoredCustomer? {
    try read { db in
      let statement = try db.cachedStatement(sql: "SELECT * FROM customers WHERE id = ?")
      return try Row.fetchOne(statement, arguments: [id]).map(Self.customer)
    }
  }

  /// IDs that start with `prefix`, in byte order. A range of keys, not LIKE, which would read every row.
  public func ids(startingWith prefix: String, limit: Int) throws(StoreError) -> [String] {
    try read { db in
      guard let end = Self.successor(of: prefix) else {
        let statement = try db.cachedStatement(
          sql: "SELECT id FROM customers WHERE id >= ? ORDER BY id LIMIT ?")
        return try String.fetchAll(statement, arguments: [prefix, limit])
      }
      let statement = try db.cachedStatement(
        sql: "SELECT id FROM customers WHERE id >= ? AND id < CAST(? AS TEXT) ORDER BY id LIMIT ?")
      return try String.fetchAll(statement, arguments: [prefix, end, limit])
    }
  }

  /// IDs around the place where `id` would stand, for a person who mistyped it.
  public func neighbours(of id: String, count: Int) throws(StoreError) -> [String] {
    try read { db in
      let before = try String.fetchAll(
        db, sql: "SELECT id FROM customers WHERE id < ? ORDER BY id DESC LIMIT ?", arguments: [id, count])
      let after = try String.fetchAll(
        db, sql: "SELECT id FROM customers WHERE id > ? ORDER BY id LIMIT ?", arguments: [id, count])
      return before.reversed() + after
    }
  }

  /// One customer of a scan: the numbers at once, the ID only when it is asked for.
  public struct ScannedRow {
    public let rfm: RFM
    public let cluster: Int
    public let isOutlier: Bool
    fileprivate let statement: OpaquePointer

    /// Valid during the scan's call.
    public var id: String {
      guard let text = sqlite3_column_text(statement, 0) else { return "" }
      let count = Int(sqlite3_column_bytes(statement, 0))
      return String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self)
    }

    /// The days of the first and the last purchase, from 1970-01-01; nil for an RFM table.
    public var firstDay: Int? { Self.day(statement, 6) }
    public var lastDay: Int? { Self.day(statement, 7) }
    /// Distinct days with a purchase; 0 for an RFM table.
    public var purchaseDays: Int { Int(sqlite3_column_int64(statement, 8)) }

    /// The day of a text such as `2010-12-09 20:01:00`.
    private static func day(_ statement: OpaquePointer, _ column: Int32) -> Int? {
      guard let text = sqlite3_column_text(statement, column), sqlite3_column_bytes(statement, column) >= 10
      else {
        return nil
      }
      func number(_ range: Range<Int>) -> Int {
        range.reduce(0) { $0 * 10 + Int(text[$1]) - Int(UInt8(ascii: "0")) }
      }
      return Timestamp.day(year: number(0..<4), month: number(5..<7), day: number(8..<10))
    }
  }

  /// Reads all customers in the order of their IDs. O(n), under a microsecond each.
  public func scan(_ body: (ScannedRow) -> Void) throws(StoreError) {
    try read { db in
      let selection = try db.makeStatement(
        sql: """
          SELECT id, recency, frequency, monetary, cluster, outlier, first_purchase, last_purchase, purchase_days
          FROM customers
          """)
      let statement = selection.sqliteStatement
      var code = sqlite3_step(statement)
      while code == SQLITE_ROW {
        body(
          ScannedRow(
            rfm: RFM(
              recency: Int(sqlite3_column_int64(statement, 1)),
              frequency: Int(sqlite3_column_int64(statement, 2)),
              monetary: sqlite3_column_double(statement, 3)),
            cluster: Int(sqlite3_column_int64(statement, 4)),
            isOutlier: sqlite3_column_int64(statement, 5) != 0, statement: statement))
        code = sqlite3_step(statement)
      }
      sqlite3_reset(statement)
      guard code == SQLITE_DONE else {
        throw DatabaseError(resultCode: ResultCode(rawValue: code), message: db.lastErrorMessage)
      }
    }
  }

  private func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    do {
      return try queue.unsafeRead(body)
    } catch {
      throw StoreError(path: path, message: StoreError.reason(error))
    }
  }

  private static func customer(_ row: Row) -> StoredCustomer {
    func moment(_ column: String) -> Timestamp? {
      (row[column] as String?).flatMap { Timestamp.parse($0)?.moment }
    }
    return StoredCustomer(
      id: row["id"],
      rfm: RFM(recency: row["recency"], frequency: row["frequency"], monetary: row["monetary"]),
      firstPurchase: moment("first_purchase"), lastPurchase: moment("last_purchase"),
      purchaseDays: row["purchase_days"], cluster: row["cluster"], isOutlier: row["outlier"])
  }

  /// The least byte string that is greater than all that start with `prefix`; nil where there is none.
  private static func successor(of prefix: String) -> Data? {
    var bytes = Array(prefix.utf8)
    while let last = bytes.last, last == 0xFF { bytes.removeLast() }
    guard let last = bytes.last else { return nil }
    bytes[bytes.count - 1] = last + 1
    return Data(bytes)
  }
}
