/// Text on its way to a person: what would steer a terminal is shown instead of done.
///
/// IDs, names and file names come from files that anyone may have written. An escape sequence in them could
/// clear the screen or rename the window, and a line break could pass for a line of the program's own.
public enum Shown {
  /// Text of one or several lines. Control characters are written as JSON writes them, so that a line of JSON
  /// stays the same JSON.
  ///
  /// - Parameters:
  ///   - text: anything, whoever wrote it.
  ///   - keepsColour: whether sequences that set a colour, such as those of `Style`, stay.
  public static func text(_ text: String, keepsColour: Bool = false) -> String {
    guard text.utf8.contains(where: maySteer) else { return text }
    var shown = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let scalar = rest.first {
      if keepsColour, scalar == "\u{1B}", let colour = colour(rest) {
        shown.append(contentsOf: colour)
        rest = rest[colour.endIndex...]
        continue
      }
      if steers(scalar), scalar != "\n", scalar != "\t" {
        shown.append(contentsOf: escaped(scalar).unicodeScalars)
      } else {
        shown.append(scalar)
      }
      rest = rest.dropFirst()
    }
    return String(shown)
  }

  /// The same in one line, and without its middle where it is very long.
  public static func line(_ text: String, most: Int = 2000) -> String {
    var short = text
    if text.utf8.count > most, text.unicodeScalars.count > most {
      short =
        String(text.unicodeScalars.prefix(most * 2 / 3)) + " … "
        + String(text.unicodeScalars.suffix(most / 4))
    }
    guard short.utf8.contains(where: { maySteer($0) || $0 == 0x0A || $0 == 0x09 }) else { return short }
    var shown = ""
    for scalar in short.unicodeScalars {
      switch scalar {
      case "\n": shown += "\\n"
      case "\r": shown += "\\r"
      case "\t": shown += "\\t"
      case let scalar where steers(scalar): shown += escaped(scalar)
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }

  /// Whether a byte may be part of what steers a terminal: asked of all text, so it is quick.
  private static func maySteer(_ byte: UInt8) -> Bool {
    byte < 0x20 ? byte != 0x0A && byte != 0x09 : byte == 0x7F || byte == 0xC2 || byte == 0xE2
  }

  /// Control characters, line separators, and those that turn the direction of writing.
  private static func steers(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
  }

  /// `ESC [ digits and semicolons m` at the start of a text.
  private static func colour(_ text: Substring.UnicodeScalarView) -> Substring.UnicodeScalarView? {
    let body = text.dropFirst()
    guard body.first == "[" else { return nil }
    let end = body.dropFirst().firstIndex { !($0 == ";" || ("0"..."9").contains($0)) }
    guard let end, text[end] == "m" else { return nil }
    return text[...end]
  }
}
