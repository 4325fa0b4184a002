/// A place in a JSON text, as an editor shows it.
public struct TextPosition: Sendable, Hashable {
  /// The line, counted from 1. A line ends with a line feed.
  public let line: Int
  /// The column, counted from 1 in Unicode scalars. A byte order mark takes no column.
  public let column: Int
  /// How many bytes stand before this place, a byte order mark included.
  public let offset: Int

  /// A place that was counted elsewhere.
  public init(line: Int, column: Int, offset: Int) {
    self.line = line
    self.column = column
    self.offset = offset
  }
}

extension TextPosition {
  /// The place of a byte, counted anew from the start of the text. The parser keeps its own running count;
  /// this one serves errors, of which there is at most one in a text.
  ///
  /// - Complexity: O(`offset`).
  init(offset: Int, in text: UnsafeBufferPointer<UInt8>) {
    var line = 1
    var column = 1
    var index = byteOrderMarkLength(text)
    while index < min(offset, text.count) {
      let byte = text[index]
      if byte == Byte.lineFeed {
        line += 1
        column = 1
      } else if !Byte.isContinuation(byte) {
        column += 1
      }
      index += 1
    }
    self.init(line: line, column: column, offset: offset)
  }
}

/// 3 when the text begins with the UTF-8 byte order mark, else 0.
func byteOrderMarkLength(_ text: UnsafeBufferPointer<UInt8>) -> Int {
  text.count >= 3 && text[0] == 0xEF && text[1] == 0xBB && text[2] == 0xBF ? 3 : 0
}
