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
  /// - Parameters:
  ///   - bytes: the whole new content.
  ///   - path: the file, or where it is to be.
  ///   - mode: of a file that was not there before.
  /// - Returns: the stamp of what was written, whatever another program has put there meanwhile.
  @discardableResult
  public static func write(
    _ bytes: [UInt8], to path: String, mode: UInt32 = 0o644
  ) throws(FileProblem) -> FileBytes.Stamp? {
    let old = FileBytes.stamp(path)
    let part = try PartFile(for: path, mode: mode)
    try bytes.withUnsafeBufferPointer { buffer throws(FileProblem) in
      try part.write(UnsafeRawBufferPointer(buffer))
    }
    if let old { try? part.setMode(old.mode) }
    let stamp = FileBytes.stamp(part.path)
    try part.replaceTarget()
    return stamp
  }

  /// Removes a file; nothing happens where there is none.
  public static func remove(_ path: String) {
    unlink(path)
    Leftovers.forget(path)
  }
}
