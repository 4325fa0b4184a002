import Wording

/// Writes values as bytes of JSON text.
struct JSONWriter {
  /// The widest line on which a whole array or object is put.
  private static let lineWidth = 100

  private(set) var bytes: [UInt8] = []
  private let isSpaced: Bool

  init(isSpaced: Bool) {
    self.isSpaced = isSpaced
  }

  // MARK: - On one line

  /// Writes a value on one line. With a limit it gives up, and returns false, soon after so many bytes of text
  /// are exceeded.
  mutating func writeLine(_ json: JSON, until limit: Int = .max) -> Bool {
    switch json {
    case .null: write("null")
    case .bool(let bool): write(bool ? "true" : "false")
    case .integer(let integer): write(String(integer))
    case .number(let number): write(number)
    case .literal(let literal): write(JSONParser.isNumber(literal) ? literal : "null")
    case .string(let string):
      guard string.utf8.count < limit - bytes.count else { return false }
      write(quoting: string)
    case .array(let elements):
      bytes.append(Byte.openBracket)
      for (index, element) in elements.enumerated() {
        if index > 0 { separate(Byte.comma) }
        guard writeLine(element, until: limit) else { return false }
      }
      bytes.append(Byte.closeBracket)
    case .object(let members):
      bytes.append(Byte.openBrace)
      for (index, (key, value)) in members.enumerated() {
        if index > 0 { separate(Byte.comma) }
        guard key.utf8.count < limit - bytes.count else { return false }
        write(quoting: key)
        separate(Byte.colon)
        guard writeLine(value, until: limit) else { return false }
      }
      bytes.append(Byte.closeBrace)
    }
    return bytes.count <= limit
  }

  private mutating func separate(_ byte: UInt8) {
    bytes.append(byte)
    if isSpaced { bytes.append(Byte.space) }
  }

  // MARK: - On many lines

  /// Writes a value with indents.
  ///
  /// - Parameters:
  ///   - indent: The spaces before the line that the value begins on.
  ///   - column: How many columns of that line are taken, the indent included.
  mutating func writePretty(_ json: JSON, indent: Int = 0, column: Int = 0) {
    switch json {
    case .array(let elements) where !writeIfItFits(json, column: column):
      if elements.allSatisfy(\.isNumber) { return fill(elements, indent: indent) }
      bytes.append(Byte.openBracket)
      for (index, element) in elements.enumerated() {
        breakLine(indent: indent + 2, comma: index > 0)
        writePretty(element, indent: indent + 2, column: indent + 2)
      }
      breakLine(indent: indent)
      bytes.append(Byte.closeBracket)
    case .object(let members) where !writeIfItFits(json, column: column):
      bytes.append(Byte.openBrace)
      for (index, (key, value)) in members.enumerated() {
        breakLine(indent: indent + 2, comma: index > 0)
        let start = bytes.count
        write(quoting: key)
        separate(Byte.colon)
        writePretty(value, indent: indent + 2, column: indent + 2 + columns(from: start))
      }
      breakLine(indent: indent)
      bytes.append(Byte.closeBrace)
    case .array, .object: break  // it fitted and is written
    default: _ = writeLine(json)
    }
  }

  /// Writes many numbers as text is set: as many on a line as there is room for.
  private mutating func fill(_ numbers: [JSON], indent: Int) {
    bytes.append(Byte.openBracket)
    var column = JSONWriter.lineWidth
    for (index, number) in numbers.enumerated() {
      var text = JSONWriter(isSpaced: true)
      _ = text.writeLine(number)
      if column + text.bytes.count + 3 > JSONWriter.lineWidth {
        breakLine(indent: indent + 2, comma: index > 0)
        column = indent + 2
      } else if index > 0 {
        separate(Byte.comma)
        column += 2
      }
      bytes.append(contentsOf: text.bytes)
      column += text.bytes.count
    }
    breakLine(indent: indent)
    bytes.append(Byte.closeBracket)
  }

  /// Writes an array or object on the current line if there is room, else nothing. Empty ones always fit.
  private mutating func writeIfItFits(_ json: JSON, column: Int) -> Bool {
    switch json {
    case .array(let elements) where elements.isEmpty: return writeLine(json)
    case .object(let members) where members.isEmpty: return writeLine(json)
    default: break
    }
    let start = bytes.count
    let room = JSONWriter.lineWidth - column
    // A column takes at most four bytes, so a try costs no more than a line, whatever the value holds.
    if room > 0, writeLine(json, until: start + 4 * room), columns(from: start) <= room { return true }
    bytes.removeLast(bytes.count - start)
    return false
  }

  private func columns(from start: Int) -> Int {
    bytes[start...].count { !Byte.isContinuation($0) }
  }

  private mutating func breakLine(indent: Int, comma: Bool = false) {
    if comma { bytes.append(Byte.comma) }
    bytes.append(Byte.lineFeed)
    bytes.append(contentsOf: repeatElement(Byte.space, count: indent))
  }

  // MARK: - Numbers and strings

  private mutating func write(_ text: String) {
    bytes.append(contentsOf: text.utf8)
  }

  private mutating func write(_ number: Double) {
    guard number.isFinite else { return write("null") }
    let text = number.description
    write(text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
  }

  private mutating func write(quoting text: String) {
    bytes.append(Byte.quote)
    for byte in text.utf8 {
      switch byte {
      case Byte.quote, Byte.backslash:
        bytes.append(Byte.backslash)
        bytes.append(byte)
      case 0x20...: bytes.append(byte)
      case Byte.lineFeed: write("\\n")
      case Byte.carriageReturn: write("\\r")
      case Byte.tab: write("\\t")
      case 0x08: write("\\b")
      case 0x0C: write("\\f")
      default: write("\\u" + hexadecimal(UInt32(byte), digits: 4))
      }
    }
    bytes.append(Byte.quote)
  }
}
