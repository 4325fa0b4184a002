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
  private let part: PartFile?
  private let descriptor: Int32
  private let lock: FileLock?
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
      part = nil
      lock = nil
      descriptor = open(path, O_WRONLY | O_CLOEXEC)
    } else {
      let old = FileBytes.stamp(path)
      guard let lock = try FileLock.take(for: path, waits: false) else {
        throw FileProblem(path: given, message: "another program is writing it")
      }
      let part: PartFile
      do throws(FileProblem) {
        part = try PartFile(for: path, mode: mode)
      } catch {
        throw FileProblem(path: given, message: error.message, code: error.code)
      }
      self.lock = lock
      self.part = part
      descriptor = part.descriptor
      if keepsMode, let old { try? part.setMode(old.mode) }
    }
    guard descriptor >= 0 else { throw FileProblem(path: given, doing: "be written") }
  }

  deinit {
    if part == nil, descriptor >= 0 { close(descriptor) }
  }

  /// Adds bytes at the end.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(FileProblem) {
    try PartFile.write(bytes, to: descriptor, of: path)
    writeBack(bytes.count)
  }

  /// Lets the disk begin with what is there, so that `commit` has little to wait for.
  private func writeBack(_ written: Int) {
    size += written
    #if canImport(Glibc)
      guard part != nil, size - handedOver >= Self.enough else { return }
      // Pages that are not on the disk yet are written, and stay; no others are in this range.
      posix_fadvise(descriptor, off_t(handedOver), off_t(size - handedOver), POSIX_FADV_DONTNEED)
      handedOver = size
    #endif
  }

  /// Puts the complete file in its place, and makes that last.
  public func commit() throws(FileProblem) {
    try part?.replaceTarget()
  }
}
