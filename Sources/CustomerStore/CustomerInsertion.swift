import Customers
import GRDB
import GRDBSQLite
import Segmentation

/// One statement that inserts some rows of the table of customers at once: half the time of a statement for
/// each, since SQLite sets itself up for every one.
///
/// Values are bound without copies, so what they lie in must outlive the insertion.
final class CustomerInsertion {
  /// Above this, more rows to a statement bring nothing.
  static let mostRows = 50

  let rows: Int
  private let content: StoreContent
  /// The IDs, then each kept column.
  private let texts: [IDColumn.Texts]
  private let db: Database
  private let prepared: Statement
  private let firstPurchases: DateTexts
  private let lastPurchases: DateTexts
  private static let fixedColumns = Int32(StoreSchema.columns.count)

  init(rows: Int, of content: StoreContent, _ texts: [IDColumn.Texts], _ db: Database) throws {
    self.rows = rows
    self.content = content
    self.texts = texts
    self.db = db
    let row =
      "(\(Array(repeating: "?", count: StoreSchema.columns.count + texts.count - 1).joined(separator: ",")))"
    prepared = try db.makeStatement(
      sql: "INSERT INTO customers VALUES \(Array(repeating: row, count: rows).joined(separator: ","))")
    firstPurchases = DateTexts(rows)
    lastPurchases = DateTexts(rows)
  }

  /// Inserts the rows of the table from `start` on.
  func insert(from start: Int) throws {
    let statement = prepared.sqliteStatement
    let table = content.table
    var place: Int32 = 0
    for slot in 0..<rows {
      let row = start + slot
      bind(texts[0][row], at: place + 1)
      sqlite3_bind_int64(statement, place + 2, Int64(table.recency[row]))
      sqlite3_bind_int64(statement, place + 3, Int64(table.frequency[row]))
      sqlite3_bind_double(statement, place + 4, table.monetary[row])
      if table.hasDates {
        bind(firstPurchases.text(of: table.firstPurchase[row], in: slot), at: place + 5)
        bind(lastPurchases.text(of: table.lastPurchase[row], in: slot), at: place + 6)
        sqlite3_bind_int64(statement, place + 7, Int64(table.purchaseDays[row]))
      }
      sqlite3_bind_int64(statement, place + 8, Int64(content.labels[row]))
      sqlite3_bind_int64(statement, place + 9, content.isOutlier[row] ? 1 : 0)
      place += Self.fixedColumns
      for column in texts.indices.dropFirst() {
        place += 1
        let value = texts[column][row]
        if value.isEmpty { sqlite3_bind_null(statement, place) } else { bind(value, at: place) }
      }
    }
    _ = sqlite3_step(statement)
    let code = sqlite3_reset(statement)
    guard code == SQLITE_OK else {
      throw DatabaseError(resultCode: ResultCode(rawValue: code), message: db.lastErrorMessage)
    }
  }

  @inline(__always)
  private func bind(_ text: UnsafeBufferPointer<UInt8>, at place: Int32) {
    text.withMemoryRebound(to: CChar.self) {
      _ = sqlite3_bind_text(prepared.sqliteStatement, place, $0.baseAddress, Int32($0.count), nil)
    }
  }
}

/// The texts of some moments in memory that stays where it is, so that SQLite need not copy them.
private final class DateTexts {
  private static let length = 19
  private let bytes: UnsafeMutablePointer<UInt8>

  init(_ count: Int) {
    bytes = .allocate(capacity: count * Self.length)
    for slot in 0..<count {
      for (i, byte) in "0000-00-00 00:00:00".utf8.enumerated() { bytes[slot * Self.length + i] = byte }
    }
  }

  deinit { bytes.deallocate() }

  /// Valid until the slot takes another moment.
  func text(of moment: Timestamp, in slot: Int) -> UnsafeBufferPointer<UInt8> {
    let text = bytes + slot * Self.length
    let day = moment.day
    let date = Timestamp.date(ofDay: day)
    let rest = Int(moment.seconds - Int64(day) * Timestamp.secondsPerDay)
    Self.write(date.year / 100, to: text)
    Self.write(date.year % 100, to: text + 2)
    Self.write(date.month, to: text + 5)
    Self.write(date.day, to: text + 8)
    Self.write(rest / 3600, to: text + 11)
    Self.write(rest / 60 % 60, to: text + 14)
    Self.write(rest % 60, to: text + 17)
    return UnsafeBufferPointer(start: text, count: Self.length)
  }

  private static func write(_ number: Int, to text: UnsafeMutablePointer<UInt8>) {
    text[0] = UInt8(ascii: "0") + UInt8(number / 10)
    text[1] = UInt8(ascii: "0") + UInt8(number % 10)
  }
}
