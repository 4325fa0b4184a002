import Customers
import Tabular
import Transactions
import Workbooks

/// A list as a workbook: the columns of the CSV, IDs as numbers where a spreadsheet keeps them whole.
///
/// The writer packs one stream, so one thread at a time writes the rows, in their order.
struct ListWorkbook: RowForm, @unchecked Sendable {
  private let list: CustomerList
  private let writer: WorkbookWriter
  /// The names of the segments and what to do, and whether they need a guard.
  private let names: [(text: [UInt8], isGuarded: Bool)]
  private let advice: [(text: [UInt8], isGuarded: Bool)]

  /// - Throws: `Problem` where a text is longer than a cell can be.
  init(_ list: CustomerList) throws(Problem) {
    self.list = list
    let columns = ListColumns(list)
    for (name, values) in [("customer_id", list.ids)] + list.kept.map({ ($0.name, $0.values) }) {
      for row in 0..<list.count where values.withBytes(of: row, { $0.count }) >= WorkbookWriter.longestText {
        let text = values[row]
        guard text.utf16.count < WorkbookWriter.longestText else {
          throw Problem(
            "a cell of a workbook holds 32,767 characters, and the \(name) '\(text.prefix(30))…' is longer; write CSV",
            .tooLarge)
        }
      }
    }
    func cell(_ text: String) -> (text: [UInt8], isGuarded: Bool) {
      let bytes = Array(text.utf8)
      return (bytes, bytes.withUnsafeBufferPointer(FormulaGuard.isNeeded))
    }
    names = list.segments.map { cell($0.name) }
    advice = list.segments.indices.map { cell(list.advice($0)) }
    let wide: Set<String> = Set(["segment", "last_purchase", "as_of"] + columns.kept)
    writer = WorkbookWriter(
      columns: columns.names.map { title in
        let width =
          title == "what_to_do" ? 60 : wide.contains(title) ? max(20, title.count) : title.count
        return switch title {
        case _ where columns.kept.contains(title): .init(title, width: width)
        case "recency", "frequency": .init(title, width: width, format: .count)
        case "monetary": .init(title, width: 14, format: .money)
        case "last_purchase", "as_of": .init(title, width: width, format: .moment)
        default: .init(title, width: width)
        }
      }, sheet: "customers")
  }

  var opening: [UInt8] { [] }
  var isSequential: Bool { true }

  func write(_ row: Int, isFirst: Bool, to buffer: ByteBuffer) {
    let (rfm, scores, segment) = (list.rfm[row], list.scores[row], list.segment[row])
    writer.beginRow()
    list.ids.withBytes(of: row) { writer.id($0) }
    for column in list.kept { column.values.withBytes(of: row) { writer.kept($0) } }
    writer.number(rfm.recency)
    writer.number(rfm.frequency)
    writer.number(rfm.monetary)
    for feature in FeatureName.allCases { writer.number(scores[feature]) }
    names[segment].text.withUnsafeBufferPointer { writer.text($0, isGuarded: names[segment].isGuarded) }
    writer.moment(list.lastPurchase[row])
    advice[segment].text.withUnsafeBufferPointer { writer.text($0, isGuarded: advice[segment].isGuarded) }
    if let again = list.again { writer.cell(again[row]) }
    if let isControl = list.isControl {
      writer.text(isControl[row] ? "control" : "target")
      writer.moment(list.asOf ?? "")
    }
    writer.endRow()
    writer.take(into: buffer)
  }

  func closing() throws(Problem) -> [UInt8] { try writer.rest() }
}
