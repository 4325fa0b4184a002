#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A source of rows, opened: its bytes in order, and here and there where they do not come through a pipe.
public final class OpenedSource: ByteSource, @unchecked Sendable {
  private enum Content {
    case descriptor(Int32, isOwned: Bool)
    case bytes([UInt8])
    case spooled(SpooledFile)
  }

  public let place: TableName
  public let size: Int?
  public private(set) var bytesRead = 0
  /// Whether all bytes can be read anywhere and again, as those of a workbook are.
  public let isSeekable: Bool
  private let content: Content
  private let unpackedLimit: Int?
  /// How much of what is no stream was taken.
  private var position = 0
  /// Read by `peek`, and still to be given out.
  private var ahead: ArraySlice<UInt8> = []

  init(_ source: RowSource) throws(TabularError) {
    place = source.place
    unpackedLimit = source.unpackedLimit
    switch source.content {
    case .bytes(let bytes):
      (content, size, isSeekable) = (.bytes(bytes), bytes.count, true)
    case .spooled(let file):
      (content, size, isSeekable) = (.spooled(file), file.size, true)
    case .standardInput:
      content = .descriptor(0, isOwned: false)
      size = try Self.size(of: 0, place)
      isSeekable = false
    case .file(let path):
      let descriptor = open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw TabularError(at: place, Self.reason(errno)) }
      content = .descriptor(descriptor, isOwned: true)
      do throws(TabularError) { size = try Self.size(of: descriptor, place) } catch {
        close(descriptor)
        throw error
      }
      isSeekable = size != nil
    }
  }

  deinit {
    if case .descriptor(let descriptor, isOwned: true) = content { close(descriptor) }
  }

  /// The bytes of an open file; nil for what is no file of a fixed size, such as a pipe.
  private static func size(of descriptor: Int32, _ place: TableName) throws(TabularError) -> Int? {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw TabularError(at: place, reason(errno)) }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      throw TabularError(at: place, "this is a folder; name the file in it")
    }
    return status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
  }

  /// - Throws: where more than it may has come out of what is packed.
  public func check(unpacked bytes: Int) throws(TabularError) {
    guard let unpackedLimit, bytes > unpackedLimit else { return }
    throw TabularError(
      at: place, "unpacked it has more than \(unpackedLimit >> 20) MiB, the most that is taken")
  }

  /// The next bytes, at most `count`, without taking them; fewer only at the end.
  public func peek(_ count: Int) throws(TabularError) -> ArraySlice<UInt8> {
    if ahead.count < count {
      var bytes = [UInt8](repeating: 0, count: count)
      let got = try bytes.filled { (base, room) throws(TabularError) in try read(into: base, count: room) }
      bytesRead -= got
      ahead = bytes[..<got]
    }
    return ahead.prefix(count)
  }

  public func read(into buffer: UnsafeMutablePointer<UInt8>, count: Int) throws(TabularError) -> Int {
    var filled = min(count, ahead.count)
    if filled > 0 {
      ahead.withUnsafeBufferPointer { bytes in
        if let base = bytes.baseAddress { buffer.update(from: base, count: filled) }
      }
      ahead = ahead.dropFirst(filled)
    }
    defer { bytesRead += filled }
    while filled < count {
      let got = next(into: buffer + filled, count: count - filled)
      if got < 0 {
        if errno == EINTR { continue }
        throw TabularError(at: place, Self.reason(errno))
      }
      if got == 0 { break }
      filled += got
    }
    return filled
  }

  /// As the system's `read` does it: less than `count` at any time, 0 at the end, below 0 for an error.
  private func next(into buffer: UnsafeMutablePointer<UInt8>, count: Int) -> Int {
    if case .descriptor(let descriptor, _) = content {
      #if canImport(Glibc)
        return Glibc.read(descriptor, buffer, count)
      #else
        return Darwin.read(descriptor, buffer, count)
      #endif
    }
    let got = read(at: position, into: buffer, count: count)
    position += max(0, got)
    return got
  }

  /// Reads from any place, and leaves what is read in order where it is; for what has a size.
  ///
  /// - Returns: how many bytes there are, less than `count` at any time; 0 behind the end, below 0 for an error.
  public func read(at offset: Int, into buffer: UnsafeMutableRawPointer, count: Int) -> Int {
    switch content {
    case .descriptor(let descriptor, _): return pread(descriptor, buffer, count, off_t(offset))
    case .spooled(let file): return pread(file.descriptor, buffer, count, off_t(offset))
    case .bytes(let bytes):
      guard 0..<bytes.count ~= offset else { return 0 }
      return bytes[offset...].withUnsafeBytes { rest in
        let got = min(count, rest.count)
        if let base = rest.baseAddress { buffer.copyMemory(from: base, byteCount: got) }
        return got
      }
    }
  }

  private static func reason(_ code: Int32) -> String {
    switch code {
    case ENOENT: return "there is no such file"
    case EACCES, EPERM: return "may not be read by this user"
    case EISDIR: return "this is a folder; name the file in it"
    default: return "cannot be read: \(String(cString: strerror(code)))"
    }
  }
}
