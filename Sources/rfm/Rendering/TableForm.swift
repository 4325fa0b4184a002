import Customers
import RFMService
import Tabular
import Wording

/// A table for a person: columns as wide as their widest cell, lines no wider than the terminal.
struct TableForm: RowForm {
  /// What a column is called, and how its cells stand in it.
  struct Column: Sendable {
    var title: String
    var isRightAligned = false
    /// Whether its cells have the colour of the row.
    var isTinted = false
  }

  /// A row as texts, and its colour.
  typealias Cells = @Sendable (Int) -> (texts: [String], colour: String?)

  private let columns: [Column]
  private let cells: Cells
  private let style: Style
  /// The widest line; nil where nothing is cut.
  private let limit: Int?
  private let widths: [Int]

  /// - Parameters:
  ///   - chosen: the rows that will be written: the columns must fit them.
  ///   - isScreen: whether the table goes to a person's screen: in colour, cut to its width.
  init(
    _ columns: [Column], chosen: some Sequence<Int>, style: Style, isScreen: Bool, cells: @escaping Cells
  ) {
    self.columns = columns
    self.cells = cells
    self.style = isScreen ? style : Style(colour: .none, width: 100)
    limit = isScreen ? Console.width : nil
    var widths = columns.map { Layout.width($0.title) }
    for row in chosen {
      for (column, cell) in cells(row).texts.enumerated() {
        widths[column] = max(widths[column], Layout.width(cell))
      }
    }
    self.widths = widths
  }

  var opening: [UInt8] { Array((line(columns.map(\.title), colour: nil) + "\n").utf8) }
  func closing() -> [UInt8] { [] }

  func write(_ row: Int, isFirst: Bool, to buffer: ByteBuffer) {
    let (texts, colour) = cells(row)
    buffer.append(line(texts, colour: colour))
    buffer.append(UInt8(ascii: "\n"))
  }

  private func line(_ cells: [String], colour: String?) -> String {
    var line = ""
    var used = 0
    // Spaces are held back until something follows them.
    var spaces = 0
    for (column, cell) in cells.enumerated() {
      let width = Layout.width(cell)
      let padding = widths[column] - width
      if column > 0 { spaces += 2 }
      if columns[column].isRightAligned { spaces += padding }
      if width > 0 {
        let room = limit.map { $0 - used - spaces } ?? .max
        guard room > 0 else { break }
        line += String(repeating: " ", count: spaces)
        let text = width <= room ? cell : Layout.cut(cell, to: room)
        line += columns[column].isTinted ? style.tinted(text, colour) : text
        used += spaces + min(width, room)
        spaces = 0
        if width > room { break }
      }
      if !columns[column].isRightAligned { spaces += padding }
    }
    return line
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
        Column(title: "monetary", isRightAligned: true), Column(title: "scores"),
        Column(title: "cluster", isRightAligned: true), Column(title: "outlier"),
        Column(title: "margin", isRightAligned: true),
      ] + (file.againColumn.map { [Column(title: $0, isRightAligned: true)] } ?? [])
    self.init(columns, chosen: chosen, style: style, isScreen: isScreen) { row in
      let customer = file.row(row)
      let (rfm, answer) = (customer.rfm, customer.answer)
      let texts =
        [
          Layout.cell(customer.id), Layout.cell(customer.segment.name), Figures.count(rfm.recency),
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
        Layout.cell(table.ids[row]), Figures.count(Int(table.recency[row])),
        Figures.count(Int(table.frequency[row])), figures.money(table.monetary[row]),
      ]
      return (texts + dates, nil)
    }
  }
}
