import Wording

/// How text looks on a terminal, or does not where there is none.
struct Style: Sendable {
  enum Colour: Sendable {
    case none, palette, full
  }

  let colour: Colour
  /// Columns to fill.
  let width: Int
  /// The widest line of a terminal; nil where lines may be of any width, as in a file and in a pipe.
  var page: Int?

  /// Colour only on a terminal, never with NO_COLOR or TERM=dumb (no-color.org).
  static func forOutput() -> Style {
    let page = Console.isOutputTerminal ? max(Console.width, 40) : nil
    let width = min(max(Console.width, 40), 100)
    guard Console.isOutputTerminal, Console.environment("NO_COLOR") == nil,
      let terminal = Console.environment("TERM"), terminal != "dumb"
    else { return Style(colour: .none, width: width, page: page) }
    let depth = Console.environment("COLORTERM") ?? ""
    return Style(
      colour: depth == "truecolor" || depth == "24bit" ? .full : .palette, width: width, page: page)
  }

  func bold(_ text: String) -> String { colour == .none ? text : "\u{1B}[1m\(text)\u{1B}[0m" }

  func dim(_ text: String) -> String { colour == .none ? text : "\u{1B}[2m\(text)\u{1B}[0m" }

  /// Text in a segment's colour (`#1f77b4`); plain where it has none.
  func tinted(_ text: String, _ hex: String?, bold: Bool = false) -> String {
    guard colour != .none else { return text }
    let weight = bold ? "1;" : ""
    guard let hex, let (red, green, blue) = Self.components(hex) else {
      return bold ? self.bold(text) : text
    }
    if colour == .full { return "\u{1B}[\(weight)38;2;\(red);\(green);\(blue)m\(text)\u{1B}[0m" }
    // The nearest of the 6 × 6 × 6 colours of the 256-colour palette.
    func step(_ value: Int) -> Int { value < 48 ? 0 : value < 115 ? 1 : (value - 35) / 40 }
    let index = 16 + 36 * step(red) + 6 * step(green) + step(blue)
    return "\u{1B}[\(weight)38;5;\(index)m\(text)\u{1B}[0m"
  }

  /// Rows under a header, no wider than the page; numbers to the right.
  func table(_ header: [String], _ rows: [[String]], rightAligned: Set<Int>, indent: String = "  ") -> String
  {
    let rows = rows.map { row in row.map { TextLayout.cell($0, to: 200) } }
    let columns = TableColumns(
      header.enumerated().map { .init(title: $1, isRightAligned: rightAligned.contains($0)) }, page: page,
      indent: indent, rows: rows)
    return ((columns.header ?? []) + rows.flatMap { columns.row($0, style: self) }).joined(separator: "\n")
  }

  /// A text whose lines are no wider than the page, broken between words.
  func folded(_ text: String) -> String {
    page.map { TextLayout.folded(text, to: $0) } ?? text
  }

  private static func components(_ hex: String) -> (Int, Int, Int)? {
    guard hex.count == 7, let number = Int(hex.dropFirst(), radix: 16) else { return nil }
    return (number >> 16, number >> 8 & 255, number & 255)
  }
}

/// Text in columns and lines.
enum TextLayout {
  /// Columns that a text takes: combining marks none, wide East Asian characters two.
  static func width(_ text: String) -> Int {
    // Most texts need no look at what a character is made of.
    if text.utf8.allSatisfy({ 0x20...0x7E ~= $0 }) { return text.utf8.count }
    return text.reduce(0) { sum, character in
      guard let scalar = character.unicodeScalars.first else { return sum }
      switch scalar.value {
      case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
        0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
        return sum + 2
      default: return sum + (scalar.properties.generalCategory == .nonspacingMark ? 0 : 1)
      }
    }
  }

  static func padded(_ text: String, to columns: Int) -> String {
    text + String(repeating: " ", count: max(0, columns - width(text)))
  }

  /// A text of at most `columns`, with … where something was cut off: behind a word, where that leaves half of it.
  static func cut(_ text: String, to columns: Int) -> String {
    guard width(text) > columns else { return text }
    var out = ""
    var used = 0
    for character in text {
      let wide = width(String(character))
      guard used + wide < columns else {
        if character != " ", let space = out.lastIndex(of: " "), 2 * width(String(out[..<space])) >= columns {
          out = String(out[..<space])
        }
        break
      }
      out.append(character)
      used += wide
    }
    return out + "…"
  }

  /// A text with its lines broken between words where they are wider than `columns`; what follows stands two
  /// columns behind the line's own beginning.
  static func folded(_ text: String, to columns: Int) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      width(withoutColour(line)) <= columns ? String(line) : folded(line: line, to: columns)
    }.joined(separator: "\n")
  }

  private static func folded(line: Substring, to columns: Int) -> String {
    let own = line.prefix { $0 == " " }.count
    let indent = String(repeating: " ", count: min(own + 2, columns / 2))
    var out = ""
    var used = 0
    var gap = own
    let pieces = line.split(separator: " ", omittingEmptySubsequences: false).dropFirst(own)
    for (place, piece) in zip(pieces.indices, pieces) {
      let next = place + 1 < pieces.endIndex && isUnit(pieces[place + 1]) ? 2 : 0
      let wide = width(withoutColour(piece))
      if !piece.isEmpty {
        if !out.isEmpty, used + gap + wide + next > columns {
          out += "\n" + indent
          used = indent.count
        } else {
          out += String(repeating: " ", count: gap)
          used += gap
        }
        out += piece
        used += wide
        gap = 0
      }
      gap += 1
    }
    return out
  }

  /// A text without the sequences that colour it.
  private static func withoutColour(_ text: Substring) -> String {
    guard text.contains("\u{1B}") else { return String(text) }
    return text.split(separator: "\u{1B}", omittingEmptySubsequences: false).enumerated().map {
      number, part in
      number == 0 ? String(part) : String(part.drop { $0 != "m" }.dropFirst())
    }.joined()
  }

  /// A text from a file as it stands in a line or a cell: in one line, and not without end.
  static func cell(_ text: String, to columns: Int = 100) -> String {
    cut(Shown.line(text, most: 4 * columns), to: columns)
  }

  static func rightAligned(_ text: String, to columns: Int) -> String {
    String(repeating: " ", count: max(0, columns - width(text))) + text
  }

  /// Two texts at the two ends of a line, or below each other where they do not fit.
  static func spread(
    _ left: String, _ right: String, _ columns: Int, shownLeft: String? = nil, shownRight: String? = nil
  )
    -> String
  {
    let gap = columns - width(left) - width(right)
    let between = gap < 2 ? right.isEmpty ? "" : "\n    " : String(repeating: " ", count: gap)
    return (shownLeft ?? left) + between + (shownRight ?? right)
  }

  /// Words in lines of at most `columns`, all but the first after `indent`.
  static func wrapped(_ text: String, first: String, indent: String, columns: Int) -> String {
    let words = text.split(whereSeparator: \.isWhitespace).reduce(into: [String]()) { words, word in
      if let last = words.last, isUnit(word) {
        words[words.count - 1] = "\(last) \(word)"
      } else {
        words.append(String(word))
      }
    }
    return wrapped(words, first: first, indent: indent, columns: columns)
  }

  /// Whether a word stays on the line of the figure before it: "22.7 %".
  private static func isUnit(_ word: some StringProtocol) -> Bool {
    word.hasPrefix("%") || word.hasPrefix("×")
  }

  /// Pieces that stay whole, in lines of at most `columns`.
  static func wrapped(_ pieces: [String], first: String, indent: String, columns: Int) -> String {
    var lines: [String] = []
    var line = first
    var isEmpty = true
    for word in pieces {
      if !isEmpty && width(line) + 1 + width(word) > columns {
        lines.append(line)
        line = indent
        isEmpty = true
      }
      line += (isEmpty ? "" : " ") + word
      isEmpty = false
    }
    lines.append(line)
    return lines.joined(separator: "\n")
  }

  /// A bar of `length` columns, to the eighth of a column.
  static func bar(_ length: Double) -> String {
    let eighths = Int((min(max(0, length), 1000) * 8).rounded())
    let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    return String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
  }
}
