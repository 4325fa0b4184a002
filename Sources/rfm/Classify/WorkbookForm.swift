import Customers
import RFMService
import Segmentation
import Tabular
import Transactions
import Workbooks

/// The columns of the CSV as a workbook, harmless to spreadsheets in the same way.
///
/// The guard is an apostrophe in the text here too, although a cell of text is never run: whoever saves the
/// workbook as CSV has a harmless one.
///
/// The writer packs one stream, so one thread at a time writes the rows, in their order.
struct WorkbookForm: RowForm, @unchecked Sendable {
  let rows: ClassifiedRows
  private let writer: WorkbookWriter
  /// The names of the segments, and whether they need a guard.
  private let names: [(text: [UInt8], isGuarded: Bool)]

  /// - Throws: `Failure` where an ID is longer than a cell can be.
  init(_ rows: ClassifiedRows) throws(Problem) {
    self.rows = rows
    let longest = try WorkbookWriter.longestID(rows.table)
    names = rows.segments.map { segment in
      let text = Array(segment.name.utf8)
      return (text, text.withUnsafeBufferPointer(FormulaGuard.isNeeded))
    }
    let titles = CSVForm.header.split(separator: ",").map(String.init)
    let longestName = rows.segments.map(\.name.count).max() ?? 0
    writer = WorkbookWriter(
      columns: titles.map { title in
        switch title {
        case "customer_id": .init(title, width: max(title.count, min(longest, 40)))
        case "segment": .init(title, width: max(title.count, min(longestName, 40)))
        case "margin": .init(title, width: 20)
        default: .init(title, width: title.count)
        }
      }, sheet: "customers")
  }

  var opening: [UInt8] { [] }

  func write(_ row: Int, isFirst: Bool, to buffer: ByteBuffer) {
    let answer = rows.answer(row)
    let name = names[rows.segment(row, answer)]
    writer.beginRow()
    rows.table.ids.withBytes(of: row) { writer.id($0) }
    writer.number(Int(rows.table.recency[row]))
    writer.number(Int(rows.table.frequency[row]))
    writer.number(rows.table.monetary[row])
    writer.number(answer.scores.recency)
    writer.number(answer.scores.frequency)
    writer.number(answer.scores.monetary)
    writer.number(answer.cluster)
    name.text.withUnsafeBufferPointer { writer.text($0, isGuarded: name.isGuarded) }
    writer.flag(answer.isOutlier)
    if let margin = answer.margin { writer.number(margin) } else { writer.empty() }
    writer.endRow()
    writer.take(into: buffer)
  }

  func closing() throws(Problem) -> [UInt8] { try writer.rest() }
}

/// What sales were summed up to, as a workbook; monetary as the number nearest to it.
struct SumsWorkbookForm: RowForm, @unchecked Sendable {
  private let table: RFMTable
  private let writer: WorkbookWriter

  /// - Throws: `Failure` where an ID is longer than a cell can be.
  init(_ table: RFMTable) throws(Problem) {
    self.table = table
    let longest = try WorkbookWriter.longestID(table)
    writer = WorkbookWriter(
      columns: SumsForm.header.split(separator: ",").map { title in
        switch title {
        case "customer_id": .init(String(title), width: max(title.count, min(longest, 40)))
        case "first_purchase", "last_purchase": .init(String(title), width: 20)
        default: .init(String(title), width: title.count + 2)
        }
      }, sheet: "customers")
  }

  var opening: [UInt8] { [] }

  func write(_ row: Int, isFirst: Bool, to buffer: ByteBuffer) {
    writer.beginRow()
    table.ids.withBytes(of: row) { writer.id($0) }
    writer.number(Int(table.recency[row]))
    writer.number(Int(table.frequency[row]))
    writer.number(table.monetary[row])
    if table.hasDates {
      writer.text("\(table.firstPurchase[row])")
      writer.text("\(table.lastPurchase[row])")
    }
    writer.endRow()
    writer.take(into: buffer)
  }

  func closing() throws(Problem) -> [UInt8] { try writer.rest() }
}

extension WorkbookWriter {
  /// The bytes of the longest ID.
  ///
  /// - Throws: `Failure` where it is longer than a cell can be.
  static func longestID(_ table: RFMTable) throws(Problem) -> Int {
    var longest = 0
    for row in 0..<table.count {
      let count = table.ids.withBytes(of: row) { $0.count }
      longest = max(longest, count)
      // A guard takes one more.
      guard count >= longestText else { continue }
      let id = table.ids[row]
      guard id.utf16.count < longestText else {
        throw Problem(
          "a cell of a workbook holds 32,767 characters, and the customer ID '\(id.prefix(30))…' is longer; write CSV"
        )
      }
    }
    return longest
  }

  /// A customer ID: a number where it is one in a spreadsheet too (whole, without leading zeros, with the 15
  /// digits that a spreadsheet keeps), else text.
  @inline(__always)
  func id(_ id: UnsafeBufferPointer<UInt8>) {
    if let number = Self.number(id) { return self.number(number) }
    text(id, isGuarded: FormulaGuard.isNeeded(id))
  }

  @inline(__always)
  private static func number(_ id: UnsafeBufferPointer<UInt8>) -> Int? {
    guard (1...15).contains(id.count), id[0] != UInt8(ascii: "0") || id.count == 1 else { return nil }
    var number = 0
    for byte in id {
      let digit = byte &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      number = number &* 10 &+ Int(digit)
    }
    return number
  }

  func text(_ text: String) {
    var text = text
    text.withUTF8 { self.text($0) }
  }

  /// Ends the workbook, and what is still to be written of it.
  func rest() throws(Problem) -> [UInt8] {
    try explained { () throws(TooLarge) in try finish() }
    let rest = ByteBuffer()
    take(into: rest)
    return Array(rest.content)
  }
}
