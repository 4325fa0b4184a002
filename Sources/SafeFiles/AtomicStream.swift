#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that is written bit by bit, and takes the place of the one at its path only when it is complete.
///
/// Let go of before `commit`, it leaves nothing. What is no file, such as /dev/null or a pipe, is written to
/// directly.
public final class AtomicStream {
  private let path: String
  /// Nil where the path is no file that could be replaced.
  private let temporary: String?
  private let descriptor: Int32
  private let lock: FileLock?
  private var isDone = false
  private var size = 0
  /// How much of it the disk has been told to write.
  private var handedOver = 0
  /// As much as is worth telling.
  private static let enough = 16 << 20

  /// - Parameters:
  ///   - given: the file that is replaced at the end, or where it is to be.
  ///   - mode: of a file that was not there before.
  ///   - keepsMode: of one that was; false to give it `mode`, too.
  public init(path given: String, mode: UInt32 = 0o644, keepsMode: Bool = true) throws(FileProblem) {
    let path = FileBytes.resolved(given)
    self.path = path
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      guard status.st_mode & S_IFMT != S_IFDIR else {
        throw FileProblem(path: given, message: "this is a folder; name the file in it")
      }
      temporary = nil
      lock = nil
      descriptor = open(path, O_WRONLY | O_CLOEXEC)
    } else {
      let old = FileBytes.stamp(path)
      let temporary = AtomicFile.temporaryPath(for: path)
      guard let lock = try FileLock.take(for: path, waits: false) else {
        throw FileProblem(path: given, message: "another program is writing it")
      }
      AtomicFile.removeLeftovers(of: path)
      self.lock = lock
      self.temporary = temporary
      descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode_t(mode))
      Leftovers.note(temporary)
      if descriptor >= 0, keepsMode, let old { fchmod(descriptor, mode_t(old.mode)) }
    }
    guard descriptor >= 0 else { throw FileProblem(path: given, doing: "be written") }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    guard let temporary else { return }
    if !isDone { unlink(temporary) }
    Leftovers.forget(temporary)
  }

  /// Adds bytes at the end.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(FileProblem) {
    guard let base = bytes.baseAddress else { return }
    var written = 0
    while written < bytes.count {
      #if canImport(Glibc)
        let got = Glibc.write(descriptor, base + written, bytes.count - written)
      #else
        let got = Darwin.write(descriptor, base + written, bytes.count - written)
      #endif
      if got < 0 {
        if errno == EINTR { continue }
        throw FileProblem(path: path, doing: "be written")
      }
      written += got
    }
    writeBack(written)
  }

  /// Lets the disk begin with what is there, so that `commit` has little to wait for.
  private func writeBack(_ written: Int) {
    size += written
    #if canImport(Glibc)
      guard temporary != nil, size - handedOver >= Self.enough else { return }
      // Pages that are not on the disk yet are written, and stay; no others are in this range.
      posix_fadvise(descriptor, off_t(handedOver), off_t(size - handedOver), POSIX_FADV_DONTNEED)
      handedOver = size
    #endif
  }

  /// Puts the complete file in its place, and makes that last.
  public func commit() throws(FileProblem) {
    guard let temporary else { return }
    do throws(FileProblem) {
      try AtomicFile.replace(path, with: temporary)
    } catch {
      throw FileProblem(path: path, message: error.message, code: error.code)
    }
    isDone = true
  }
}
