import CByteScan

/// Where in the grammar of a CSV file the next byte stands.
///
/// A quote opens a field only as its first byte, so `12" PLATE` is text; inside a quoted field a doubled
/// quote is one quote; whatever follows a closing quote up to the delimiter belongs to the field.
enum QuoteState: UInt8 {
  /// At the first byte of a field.
  case fieldStart
  /// In a field that is not quoted, or behind the closing quote and some text.
  case text
  /// Inside quotes.
  case quoted
  /// Just behind a quote that closed a field, or is the first half of a doubled one.
  case closed
}

/// The delimiters and line breaks of 64 bytes that lie outside quotes, one bit per byte.
struct ChunkStructure {
  var delimiters: UInt64
  var newlines: UInt64
  /// All line breaks, those inside quotes too: for counting lines.
  var allNewlines: UInt64
}

extension QuoteState {
  /// Reads the next `count` (1…64) bytes and moves the state behind them.
  ///
  /// `bytes` must be readable for 64 bytes whatever `count` is.
  @inline(__always)
  mutating func advance(
    over bytes: UnsafePointer<UInt8>, count: Int, delimiter: UInt8
  ) -> ChunkStructure {
    var masks = byte_scan_64(bytes, delimiter)
    if count < 64 {
      let valid = (1 as UInt64) << UInt64(count) &- 1
      masks.delimiter &= valid
      masks.newline &= valid
      masks.quote &= valid
    }
    let structural = masks.delimiter | masks.newline
    let last = (1 as UInt64) << UInt64(count - 1)
    if masks.quote == 0 {
      if self == .quoted {
        return ChunkStructure(delimiters: 0, newlines: 0, allNewlines: masks.newline)
      }
      self = structural & last != 0 ? .fieldStart : .text
      return ChunkStructure(
        delimiters: masks.delimiter, newlines: masks.newline, allNewlines: masks.newline)
    }
    // Each quote toggles between inside and outside as long as every opening one stands where a field
    // may begin, or behind the quote that it doubles. Where that fails, the bytes are walked one by one.
    let flip: UInt64 = self == .quoted ? ~0 : 0
    let inside = byte_scan_prefix_xor(masks.quote) ^ flip
    let mayOpen =
      (structural | masks.quote) << 1 | (self == .fieldStart || self == .closed ? 1 : 0)
    if masks.quote & inside & ~mayOpen != 0 {
      return walk(over: bytes, count: count, delimiter: delimiter, newlines: masks.newline)
    }
    if inside & last != 0 {
      self = .quoted
    } else if masks.quote & last != 0 {
      self = .closed
    } else {
      self = structural & last != 0 ? .fieldStart : .text
    }
    return ChunkStructure(
      delimiters: masks.delimiter & ~inside, newlines: masks.newline & ~inside,
      allNewlines: masks.newline)
  }

  /// The same, a byte at a time.
  @inline(never)
  private mutating func walk(
    over bytes: UnsafePointer<UInt8>, count: Int, delimiter: UInt8, newlines: UInt64
  ) -> ChunkStructure {
    var found = ChunkStructure(delimiters: 0, newlines: 0, allNewlines: newlines)
    for i in 0..<count {
      let byte = bytes[i]
      switch (self, byte) {
      case (.quoted, UInt8(ascii: "\"")): self = .closed
      case (.quoted, _): break
      case (.fieldStart, UInt8(ascii: "\"")), (.closed, UInt8(ascii: "\"")): self = .quoted
      case (_, delimiter):
        found.delimiters |= 1 << UInt64(i)
        self = .fieldStart
      case (_, UInt8(ascii: "\n")):
        found.newlines |= 1 << UInt64(i)
        self = .fieldStart
      default: self = .text
      }
    }
    return found
  }
}
