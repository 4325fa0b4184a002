import Tabular

/// Customer IDs as they are kept: text in UTF-8, `17850.0` as `17850`.
public enum CustomerID {
  /// The ID that a person types, as it is kept.
  ///
  /// - Returns: nil where it says that there is none.
  public static func normalised(_ text: String) -> String? {
    let scratch = FieldScratch()
    return Array(text.utf8).withUnsafeBufferPointer { bytes in
      let id = normalised(bytes, scratch: scratch)
      return id.isEmpty ? nil : String(decoding: id, as: UTF8.self)
    }
  }

  /// The ID in a field; empty where the field says that there is none.
  ///
  /// - Parameter scratch: holds the ID where it had to be taken to UTF-8.
  static func normalised(
    _ text: UnsafeBufferPointer<UInt8>, scratch: FieldScratch, fold: Layout.Fold = .email
  ) -> UnsafeBufferPointer<UInt8> {
    let id = unfolded(text, scratch: scratch)
    guard fold == .all || (fold == .email && isEmail(id)) else { return id }
    // A capital of ASCII, or a letter beyond it.
    guard id.contains(where: { $0 &- 0x41 < 26 || $0 >= 0x80 }) else { return id }
    let folded = Array(Self.withoutEdges(String(decoding: id, as: UTF8.self)).lowercased().utf8)
    let room = scratch.room(for: folded.count)
    folded.withUnsafeBufferPointer { bytes in
      if let base = bytes.baseAddress { room.update(from: base, count: bytes.count) }
    }
    return UnsafeBufferPointer(start: room, count: folded.count)
  }

  /// Whether an ID has an `@` and a point.
  private static func isEmail(_ id: UnsafeBufferPointer<UInt8>) -> Bool {
    id.contains(UInt8(ascii: "@")) && id.contains(UInt8(ascii: "."))
  }

  /// Without white space and invisible characters at the two ends.
  private static func withoutEdges(_ text: String) -> String {
    let invisible: Set<Unicode.Scalar> = [
      "\u{200B}", "\u{FEFF}", "\u{AD}", "\u{200C}", "\u{200D}", "\u{2060}",
    ]
    func isEdge(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.isWhitespace || invisible.contains(scalar)
    }
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !isEdge($0) }),
      let last = scalars.lastIndex(where: { !isEdge($0) })
    else { return text }
    return String(scalars[first...last])
  }

  private static func unfolded(
    _ text: UnsafeBufferPointer<UInt8>, scratch: FieldScratch
  ) -> UnsafeBufferPointer<UInt8> {
    let text = trimmed(text)
    if isMissing(text) { return UnsafeBufferPointer(rebasing: text[0..<0]) }
    let id = withoutPointZero(trimmed(FormulaGuard.removed(from: text)))
    if FieldText.isUTF8(id) { return id }
    let converted = FieldText.utf8(fromWindows1252: id)
    let room = scratch.room(for: converted.count)
    converted.withUnsafeBufferPointer { bytes in
      if let base = bytes.baseAddress { room.update(from: base, count: bytes.count) }
    }
    return trimmed(UnsafeBufferPointer(start: room, count: converted.count))
  }

  /// Without white space at the two ends, of every kind that Unicode has: what is typed at the prompt loses
  /// it, too, so an ID with such an edge could not be asked for.
  @inline(__always)
  static func trimmed(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    guard let first = text.first, let last = text.last else { return text }
    let isPlain = first > 0x20 && first < 0x80 && last > 0x20 && last < 0x80
    return isPlain ? text : slowlyTrimmed(text)
  }

  @inline(never)
  private static func slowlyTrimmed(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    var range = text.indices
    while let length = [1, 2, 3].first(where: {
      $0 <= range.count && isWhiteSpace(text[range.prefix($0)])
    }) {
      range = range.dropFirst(length)
    }
    while let length = [1, 2, 3].first(where: {
      $0 <= range.count && isWhiteSpace(text[range.suffix($0)])
    }) {
      range = range.dropLast(length)
    }
    return UnsafeBufferPointer(rebasing: text[range])
  }

  /// Whether bytes are one character of white space in UTF-8.
  private static func isWhiteSpace(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard let first = bytes.first else { return false }
    if bytes.count == 1 { return first == 0x20 || (0x09...0x0D).contains(first) }
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&iterator), iterator.next() == nil else {
      return false
    }
    return scalar.properties.isWhitespace
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
    text.isEmpty || isWordForNone(text)
  }

  /// NaN, NULL or \N, in any case.
  static func isWordForNone(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.count <= 4 else { return false }
    return ["nan", "null", "\\n"].contains { word in
      text.count == word.utf8.count
        && zip(text, word.utf8).allSatisfy { $0 | 0x20 == $1 | 0x20 }
    }
  }
}
