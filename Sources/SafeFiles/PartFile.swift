#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that is not complete yet, beside the one whose place it will take.
///
/// Its name cannot be guessed and was not there before, so that nobody can put a link in its way; its folder is
/// opened once, so that nobody can put another folder in its way. Let go of before `replaceTarget`, it is removed.
/// What a process that was killed has left is removed by the next one that writes the same file: a part that is
/// being written is locked.
public final class PartFile {
  /// Where the part is, for who writes it by its path.
  public let path: String
  private let target: String
  private let name: String
  /// Where the folder cannot be opened, since it may be written in and not be listed: the working directory, and
  /// `name` is a whole path.
  private let folder: Int32
  let descriptor: Int32
  private var isDone = false

  /// Makes an empty file, and removes what killed processes have left of earlier ones.
  ///
  /// - Parameters:
  ///   - target: the file that will be replaced, or where it is to be. A link is replaced, not followed.
  ///   - mode: of the file.
  public init(for target: String, mode: UInt32) throws(FileProblem) {
    self.target = target
    Self.removeLeftovers(of: target)
    let above = FileBytes.folder(of: target)
    let opened = open(above, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    while true {
      let random = String(UInt64.random(in: 0...UInt64.max), radix: 36)
      let name = "\(Self.prefix(of: target))\(random)\(Self.ending)"
      let path = "\(above)/\(name)"
      let place = opened >= 0 ? name : path
      let folder = opened >= 0 ? opened : AT_FDCWD
      let descriptor = openat(
        folder, place, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode_t(mode))
      if descriptor < 0, errno == EEXIST { continue }
      guard descriptor >= 0 else {
        let problem = FileProblem(path: target, doing: "be written")
        if opened >= 0 { close(opened) }
        throw problem
      }
      // Somebody who removes leftovers may have come between our making it and our locking it.
      var status = stat()
      _ = flock(descriptor, LOCK_EX | LOCK_NB)
      if fstat(descriptor, &status) == 0, status.st_nlink == 0 {
        close(descriptor)
        continue
      }
      (self.path, self.name, self.folder, self.descriptor) = (path, place, folder, descriptor)
      break
    }
    Leftovers.note(path)
  }

  deinit {
    if !isDone { unlinkat(folder, name, 0) }
    Leftovers.forget(path)
    close(descriptor)
    if folder != AT_FDCWD { close(folder) }
  }

  /// Gives it a mode, such as that of the file that it will replace.
  public func setMode(_ mode: UInt32) throws(FileProblem) {
    guard fchmod(descriptor, mode_t(mode)) == 0 else { throw problem }
  }

  /// Adds bytes at the end.
  func write(_ bytes: UnsafeRawBufferPointer) throws(FileProblem) {
    try Self.write(bytes, to: descriptor, of: target)
  }

  /// Takes the place of the target, and makes that last.
  public func replaceTarget() throws(FileProblem) {
    guard fsync(descriptor) == 0 else { throw problem }
    let place = folder == AT_FDCWD ? target : FileBytes.name(of: target)
    guard renameat(folder, name, folder, place) == 0 else { throw problem }
    isDone = true
    // A folder that cannot be synced (some network disks) has taken the rename all the same.
    if folder != AT_FDCWD { fsync(folder) }
  }

  private var problem: FileProblem { FileProblem(path: target, doing: "be written") }

  /// Adds bytes at the end of an open file.
  static func write(
    _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, of path: String
  ) throws(FileProblem) {
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
  }

  // MARK: What killed processes have left

  private static let ending = ".part"
  /// What SQLite keeps beside a file that it writes.
  private static let journal = "-journal"

  private static func prefix(of target: String) -> String { ".\(FileBytes.name(of: target))." }

  /// The name of the file that a part of this name was to replace; nil for the name of no part.
  public static func target(ofPart name: some StringProtocol) -> String? {
    let part = name.hasSuffix(journal) ? String(name.dropLast(journal.count)) : String(name)
    guard part.hasPrefix("."), part.hasSuffix(ending), part.utf8.count > ending.utf8.count + 2 else {
      return nil
    }
    let target = part.dropFirst().dropLast(ending.count)
    return target.lastIndex(of: ".").map { String(target[..<$0]) }
  }

  /// Removes parts of a file that nobody is writing.
  public static func removeLeftovers(of target: String) {
    removeLeftovers(in: FileBytes.folder(of: target)) { $0 == FileBytes.name(of: target) }
  }

  /// Removes the parts in a folder that nobody is writing.
  ///
  /// - Parameters:
  ///   - folder: where they lie.
  ///   - isWanted: tells by the name of the file that a part was to replace.
  public static func removeLeftovers(in folder: String, where isWanted: (String) -> Bool) {
    for name in FileBytes.names(in: folder) {
      guard let target = target(ofPart: name), isWanted(target) else { continue }
      let path = "\(folder)/\(name)"
      let part = name.hasSuffix(journal) ? String(path.dropLast(journal.count)) : path
      let descriptor = open(part, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
      guard descriptor >= 0 else {
        // A journal without its part, a link, or a part that may not be read: the last two are not ours.
        if errno == ENOENT { unlink(path) }
        continue
      }
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(path) }
      close(descriptor)
    }
  }
}
