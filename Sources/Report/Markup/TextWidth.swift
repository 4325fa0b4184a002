/// How much room text takes, without a font at hand: the widths of DejaVu Sans, which is wider than what most
/// systems have, so that text that is said to fit does.
enum TextWidth {
  /// The width in pixels of a text set in `size` pixels.
  static func of(_ text: String, size: Double, isBold: Bool = false) -> Double {
    text.reduce(0) { $0 + width($1) } * size * (isBold ? 1.1 : 1)
  }

  private static func width(_ character: Character) -> Double {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    switch scalar {
    case "i", "j", "l", "'", "|": return 0.29
    case " ", ".", ",", ":", ";", "!", "I", "·", "f", "t", "r", "-", "(", ")", "[", "]", "/": return 0.4
    case "m", "w", "M", "W", "%", "@", "&": return 0.95
    case "0"..."9", "£", "$", "€": return 0.64
    case "A"..."Z": return 0.72
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      return 1.05
    default: return scalar.properties.generalCategory == .nonspacingMark ? 0 : 0.62
    }
  }

  /// A text of at most `room` pixels, with … where something was cut out: of its middle, since names that begin
  /// alike differ at their ends.
  static func cut(_ text: String, to room: Double, size: Double, isBold: Bool = false) -> String {
    guard of(text, size: size, isBold: isBold) > room else { return text }
    let letters = Array(text)
    // No name of so many letters fits anyway.
    var kept = min(letters.count - 1, 400)
    while kept > 1 {
      let head = String(letters[..<((kept + 1) / 2)]).trimmedEnd
      let cut = head + "…" + String(letters[(letters.count - kept / 2)...])
      if of(cut, size: size, isBold: isBold) <= room { return cut }
      kept -= 1
    }
    return "…"
  }

  /// Words in at most `limit` lines of at most `room` pixels; nil where they do not fit.
  static func wrapped(
    _ text: String, to room: Double, size: Double, limit: Int, isBold: Bool = false
  ) -> [String]? {
    var lines: [String] = []
    for word in text.split(whereSeparator: \.isWhitespace) {
      guard of(String(word), size: size, isBold: isBold) <= room else { return nil }
      if let last = lines.last, of("\(last) \(word)", size: size, isBold: isBold) <= room {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines.count <= limit ? lines : nil
  }

  /// The same, with the last line cut off where there is more.
  static func lines(_ text: String, to room: Double, size: Double, limit: Int) -> [String] {
    var lines: [String] = []
    for word in text.split(whereSeparator: \.isWhitespace) {
      if let last = lines.last,
        lines.count == limit || of("\(last) \(word)", size: size) <= room
      {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines.map { cut($0, to: room, size: size) }
  }
}

extension String {
  fileprivate var trimmedEnd: Substring {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return text
  }
}
