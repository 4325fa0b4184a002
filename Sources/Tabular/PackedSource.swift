import CZlib
import CZstd

/// How the bytes of a file are packed, told from its first bytes and not from its name.
enum Packing: String {
  case gzip, zstd

  init?(_ start: ArraySlice<UInt8>) {
    let bytes = Array(start.prefix(4))
    if bytes.starts(with: [0x1F, 0x8B]) {
      self = .gzip
    } else if bytes == [0x28, 0xB5, 0x2F, 0xFD] || bytes.count == 4 && Self.isSkippable(bytes) {
      self = .zstd
    } else {
      return nil
    }
  }

  /// A frame that carries nothing; some programs begin a zstd file with one.
  private static func isSkippable(_ bytes: [UInt8]) -> Bool {
    bytes[0] & 0xF0 == 0x50 && bytes[1] == 0x2A && bytes[2] == 0x4D && bytes[3] == 0x18
  }

  func source(over file: OpenedSource) -> any ByteSource {
    switch self {
    case .gzip: GzipSource(file)
    case .zstd: ZstdSource(file)
    }
  }

  func isCutShort(at place: TableName, bytes: Int) -> TabularError {
    TabularError(
      at: place, "the \(self) file is cut short: it ends after \(bytes) bytes, within the packed data")
  }

  func isDamaged(at place: TableName, near byte: Int, _ why: String) -> TabularError {
    TabularError(at: place, "the \(self) file is damaged near byte \(byte): \(why)")
  }

  func hasMore(at place: TableName, near byte: Int) -> TabularError {
    TabularError(
      at: place, "the \(self) file is damaged near byte \(byte): what follows the packed data is none")
  }
}

/// Packed bytes on their way from a file, a piece at a time.
private struct PackedBytes: ~Copyable {
  let bytes: UnsafeMutablePointer<UInt8>
  var ended = false
  static let capacity = 64 * 1024

  init() { bytes = .allocate(capacity: Self.capacity) }

  deinit { bytes.deallocate() }

  mutating func next(of file: OpenedSource) throws(TabularError) -> Int {
    guard !ended else { return 0 }
    let got = try file.read(into: bytes, count: Self.capacity)
    ended = got < Self.capacity
    return got
  }
}

/// What a gzip file holds (RFC 1952), all of its members one behind the other.
final class GzipSource: ByteSource, @unchecked Sendable {
  private let file: OpenedSource
  private var packed = PackedBytes()
  /// Not moved while in use: zlib keeps its address.
  private let stream: UnsafeMutablePointer<z_stream>
  private var isReady: Bool
  private var isBetweenMembers = false
  private var unpacked = 0

  init(_ file: OpenedSource) {
    self.file = file
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // 15 bits of window, and 16 for the header and the check sum of gzip.
    isReady =
      inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  var place: TableName { file.place }
  var size: Int? { file.size }
  var bytesRead: Int { file.bytesRead - Int(stream.pointee.avail_in) }

  func read(into buffer: UnsafeMutablePointer<UInt8>, count: Int) throws(TabularError) -> Int {
    guard isReady else { throw TabularError(at: place, "there is no memory to unpack it in") }
    try file.check(unpacked: unpacked)
    var filled = 0
    defer { unpacked += filled }
    while filled < count {
      if stream.pointee.avail_in == 0 {
        stream.pointee.avail_in = UInt32(try packed.next(of: file))
        stream.pointee.next_in = packed.bytes
      }
      if isBetweenMembers {
        // Tapes and block devices pad with zeros.
        while stream.pointee.avail_in > 0, stream.pointee.next_in.pointee == 0 {
          stream.pointee.avail_in -= 1
          stream.pointee.next_in += 1
        }
        guard stream.pointee.avail_in > 0 else {
          if packed.ended { return filled }
          continue
        }
        guard stream.pointee.next_in.pointee == 0x1F else {
          throw Packing.gzip.hasMore(at: place, near: bytesRead)
        }
        inflateReset(stream)
        isBetweenMembers = false
      }
      let room = UInt32(clamping: count - filled)
      stream.pointee.next_out = buffer + filled
      stream.pointee.avail_out = room
      let result = inflate(stream, Z_NO_FLUSH)
      filled += Int(room - stream.pointee.avail_out)
      switch result {
      case Z_STREAM_END: isBetweenMembers = true
      case Z_OK, Z_BUF_ERROR:
        guard stream.pointee.avail_in == 0, packed.ended, stream.pointee.avail_out > 0 else { continue }
        throw Packing.gzip.isCutShort(at: place, bytes: bytesRead)
      default:
        let why = stream.pointee.msg.map { String(cString: $0) } ?? "it cannot be unpacked"
        throw Packing.gzip.isDamaged(at: place, near: bytesRead, why)
      }
    }
    return filled
  }
}

/// What a zstd file holds (RFC 8878), all of its frames one behind the other.
final class ZstdSource: ByteSource, @unchecked Sendable {
  private let file: OpenedSource
  private var packed = PackedBytes()
  /// Its window, and so the memory, is at most 128 MiB, as the library has it.
  private let stream: OpaquePointer?
  private var input = ZSTD_inBuffer(src: nil, size: 0, pos: 0)
  private var isInFrame = true
  private var hasFrame = false
  private var unpacked = 0

  init(_ file: OpenedSource) {
    self.file = file
    stream = ZSTD_createDStream()
  }

  deinit { ZSTD_freeDStream(stream) }

  var place: TableName { file.place }
  var size: Int? { file.size }
  var bytesRead: Int { file.bytesRead - (input.size - input.pos) }

  func read(into buffer: UnsafeMutablePointer<UInt8>, count: Int) throws(TabularError) -> Int {
    guard let stream else { throw TabularError(at: place, "there is no memory to unpack it in") }
    try file.check(unpacked: unpacked)
    var output = ZSTD_outBuffer(dst: buffer, size: count, pos: 0)
    defer { unpacked += output.pos }
    while output.pos < count {
      if input.pos == input.size {
        input = ZSTD_inBuffer(src: packed.bytes, size: try packed.next(of: file), pos: 0)
        if input.size == 0 && !isInFrame { break }
      }
      let before = output.pos
      let result = ZSTD_decompressStream(stream, &output, &input)
      guard ZSTD_isError(result) == 0 else { throw fault(result) }
      isInFrame = result != 0
      if !isInFrame { hasFrame = true }
      if isInFrame, packed.ended, input.pos == input.size, output.pos == before {
        throw Packing.zstd.isCutShort(at: place, bytes: bytesRead)
      }
    }
    return output.pos
  }

  private func fault(_ result: Int) -> TabularError {
    switch ZSTD_getErrorCode(result) {
    case ZSTD_error_frameParameter_windowTooLarge:
      return TabularError(
        at: place,
        "the zstd file needs over 128 MiB of memory to unpack; pipe it in with: zstd -dc --long=31 FILE | rfm … -"
      )
    case ZSTD_error_prefix_unknown where hasFrame:
      return Packing.zstd.hasMore(at: place, near: bytesRead)
    default:
      let why = ZSTD_getErrorName(result).map { String(cString: $0) } ?? "it cannot be unpacked"
      return Packing.zstd.isDamaged(at: place, near: bytesRead, why.lowercased())
    }
  }
}
