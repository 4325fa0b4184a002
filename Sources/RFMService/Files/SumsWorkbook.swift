import Customers
import Tabular
import Workbooks

/// What sales were summed up to, as a workbook; monetary as the number nearest to it.
struct SumsWorkbook: RowForm, @unchecked Sendable {
  private let table: RFMTable
  private let writer: WorkbookWriter

  /// - Throws: `Problem` where an ID is longer than a cell can be.
  init(_ table: RFMTable) throws(Problem) {
    self.table = table
    let longest = try WorkbookWriter.longestID(table)
    writer = WorkbookWriter(
      columns: SumsForm.header.split(separator: ",").map { title in
        switch title {
        case "customer_id": .init(String(title), width: max(title.count, min(longest, 40)))
        case "first_purchase", "last_purchase": .init(String(title), width: 20, format: .moment)
        case "monetary": .init(String(title), width: 14, format: .money)
        default: .init(String(title), width: title.count + 2)
        }
      }, sheet: "customers")
  }

  var opening: [UInt8] { [] }
  var isSequential: Bool { true }

  func write(_ row: Int, isFirst: Bool, to buffer: ByteBuffer) {
    writer.beginRow()
    table.ids.withBytes(of: row) { writer.id($0) }
    writer.number(Int(table.recency[row]))
    writer.number(Int(table.frequency[row]))
    writer.number(table.monetary[row])
    if table.hasDates {
      writer.moment("\(table.firstPurchase[row])")
      writer.moment("\(table.lastPurchase[row])")
    }
    writer.endRow()
    writer.take(into: buffer)
  }

  func closing() throws(Problem) -> [UInt8] { try writer.rest() }
}
