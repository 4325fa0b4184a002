import Customers
import Tabular

/// What sales were summed up to, as comma-separated values: an RFM table.
struct SumsForm: RowForm {
  static let header = "customer_id,recency,frequency,monetary,first_purchase,last_purchase"

  let table: RFMTable
  /// Whether monetary is the revenue and so an exact decimal.
  private let isExact: Bool

  init(_ table: RFMTable, isExact: Bool) {
    self.table = table
    self.isExact = isExact
  }

  var opening: [UInt8] { Array((Self.header + "\n").utf8) }
  func closing() -> [UInt8] { [] }

  @inline(__always)
  func write(_ row: Int, isFirst: Bool, to buffer: ByteBuffer) {
    let comma = UInt8(ascii: ",")
    table.ids.withBytes(of: row) { buffer.append(cell: $0) }
    buffer.append(comma)
    buffer.append(Int(table.recency[row]))
    buffer.append(comma)
    buffer.append(Int(table.frequency[row]))
    buffer.append(comma)
    appendMonetary(row, to: buffer)
    buffer.append(comma)
    // An RFM table that was read has no dates.
    if table.hasDates { buffer.append(table.firstPurchase[row]) }
    buffer.append(comma)
    if table.hasDates { buffer.append(table.lastPurchase[row]) }
    buffer.append(UInt8(ascii: "\n"))
  }

  @inline(__always)
  func appendMonetary(_ row: Int, to buffer: ByteBuffer) {
    if isExact {
      buffer.append(table.revenue[row], scale: table.revenueScale)
    } else {
      buffer.append(table.monetary[row])
    }
  }
}
