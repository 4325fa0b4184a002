import Segmentation

/// A table for a person: columns as wide as their widest cell, lines no wider than the terminal.
struct TableForm: RowForm {
  private static let titles = [
    "customer", "segment", "recency", "frequency", "monetary", "scores", "cluster", "outlier", "margin",
  ]
  private static let rightAligned: Set<Int> = [2, 3, 4, 6, 8]
  private static let segmentColumn = 1

  private let rows: ClassifiedRows
  private let figures: Figures
  private let style: Style
  /// The widest line; nil where nothing is cut.
  private let limit: Int?
  private let widths: [Int]

  /// - Parameter chosen: the rows that will be written: the columns must fit them.
  init(
    _ rows: ClassifiedRows, chosen: some Sequence<Int>, currency: String?, style: Style, limit: Int?
  ) {
    self.rows = rows
    self.style = style
    self.limit = limit
    figures = Figures(currency: currency)
    var widths = Self.titles.map(Layout.width)
    for row in chosen {
      for (column, cell) in Self.cells(rows, row, figures).texts.enumerated() {
        widths[column] = max(widths[column], Layout.width(cell))
      }
    }
    self.widths = widths
  }

  var opening: [UInt8] { Array((line(Self.titles, colour: nil) + "\n").utf8) }
  var closing: [UInt8] { [] }

  func write(_ row: Int, isFirst: Bool, to buffer: ByteBuffer) {
    let (texts, segment) = Self.cells(rows, row, figures)
    buffer.append(line(texts, colour: rows.segments[segment].color))
    buffer.append(UInt8(ascii: "\n"))
  }

  private static func cells(
    _ rows: ClassifiedRows, _ row: Int, _ figures: Figures
  ) -> (texts: [String], segment: Int) {
    let answer = rows.answer(row)
    let segment = rows.segment(row, answer)
    let texts = [
      Layout.cell(rows.table.ids[row]), Layout.cell(rows.segments[segment].name),
      Figures.count(Int(rows.table.recency[row])),
      Figures.count(Int(rows.table.frequency[row])), figures.money(rows.table.monetary[row]),
      "\(answer.scores.recency) · \(answer.scores.frequency) · \(answer.scores.monetary)",
      String(answer.cluster), answer.isOutlier ? "outlier" : "",
      answer.margin.map { Figures.fixed($0, digits: 2) } ?? "",
    ]
    return (texts, segment)
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
      if Self.rightAligned.contains(column) { spaces += padding }
      if width > 0 {
        let room = limit.map { $0 - used - spaces } ?? .max
        guard room > 0 else { break }
        line += String(repeating: " ", count: spaces)
        let text = width <= room ? cell : Layout.cut(cell, to: room)
        line += column == Self.segmentColumn ? style.tinted(text, colour) : text
        used += spaces + min(width, room)
        spaces = 0
        if width > room { break }
      }
      if !Self.rightAligned.contains(column) { spaces += padding }
    }
    return line
  }
}
