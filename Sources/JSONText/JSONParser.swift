/// Reads bytes as JSON by recursive descent. One pass; lines and columns are counted on the way.
struct JSONParser {
  let text: UnsafeBufferPointer<UInt8>
  let file: String
  /// The next byte to read.
  var position = 0
  private var line = 1
  /// What the position must exceed for column 1: the start of the line, moved on by one for every byte that
  /// takes no column. So a column costs one subtraction, however long the line is.
  private var columnOrigin = 0
  /// Where the arrays and objects start that are not yet closed, the innermost last.
  private(set) var open: [Int] = []
  /// Bytes of the string being read, when it has escapes.
  var scratch: [UInt8] = []

  init(text: UnsafeBufferPointer<UInt8>, file: String) {
    self.text = text
    self.file = file
  }

  // MARK: - Reading bytes

  /// The next byte, or 0 at the end; no grammar rule asks for a 0, so it never passes for something wanted.
  var next: UInt8 {
    position < text.count ? text[position] : 0
  }

  var place: TextPosition {
    TextPosition(line: line, column: position - columnOrigin + 1, offset: position)
  }

  /// Says that so many bytes just passed share a column with another byte.
  mutating func passWithoutColumn(_ count: Int) {
    columnOrigin += count
  }

  mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    position += 1
    return true
  }

  mutating func skipBlank() {
    while position < text.count {
      switch text[position] {
      case Byte.space, Byte.tab, Byte.carriageReturn:
        position += 1
      case Byte.lineFeed:
        position += 1
        line += 1
        columnOrigin = position
      default:
        return
      }
    }
  }

  /// The bytes of a range that is known to be good UTF-8, as a string.
  func string(_ range: Range<Int>) -> String {
    String(decoding: UnsafeBufferPointer(rebasing: text[range]), as: UTF8.self)
  }

  // MARK: - Values

  mutating func document() throws(JSONError) -> JSONNode {
    position = byteOrderMarkLength(text)
    columnOrigin = position
    skipBlank()
    if position == text.count { throw emptyFile() }
    let root = try value()
    skipBlank()
    if position < text.count { throw textAfterTheValue() }
    return root
  }

  /// Reads the value that starts at the position, where no blank space stands.
  private mutating func value() throws(JSONError) -> JSONNode {
    let place = place
    let value: JSONNode.Value
    switch next {
    case Byte.quote:
      value = .string(try quotedString())
    case Byte.openBrace:
      value = .object(try members())
    case Byte.openBracket:
      value = .array(try elements())
    case Byte.minus, UInt8(ascii: "0")...UInt8(ascii: "9"):
      value = .number(try number())
    case UInt8(ascii: "t") where takeWord("true"):
      value = .bool(true)
    case UInt8(ascii: "f") where takeWord("false"):
      value = .bool(false)
    case UInt8(ascii: "n") where takeWord("null"):
      value = .null
    default:
      throw noValue()
    }
    return JSONNode(value: value, place: place, range: place.offset..<position)
  }

  /// Takes a word that ends where it should: `nullable` is not `null`.
  private mutating func takeWord(_ word: StaticString) -> Bool {
    let end = position + word.utf8CodeUnitCount
    guard wordEnd(from: position) == end else { return false }
    for index in 0..<word.utf8CodeUnitCount where text[position + index] != word.utf8Start[index] {
      return false
    }
    position = end
    return true
  }

  // MARK: - Arrays and objects

  private mutating func elements() throws(JSONError) -> [JSONNode] {
    try begin()
    var elements: [JSONNode] = []
    if try end(Byte.closeBracket) { return elements }
    repeat {
      do {
        elements.append(try value())
      } catch {
        throw error.inside(.index(elements.count))
      }
    } while try another(before: Byte.closeBracket)
    return elements
  }

  private mutating func members() throws(JSONError) -> [JSONMember] {
    try begin()
    var members: [JSONMember] = []
    var keys = KeyIndex()
    if try end(Byte.closeBrace) { return members }
    repeat {
      let keyPlace = place
      guard next == Byte.quote else { throw noKey() }
      let key = try quotedString()
      let keyRange = keyPlace.offset..<position
      if let first = keys.add(key, to: members) {
        throw duplicate(key, at: keyPlace, first: members[first].keyPlace)
      }
      skipBlank()
      guard take(Byte.colon) else { throw noColon(after: key) }
      skipBlank()
      do {
        members.append(JSONMember(key: key, keyPlace: keyPlace, keyRange: keyRange, node: try value()))
      } catch {
        throw error.inside(.key(key))
      }
    } while try another(before: Byte.closeBrace)
    return members
  }

  /// Passes the opening bracket.
  private mutating func begin() throws(JSONError) {
    guard open.count < JSONNode.depthLimit else { throw tooDeep() }
    open.append(position)
    position += 1
  }

  /// Passes the closing bracket of an array or object that is empty.
  private mutating func end(_ bracket: UInt8) throws(JSONError) -> Bool {
    skipBlank()
    guard take(bracket) else { return false }
    open.removeLast()
    return true
  }

  /// After an element: true past a comma, false past the closing bracket.
  private mutating func another(before bracket: UInt8) throws(JSONError) -> Bool {
    skipBlank()
    let comma = position
    if take(Byte.comma) {
      skipBlank()
      if next == bracket || next == Byte.comma { throw strayComma(at: comma) }
      return true
    }
    guard take(bracket) else { throw neitherCommaNorEnd(bracket) }
    open.removeLast()
    return false
  }
}
