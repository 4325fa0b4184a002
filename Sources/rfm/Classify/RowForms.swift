import JSONText
import Segmentation
import Tabular
import Transactions

/// One way to write customers: what stands in front of the first, each row, what follows the last.
protocol RowForm: Sendable {
  var opening: [UInt8] { get }
  /// What stands in front of every row but the first.
  var between: [UInt8] { get }
  /// - Throws: `Failure` where the whole cannot be what it should be.
  func closing() throws(Failure) -> [UInt8]
  func write(_ row: Int, isFirst: Bool, to buffer: ByteBuffer)
}

extension RowForm {
  var between: [UInt8] { [] }
}

/// A form of classified customers, of which a table can be set after the other.
protocol ClassifiedForm: RowForm {
  var rows: ClassifiedRows { get set }
}

/// Comma-separated values (RFC 4180, lines ended by a line feed), harmless to spreadsheets.
struct CSVForm: ClassifiedForm {
  static let header =
    "customer_id,recency,frequency,monetary,recency_score,frequency_score,monetary_score,cluster,segment,outlier,margin"

  var rows: ClassifiedRows
  /// The names of the segments as cells, the commas around them included.
  private let names: [[UInt8]]

  init(_ rows: ClassifiedRows) {
    self.rows = rows
    names = rows.segments.map { segment in
      let cell = ByteBuffer()
      cell.append(UInt8(ascii: ","))
      Array(segment.name.utf8).withUnsafeBufferPointer { cell.append(cell: $0) }
      cell.append(UInt8(ascii: ","))
      return Array(cell.content)
    }
  }

  var opening: [UInt8] { Array((Self.header + "\n").utf8) }
  func closing() -> [UInt8] { [] }

  @inline(__always)
  func write(_ row: Int, isFirst: Bool, to buffer: ByteBuffer) {
    let comma = UInt8(ascii: ",")
    let answer = rows.answer(row)
    rows.table.ids.withBytes(of: row) { buffer.append(cell: $0) }
    buffer.append(comma)
    buffer.append(Int(rows.table.recency[row]))
    buffer.append(comma)
    buffer.append(Int(rows.table.frequency[row]))
    buffer.append(comma)
    buffer.append(rows.table.monetary[row])
    buffer.append(comma)
    buffer.append(answer.scores.recency)
    buffer.append(comma)
    buffer.append(answer.scores.frequency)
    buffer.append(comma)
    buffer.append(answer.scores.monetary)
    buffer.append(comma)
    buffer.append(answer.cluster)
    buffer.append(names[rows.segment(row, answer)])
    buffer.append(answer.isOutlier ? Self.yes : Self.no)
    if let margin = answer.margin { buffer.append(margin) }
    buffer.append(UInt8(ascii: "\n"))
  }

  private static let yes = Array("true,".utf8)
  private static let no = Array("false,".utf8)
}

/// Objects in the shape that clients of scoring services read: in a list, or one in a line.
struct JSONForm: ClassifiedForm {
  var rows: ClassifiedRows
  let isList: Bool
  /// What is the same for all customers of a segment, as text.
  private let segments: [[UInt8]]

  init(_ rows: ClassifiedRows, isList: Bool) {
    self.rows = rows
    self.isList = isList
    segments = rows.segments.map { segment in
      let members: [(String, JSON)] = [
        ("cluster_name", .string(segment.name)), ("cluster_interpretation", .string(segment.interpretation)),
        ("cluster_recommendations", .array(segment.recommendations.map(JSON.string))),
      ]
      // The members without the braces around them.
      return Array(JSON.object(members).text(.spaced).utf8.dropFirst().dropLast())
    }
  }

  var opening: [UInt8] { isList ? Array("[\n".utf8) : [] }
  var between: [UInt8] { isList ? Array(",\n".utf8) : [] }
  func closing() -> [UInt8] { isList ? Array("\n]\n".utf8) : [] }

  func write(_ row: Int, isFirst: Bool, to buffer: ByteBuffer) {
    let answer = rows.answer(row)
    if !isFirst { buffer.append(between) }
    buffer.append("{\"customer_id\": ")
    buffer.append(JSON.string(rows.table.ids[row]).text(.compact))
    buffer.append(", \"predicted_cluster_id\": ")
    buffer.append(answer.cluster)
    buffer.append(", ")
    buffer.append(segments[rows.segment(row, answer)])
    buffer.append(", \"rfm_values\": {\"MonetaryValue\": ")
    buffer.append(rows.table.monetary[row])
    buffer.append(", \"Frequency\": ")
    buffer.append(Int(rows.table.frequency[row]))
    buffer.append(", \"Recency\": ")
    buffer.append(Int(rows.table.recency[row]))
    buffer.append("}, \"distances\": [")
    for (cluster, distance) in rows.distances(row).enumerated() {
      if cluster > 0 { buffer.append(", ") }
      buffer.append(distance)
    }
    buffer.append(isList ? "]}" : "]}\n")
  }
}

extension TableForm {
  /// Classified customers.
  init(
    _ rows: ClassifiedRows, chosen: some Sequence<Int>, currency: String?, style: Style, isScreen: Bool
  ) {
    let figures = Figures(currency: currency)
    let columns = [
      Column(title: "customer"), Column(title: "segment", isTinted: true),
      Column(title: "recency", isRightAligned: true), Column(title: "frequency", isRightAligned: true),
      Column(title: "monetary", isRightAligned: true), Column(title: "scores"),
      Column(title: "cluster", isRightAligned: true), Column(title: "outlier"),
      Column(title: "margin", isRightAligned: true),
    ]
    self.init(columns, chosen: chosen, style: style, isScreen: isScreen) { row in
      let answer = rows.answer(row)
      let segment = rows.segments[rows.segment(row, answer)]
      let texts = [
        Layout.cell(rows.table.ids[row]), Layout.cell(segment.name),
        Figures.count(Int(rows.table.recency[row])), Figures.count(Int(rows.table.frequency[row])),
        figures.money(rows.table.monetary[row]),
        "\(answer.scores.recency) · \(answer.scores.frequency) · \(answer.scores.monetary)",
        String(answer.cluster), answer.isOutlier ? "outlier" : "",
        answer.margin.map { Figures.fixed($0, digits: 2) } ?? "",
      ]
      return (texts, segment.color)
    }
  }
}
