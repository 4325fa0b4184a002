import Tabular

/// The text of cells as fields of a CSV file.
enum CellText {
  /// Writes a text as a field, quoted where it must be.
  @inline(__always)
  static func write(_ text: UnsafeBufferPointer<UInt8>, to buffer: ByteBuffer) {
    guard text.contains(where: needsQuotes) else { return buffer.append(text) }
    let quote = UInt8(ascii: "\"")
    buffer.append(quote)
    for byte in text {
      if byte == quote { buffer.append(quote) }
      buffer.append(byte)
    }
    buffer.append(quote)
  }

  @inline(__always)
  private static func needsQuotes(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "\""), 0x0A, 0x0D: true
    default: false
    }
  }

  /// `_x000D_` and the like as the characters that they stand for (ECMA-376, part 1, 22.9.2.19); nil where
  /// there is none.
  static func unescaped(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    guard let first = text.firstIndex(of: UInt8(ascii: "_")), text.count - first >= 7 else { return nil }
    var out: [UInt8] = []
    var changed = false
    var at = 0
    while at < text.count {
      if let scalar = escape(text, at) {
        out.append(contentsOf: Array(String(Character(scalar)).utf8))
        changed = true
        at += 7
      } else {
        out.append(text[at])
        at += 1
      }
    }
    return changed ? out : nil
  }

  /// The character that `_xHHHH_` at a place stands for; nil for anything else, and for NUL and halves of pairs.
  static func escape(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> Unicode.Scalar? {
    guard at + 7 <= text.count, text[at] == UInt8(ascii: "_"), text[at + 1] == UInt8(ascii: "x"),
      text[at + 6] == UInt8(ascii: "_")
    else { return nil }
    var value: UInt32 = 0
    for byte in text[(at + 2)..<(at + 6)] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
      value = value * 16 + UInt32(digit)
    }
    return value == 0 ? nil : Unicode.Scalar(value)
  }
}

extension CellText {
  /// Writes a text as it stands in a workbook as a field.
  @inline(__always)
  static func writeUnescaped(_ value: ByteBuffer, to buffer: ByteBuffer) {
    let text = value.content.assumingMemoryBound(to: UInt8.self)
    if let plain = unescaped(text) {
      plain.withUnsafeBufferPointer { write($0, to: buffer) }
    } else {
      write(text, to: buffer)
    }
  }
}
