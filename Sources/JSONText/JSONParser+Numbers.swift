// Numbers: RFC 8259, section 6.

extension JSONParser {
  /// Reads the number whose minus or first digit is the next byte, and returns it as it is written.
  mutating func number() throws(JSONError) -> String {
    let start = position
    guard let end = JSONParser.numberEnd(in: text, from: start), wordEnd(from: end) == end else {
      throw badNumber(at: start)
    }
    position = end
    return string(start..<end)
  }

  /// Where the longest number that starts at an index ends, or nil when none starts there.
  ///
  ///     number = [ "-" ] ( "0" / digit1-9 *digit ) [ "." 1*digit ] [ ( "e" / "E" ) [ "+" / "-" ] 1*digit ]
  static func numberEnd(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var index = start
    func byte() -> UInt8 { index < text.count ? text[index] : 0 }
    func passDigits() -> Bool {
      let first = index
      while Byte.isDigit(byte()) { index += 1 }
      return index > first
    }

    if byte() == Byte.minus { index += 1 }
    if byte() == Byte.zero {
      index += 1
    } else if !passDigits() {
      return nil
    }
    if byte() == Byte.point {
      index += 1
      guard passDigits() else { return nil }
    }
    if byte() | 0x20 == UInt8(ascii: "e") {
      index += 1
      if byte() == Byte.plus || byte() == Byte.minus { index += 1 }
      guard passDigits() else { return nil }
    }
    return index
  }

  /// Whether a whole text is one JSON number.
  static func isNumber(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { !$0.isEmpty && numberEnd(in: $0, from: 0) == $0.count }
  }

  /// Where the run of letters, digits and `_ + - .` ends that starts at an index.
  func wordEnd(from start: Int) -> Int {
    var index = start
    while index < text.count {
      let byte = text[index]
      guard
        Byte.isLetter(byte) || Byte.isDigit(byte) || byte == UInt8(ascii: "_") || byte == Byte.plus
          || byte == Byte.minus || byte == Byte.point
      else { break }
      index += 1
    }
    return index
  }
}
