import Customers
import JSONText
import Segmentation
import Tabular
import Wording

/// What sales were summed up to, as comma-separated values: an RFM table.
struct SumsForm: RowForm {
  static let header = "customer_id,recency,frequency,monetary,first_purchase,last_purchase"

  let table: RFMTable
  /// Whether monetary is the revenue and so an exact decimal.
  let isExact: Bool

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

/// The same as objects: in a list, or one in a line.
struct SumsJSONForm: RowForm {
  let sums: SumsForm
  let isList: Bool

  init(_ sums: SumsForm, isList: Bool) {
    self.sums = sums
    self.isList = isList
  }

  var opening: [UInt8] { isList ? Array("[\n".utf8) : [] }
  var between: [UInt8] { isList ? Array(",\n".utf8) : [] }
  func closing() -> [UInt8] { isList ? Array("\n]\n".utf8) : [] }

  func write(_ row: Int, isFirst: Bool, to buffer: ByteBuffer) {
    let table = sums.table
    if !isFirst { buffer.append(between) }
    buffer.append("{\"customer_id\": ")
    buffer.append(JSON.string(table.ids[row]).text(.compact))
    buffer.append(", \"recency\": ")
    buffer.append(Int(table.recency[row]))
    buffer.append(", \"frequency\": ")
    buffer.append(Int(table.frequency[row]))
    buffer.append(", \"monetary\": ")
    sums.appendMonetary(row, to: buffer)
    append("first_purchase", table.hasDates ? table.firstPurchase[row] : nil, to: buffer)
    append("last_purchase", table.hasDates ? table.lastPurchase[row] : nil, to: buffer)
    buffer.append(isList ? "}" : "}\n")
  }

  private func append(_ name: String, _ moment: Timestamp?, to buffer: ByteBuffer) {
    buffer.append(", \"\(name)\": ")
    guard let moment else { return buffer.append("null") }
    let quote = UInt8(ascii: "\"")
    buffer.append(quote)
    buffer.append(moment)
    buffer.append(quote)
  }
}

extension TableForm {
  /// What sales were summed up to.
  init(_ table: RFMTable, currency: String?, style: Style, isScreen: Bool) {
    let figures = Figures(currency: currency)
    let columns = [
      Column(title: "customer"), Column(title: "recency", isRightAligned: true),
      Column(title: "frequency", isRightAligned: true), Column(title: "monetary", isRightAligned: true),
      Column(title: "first purchase"), Column(title: "last purchase"),
    ]
    self.init(columns, chosen: 0..<table.count, style: style, isScreen: isScreen) { row in
      let dates = table.hasDates ? [table.firstPurchase[row].date, table.lastPurchase[row].date] : ["", ""]
      let texts = [
        Layout.cell(table.ids[row]), Figures.count(Int(table.recency[row])),
        Figures.count(Int(table.frequency[row])), figures.money(table.monetary[row]),
      ]
      return (texts + dates, nil)
    }
  }
}
