#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A lock that one process holds at a time, in a file beside the one it guards (never in the file itself,
/// which is renamed). The system lets go of it when the process ends, however it ends.
public final class FileLock: Sendable {
  private let path: String
  private let descriptor: Int32

  /// Takes the lock for the file at `guarded`.
  ///
  /// - Parameters:
  ///   - guarded: the file that the lock is for; the lock is a file of its own beside it.
  ///   - waits: wait while another process holds it; else nil is returned at once.
  public static func take(for guarded: String, waits: Bool) throws(FileProblem) -> FileLock? {
    let path = "\(FileBytes.folder(of: guarded))/.\(FileBytes.name(of: guarded)).lock"
    while true {
      var descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o644)
      // The file of another user, who was killed while holding the lock, can be locked by reading it.
      if descriptor < 0, errno == EACCES { descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC) }
      guard descriptor >= 0 else {
        if errno == ELOOP {
          throw FileProblem(
            path: guarded, message: "cannot be written: \(path) is a link; remove it", code: ELOOP)
        }
        throw FileProblem(path: guarded, doing: "be written")
      }
      var result: Int32
      repeat {
        result = flock(descriptor, waits ? LOCK_EX : LOCK_EX | LOCK_NB)
      } while result != 0 && errno == EINTR
      guard result == 0 else {
        let code = errno
        close(descriptor)
        if code == EWOULDBLOCK { return nil }
        throw FileProblem(
          path: guarded, message: "cannot be locked: \(String(cString: strerror(code)))", code: code)
      }
      // The holder before us may have removed the file between our opening and our locking it.
      var ours = stat()
      var there = stat()
      if fstat(descriptor, &ours) == 0, stat(path, &there) == 0, ours.st_ino == there.st_ino,
        ours.st_dev == there.st_dev
      {
        return FileLock(path: path, descriptor: descriptor)
      }
      close(descriptor)
    }
  }

  private init(path: String, descriptor: Int32) {
    self.path = path
    self.descriptor = descriptor
    Leftovers.note(path)
  }

  deinit {
    Leftovers.forget(path)
    unlink(path)
    close(descriptor)
  }
}
