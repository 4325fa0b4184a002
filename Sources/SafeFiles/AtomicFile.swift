#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Files are replaced as a whole, never rewritten in place: a temporary file beside, fsync, rename, fsync of
/// the folder. A crash at any moment leaves the old file or the new one.
public enum AtomicFile {
  /// Replaces the file at `path` and keeps its mode, or makes it.
  ///
  /// - Parameter mode: of a file that was not there before.
  /// - Returns: the stamp of what was written, whatever another program has put there meanwhile.
  @discardableResult
  public static func write(
    _ bytes: [UInt8], to path: String, mode: UInt32 = 0o644
  ) throws(FileProblem) -> FileBytes.Stamp? {
    let temporary = temporaryPath(for: path)
    do throws(FileProblem) {
      let old = FileBytes.stamp(path)
      try writeNew(bytes, to: temporary, mode: mode)
      if let old { chmod(temporary, mode_t(old.mode)) }
      let stamp = FileBytes.stamp(temporary)
      try replace(path, with: temporary)
      return stamp
    } catch {
      remove(temporary)
      throw FileProblem(path: path, message: error.message, code: error.code)
    }
  }

  /// A name beside `path` for a file that is not complete yet.
  public static func temporaryPath(for path: String) -> String {
    "\(FileBytes.folder(of: path))/.\(FileBytes.name(of: path)).\(getpid()).part"
  }

  /// Removes what processes that were killed while they wrote `path` have left; the caller holds its lock.
  public static func removeLeftovers(of path: String) {
    let folder = FileBytes.folder(of: path)
    let prefix = ".\(FileBytes.name(of: path))."
    for name in FileBytes.names(in: folder) where name.hasPrefix(prefix) && name.hasSuffix(".part") {
      unlink("\(folder)/\(name)")
    }
  }

  /// Takes the place of `path` with a complete file beside it, and makes that last.
  public static func replace(_ path: String, with temporary: String) throws(FileProblem) {
    try sync(temporary)
    guard rename(temporary, path) == 0 else { throw FileProblem(path: path, doing: "be written") }
    Leftovers.forget(temporary)
    // A folder that cannot be synced (some network disks) has taken the rename all the same.
    try? sync(FileBytes.folder(of: path))
  }

  /// Makes an empty file that only this user may read, and that was not there before.
  public static func createPrivate(_ path: String) throws(FileProblem) {
    unlink(path)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw FileProblem(path: path, doing: "be written") }
    close(descriptor)
    Leftovers.note(path)
  }

  /// Gives a file the mode of the one that it will replace.
  public static func setMode(_ mode: UInt32, of path: String) throws(FileProblem) {
    guard chmod(path, mode_t(mode)) == 0 else { throw FileProblem(path: path, doing: "be written") }
  }

  /// Removes a file; nothing happens where there is none.
  public static func remove(_ path: String) {
    unlink(path)
    Leftovers.forget(path)
  }

  private static func writeNew(_ bytes: [UInt8], to path: String, mode: UInt32) throws(FileProblem) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode_t(mode))
    guard descriptor >= 0 else { throw FileProblem(path: path, doing: "be written") }
    defer { close(descriptor) }
    Leftovers.note(path)
    var written = 0
    while written < bytes.count {
      let got = bytes.withUnsafeBytes { buffer -> Int in
        guard let base = buffer.baseAddress else { return 0 }
        #if canImport(Glibc)
          return Glibc.write(descriptor, base + written, bytes.count - written)
        #else
          return Darwin.write(descriptor, base + written, bytes.count - written)
        #endif
      }
      if got < 0 {
        if errno == EINTR { continue }
        throw FileProblem(path: path, doing: "be written")
      }
      written += got
    }
  }

  private static func sync(_ path: String) throws(FileProblem) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileProblem(path: path, doing: "be written") }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw FileProblem(path: path, doing: "be written") }
  }
}
