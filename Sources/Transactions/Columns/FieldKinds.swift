/// What the text of a field may be; it may be several things.
struct FieldKinds: OptionSet {
  let rawValue: UInt8

  static let email = FieldKinds(rawValue: 1)
  static let number = FieldKinds(rawValue: 2)
  /// Several words.
  static let phrase = FieldKinds(rawValue: 4)
  static let date = FieldKinds(rawValue: 8)
  static let clock = FieldKinds(rawValue: 16)
}

extension FieldKinds {
  /// Bytes are asked first, since most texts are not most things.
  init(_ text: String) {
    self = []
    if text.utf8.contains(UInt8(ascii: "@")) { insert(.email) }
    // Digits of other scripts are not of ASCII.
    let hasDigits = text.utf8.contains { isDigit($0) || $0 >= 0x80 }
    if hasDigits && ColumnSample.isNumber(text) {
      insert(.number)
    } else if text.utf8.contains(where: { $0 <= 0x20 || $0 >= 0x80 }), text.contains(where: \.isWhitespace) {
      insert(.phrase)
    }
    guard hasDigits else { return }
    if DateReader.isDate(text) { insert(.date) }
    if ClockText.seconds(text) != nil { insert(.clock) }
  }
}
