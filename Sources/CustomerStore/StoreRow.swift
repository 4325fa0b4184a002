import Customers
import GRDBSQLite
import JSONText
import Segmentation
import Wording

/// A row of the table of customers as SQLite holds it, each value looked at before it is believed: a file can be
/// damaged, or edited by hand, and SQLite keeps a text in a column of numbers without a word.
struct StoreRow {
  static let columns =
    "id, recency, frequency, monetary, first_purchase, last_purchase, purchase_days, cluster, outlier"

  let statement: OpaquePointer

  /// The values; the ID is read by itself, since most scans need few of them. About 50 ns.
  ///
  /// - Parameter k: the clusters that the model has.
  func values(k: Int) throws(StoreDamage) -> StoredValues {
    guard sqlite3_column_type(statement, 0) == SQLITE_TEXT else {
      throw StoreDamage("the ID of a customer is no text")
    }
    let rfm = RFM(
      recency: try whole(1, "recency", 0...Int64(Int32.max)),
      frequency: try whole(2, "frequency", 1...Int64(Int32.max)), monetary: try money(3))
    let first = try moment(4, "first_purchase")
    let last = try moment(5, "last_purchase")
    guard (first == nil) == (last == nil), first.map({ $0 <= last ?? $0 }) ?? true else {
      throw damage("the first and the last purchase do not fit together")
    }
    let days =
      sqlite3_column_type(statement, 6) == SQLITE_NULL
      ? nil : try whole(6, "purchase_days", 0...Int64(Int32.max))
    return StoredValues(
      rfm: rfm, firstPurchase: first, lastPurchase: last, purchaseDays: days,
      cluster: try whole(7, "cluster", 0...Int64(k - 1)), isOutlier: try whole(8, "outlier", 0...1) == 1)
  }

  /// A text with all its bytes, also behind a NUL.
  static func text(_ statement: OpaquePointer, _ column: Int32) throws(StoreDamage) -> String {
    guard sqlite3_column_type(statement, column) == SQLITE_TEXT,
      let bytes = sqlite3_column_text(statement, column)
    else { throw StoreDamage("a text in it is none") }
    let buffer = UnsafeBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(statement, column)))
    var text = String(decoding: buffer, as: UTF8.self)
    // What is no UTF-8 was mended. String(validating:) says the same and takes five times as long.
    guard text.withUTF8({ $0.elementsEqual(buffer) }) else { throw StoreDamage("a text in it is none") }
    return text
  }

  private func whole(
    _ column: Int32, _ name: String, _ range: ClosedRange<Int64>
  ) throws(StoreDamage) -> Int {
    let value = sqlite3_column_int64(statement, column)
    guard sqlite3_column_type(statement, column) == SQLITE_INTEGER, range.contains(value) else {
      throw damage("\(name) is not a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return Int(value)
  }

  private func money(_ column: Int32) throws(StoreDamage) -> Double {
    let value = sqlite3_column_double(statement, column)
    guard sqlite3_column_type(statement, column) == SQLITE_FLOAT, abs(value) < 1e38 else {
      throw damage("monetary is not an amount")
    }
    return value
  }

  /// `2010-12-09 20:01:00`; nil for NULL.
  private func moment(_ column: Int32, _ name: String) throws(StoreDamage) -> Timestamp? {
    let type = sqlite3_column_type(statement, column)
    if type == SQLITE_NULL { return nil }
    guard type == SQLITE_TEXT, let text = sqlite3_column_text(statement, column),
      sqlite3_column_bytes(statement, column) == 19,
      let moment = Self.moment(UnsafeBufferPointer(start: text, count: 19))
    else { throw damage("\(name) is not a date and time") }
    return moment
  }

  private static func moment(_ text: UnsafeBufferPointer<UInt8>) -> Timestamp? {
    let marks: [(Int, UInt8)] = [
      (4, UInt8(ascii: "-")), (7, UInt8(ascii: "-")), (10, UInt8(ascii: " ")), (13, UInt8(ascii: ":")),
      (16, UInt8(ascii: ":")),
    ]
    guard marks.allSatisfy({ text[$0.0] == $0.1 }) else { return nil }
    func number(_ range: Range<Int>) -> Int? {
      var number = 0
      for place in range {
        let digit = text[place] &- UInt8(ascii: "0")
        guard digit < 10 else { return nil }
        number = number * 10 + Int(digit)
      }
      return number
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
      let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19)
    else { return nil }
    return Timestamp(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
  }

  private func damage(_ message: String) -> StoreDamage {
    let id = (try? Self.text(statement, 0)) ?? "?"
    return StoreDamage("of customer '\(legible(id))' \(message)")
  }
}

/// What is wrong with the content of a store.
struct StoreDamage: Error {
  let message: String

  init(_ message: String) {
    self.message = message
  }
}

/// What a store says of a customer, but for the ID.
struct StoredValues {
  var rfm: RFM
  var firstPurchase: Timestamp?
  var lastPurchase: Timestamp?
  var purchaseDays: Int?
  var cluster: Int
  var isOutlier: Bool
}
