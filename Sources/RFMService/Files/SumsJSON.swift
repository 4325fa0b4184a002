import Customers
import JSONText
import Tabular

/// What sales were summed up to, as objects: in a list, or one in a line.
struct SumsJSON: RowForm {
  private let sums: SumsForm
  private let isList: Bool

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
