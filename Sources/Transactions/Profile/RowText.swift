import Tabular

/// Text of a file as it is shown to a person.
enum RowText {
  private static let limit = 100

  /// At most 100 characters in one line.
  static func shortened(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    let start = UnsafeBufferPointer(rebasing: bytes.prefix(4 * limit))
    // A character that the cut went through is left out.
    let whole = bytes.count > start.count ? start.count - 4 : start.count
    var end = whole
    while end < start.count, end > 0, start[end] & 0xC0 == 0x80 { end -= 1 }
    let text = FieldText.decoded(UnsafeBufferPointer(rebasing: start[..<end]))
    let line = String(
      text.map { $0.unicodeScalars.contains { $0.value < 32 || (127..<160).contains($0.value) } ? " " : $0 })
    return line.count > limit || bytes.count > start.count ? line.prefix(limit) + "…" : line
  }

  /// The fields of the record that starts at `offset` of a block.
  static func fields(at offset: Int, _ block: RecordBlock, delimiter: UInt8) -> [String] {
    let rest = Array(UnsafeBufferPointer(start: block.bytes + offset, count: block.count - offset))
    let lines = FirstLines(record: rest, delimiter: delimiter)
    return lines.count == 0 ? [] : lines.fields(0)
  }

  /// The record that starts at `offset` of a block.
  static func record(at offset: Int, _ block: RecordBlock) -> String {
    var end = offset
    var isQuoted = false
    while end < block.count, end - offset <= 8 * limit {
      let byte = block.bytes[end]
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if byte == UInt8(ascii: "\n") && !isQuoted { break }
      end += 1
    }
    if end > offset, end < block.count, block.bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return shortened(UnsafeBufferPointer(start: block.bytes + offset, count: end - offset))
  }
}
