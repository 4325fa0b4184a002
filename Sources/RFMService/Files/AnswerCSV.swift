import Customers
import Segmentation
import Tabular

/// Answers as comma-separated values (RFC 4180, lines ended by a line feed), harmless to spreadsheets.
struct AnswerCSV: AnswerLayout {
  static let header =
    "customer_id,recency,frequency,monetary,recency_score,frequency_score,monetary_score,cluster,segment,outlier,margin"

  let answerer: RowAnswerer
  private let again: BuyingAgainColumn?
  /// The names of the segments as cells, the commas around them included.
  private let names: IDColumn
  private let longestName: Int

  init(_ answerer: RowAnswerer, _ again: BuyingAgainColumn? = nil) {
    self.answerer = answerer
    self.again = again
    var names = IDColumn()
    let cell = ByteBuffer()
    var longest = 0
    for segment in answerer.segments {
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

  var opening: [UInt8] {
    Array((Self.header + (again == nil ? "" : "," + BuyingAgainColumn.name) + "\n").utf8)
  }

  func write(
    _ answers: RowAnswers, of table: RFMTable, in segment: Int?, isFirst: Bool, to buffer: ByteBuffer
  ) {
    let (ids, names, room) = (table.ids, names, Self.numbersLength + longestName)
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
        if again == nil { line.append(UInt8(ascii: "\n")) }
      }
      guard let again else { continue }
      buffer.append(comma)
      buffer.append(again[answers.row(place)])
      buffer.append(UInt8(ascii: "\n"))
    }
  }

  /// What the numbers of a row take with the commas between them.
  private static let numbersLength = 12 * (ByteCursor.numberLength + 1)
  private static let yes: StaticString = "true,"
  private static let no: StaticString = "false,"
}
