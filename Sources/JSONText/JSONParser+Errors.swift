import Wording

// What the parser says when the text is not JSON: what was found, and what would have been right.

extension JSONParser {
  /// An error at a byte. The path is filled in on the way out, by the arrays and objects around.
  private func error(at offset: Int, _ message: String) -> JSONError {
    JSONError(file: file, place: TextPosition(offset: offset, in: text), path: "", message: message)
  }

  private func line(of offset: Int) -> Int {
    TextPosition(offset: offset, in: text).line
  }

  // MARK: - The file as a whole

  func emptyFile() -> JSONError {
    let blank = text.count > byteOrderMarkLength(text)
    return error(at: position, blank ? "the file is empty but for blank space" : "the file is empty")
  }

  func textAfterTheValue() -> JSONError {
    if let comment = comment() { return comment }
    return error(at: position, "the file should end here, after its one value, but there is \(found())")
  }

  /// The text stops before the innermost array or object is closed.
  private func endsInside() -> JSONError {
    guard let start = open.last else { return error(at: text.count, "the file ends where a value should be") }
    return error(
      at: text.count, "the file ends inside \(bracketed(start)) that began on line \(line(of: start))")
  }

  private func bracketed(_ start: Int) -> String {
    text[start] == Byte.openBrace ? "an object" : "an array"
  }

  func tooDeep() -> JSONError {
    error(at: position, "arrays and objects stand more than \(JSONNode.depthLimit) deep in each other here")
  }

  // MARK: - Between values

  /// A comma with another comma or a closing bracket after it.
  func strayComma(at comma: Int) -> JSONError {
    if next == Byte.comma { return error(at: position, "two commas in a row; take one away") }
    let bracket = next == Byte.closeBrace ? "}" : "]"
    return error(at: comma, "a comma before \(bracket) is not JSON; take it away")
  }

  func neitherCommaNorEnd(_ bracket: UInt8) -> JSONError {
    guard position < text.count else { return endsInside() }
    if let comment = comment() { return comment }
    if let value = startOfValue() { return error(at: position, "a comma is missing before \(value)") }
    let closing = bracket == Byte.closeBrace ? "}" : "]"
    var message = "expected , or \(closing), but found \(found())"
    if let start = open.last {
      message += "; \(bracketed(start)) that began on line \(line(of: start)) is open"
    }
    return error(at: position, message)
  }

  /// What begins at the position, when it is a key or a value, or means to be one.
  private func startOfValue() -> String? {
    switch next {
    case Byte.quote: open.last.map { text[$0] } == Byte.openBrace ? "this key" : "this string"
    case Byte.openBrace: "this object"
    case Byte.openBracket: "this array"
    default: wordEnd(from: position) > position ? found() : nil
    }
  }

  func noKey() -> JSONError {
    guard position < text.count else { return endsInside() }
    if let comment = comment() ?? foreignQuote() { return comment }
    if next == Byte.comma { return error(at: position, "a key and its value are missing before this comma") }
    let end = wordEnd(from: position)
    if end > position {
      let word = string(position..<end)
      return error(at: position, "the key \(legible(word)) needs double quotes: \(quoted(word))")
    }
    return error(at: position, "expected a key in double quotes, but found \(found())")
  }

  func noColon(after key: String) -> JSONError {
    guard position < text.count else { return endsInside() }
    return comment() ?? error(at: position, "expected : after the key \(quoted(key)), but found \(found())")
  }

  func duplicate(_ key: String, at place: TextPosition, first: TextPosition) -> JSONError {
    let before = "line \(first.line), column \(first.column)"
    return JSONError(
      file: file, place: place, path: "",
      message: "the key \(quoted(key)) is here a second time; the first is on \(before)")
  }

  // MARK: - Values

  func noValue() -> JSONError {
    guard position < text.count else { return endsInside() }
    if let known = comment() ?? foreignQuote() ?? utf16() { return known }
    switch next {
    case Byte.comma: return error(at: position, "a value is missing before this comma")
    case Byte.closeBrace, Byte.closeBracket, Byte.colon:
      return error(at: position, "expected a value, but found \(found())")
    default: break
    }
    let end = wordEnd(from: position)
    guard end > position else { return error(at: position, "expected a value, but found \(found())") }
    return badWord(string(position..<end))
  }

  /// A bare word where a value should be.
  private func badWord(_ word: String) -> JSONError {
    let lowercase = word.lowercased()
    let endsHere = position + word.utf8.count == text.count
    if endsHere, ["true", "false", "null"].contains(where: { $0.hasPrefix(word) && $0 != word }) {
      return error(at: text.count, "the file ends inside a word")
    }
    if let missing = notANumber(lowercase) { return error(at: position, missing) }
    switch lowercase {
    case "true", "false", "null": return error(at: position, "\(word) is not JSON; write \(lowercase)")
    case "none", "nil", "undefined": return error(at: position, "\(word) is not JSON; write null")
    default: break
    }
    if next == Byte.plus || next == Byte.point { return badNumber(at: position) }
    return error(at: position, "\(legible(word)) needs double quotes to be a string: \(quoted(word))")
  }

  private func notANumber(_ lowercase: String) -> String? {
    switch lowercase {
    case "nan", "-nan", "+nan": "JSON has no NaN; write null or leave the value out"
    case "inf", "-inf", "+inf", "infinity", "-infinity", "+infinity":
      "JSON has no Infinity; write null or leave the value out"
    default: nil
    }
  }

  func badNumber(at start: Int) -> JSONError {
    let end = wordEnd(from: start)
    let word = string(start..<end)
    let bytes = Array(word.utf8)
    let digits = bytes.first == Byte.minus ? bytes.dropFirst() : bytes[...]
    if end == text.count, JSONParser.isNumber(word + "0") {
      return error(at: end, "the file ends inside a number")
    }
    if let missing = notANumber(word.lowercased()) { return error(at: start, missing) }
    let shown = legible(word)
    if digits.first == Byte.plus || bytes.first == Byte.plus {
      return error(at: start, "a JSON number has no + in front: \(shown)")
    }
    if digits.first == Byte.point {
      return error(at: start, "a JSON number has a digit before the point: write 0 before it in \(shown)")
    }
    if digits.first == Byte.zero, let second = digits.dropFirst().first {
      if second | 0x20 == UInt8(ascii: "x") {
        return error(at: start, "JSON has no hexadecimal numbers: \(shown)")
      }
      if Byte.isDigit(second) { return error(at: start, "a JSON number has no 0 in front: \(shown)") }
    }
    if let point = digits.firstIndex(of: Byte.point),
      !digits[(point + 1)...].prefix(1).contains(where: Byte.isDigit)
    {
      return error(at: start, "a JSON number has a digit after the point: \(shown)")
    }
    return error(at: start, "\(shown) is not a JSON number")
  }

  // MARK: - Strings

  func endsInsideString(from quote: Int) -> JSONError {
    error(at: text.count, "the file ends inside a string that began on line \(line(of: quote))")
  }

  func controlCharacter(_ byte: UInt8) -> JSONError {
    switch byte {
    case Byte.lineFeed, Byte.carriageReturn:
      error(
        at: position, "the string does not end on its line; close it with \", or write a line break as \\n")
    case Byte.tab:
      error(at: position, "a tab inside a string is written \\t")
    default:
      error(
        at: position,
        "the control character U+\(hexadecimal(UInt32(byte), digits: 4).uppercased()) inside a string is "
          + "written \\u\(hexadecimal(UInt32(byte), digits: 4))")
    }
  }

  /// The bytes at the position are not UTF-8, or are the start of a character that the end of the file cuts off.
  func notUTF8(stringFrom quote: Int) -> JSONError {
    let rest = text[position...]
    if rest.count < 4, (0xC2...0xF4).contains(text[position]),
      rest.dropFirst().allSatisfy(Byte.isContinuation)
    {
      return endsInsideString(from: quote)
    }
    return error(at: position, "\(found()); save the file as UTF-8")
  }

  func unknownEscape(at start: Int) -> JSONError {
    let length = max(1, sequenceLength(at: start + 1))
    let name = legible(string(start..<(start + 1 + length)))
    return error(
      at: start,
      "\(name) is not a JSON escape; they are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four digits")
  }

  func tooFewHexDigits(at start: Int) -> JSONError {
    error(at: start, "\\u needs four hexadecimal digits after it")
  }

  func halfAPair(at start: Int, _ code: UInt32) -> JSONError {
    let other = code < 0xDC00 ? "\\udc00 to \\udfff after it" : "\\ud800 to \\udbff before it"
    return error(
      at: start, "\\u\(hexadecimal(code, digits: 4)) is half of a surrogate pair and needs one of \(other)")
  }

  // MARK: - What stands at the position

  private func comment() -> JSONError? {
    guard next == UInt8(ascii: "/") || next == UInt8(ascii: "#") else { return nil }
    return error(at: position, "JSON has no comments; take it away")
  }

  private func foreignQuote() -> JSONError? {
    let found = found()
    guard ["'", "`", "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}", "\u{201E}", "«"].contains(found) else {
      return nil
    }
    return error(at: position, "JSON text stands in straight double quotes \", not in \(found)")
  }

  /// Editors on Windows call UTF-16 "Unicode".
  private func utf16() -> JSONError? {
    guard position == 0, text.count > 1,
      [text[0], text[1]] == [0xFF, 0xFE] || [text[0], text[1]] == [0xFE, 0xFF]
    else { return nil }
    return error(at: 0, "the file is in UTF-16; save it as UTF-8")
  }

  /// The character or word at the position, for a message.
  private func found() -> String {
    guard position < text.count else { return "the end of the file" }
    let end = wordEnd(from: position)
    if end > position { return legible(string(position..<end)) }
    let length = sequenceLength(at: position)
    guard length > 0 else {
      return "a byte that is not UTF-8 (0x\(hexadecimal(UInt32(text[position]), digits: 2).uppercased()))"
    }
    if text[position] < 0x20 {
      return "the control character U+\(hexadecimal(UInt32(text[position]), digits: 4).uppercased())"
    }
    return legible(string(position..<(position + length)))
  }
}
