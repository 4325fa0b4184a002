/// The text of a field: quotes taken off, doubled quotes made one, Windows-1252 read where it is not UTF-8.
public enum FieldText {
  /// The bytes of a field without its quotes, rewritten in `scratch` where they hold a doubled quote.
  ///
  /// What is returned lives as long as the field does and `scratch` is not used again.
  @inlinable @inline(__always)
  public static func content(
    of field: UnsafeBufferPointer<UInt8>, scratch: FieldScratch
  ) -> UnsafeBufferPointer<UInt8> {
    guard let first = field.first, first == UInt8(ascii: "\"") else { return field }
    return unquoted(field, scratch: scratch)
  }

  /// The same for a field that begins with a quote.
  @inline(never)
  public static func unquoted(
    _ field: UnsafeBufferPointer<UInt8>, scratch: FieldScratch
  ) -> UnsafeBufferPointer<UInt8> {
    let quote = UInt8(ascii: "\"")
    let inner = UnsafeBufferPointer(rebasing: field[1...])
    if let close = inner.firstIndex(of: quote), close == inner.count - 1 {
      return UnsafeBufferPointer(rebasing: inner[..<close])
    }
    let out = scratch.room(for: inner.count)
    var count = 0
    var isInside = true
    var i = 0
    while i < inner.count {
      let byte = inner[i]
      if isInside && byte == quote {
        if i + 1 < inner.count && inner[i + 1] == quote {
          out[count] = quote
          count += 1
          i += 1
        } else {
          isInside = false
        }
      } else {
        out[count] = byte
        count += 1
      }
      i += 1
    }
    return UnsafeBufferPointer(start: out, count: count)
  }

  /// The text without the spaces around it.
  @inlinable @inline(__always)
  public static func trimmed(_ field: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    var text = field
    while let first = text.first, first == 0x20 { text = UnsafeBufferPointer(rebasing: text.dropFirst()) }
    while let last = text.last, last == 0x20 { text = UnsafeBufferPointer(rebasing: text.dropLast()) }
    return text
  }

  /// The field without its quotes and without spaces around it; at once where it has none of them.
  ///
  /// It lives as long as `content` does.
  @inlinable @inline(__always)
  public static func plain(
    _ field: UnsafeBufferPointer<UInt8>, scratch: FieldScratch
  ) -> UnsafeBufferPointer<UInt8> {
    guard let base = field.baseAddress, !field.isEmpty else { return field }
    let (first, last) = (base[0], base[field.count &- 1])
    if first != UInt8(ascii: "\"") && first != 0x20 && last != 0x20 { return field }
    return trimmed(content(of: field, scratch: scratch))
  }

  /// Whether a text of up to 16 bytes has only letters, digits and the signs that ASCII has behind them: no
  /// spaces, no quotes, no points, no line breaks, nothing beyond ASCII. False for longer ones.
  @inlinable @inline(__always)
  public static func isPlainWord(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let base = text.baseAddress, 1...16 ~= text.count else { return false }
    let (raw, count) = (UnsafeRawPointer(base), text.count)
    // Words that overlap: nothing is read but the text.
    if count >= 8 {
      let last = raw.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
      return (otherBytes(raw.loadUnaligned(as: UInt64.self)) | otherBytes(last)) == 0
    }
    if count >= 4 {
      let last = raw.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self)
      return otherBytes(UInt64(raw.loadUnaligned(as: UInt32.self)) | UInt64(last) &<< 32) == 0
    }
    return text.allSatisfy { 0x30..<0x80 ~= $0 }
  }

  /// Not 0 where a byte of the word is below 0x30 or above 0x7F.
  @inlinable @inline(__always)
  static func otherBytes(_ word: UInt64) -> UInt64 {
    ((word &- 0x3030_3030_3030_3030) & ~word | word) & 0x8080_8080_8080_8080
  }

  /// The field as a String, for messages and headers.
  public static func string(_ field: UnsafeBufferPointer<UInt8>) -> String {
    let scratch = FieldScratch()
    // The bytes may lie in there until they are decoded.
    return withExtendedLifetime(scratch) { decoded(content(of: field, scratch: scratch)) }
  }

  /// UTF-8 where the bytes are that, else Windows-1252.
  public static func decoded(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    return String(decoding: utf8(fromWindows1252: bytes), as: UTF8.self)
  }

  /// True when the bytes are UTF-8 as they stand.
  public static func isUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.allSatisfy { $0 < 0x80 } || String(validating: bytes, as: UTF8.self) != nil
  }

  /// The same text as UTF-8.
  public static func utf8(fromWindows1252 bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count + bytes.count / 2)
    for byte in bytes {
      if byte < 0x80 {
        out.append(byte)
      } else {
        let scalar = byte < 0xA0 ? windows1252[Int(byte) - 0x80] : Unicode.Scalar(byte)
        out.append(contentsOf: Array(String(Character(scalar)).utf8))
      }
    }
    return out
  }

  /// 0x80…0x9F of Windows-1252; the five that it leaves undefined are read as Latin-1.
  private static let windows1252: [Unicode.Scalar] = [
    "\u{20AC}", "\u{81}", "\u{201A}", "\u{192}", "\u{201E}", "\u{2026}", "\u{2020}", "\u{2021}",
    "\u{2C6}", "\u{2030}", "\u{160}", "\u{2039}", "\u{152}", "\u{8D}", "\u{17D}", "\u{8F}",
    "\u{90}", "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}", "\u{2022}", "\u{2013}", "\u{2014}",
    "\u{2DC}", "\u{2122}", "\u{161}", "\u{203A}", "\u{153}", "\u{9D}", "\u{17E}", "\u{178}",
  ]
}

/// Memory for the text of one field that cannot be read where it stands.
public final class FieldScratch {
  private var bytes: UnsafeMutablePointer<UInt8>
  private var capacity = 256

  /// Memory for a short field; it grows when a longer one comes.
  public init() {
    bytes = .allocate(capacity: capacity + RecordBlock.padding)
    bytes.initialize(repeating: 0, count: capacity + RecordBlock.padding)
  }

  deinit { bytes.deallocate() }

  /// At least `count` writable bytes, and `RecordBlock.padding` readable ones behind them.
  public func room(for count: Int) -> UnsafeMutablePointer<UInt8> {
    if count > capacity {
      bytes.deallocate()
      capacity = count * 2
      bytes = .allocate(capacity: capacity + RecordBlock.padding)
      bytes.initialize(repeating: 0, count: capacity + RecordBlock.padding)
    }
    return bytes
  }
}
