import JSONText
import Tabular

/// A list as JSON Lines: an object for each customer, with the columns as keys.
struct ListJSON: RowForm {
  private let list: CustomerList

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
    if let again = list.again { members.append((BuyingAgainColumn.name, again[row].json)) }
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
