import Segmentation
import Tabular
import Transactions
import Workbooks

/// The columns of the CSV as a workbook, harmless to spreadsheets in the same way, and behind the ID what the model
/// keeps of its customers.
///
/// The guard is an apostrophe in the text here too, although a cell of text is never run: whoever saves the
/// workbook as CSV has a harmless one.
///
/// The writer packs one stream, so one thread at a time writes the rows, in their order.
struct AnswerWorkbook: RowForm, @unchecked Sendable {
  private let answers: AnsweredTable
  private let writer: WorkbookWriter
  /// The names of the segments, and whether they need a guard.
  private let names: [(text: [UInt8], isGuarded: Bool)]

  /// - Throws: `Problem` where an ID is longer than a cell can be.
  init(_ answers: AnsweredTable) throws(Problem) {
    self.answers = answers
    let longest = try WorkbookWriter.longestID(answers.table)
    let segments = answers.answerer.segments
    names = segments.map { segment in
      let text = Array(segment.name.utf8)
      return (text, text.withUnsafeBufferPointer(FormulaGuard.isNeeded))
    }
    let kept = answers.table.kept.map(\.name)
    var titles = AnswerCSV.header.split(separator: ",").map(String.init)
    titles.insert(contentsOf: kept, at: 1)
    if answers.again != nil { titles.append(BuyingAgainColumn.name) }
    let longestName = segments.map(\.name.count).max() ?? 0
    writer = WorkbookWriter(
      columns: titles.map { title in
        switch title {
        case _ where kept.contains(title): .init(title, width: max(20, title.count))
        case "customer_id": .init(title, width: max(title.count, min(longest, 40)))
        case "segment": .init(title, width: max(title.count, min(longestName, 40)))
        case "margin": .init(title, width: title.count, format: .twoDigits)
        case "monetary": .init(title, width: 14, format: .money)
        case "recency", "frequency": .init(title, width: title.count, format: .count)
        default: .init(title, width: title.count)
        }
      }, sheet: "customers")
  }

  var opening: [UInt8] { [] }
  var isSequential: Bool { true }

  func write(_ row: Int, isFirst: Bool, to buffer: ByteBuffer) {
    let (table, answer) = (answers.table, answers.answer(row))
    let name = names[answers.segment(row, answer)]
    writer.beginRow()
    table.ids.withBytes(of: row) { writer.id($0) }
    for column in table.kept { column.values.withBytes(of: row) { writer.kept($0) } }
    writer.number(Int(table.recency[row]))
    writer.number(Int(table.frequency[row]))
    writer.number(table.monetary[row])
    writer.number(answer.scores.recency)
    writer.number(answer.scores.frequency)
    writer.number(answer.scores.monetary)
    writer.number(answer.cluster)
    name.text.withUnsafeBufferPointer { writer.text($0, isGuarded: name.isGuarded) }
    writer.flag(answer.isOutlier)
    if let margin = answer.margin { writer.number(margin) } else { writer.empty() }
    if let again = answers.again { writer.cell(again[row]) }
    writer.endRow()
    writer.take(into: buffer)
  }

  func closing() throws(Problem) -> [UInt8] { try writer.rest() }
}
