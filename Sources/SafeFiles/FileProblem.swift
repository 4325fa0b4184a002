#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Why a file could not be read or written, in one sentence for a person.
public struct FileProblem: Error, Sendable, CustomStringConvertible {
  /// The file in question.
  public let path: String
  /// What is wrong, without the path.
  public let message: String
  /// The system's number for it, where it has one.
  public let code: Int32

  /// A problem that was found elsewhere; `code` is the system's `errno`, 0 for none.
  public init(path: String, message: String, code: Int32 = 0) {
    self.path = path
    self.message = message
    self.code = code
  }

  init(path: String, doing action: String) {
    let code = errno
    let reason =
      switch code {
      case ENOENT: "there is no such file or folder"
      case EACCES, EPERM: "this user may not"
      case EROFS: "the disk is read-only"
      case ENOSPC: "the disk is full"
      case EDQUOT: "the disk quota is used up"
      case EFBIG: "the file would be larger than the system allows"
      case EISDIR: "it is a folder"
      case ENOTDIR: "a part of the path is not a folder"
      default: String(cString: strerror(code))
      }
    self.init(path: path, message: "cannot \(action): \(reason)", code: code)
  }

  /// What a program has to know of a problem.
  public enum Reason: Sendable {
    /// There is no such file or folder.
    case missing
    /// This user may not.
    case forbidden
    /// No room is left on the disk.
    case full
    /// Anything else.
    case other
  }

  /// By the system's number.
  public var reason: Reason {
    switch code {
    case ENOENT: .missing
    case EACCES, EPERM, EROFS: .forbidden
    case ENOSPC, EDQUOT, EFBIG: .full
    default: .other
    }
  }

  public var description: String { "\(path): \(message)" }
}
