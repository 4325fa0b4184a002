// Strings: their bytes, their escapes, and whether they are UTF-8.

extension JSONParser {
  /// Reads the string whose opening quote is the next byte.
  mutating func quotedString() throws(JSONError) -> String {
    let quote = position
    position += 1
    let start = position
    try passPlainText(stringFrom: quote)
    if next == Byte.quote {
      position += 1
      return string(start..<(position - 1))
    }
    scratch.removeAll(keepingCapacity: true)
    scratch.append(contentsOf: text[start..<position])
    while next != Byte.quote {
      try escape(stringFrom: quote)
      let plain = position
      try passPlainText(stringFrom: quote)
      scratch.append(contentsOf: text[plain..<position])
    }
    position += 1
    return String(decoding: scratch, as: UTF8.self)
  }

  /// Moves on to the next quote or backslash.
  private mutating func passPlainText(stringFrom quote: Int) throws(JSONError) {
    while position < text.count {
      let byte = text[position]
      if byte == Byte.quote || byte == Byte.backslash { return }
      if byte < 0x20 { throw controlCharacter(byte) }
      if byte < 0x80 {
        position += 1
      } else {
        let length = sequenceLength(at: position)
        guard length > 0 else { throw notUTF8(stringFrom: quote) }
        position += length
        passWithoutColumn(length - 1)
      }
    }
    throw endsInsideString(from: quote)
  }

  /// How many bytes the UTF-8 sequence at an index has, or 0 when it is malformed (Unicode 16.0, table 3-7:
  /// no overlong forms, no surrogates, nothing above U+10FFFF).
  func sequenceLength(at index: Int) -> Int {
    let lead = text[index]
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0x00...0x7F: return 1
    case 0xC2...0xDF: length = 2
    case 0xE0...0xEF:
      length = 3
      if lead == 0xE0 { second = 0xA0...0xBF }
      if lead == 0xED { second = 0x80...0x9F }
    case 0xF0...0xF4:
      length = 4
      if lead == 0xF0 { second = 0x90...0xBF }
      if lead == 0xF4 { second = 0x80...0x8F }
    default: return 0
    }
    guard index + length <= text.count, second.contains(text[index + 1]) else { return 0 }
    for further in (index + 2)..<(index + max(2, length)) where !Byte.isContinuation(text[further]) {
      return 0
    }
    return length
  }

  // MARK: - Escapes

  /// Reads the escape at the position into the scratch bytes.
  private mutating func escape(stringFrom quote: Int) throws(JSONError) {
    let start = position
    guard start + 1 < text.count else { throw endsInsideString(from: quote) }
    position += 2
    switch text[start + 1] {
    case Byte.quote: scratch.append(Byte.quote)
    case Byte.backslash: scratch.append(Byte.backslash)
    case UInt8(ascii: "/"): scratch.append(UInt8(ascii: "/"))
    case UInt8(ascii: "b"): scratch.append(0x08)
    case UInt8(ascii: "f"): scratch.append(0x0C)
    case UInt8(ascii: "n"): scratch.append(Byte.lineFeed)
    case UInt8(ascii: "r"): scratch.append(Byte.carriageReturn)
    case UInt8(ascii: "t"): scratch.append(Byte.tab)
    case UInt8(ascii: "u"): try unicodeEscape(at: start, stringFrom: quote)
    default: throw unknownEscape(at: start)
    }
  }

  /// Reads the digits after `\u`, and the second half of a surrogate pair after the first.
  private mutating func unicodeEscape(at start: Int, stringFrom quote: Int) throws(JSONError) {
    var code = try fourHexDigits(at: start, stringFrom: quote)
    if code & 0xFC00 == 0xD800 {
      let second = position
      guard second < text.count else { throw endsInsideString(from: quote) }
      guard text[second] == Byte.backslash else { throw halfAPair(at: start, code) }
      guard second + 1 < text.count else { throw endsInsideString(from: quote) }
      guard text[second + 1] == UInt8(ascii: "u") else { throw halfAPair(at: start, code) }
      position += 2
      let low = try fourHexDigits(at: second, stringFrom: quote)
      guard low & 0xFC00 == 0xDC00 else { throw halfAPair(at: start, code) }
      code = 0x10000 + (code & 0x3FF) << 10 + (low & 0x3FF)
    }
    guard let scalar = Unicode.Scalar(code) else { throw halfAPair(at: start, code) }
    if let bytes = UTF8.encode(scalar) { scratch.append(contentsOf: bytes) }
  }

  private mutating func fourHexDigits(at start: Int, stringFrom quote: Int) throws(JSONError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard position < text.count else { throw endsInsideString(from: quote) }
      guard let digit = Byte.hexValue(text[position]) else { throw tooFewHexDigits(at: start) }
      code = code << 4 | digit
      position += 1
    }
    return code
  }
}
