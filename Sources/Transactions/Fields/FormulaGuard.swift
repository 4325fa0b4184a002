/// Keeps a spreadsheet from running the text of a cell as a formula: an apostrophe in front.
///
/// A text that has apostrophes in front of such a beginning gets one more, so that taking one off always
/// gives the text back. A text such as `'Abc` is left alone both ways.
public enum FormulaGuard {
  /// Whether the text begins, after any apostrophes, with what a spreadsheet takes for a formula: = + - @, a
  /// tab or a carriage return (OWASP, "CSV Injection").
  @inline(__always)
  public static func isNeeded(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = text.first, first <= 0x40 else { return false }
    if first == UInt8(ascii: "'") {
      guard let start = text.firstIndex(where: { $0 != UInt8(ascii: "'") }) else { return false }
      return starts(text[start])
    }
    return starts(first)
  }

  /// The text without its guard; the same text where it has none.
  @inline(__always)
  static func removed(from text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    guard text.first == UInt8(ascii: "'"), isNeeded(text) else { return text }
    return UnsafeBufferPointer(rebasing: text.dropFirst())
  }

  @inline(__always)
  private static func starts(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0D: true
    default: false
    }
  }
}
