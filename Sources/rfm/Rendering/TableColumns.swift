import Wording

/// How the cells of a table stand beside each other on lines no wider than the page.
///
/// Columns are as wide as their widest cell. Where that is too wide for the page, titles and columns of words take
/// several lines, broken between words. Where even that is too wide, columns that can be missed go, the last first.
/// Where that is not enough, all stay, and each row is a paragraph: its first cell, and below it the others behind
/// their titles. No word is broken but one that is wider than the page.
struct TableColumns: Sendable {
  /// What a column is called, and how its cells stand in it.
  struct Column: Sendable {
    var title: String
    var isRightAligned = false
    /// Whether its cells have the colour of the row.
    var isTinted = false
    /// Whether the table still says what it is for without it.
    var canBeMissed = false
  }

  private let columns: [Column]
  /// The widest line; nil where lines may be of any width.
  private let page: Int?
  private let indent: String
  /// As wide as the widest cell.
  private var natural: [Int]
  /// As wide as the longest word that may not be broken.
  private var least: [Int]
  private var widths: [Int]
  private var isStacked = false
  private var missing: Set<Int> = []

  init(_ columns: [Column], page: Int?, indent: String = "  ", rows: some Collection<[String]>) {
    self.columns = columns
    self.page = page
    self.indent = indent
    natural = columns.map { TextLayout.width($0.title) }
    least = columns.map { Self.longest(Self.words($0.title)) }
    widths = natural
    for cells in rows {
      for (column, cell) in cells.enumerated() {
        let width = TextLayout.width(cell)
        natural[column] = max(natural[column], width)
        guard page != nil else { continue }
        let isWhole = columns[column].isRightAligned
        least[column] = max(least[column], isWhole ? width : Self.longest(Self.words(cell)))
      }
    }
    settle()
    if !isStacked, widths != natural, rows.contains(where: isTall) {
      isStacked = true
      missing = []
    }
  }

  /// Whether a cell would take more lines than can be read beside the others.
  private func isTall(_ cells: [String]) -> Bool {
    shown.contains { Self.broken(cells[$0], to: widths[$0]).count > 4 }
  }

  /// Lets the widest columns of words give way until all columns fit, or stacks the cells.
  private mutating func settle() {
    widths = natural
    guard let page else { return }
    func room() -> Int { page - indent.count - 2 * (columns.count - missing.count - 1) }
    func sum(_ widths: [Int]) -> Int { shown.reduce(0) { $0 + widths[$1] } }
    while sum(least) > room(), let next = shown.last(where: { columns[$0].canBeMissed }) {
      missing.insert(next)
    }
    isStacked = sum(least) > room()
    guard !isStacked else {
      missing = []
      return
    }
    var excess = sum(widths) - room()
    while excess > 0 {
      let wide = shown.filter { widths[$0] > least[$0] }
      guard let widest = wide.max(by: { widths[$0] < widths[$1] }) else { return }
      widths[widest] -= 1
      excess -= 1
    }
  }

  /// The columns that are not left out.
  private var shown: [Int] { columns.indices.filter { !missing.contains($0) } }

  // MARK: Lines

  /// The titles; nil where each cell stands behind its own.
  var header: [String]? {
    isStacked ? nil : lines(columns.map(\.title), style: Style(colour: .none, width: 100), colour: nil)
  }

  func row(_ cells: [String], style: Style, colour: String? = nil) -> [String] {
    isStacked ? paragraph(cells, style, colour) : lines(cells, style: style, colour: colour)
  }

  private func lines(_ cells: [String], style: Style, colour: String?) -> [String] {
    let parts = shown.map { (column: $0, lines: Self.broken(cells[$0], to: widths[$0])) }
    return (0..<(parts.map(\.lines.count).max() ?? 0)).map { number in
      var line = indent
      // Spaces are held back until something follows them.
      var spaces = 0
      for (column, part) in parts {
        let text = number < part.count ? part[number] : ""
        let padding = max(0, widths[column] - TextLayout.width(text))
        if column > 0 { spaces += 2 }
        if columns[column].isRightAligned { spaces += padding }
        if !text.isEmpty {
          line += String(repeating: " ", count: spaces)
          line += columns[column].isTinted ? style.tinted(text, colour) : text
          spaces = 0
        }
        if !columns[column].isRightAligned { spaces += padding }
      }
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }

  private func paragraph(_ cells: [String], _ style: Style, _ colour: String?) -> [String] {
    let page = page ?? .max
    let room = max(1, page - indent.count - 4)
    var said = zip(columns, cells).compactMap { column, cell -> [String]? in
      guard !cell.trimmed.isEmpty else { return nil }
      // A figure stays beside its title.
      let whole = "\(column.title.trimmed) \(cell.trimmed)".trimmed
      let pieces = column.isRightAligned && TextLayout.width(whole) <= room ? [whole] : Self.words(whole)
      return pieces.map { TextLayout.cut($0, to: room) }
    }
    guard !said.isEmpty else { return [] }
    // A number without a title says nothing without what it is the number of.
    if columns[0].title.isEmpty, said.count > 1, cells.count > 1 {
      said[0...1] = [
        Self.words("\(cells[0].trimmed) \(cells[1].trimmed)").map { TextLayout.cut($0, to: room) }
      ]
    }
    let head = TextLayout.wrapped(said.removeFirst(), first: indent, indent: indent + "  ", columns: page)
    let lines = head.split(separator: "\n").map { style.tinted(String($0), colour, bold: true) }
    guard !said.isEmpty else { return lines }
    for number in said.indices.dropLast() { said[number][said[number].count - 1] += " ·" }
    let rest = TextLayout.wrapped(
      said.flatMap { $0 }, first: indent + "  ", indent: indent + "  ", columns: page)
    return lines + rest.split(separator: "\n").map(String.init)
  }

  // MARK: Words

  /// The pieces between which a cell may be broken: figures with dots between them stay together, and with
  /// their units.
  private static func words(_ text: String) -> [String] {
    var words: [String] = []
    var joins = false
    for word in text.split(separator: " ") {
      if let last = words.last, ["·", "×", "%"].contains(word) || joins {
        words[words.count - 1] = "\(last) \(word)"
      } else {
        words.append(String(word))
      }
      joins = word == "·"
    }
    return words
  }

  private static func longest(_ words: [String]) -> Int { words.map(TextLayout.width).max() ?? 0 }

  private static func broken(_ text: String, to width: Int) -> [String] {
    guard TextLayout.width(text) > width else { return [text] }
    var lines: [String] = []
    for word in words(text) {
      if let last = lines.last, TextLayout.width(last) + 1 + TextLayout.width(word) <= width {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(word)
      }
    }
    return lines
  }
}
