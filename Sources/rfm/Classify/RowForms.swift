import JSONText
import Segmentation
import Transactions

/// One way to write classified customers: what stands in front of the first, each row, what follows the last.
protocol RowForm {
  var opening: [UInt8] { get }
  var closing: [UInt8] { get }
  func write(_ row: Int, isFirst: Bool, to buffer: ByteBuffer)
}

/// Comma-separated values (RFC 4180, lines ended by a line feed), harmless to spreadsheets.
struct CSVForm: RowForm {
  static let header =
    "customer_id,recency,frequency,monetary,recency_score,frequency_score,monetary_score,cluster,segment,outlier,margin"

  let rows: ClassifiedRows
  /// The names of the segments as cells, the commas around them included.
  private let names: [[UInt8]]

  init(_ rows: ClassifiedRows) {
    self.rows = rows
    names = rows.segments.map { segment in
      let cell = ByteBuffer()
      cell.append(UInt8(ascii: ","))
      Array(segment.name.utf8).withUnsafeBufferPointer { Self.write(text: $0, to: cell) }
      cell.append(UInt8(ascii: ","))
      return Array(cell.content)
    }
  }

  var opening: [UInt8] { Array((Self.header + "\n").utf8) }
  var closing: [UInt8] { [] }

  @inline(__always)
  func write(_ row: Int, isFirst: Bool, to buffer: ByteBuffer) {
    let comma = UInt8(ascii: ",")
    let answer = rows.answer(row)
    rows.table.ids.withBytes(of: row) { Self.write(text: $0, to: buffer) }
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

  /// A cell of text: guarded against being run as a formula, quoted where it must be.
  @inline(__always)
  static func write(text: UnsafeBufferPointer<UInt8>, to buffer: ByteBuffer) {
    let isGuarded = FormulaGuard.isNeeded(text)
    guard text.contains(where: needsQuotes) else {
      if isGuarded { buffer.append(UInt8(ascii: "'")) }
      return buffer.append(text)
    }
    let quote = UInt8(ascii: "\"")
    buffer.append(quote)
    if isGuarded { buffer.append(UInt8(ascii: "'")) }
    for byte in text {
      if byte == quote { buffer.append(quote) }
      buffer.append(byte)
    }
    buffer.append(quote)
  }

  /// The delimiter, quotes and line ends; of other delimiters too, since a header is told by them.
  @inline(__always)
  private static func needsQuotes(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "\""), 0x0A, 0x0D: true
    default: false
    }
  }
}

/// Objects in the shape that clients of scoring services read: in a list, or one in a line.
struct JSONForm: RowForm {
  let rows: ClassifiedRows
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
  var closing: [UInt8] { isList ? Array("\n]\n".utf8) : [] }

  func write(_ row: Int, isFirst: Bool, to buffer: ByteBuffer) {
    let answer = rows.answer(row)
    if isList && !isFirst { buffer.append(",\n") }
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
