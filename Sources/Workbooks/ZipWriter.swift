import CZlib
import Tabular

/// Writes a zip archive from its beginning to its end and never goes back, so that it can go into a pipe: the
/// size and check sum of a part stand behind it (APPNOTE.TXT, 4.3.9).
///
/// The parts have no time of their own: the same content gives the same bytes.
final class ZipWriter {
  private struct Part {
    let name: [UInt8]
    let offset: Int
    var checkSum: UInt = 0
    var packed = 0
    var unpacked = 0
  }

  /// What the archive has so far and was not taken away yet.
  let output = ByteBuffer()
  private var taken = 0
  private var parts: [Part] = []
  private let stream: UnsafeMutablePointer<z_stream>
  private let piece: UnsafeMutablePointer<UInt8>
  private static let pieceSize = 64 * 1024
  /// Sizes and places are kept in 32 bits.
  static let limit = Int(UInt32.max)

  init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    piece = .allocate(capacity: Self.pieceSize)
    // Without a header of zlib's own, and fast: texts of a workbook repeat so much that little is lost.
    deflateInit2_(
      stream, Z_BEST_SPEED, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
    piece.deallocate()
  }

  /// Whether the archive has grown beyond what its format can say.
  var isTooLarge: Bool { taken + output.count > Self.limit || parts.contains { $0.unpacked > Self.limit } }

  /// Bytes of the part that is being written, unpacked.
  var unpacked: Int { parts.last?.unpacked ?? 0 }

  /// Empties the output into `buffer`.
  func take(into buffer: ByteBuffer) {
    guard output.count > 0 else { return }
    buffer.append(output.content.assumingMemoryBound(to: UInt8.self))
    taken += output.count
    output.clear()
  }

  func begin(_ name: String) {
    parts.append(Part(name: Array(name.utf8), offset: taken + output.count))
    deflateReset(stream)
    write(0x0403_4B50, bytes: 4)
    writeKind()
    for _ in 0..<3 { write(0, bytes: 4) }
    write(name.utf8.count, bytes: 2)
    write(0, bytes: 2)
    output.append(name)
  }

  func add(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
    let last = parts.count - 1
    let text = base.assumingMemoryBound(to: UInt8.self)
    parts[last].checkSum = crc32(parts[last].checkSum, text, UInt32(bytes.count))
    parts[last].unpacked += bytes.count
    stream.pointee.next_in = UnsafeMutablePointer(mutating: text)
    stream.pointee.avail_in = UInt32(bytes.count)
    pack(Z_NO_FLUSH)
  }

  func end() {
    pack(Z_FINISH)
    guard let part = parts.last else { return }
    write(0x0807_4B50, bytes: 4)
    write(Int(part.checkSum), bytes: 4)
    write(part.packed, bytes: 4)
    write(part.unpacked, bytes: 4)
  }

  /// Writes the list of contents.
  func finish() {
    let start = taken + output.count
    for part in parts {
      write(0x0201_4B50, bytes: 4)
      write(20, bytes: 2)
      writeKind()
      write(Int(part.checkSum), bytes: 4)
      write(part.packed, bytes: 4)
      write(part.unpacked, bytes: 4)
      write(part.name.count, bytes: 2)
      for _ in 0..<3 { write(0, bytes: 4) }
      write(part.offset, bytes: 4)
      output.append(part.name)
    }
    let size = taken + output.count - start
    write(0x0605_4B50, bytes: 4)
    write(0, bytes: 4)
    write(parts.count, bytes: 2)
    write(parts.count, bytes: 2)
    write(size, bytes: 4)
    write(start, bytes: 4)
    write(0, bytes: 2)
  }

  /// Version 2.0; sizes behind the part, name in UTF-8; deflated; 1980-01-01.
  private func writeKind() {
    for number in [20, 0x0808, 8, 0, 0x0021] { write(number, bytes: 2) }
  }

  private func write(_ number: Int, bytes: Int) {
    for byte in 0..<bytes { output.append(UInt8(truncatingIfNeeded: number >> (8 * byte))) }
  }

  private func pack(_ flush: Int32) {
    let last = parts.count - 1
    repeat {
      stream.pointee.next_out = piece
      stream.pointee.avail_out = UInt32(Self.pieceSize)
      deflate(stream, flush)
      let count = Self.pieceSize - Int(stream.pointee.avail_out)
      parts[last].packed += count
      output.append(UnsafeBufferPointer(start: piece, count: count))
    } while stream.pointee.avail_out == 0
  }
}
