import CMinizip
import Tabular

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A zip archive, opened: what is in it, each part to be read as a stream.
final class ZipArchive: @unchecked Sendable {
  struct Part {
    let name: String
    /// As the archive has it; never more than the archive itself.
    let packedSize: Int
    let isEncrypted: Bool
    fileprivate let position: unz64_file_pos
  }

  let place: TableName
  let parts: [Part]
  fileprivate let input: ZipInput
  private let byName: [String: Int]
  /// More parts than any workbook has.
  private static let maximumParts = 100_000

  /// - Throws: `TabularError` where the file is no archive that could be read.
  init(_ file: OpenedSource) throws(TabularError) {
    place = file.place
    input = ZipInput(file)
    guard let archive = input.open() else {
      throw TabularError(
        at: place, "the workbook is damaged or cut short: its list of contents, at the end, cannot be read")
    }
    defer { unzClose(archive) }
    var parts: [Part] = []
    var result = unzGoToFirstFile(archive)
    while result == UNZ_OK, parts.count < Self.maximumParts {
      guard let part = Self.currentPart(archive, limit: input.size) else { break }
      parts.append(part)
      result = unzGoToNextFile(archive)
    }
    guard result == UNZ_END_OF_LIST_OF_FILE else {
      throw TabularError(at: place, "the workbook is damaged: its list of contents cannot be read")
    }
    self.parts = parts
    byName = Dictionary(parts.enumerated().map { (Self.key($1.name), $0) }) { first, _ in first }
  }

  /// Names of parts are the same whatever their case (ECMA-376, part 2).
  private static func key(_ name: String) -> String {
    (name.hasPrefix("/") ? String(name.dropFirst()) : name).lowercased()
  }

  subscript(name: String) -> Part? { byName[Self.key(name)].map { parts[$0] } }

  /// How far into the archive anything was read: for progress.
  var bytesRead: Int { input.farthest }

  private static func currentPart(_ archive: unzFile, limit: Int) -> Part? {
    var info = unz_file_info64()
    var name = [CChar](repeating: 0, count: 1024)
    var position = unz64_file_pos()
    guard unzGetCurrentFileInfo64(archive, &info, &name, UInt(name.count - 1), nil, 0, nil, 0) == UNZ_OK,
      unzGetFilePos64(archive, &position) == UNZ_OK
    else { return nil }
    let bytes = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return Part(
      name: String(decoding: bytes, as: UTF8.self),
      packedSize: Int(min(info.compressed_size, UInt64(limit))), isEncrypted: info.flag & 1 != 0,
      position: position)
  }

  func stream(_ part: Part) throws(TabularError) -> ZipStream {
    guard !part.isEncrypted else {
      throw TabularError(at: place, "it is protected by a password; save it without one")
    }
    var position = part.position
    guard let archive = input.open() else { throw Self.damaged(place, part) }
    guard unzGoToFilePos64(archive, &position) == UNZ_OK, unzOpenCurrentFile(archive) == UNZ_OK else {
      unzClose(archive)
      throw Self.damaged(place, part)
    }
    return ZipStream(self, part, archive)
  }

  fileprivate static func damaged(_ place: TableName, _ part: Part) -> TabularError {
    TabularError(at: place, "the workbook is damaged: \(part.name) in it cannot be unpacked")
  }
}

/// One part of an archive, unpacked on the way.
final class ZipStream {
  private let archive: ZipArchive
  private let part: ZipArchive.Part
  private var handle: unzFile?
  private var unpacked = 0
  /// A part that unpacks to more than this, and to more than `bombRatio` times its size, is refused: the parts
  /// of real workbooks are 5 to 50 times as long unpacked, and what is made to fill memory or time 1,000 times.
  private static let harmless = 256 * 1024 * 1024
  private static let bombRatio = 200

  fileprivate init(_ archive: ZipArchive, _ part: ZipArchive.Part, _ handle: unzFile) {
    self.archive = archive
    self.part = part
    self.handle = handle
  }

  deinit { if let handle { unzClose(handle) } }

  /// Up to `count` bytes; 0 at the end, when the check sum has been compared.
  func read(into buffer: UnsafeMutableRawPointer, count: Int) throws(TabularError) -> Int {
    guard let handle else { return 0 }
    let got = Int(unzReadCurrentFile(handle, buffer, UInt32(clamping: count)))
    guard got >= 0 else { throw ZipArchive.damaged(archive.place, part) }
    if got == 0 {
      let isWhole = unzCloseCurrentFile(handle) == UNZ_OK
      unzClose(handle)
      self.handle = nil
      guard isWhole else {
        throw TabularError(
          at: archive.place, "the workbook is damaged: the check sum of \(part.name) in it is wrong")
      }
      return 0
    }
    unpacked += got
    try archive.input.file.check(unpacked: unpacked)
    guard unpacked <= max(Self.harmless, Self.bombRatio * part.packedSize) else {
      throw TabularError(
        at: archive.place,
        "\(part.name) in it unpacks to over \(Self.bombRatio) times its size; this is a zip bomb and no workbook"
      )
    }
    return got
  }
}

/// The archive as minizip reads it: here and there, with a place of its own for each handle.
private final class ZipInput {
  let file: OpenedSource
  let size: Int
  private(set) var farthest = 0

  /// Where one handle is.
  final class Cursor {
    let input: ZipInput
    var position = 0
    var failed = false

    init(_ input: ZipInput) { self.input = input }

    func read(_ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
      guard let buffer else { return 0 }
      var filled = 0
      while filled < count {
        let got = input.file.read(at: position, into: buffer + filled, count: count - filled)
        if got < 0 && errno == EINTR { continue }
        if got < 0 { failed = true }
        guard got > 0 else { break }
        filled += got
        position += got
      }
      input.farthest = max(input.farthest, min(position, input.size))
      return filled
    }
  }

  init(_ file: OpenedSource) {
    self.file = file
    size = file.size ?? 0
  }

  func open() -> unzFile? {
    var functions = zlib_filefunc64_def()
    functions.zopen64_file = { input, _, _ in
      guard let input else { return nil }
      return Unmanaged.passRetained(Cursor(Unmanaged<ZipInput>.fromOpaque(input).takeUnretainedValue()))
        .toOpaque()
    }
    functions.zread_file = { _, stream, buffer, count in
      guard let cursor = ZipInput.cursor(stream) else { return 0 }
      return UInt(cursor.read(buffer, Int(count)))
    }
    functions.ztell64_file = { _, stream in ZPOS64_T(ZipInput.cursor(stream)?.position ?? 0) }
    functions.zseek64_file = { _, stream, offset, origin in
      guard let cursor = ZipInput.cursor(stream), let offset = Int(exactly: offset) else { return -1 }
      let base =
        switch origin {
        case ZLIB_FILEFUNC_SEEK_CUR: cursor.position
        case ZLIB_FILEFUNC_SEEK_END: cursor.input.size
        default: 0
        }
      let (position, overflow) = base.addingReportingOverflow(offset)
      guard !overflow, position >= 0 else { return -1 }
      cursor.position = position
      return 0
    }
    functions.zclose_file = { _, stream in
      if let stream { Unmanaged<Cursor>.fromOpaque(stream).release() }
      return 0
    }
    functions.zerror_file = { _, stream in ZipInput.cursor(stream)?.failed ?? true ? 1 : 0 }
    functions.opaque = Unmanaged.passUnretained(self).toOpaque()
    return unzOpen2_64(nil, &functions)
  }

  private static func cursor(_ stream: UnsafeMutableRawPointer?) -> Cursor? {
    stream.map { Unmanaged<Cursor>.fromOpaque($0).takeUnretainedValue() }
  }
}
