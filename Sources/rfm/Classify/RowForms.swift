import Customers
import JSONText
import RFMService
import Segmentation
import Tabular
import Transactions
import Wording

/// One way to write customers: what stands in front of the first, each row, what follows the last.
protocol RowForm: Sendable {
  var opening: [UInt8] { get }
  /// What stands in front of every row but the first.
  var between: [UInt8] { get }
  /// - Throws: `Failure` where the whole cannot be what it should be.
  func closing() throws(Problem) -> [UInt8]
  func write(_ row: Int, isFirst: Bool, to buffer: ByteBuffer)
  /// Writes the rows at some places, one after the other; the first of all is at 0.
  ///
  /// - Parameter row: gives the row for each of `places`.
  func write(_ places: Range<Int>, _ row: (Int) -> Int, to buffer: ByteBuffer)
}

extension RowForm {
  var between: [UInt8] { [] }

  func write(_ places: Range<Int>, _ row: (Int) -> Int, to buffer: ByteBuffer) {
    for place in places { write(row(place), isFirst: place == 0, to: buffer) }
  }
}

/// A form of classified customers, of which a table can be set after the other.
protocol ClassifiedForm: RowForm {
  var rows: ClassifiedRows { get set }
  /// Writes rows that are answered.
  ///
  /// - Parameters:
  ///   - segment: the only segment whose customers are written; nil for all.
  ///   - isFirst: whether the first of them is the first of all.
  func write(_ answers: RowAnswers, of segment: Int?, isFirst: Bool, to buffer: ByteBuffer)
}

extension ClassifiedForm {
  func write(_ row: Int, isFirst: Bool, to buffer: ByteBuffer) {
    write(isFirst ? 0..<1 : 1..<2, { _ in row }, to: buffer)
  }

  func write(_ places: Range<Int>, _ row: (Int) -> Int, to buffer: ByteBuffer) {
    write(places, row, of: nil, to: buffer)
  }

  func write(_ places: Range<Int>, _ row: (Int) -> Int, of segment: Int?, to buffer: ByteBuffer) {
    let (rows, answers) = (rows, RowAnswers())
    var rest = places
    while !rest.isEmpty {
      rows.answer(rest, row, into: answers)
      write(answers, of: segment, isFirst: rest.lowerBound == 0, to: buffer)
      rest = rest.dropFirst(answers.count)
    }
  }
}

/// Comma-separated values (RFC 4180, lines ended by a line feed), harmless to spreadsheets.
struct CSVForm: ClassifiedForm {
  static let header =
    "customer_id,recency,frequency,monetary,recency_score,frequency_score,monetary_score,cluster,segment,outlier,margin"

  var rows: ClassifiedRows
  /// The names of the segments as cells, the commas around them included.
  private let names: IDColumn
  private let longestName: Int

  init(_ rows: ClassifiedRows) {
    self.rows = rows
    var names = IDColumn()
    let cell = ByteBuffer()
    var longest = 0
    for segment in rows.segments {
      cell.clear()
      cell.append(UInt8(ascii: ","))
      Array(segment.name.utf8).withUnsafeBufferPointer { cell.append(cell: $0) }
      cell.append(UInt8(ascii: ","))
      names.append(cell.content.bindMemory(to: UInt8.self))
      longest = max(longest, cell.count)
    }
    self.names = names
    longestName = longest
  }

  var opening: [UInt8] { Array((Self.header + "\n").utf8) }
  func closing() -> [UInt8] { [] }

  func write(_ answers: RowAnswers, of segment: Int?, isFirst: Bool, to buffer: ByteBuffer) {
    let (ids, names, room) = (rows.table.ids, names, Self.numbersLength + longestName)
    let comma = UInt8(ascii: ",")
    for place in 0..<answers.count {
      let own = answers.segment(place)
      if let segment, own != segment { continue }
      ids.withBytes(of: answers.row(place)) { buffer.append(cell: $0) }
      buffer.write(atMost: room) { line in
        line.append(comma)
        line.append(answers.recency(place))
        line.append(comma)
        line.append(answers.frequency(place))
        line.append(comma)
        line.append(answers.monetary(place))
        line.append(comma)
        line.append(short: answers.recencyScore(place))
        line.append(comma)
        line.append(short: answers.frequencyScore(place))
        line.append(comma)
        line.append(short: answers.monetaryScore(place))
        line.append(comma)
        line.append(short: answers.cluster(place))
        names.withBytes(of: own) { line.append($0) }
        line.append(answers.isOutlier(place) ? Self.yes : Self.no)
        if let margin = answers.margin(place) { line.append(margin) }
        line.append(UInt8(ascii: "\n"))
      }
    }
  }

  /// What the numbers of a row take with the commas between them.
  private static let numbersLength = 12 * (ByteCursor.numberLength + 1)
  private static let yes: StaticString = "true,"
  private static let no: StaticString = "false,"
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

  func write(_ answers: RowAnswers, of segment: Int?, isFirst: Bool, to buffer: ByteBuffer) {
    var isFirst = isFirst
    for place in 0..<answers.count {
      if let segment, answers.segment(place) != segment { continue }
      write(answers, place, isFirst: isFirst, to: buffer)
      isFirst = false
    }
  }

  private func write(_ answers: RowAnswers, _ place: Int, isFirst: Bool, to buffer: ByteBuffer) {
    let row = answers.row(place)
    if !isFirst { buffer.append(between) }
    buffer.append("{\"customer_id\": ")
    buffer.append(JSON.string(rows.table.ids[row]).text(.compact))
    buffer.append(", \"predicted_cluster_id\": ")
    buffer.append(answers.cluster(place))
    buffer.append(", ")
    buffer.append(segments[answers.segment(place)])
    buffer.append(", \"rfm_values\": {\"MonetaryValue\": ")
    buffer.append(answers.monetary(place))
    buffer.append(", \"Frequency\": ")
    buffer.append(answers.frequency(place))
    buffer.append(", \"Recency\": ")
    buffer.append(answers.recency(place))
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
