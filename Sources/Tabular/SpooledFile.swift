#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A temporary file without a name: what was written to it is gone with the last reference, and with the process.
///
/// One thread writes it; from then on any number may read.
public final class SpooledFile: @unchecked Sendable {
  /// Why there is no such file, as the end of a sentence that speaks of a temporary file.
  public enum Fault: Error, Sendable, CustomStringConvertible {
    /// The folder takes no file, and why.
    case notMade(folder: String, reason: String)
    /// The file takes no more, and why.
    case notWritten(reason: String)

    public var description: String {
      switch self {
      case .notMade(let folder, let reason): "and none can be made in \(folder): \(reason)"
      case .notWritten(let reason): "which cannot be written: \(reason)"
      }
    }
  }

  let descriptor: Int32
  /// Bytes written so far.
  public private(set) var size = 0

  /// - Parameter folder: on a disk with room for what will be written.
  public init(in folder: String) throws(Fault) {
    var template = Array("\(folder)/rfm-XXXXXX".utf8CString)
    descriptor = mkstemp(&template)
    guard descriptor >= 0 else {
      throw .notMade(folder: folder, reason: String(cString: strerror(errno)))
    }
    unlink(template)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Adds bytes at the end.
  public func append(_ bytes: UnsafeRawBufferPointer) throws(Fault) {
    var written = 0
    while written < bytes.count {
      let count = write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw .notWritten(reason: String(cString: strerror(errno))) }
      written += count
      size += count
    }
  }
}
