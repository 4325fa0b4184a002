import RFMService
import SafeFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The lines of earlier sessions, one to a row of a file that only its owner may read.
///
/// Every line is on disk before the next prompt, so a crash loses none. Two sessions may write at once: each
/// opens the file for one append under a lock. Once the file cannot be used, the history lives in memory only
/// and `problem` says why.
struct LineHistory {
  /// As many lines as are kept, in memory and in a file that is cut back.
  static let maximumLines = 10_000
  /// A file larger than this, in bytes, is cut back to `maximumLines` when it is next read.
  static let maximumBytes = 1 << 20

  let path: String
  /// Why lines are not kept, as a sentence; nil while all is well.
  private(set) var problem: String?

  init(path: String) {
    self.path = path
  }

  /// The newest lines of the file, oldest first. Makes the file, and its folder, if they are missing.
  mutating func load() -> [String] {
    do throws(Failure) {
      try makeFolder()
      let file = try openFile()
      defer { close(file) }
      guard let bytes = Self.contents(of: file) else { throw Failure(doing: "read") }
      let rows = Self.rows(bytes)
      if bytes.count > Self.maximumBytes && rows.startIndex > 0 { replace(with: rows) }
      return rows.map { String(decoding: $0, as: UTF8.self) }
    } catch {
      note(error)
      // What cannot be written may still be readable, and then it is worth having.
      let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
      guard file >= 0 else { return [] }
      defer { close(file) }
      return Self.rows(Self.contents(of: file) ?? []).map { String(decoding: $0, as: UTF8.self) }
    }
  }

  /// Puts one line on disk.
  mutating func append(_ line: String) {
    guard problem == nil else { return }
    do throws(Failure) {
      try makeFolder()
      let file = try openFile()
      defer { close(file) }
      // A row left without an end, by a full disk or an editor, must not swallow this one.
      let repair = Self.endsInMidRow(file) ? "\n" : ""
      let bytes = Array((repair + line + "\n").utf8)
      guard write(file, bytes, bytes.count) == bytes.count else { throw Failure(doing: "write") }
    } catch {
      note(error)
    }
  }

  /// The history of this user, for who takes lines out of it; nil where there is no home for one.
  static var typedLines: TypedLines? {
    Folders.history.map { path in
      TypedLines(path: path) { isUnwanted throws(Problem) in try remove(from: path, where: isUnwanted) }
    }
  }

  /// Takes lines out of a file, which other sessions may be writing to.
  ///
  /// - Returns: how many.
  static func remove(from path: String, where isUnwanted: (String) -> Bool) throws(Problem) -> Int {
    let history = LineHistory(path: path)
    do throws(Failure) {
      let file = try history.openFile()
      defer { close(file) }
      guard let bytes = contents(of: file) else { throw Failure(doing: "read") }
      let all = rows(bytes, limit: .max)
      let kept = all.filter { !isUnwanted(String(decoding: $0, as: UTF8.self)) }
      guard kept.count < all.count else { return 0 }
      guard history.replace(with: kept[...]) else { throw Failure(doing: "rewrite") }
      return all.count - kept.count
    } catch {
      throw Problem("cannot \(error.doing) \(path): \(String(cString: strerror(error.code)))")
    }
  }

  // MARK: - Files

  private struct Failure: Error {
    let doing: String
    var code = errno
  }

  private mutating func note(_ failure: Failure) {
    guard problem == nil else { return }
    let reason = String(cString: strerror(failure.code))
    problem = "history is kept for this session only: cannot \(failure.doing) \(path): \(reason)"
  }

  /// Makes the folders above the file that are missing, readable by their owner only.
  private func makeFolder() throws(Failure) {
    do throws(FileProblem) {
      try FileBytes.makeFolder(FileBytes.folder(of: path))
    } catch {
      throw Failure(doing: "make the folder of", code: error.code)
    }
  }

  /// Opens the file for reading and appending, and locks it.
  private func openFile() throws(Failure) -> Int32 {
    while true {
      let file = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0o600)
      guard file >= 0 else { throw Failure(doing: "open") }
      // Where there are no locks, appending in one write is still safe, and only a cut at the same moment is not.
      _ = flock(file, LOCK_EX)
      var status = stat()
      guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return file }
      // No name left: another session has cut the file back between our opening and our locking it.
      if status.st_nlink == 0 {
        close(file)
        continue
      }
      if status.st_mode & 0o077 != 0 { _ = fchmod(file, 0o600) }
      return file
    }
  }

  /// Everything in `file`; nil if it cannot be read. A device, such as /dev/null, counts as empty.
  private static func contents(of file: Int32) -> [UInt8]? {
    var status = stat()
    guard fstat(file, &status) == 0 else { return nil }
    guard status.st_mode & S_IFMT == S_IFREG else { return [] }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Int(status.st_size))
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(file, &block, block.count)
      if count < 0 { return nil }
      if count == 0 { return bytes }
      bytes += block[..<count]
    }
  }

  private static func rows(
    _ bytes: [UInt8], limit: Int = maximumLines
  ) -> ArraySlice<ArraySlice<UInt8>> {
    bytes.split(separator: UInt8(ascii: "\n")).suffix(limit)
  }

  private static func endsInMidRow(_ file: Int32) -> Bool {
    let end = lseek(file, 0, SEEK_END)
    var last: UInt8 = 0
    return end > 0 && pread(file, &last, 1, end - 1) == 1 && last != UInt8(ascii: "\n")
  }

  /// Replaces the file, while it is locked, by one that holds only `rows`. If that fails the file stays.
  @discardableResult
  private func replace(with rows: ArraySlice<ArraySlice<UInt8>>) -> Bool {
    let bytes = Array(rows.map { $0 + [UInt8(ascii: "\n")] }.joined())
    // A history that is a symbolic link stays one: the file behind it is replaced.
    return (try? AtomicFile.write(bytes, to: FileBytes.resolved(path), mode: 0o600)) != nil
  }
}
