import Tabular

/// Customer IDs as they are kept: text in UTF-8, `17850.0` as `17850`.
enum CustomerID {
  /// The ID in a field; empty where the field says that there is none.
  ///
  /// - Parameter scratch: holds the ID where it had to be taken to UTF-8.
  static func normalised(
    _ text: UnsafeBufferPointer<UInt8>, scratch: FieldScratch
  ) -> UnsafeBufferPointer<UInt8> {
    if isMissing(text) { return UnsafeBufferPointer(rebasing: text[0..<0]) }
    let id = withoutPointZero(FormulaGuard.removed(from: text))
    if FieldText.isUTF8(id) { return id }
    let converted = FieldText.utf8(fromWindows1252: id)
    let room = scratch.room(for: converted.count)
    converted.withUnsafeBufferPointer { bytes in
      if let base = bytes.baseAddress { room.update(from: base, count: bytes.count) }
    }
    return UnsafeBufferPointer(start: room, count: converted.count)
  }

  /// Digits followed by .0 (or .00 …) without what follows: how a column of whole numbers with gaps is
  /// written by programs that know only floating point there.
  @inline(__always)
  static func withoutPointZero(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    guard text.count > 2, text.last == UInt8(ascii: "0"), let point = text.firstIndex(of: UInt8(ascii: ".")),
      point > 0, text[..<point].allSatisfy(isDigit),
      text[(point + 1)...].allSatisfy({ $0 == UInt8(ascii: "0") })
    else { return text }
    return UnsafeBufferPointer(rebasing: text[..<point])
  }

  /// Empty, or what databases and data frames write for nothing.
  static func isMissing(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.count <= 4 else { return false }
    if text.isEmpty { return true }
    return ["nan", "null", "\\n"].contains { word in
      text.count == word.utf8.count
        && zip(text, word.utf8).allSatisfy { $0 | 0x20 == $1 | 0x20 }
    }
  }
}
