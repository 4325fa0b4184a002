#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The bytes of a file or of standard input, read once and in order.
public final class ByteSource: @unchecked Sendable {
  /// The name for messages.
  public let name: String
  /// The size in bytes where the system knows it (not for pipes).
  public let size: Int?
  private let descriptor: Int32
  private let ownsDescriptor: Bool
  /// Whether lines end with a carriage return alone, as old Macintosh programs write them: each is read as a
  /// line feed. Set before anything else is read.
  var endsLinesWithCR = false

  /// Opens `path`; `-` is standard input.
  ///
  /// - Throws: `TabularError` where the file is missing, is a folder or may not be read.
  public init(path: String) throws(TabularError) {
    if path == "-" {
      name = "standard input"
      descriptor = 0
      ownsDescriptor = false
    } else {
      name = path
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

  /// Fills `buffer` as far as the source goes; less than `count` only at the end.
  func read(into buffer: UnsafeMutablePointer<UInt8>, count: Int) throws(TabularError) -> Int {
    var filled = 0
    while filled < count {
      #if canImport(Glibc)
        let got = Glibc.read(descriptor, buffer + filled, count - filled)
      #else
        let got = Darwin.read(descriptor, buffer + filled, count - filled)
      #endif
      if got < 0 {
        if errno == EINTR { continue }
        throw TabularError(file: name, Self.reason(errno))
      }
      if got == 0 { break }
      filled += got
    }
    if endsLinesWithCR { Self.replaceCR(UnsafeMutableBufferPointer(start: buffer, count: filled)) }
    return filled
  }

  static func replaceCR(_ bytes: UnsafeMutableBufferPointer<UInt8>) {
    for i in bytes.indices where bytes[i] == UInt8(ascii: "\r") { bytes[i] = UInt8(ascii: "\n") }
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
