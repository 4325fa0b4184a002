import Segmentation
import Wording

/// The transition matrix as a person reads it: a row for each segment in A, a column for each in B, and what is
/// only in one of them at the edges. It is broken into tables side by side where it is wider than the page.
struct MoveTable {
  let moves: TransitionMatrix
  let name: (Int) -> String
  let colour: (Int) -> String?
  let figures: Figures

  /// The four lines of a cell.
  private typealias Cell = [String]

  private static let none: Cell = ["·", "", "", ""]
  private static let titles = ["", "share", "monetary in A", "monetary in B"]
  private static let widest = 24

  func lines(_ style: Style) -> [String] {
    let rows = (0..<moves.places).filter { moves.customers(from: $0) > 0 }
    let columns = (0..<moves.places).filter { moves.customers(to: $0) > 0 }
    var heads = columns.map { Self.lines(name($0)) }
    var body = rows.map { from in columns.map { cell(from: from, to: $0) } }
    if moves.allLost > 0 {
      heads.append(["lost"])
      for (i, from) in rows.enumerated() { body[i].append(lost(from)) }
    }
    var labels = rows.map { TextLayout.cut(name($0), to: Self.widest) }
    var tints = rows.map(colour)
    if moves.allGained > 0 {
      labels.append("gained")
      tints.append(nil)
      body.append(columns.map(gained) + (moves.allLost > 0 ? [["", "", "", ""]] : []))
    }
    let labelWidth = (labels + Self.titles.map { "    " + $0 }).map(TextLayout.width).max() ?? 0
    let widths = heads.indices.map { column in
      max(
        heads[column].map(TextLayout.width).max() ?? 0,
        body.flatMap { $0[column].map(TextLayout.width) }.max() ?? 0)
    }
    var lines: [String] = []
    for panel in Self.panels(widths, room: style.width - labelWidth - 2) {
      if !lines.isEmpty { lines.append("") }
      let height = panel.map { heads[$0].count }.max() ?? 0
      for line in 0..<height {
        let words = panel.map { column in
          let above = height - heads[column].count
          return TextLayout.rightAligned(line < above ? "" : heads[column][line - above], to: widths[column])
        }
        let title = line == height - 1 ? "from A ↓ to B →" : ""
        lines.append(
          Self.withoutEnd(
            "  " + TextLayout.padded(title, to: labelWidth) + "  " + words.joined(separator: "  ")))
      }
      for (row, cells) in body.enumerated() {
        for line in 0..<4 {
          let texts = panel.map { column in
            let text = TextLayout.rightAligned(cells[column][line], to: widths[column])
            // Who stayed.
            let isStay =
              line == 0 && row < rows.count && column < columns.count && rows[row] == columns[column]
            return isStay ? style.bold(text) : text
          }
          guard texts.contains(where: { $0.contains { $0 != " " } }) else { continue }
          let title = line == 0 ? labels[row] : "    " + Self.titles[line]
          let padding = String(repeating: " ", count: labelWidth - TextLayout.width(title))
          let text = "  " + texts.joined(separator: "  ")
          lines.append(
            line == 0
              ? "  " + style.tinted(title, tints[row], bold: true) + padding + Self.withoutEnd(text)
              : style.dim("  " + title + padding + Self.withoutEnd(text)))
        }
      }
    }
    return lines
  }

  /// A name over its column, in lines of a few words.
  private static func lines(_ name: String) -> [String] {
    TextLayout.wrapped(name, first: "", indent: "", columns: 10).split(separator: "\n").map(String.init)
  }

  /// The columns that fit beside each other.
  private static func panels(_ widths: [Int], room: Int) -> [[Int]] {
    var panels: [[Int]] = []
    var used = 0
    for (column, width) in widths.enumerated() {
      if panels.isEmpty || used + 2 + width > room {
        panels.append([])
        used = 0
      }
      panels[panels.count - 1].append(column)
      used += 2 + width
    }
    return panels
  }

  // MARK: - Cells

  private func cell(from: Int, to: Int) -> Cell {
    let cell = moves[from, to]
    guard cell.customers > 0 else { return Self.none }
    return [
      Figures.count(cell.customers), share(cell.customers, moves.customers(from: from)),
      figures.compact(cell.monetaryBefore), figures.compact(cell.monetaryAfter),
    ]
  }

  private func lost(_ from: Int) -> Cell {
    let cell = moves.lost[from]
    guard cell.customers > 0 else { return Self.none }
    return [
      Figures.count(cell.customers), share(cell.customers, moves.customers(from: from)),
      figures.compact(cell.monetaryBefore), "",
    ]
  }

  private func gained(_ to: Int) -> Cell {
    let cell = moves.gained[to]
    guard cell.customers > 0 else { return Self.none }
    return [
      Figures.count(cell.customers), share(cell.customers, moves.allGained), "",
      figures.compact(cell.monetaryAfter),
    ]
  }

  private func share(_ part: Int, _ whole: Int) -> String {
    Figures.percent(Double(part) / Double(max(whole, 1)))
  }

  private static func withoutEnd(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }
}
