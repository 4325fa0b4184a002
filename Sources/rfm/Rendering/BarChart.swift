import Wording

/// A figure for each k as upright bars over an axis from 0, each to the eighth of a line.
struct BarChart {
  let title: String
  let ks: [Int]
  let values: [Double]
  /// Digits behind the point at the axis.
  let digits: Int
  /// A word below the bar of some k.
  let mark: (k: Int, word: String)?
  private static let height = 8

  func text(_ style: Style) -> String {
    let top = max(values.max() ?? 0, 0)
    let labels = [top, top / 2, 0].map { Figures.grouped($0, digits: digits) }
    let margin = 2 + (labels.map(TextLayout.width).max() ?? 0)
    let bars = self.bars(room: style.width - margin - 2)
    let pitch = min(6, max(1, (style.width - margin - 2) / max(bars.count, 1)))
    let width = pitch > 2 ? pitch - 2 : 1
    var lines = [style.bold("  " + title)]
    for row in (0..<Self.height).reversed() {
      let label = row == Self.height - 1 ? labels[0] : row == Self.height / 2 - 1 ? labels[1] : ""
      var line = TextLayout.rightAligned(label, to: margin) + (label.isEmpty ? " │" : " ┤")
      for bar in bars {
        let block = Self.block(bar.value, of: top, row: row)
        let text = String(repeating: block, count: width)
        line += (pitch > 1 ? " " : "") + (bar.isMarked ? style.bold(text) : style.dim(text))
        line += String(repeating: " ", count: max(0, pitch - width - 1))
      }
      lines.append(Self.withoutEnd(line))
    }
    lines.append(
      TextLayout.rightAligned(labels[2], to: margin) + " └"
        + String(repeating: "─", count: bars.count * pitch))
    let indent = String(repeating: " ", count: margin + 2 + (pitch > 1 ? 1 : 0))
    lines.append(indent + Self.axis(bars.map(\.k), pitch: pitch) + "  k")
    if let mark, let position = bars.firstIndex(where: \.isMarked) {
      lines.append(indent + Self.marked(at: position * pitch, mark.word, room: bars.count * pitch))
    }
    return lines.joined(separator: "\n")
  }

  private struct Bar {
    let k: Int
    let value: Double
    let isMarked: Bool
  }

  /// The bars that there is room for: every n-th k, and the marked one.
  private func bars(room: Int) -> [Bar] {
    let every = (ks.count + max(room, 1) - 1) / max(room, 1)
    return stride(from: 0, to: ks.count, by: max(every, 1)).map { start in
      let some = start..<min(start + every, ks.count)
      let marked = some.first { ks[$0] == mark?.k }
      return Bar(k: ks[marked ?? start], value: values[marked ?? start], isMarked: marked != nil)
    }
  }

  private static func block(_ value: Double, of top: Double, row: Int) -> String {
    let blocks = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    guard top > 0, value > 0 else { return " " }
    let eighths = max(1, Int((value / top * Double(height * 8)).rounded()))
    return blocks[min(8, max(0, eighths - row * 8))]
  }

  /// The ks below their bars, those that would touch left out.
  private static func axis(_ ks: [Int], pitch: Int) -> String {
    var line = ""
    for (position, k) in ks.enumerated() where line.isEmpty || position * pitch > line.count {
      line = TextLayout.padded(line, to: position * pitch) + String(k)
    }
    return line
  }

  /// `▲ word` below a place, or `word ▲` where it would not fit behind it.
  private static func marked(at column: Int, _ word: String, room: Int) -> String {
    if column + 2 + word.count <= max(room, column) || column < word.count + 1 {
      return String(repeating: " ", count: column) + "▲ " + word
    }
    return String(repeating: " ", count: column - word.count - 1) + word + " ▲"
  }

  private static func withoutEnd(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }
}
