/// Text in UTF-16, as Windows programs save "Unicode": read as UTF-8.
///
/// It is told by its first two bytes, or where they are missing by the zeros between letters.
final class UTF16Source: ByteSource, @unchecked Sendable {
  private let source: any ByteSource
  private let isBigEndian: Bool
  /// Read, and not yet taken to UTF-8: half a unit, or half a pair of units, may be left between two readings.
  private var pending: [UInt8]
  /// In UTF-8, and still to be given out.
  private var ready: ArraySlice<UInt8> = []
  private var isAtEnd = false

  /// - Parameters:
  ///   - start: what was read of the source.
  ///   - source: what comes behind it.
  /// - Returns: nil where the text is none in UTF-16.
  init?(_ start: [UInt8], then source: any ByteSource) {
    switch Self.order(start) {
    case nil: return nil
    case (let isBigEndian, let mark)?:
      self.isBigEndian = isBigEndian
      pending = Array(start.dropFirst(mark))
    }
    self.source = source
  }

  var place: TableName { source.place }
  var size: Int? { source.size }
  var bytesRead: Int { source.bytesRead }

  /// Which byte of a unit comes first, and how many bytes say so.
  private static func order(_ start: [UInt8]) -> (isBigEndian: Bool, mark: Int)? {
    if start.starts(with: [0xFF, 0xFE]) { return (false, 2) }
    if start.starts(with: [0xFE, 0xFF]) { return (true, 2) }
    let units = start.prefix(16)
    guard units.count >= 8 else { return nil }
    func areZero(_ remainder: Int) -> Bool {
      units.indices.allSatisfy { ($0 % 2 == remainder) == (units[$0] == 0) }
    }
    return areZero(1) ? (false, 0) : areZero(0) ? (true, 0) : nil
  }

  private static let pieceSize = 256 * 1024

  func read(into buffer: UnsafeMutablePointer<UInt8>, count: Int) throws(TabularError) -> Int {
    var filled = 0
    while filled < count {
      if ready.isEmpty {
        if isAtEnd { break }
        try decodeNext()
        continue
      }
      let taken = min(count - filled, ready.count)
      ready.withUnsafeBufferPointer { bytes in
        if let base = bytes.baseAddress { (buffer + filled).update(from: base, count: taken) }
      }
      ready = ready.dropFirst(taken)
      filled += taken
    }
    return filled
  }

  private func decodeNext() throws(TabularError) {
    var piece = [UInt8](repeating: 0, count: Self.pieceSize)
    let got = try piece.filled { (base, room) throws(TabularError) in try source.read(into: base, count: room)
    }
    isAtEnd = got < Self.pieceSize
    pending += piece[..<got]
    var units: [UInt16] = []
    units.reserveCapacity(pending.count / 2)
    for place in stride(from: 0, to: pending.count - 1, by: 2) {
      let (first, second) = (UInt16(pending[place]), UInt16(pending[place + 1]))
      units.append(isBigEndian ? first << 8 | second : second << 8 | first)
    }
    var left = pending.suffix(pending.count % 2)
    // The first half of a pair waits for the second.
    if !isAtEnd, let last = units.last, UTF16.isLeadSurrogate(last) {
      units.removeLast()
      left = pending.suffix(pending.count % 2 + 2)
    }
    pending = Array(left)
    ready = Array(String(decoding: units, as: UTF16.self).utf8)[...]
  }
}
