import Customers
import Tabular

/// A list as comma-separated values, harmless to spreadsheets; an RFM table that every command reads again.
struct ListCSV: RowForm {
  private let list: CustomerList
  /// By segment, as cells.
  private let segments: [[UInt8]]
  private let advice: [[UInt8]]

  init(_ list: CustomerList) {
    self.list = list
    segments = list.segments.map { Self.cell($0.name) }
    advice = list.segments.indices.map { Self.cell(list.advice($0)) }
  }

  private static func cell(_ text: String) -> [UInt8] {
    let cell = ByteBuffer()
    Array(text.utf8).withUnsafeBufferPointer { cell.append(cell: $0) }
    return Array(cell.content)
  }

  var opening: [UInt8] {
    Array(ListColumns(list).names.map(Self.cell).joined(separator: [UInt8(ascii: ",")]))
      + [UInt8(ascii: "\n")]
  }
  func closing() -> [UInt8] { [] }

  func write(_ row: Int, isFirst: Bool, to buffer: ByteBuffer) {
    let comma = UInt8(ascii: ",")
    list.ids.withBytes(of: row) { buffer.append(cell: $0) }
    for column in list.kept {
      buffer.append(comma)
      column.values.withBytes(of: row) { buffer.append(cell: $0) }
    }
    buffer.append(comma)
    buffer.append(list.rfm[row].recency)
    buffer.append(comma)
    buffer.append(list.rfm[row].frequency)
    buffer.append(comma)
    buffer.append(list.rfm[row].monetary)
    for feature in FeatureName.allCases {
      buffer.append(comma)
      buffer.append(list.scores[row][feature])
    }
    buffer.append(comma)
    buffer.append(segments[list.segment[row]])
    buffer.append(comma)
    list.lastPurchase.withBytes(of: row) { buffer.append($0) }
    buffer.append(comma)
    buffer.append(advice[list.segment[row]])
    if let again = list.again {
      buffer.append(comma)
      buffer.append(again[row])
    }
    if let isControl = list.isControl {
      buffer.append(isControl[row] ? ",control," : ",target,")
      buffer.append(list.asOf ?? "")
    }
    buffer.append(UInt8(ascii: "\n"))
  }
}
