#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The bytes of a table, read once and in order, by one thread at a time.
public protocol ByteSource: AnyObject, Sendable {
  /// The name for messages.
  var place: TablePlace { get }
  /// The bytes of the file where the system knows them (not for pipes): for progress.
  var size: Int? { get }
  /// How many bytes of the file have been read so far.
  var bytesRead: Int { get }

  /// Fills `buffer` as far as the source goes; less than `count` only at the end.
  func read(into buffer: UnsafeMutablePointer<UInt8>, count: Int) throws(TabularError) -> Int
}

/// A file or standard input, opened.
public final class FileSource: ByteSource, @unchecked Sendable {
  public let place: TablePlace
  public let size: Int?
  public private(set) var bytesRead = 0
  /// Of the open file: for those who read here and there in it, where it has a size.
  public let descriptor: Int32
  private let ownsDescriptor: Bool
  /// Read by `peek`, and still to be given out.
  private var ahead: ArraySlice<UInt8> = []

  /// Opens `path`; `-` is standard input.
  ///
  /// - Throws: `TabularError` where the file is missing, is a folder or may not be read.
  public init(path: String) throws(TabularError) {
    let name = path == "-" ? "standard input" : path
    place = TablePlace(file: name)
    if path == "-" {
      descriptor = 0
      ownsDescriptor = false
    } else {
      descriptor = open(path, O_RDONLY | O_CLOEXEC)
      ownsDescriptor = true
      guard descriptor >= 0 else { throw TabularError(file: path, Self.reason(errno)) }
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw TabularError(file: name, Self.reason(errno)) }
    if status.st_mode & S_IFMT == S_IFDIR {
      if ownsDescriptor { close(descriptor) }
      throw TabularError(file: name, "this is a folder; name the file in it")
    }
    size = status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
  }

  deinit {
    if ownsDescriptor { close(descriptor) }
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
      #if canImport(Glibc)
        let got = Glibc.read(descriptor, buffer + filled, count - filled)
      #else
        let got = Darwin.read(descriptor, buffer + filled, count - filled)
      #endif
      if got < 0 {
        if errno == EINTR { continue }
        throw TabularError(at: place, Self.reason(errno))
      }
      if got == 0 { break }
      filled += got
    }
    return filled
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

/// Lines that end with a carriage return alone, as old Macintosh programs write them: each is read as a line feed.
final class CarriageReturnSource: ByteSource {
  private let source: any ByteSource

  init(over source: any ByteSource) { self.source = source }

  var place: TablePlace { source.place }
  var size: Int? { source.size }
  var bytesRead: Int { source.bytesRead }

  func read(into buffer: UnsafeMutablePointer<UInt8>, count: Int) throws(TabularError) -> Int {
    let filled = try source.read(into: buffer, count: count)
    Self.replace(UnsafeMutableBufferPointer(start: buffer, count: filled))
    return filled
  }

  static func replace(_ bytes: UnsafeMutableBufferPointer<UInt8>) {
    for i in bytes.indices where bytes[i] == UInt8(ascii: "\r") { bytes[i] = UInt8(ascii: "\n") }
  }
}

extension [UInt8] {
  /// Lets `read` fill the array from its beginning, and passes on how far it came.
  mutating func filled(
    by read: (UnsafeMutablePointer<UInt8>, Int) throws(TabularError) -> Int
  ) throws(TabularError) -> Int {
    let result: Result<Int, TabularError> = withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return .success(0) }
      do throws(TabularError) { return .success(try read(base, buffer.count)) } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }
}
