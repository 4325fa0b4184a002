import Customers
import JSONText
import RFMService
import Segmentation
import Tabular

/// The columns of a list.
struct ListColumns {
  let kept: [String]
  let hasGroups: Bool

  init(_ list: CustomerList) {
    kept = list.kept.map(\.name)
    hasGroups = list.isControl != nil
  }

  var names: [String] {
    ["customer_id"] + kept + [
      "recency", "frequency", "monetary", "recency_score", "frequency_score", "monetary_score", "segment",
      "last_purchase", "what_to_do",
    ] + (hasGroups ? ["group", "as_of"] : [])
  }
}

/// A list as comma-separated values, harmless to spreadsheets; an RFM table that `rfm` reads again.
struct CSVListForm: RowForm {
  let list: CustomerList
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
    if let isControl = list.isControl {
      buffer.append(isControl[row] ? ",control," : ",target,")
      buffer.append(list.asOf ?? "")
    }
    buffer.append(UInt8(ascii: "\n"))
  }
}

/// A list as JSON Lines: an object for each customer, with the columns as keys.
struct JSONListForm: RowForm {
  let list: CustomerList

  init(_ list: CustomerList) {
    self.list = list
  }

  var opening: [UInt8] { [] }
  func closing() -> [UInt8] { [] }

  func write(_ row: Int, isFirst: Bool, to buffer: ByteBuffer) {
    let (rfm, scores) = (list.rfm[row], list.scores[row])
    let segment = list.segments[list.segment[row]]
    let last = list.lastPurchase[row]
    var members: [(String, JSON)] = [("customer_id", .string(list.ids[row]))]
    members += list.kept.map { column in
      let value = column.values[row]
      return (column.name, value.isEmpty ? .null : .string(value))
    }
    members += [
      ("recency", .integer(rfm.recency)), ("frequency", .integer(rfm.frequency)),
      ("monetary", .number(rfm.monetary)), ("recency_score", .integer(scores.recency)),
      ("frequency_score", .integer(scores.frequency)), ("monetary_score", .integer(scores.monetary)),
      ("segment", .string(segment.name)), ("last_purchase", last.isEmpty ? .null : .string(last)),
      ("what_to_do", segment.recommendations.first.map(JSON.string) ?? .null),
    ]
    if let isControl = list.isControl {
      members += [
        ("group", .string(isControl[row] ? "control" : "target")),
        ("as_of", list.asOf.map(JSON.string) ?? .null),
      ]
    }
    buffer.append(JSON.object(members).text(.spaced))
    buffer.append("\n")
  }
}
