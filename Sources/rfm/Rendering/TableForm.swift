import Customers
import RFMService
import Tabular
import Wording

/// A table for a person, of a row for each customer.
struct TableForm: RowForm {
  typealias Column = TableColumns.Column

  /// A row as texts, and its colour.
  typealias Cells = @Sendable (Int) -> (texts: [String], colour: String?)

  private let columns: TableColumns
  private let cells: Cells
  private let style: Style

  /// - Parameters:
  ///   - chosen: the rows that will be written: the columns must fit them.
  ///   - isScreen: whether the table goes to a person's screen: in colour, no wider than it.
  init(
    _ columns: [Column], chosen: some Collection<Int>, style: Style, isScreen: Bool, cells: @escaping Cells
  ) {
    let style = isScreen ? style : Style(colour: .none, width: 100)
    self.columns = TableColumns(
      columns, page: style.page, indent: "", rows: chosen.lazy.map { cells($0).texts })
    self.cells = cells
    self.style = style
  }

  var opening: [UInt8] { Array((columns.header ?? []).map { $0 + "\n" }.joined().utf8) }
  func closing() -> [UInt8] { [] }

  func write(_ row: Int, isFirst: Bool, to buffer: ByteBuffer) {
    let (texts, colour) = cells(row)
    for line in columns.row(texts, style: style, colour: colour) {
      buffer.append(line)
      buffer.append(UInt8(ascii: "\n"))
    }
  }
}

extension TableForm {
  /// Classified customers.
  ///
  /// - Parameter chosen: the rows that will be written.
  init(_ file: AnsweredFile, chosen: [Int], currency: String?, style: Style, isScreen: Bool) {
    let figures = Figures(currency: currency)
    let columns =
      [
        Column(title: "customer"), Column(title: "segment", isTinted: true),
        Column(title: "recency", isRightAligned: true), Column(title: "frequency", isRightAligned: true),
        Column(title: "monetary", isRightAligned: true),
        Column(title: "scores", canBeMissed: true),
        Column(title: "cluster", isRightAligned: true, canBeMissed: true),
        Column(title: "outlier", canBeMissed: true),
        Column(title: "margin", isRightAligned: true, canBeMissed: true),
      ] + (file.againColumn.map { [Column(title: $0, isRightAligned: true)] } ?? [])
    self.init(columns, chosen: chosen, style: style, isScreen: isScreen) { row in
      let customer = file.row(row)
      let (rfm, answer) = (customer.rfm, customer.answer)
      let texts =
        [
          TextLayout.cell(customer.id), TextLayout.cell(customer.segment.name), Figures.count(rfm.recency),
          Figures.count(rfm.frequency), figures.money(rfm.monetary),
          "\(answer.scores.recency) · \(answer.scores.frequency) · \(answer.scores.monetary)",
          String(answer.cluster), answer.isOutlier ? "outlier" : "",
          answer.margin.map { Figures.fixed($0, digits: 2) } ?? "",
        ] + [customer.again].compactMap { $0 }
      return (texts, customer.segment.color)
    }
  }

  /// What sales were summed up to.
  init(_ file: SummedFile, style: Style, isScreen: Bool) {
    let table = file.table
    let figures = Figures(currency: file.currency)
    let columns = [
      Column(title: "customer"), Column(title: "recency", isRightAligned: true),
      Column(title: "frequency", isRightAligned: true), Column(title: "monetary", isRightAligned: true),
      Column(title: "first purchase"), Column(title: "last purchase"),
    ]
    self.init(columns, chosen: 0..<table.count, style: style, isScreen: isScreen) { row in
      let dates = table.hasDates ? [table.firstPurchase[row].date, table.lastPurchase[row].date] : ["", ""]
      let texts = [
        TextLayout.cell(table.ids[row]), Figures.count(Int(table.recency[row])),
        Figures.count(Int(table.frequency[row])), figures.money(table.monetary[row]),
      ]
      return (texts + dates, nil)
    }
  }
}
