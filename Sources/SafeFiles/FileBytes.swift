#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Whole small files, and what folders hold.
public enum FileBytes {
  /// The most bytes that are read of a model or a pack: hundreds of times what real ones have.
  public static let sizeLimit = 64 << 20

  /// The content of a small file. Pipes and devices, which may never end, are refused.
  public static func read(_ path: String) throws(FileProblem) -> [UInt8] {
    // Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileProblem(path: path, doing: "be read") }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileProblem(path: path, doing: "be read") }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw FileProblem(path: path, message: "this is a folder; name the file in it")
    default: throw FileProblem(path: path, message: "this is a pipe or a device; a file is expected")
    }
    var bytes: [UInt8] = []
    let chunk = min(max(Int(status.st_size) + 1, 4096), sizeLimit + 1)
    while true {
      var got = 0
      let block = [UInt8](unsafeUninitializedCapacity: chunk) { buffer, count in
        repeat {
          #if canImport(Glibc)
            got = Glibc.read(descriptor, buffer.baseAddress, chunk)
          #else
            got = Darwin.read(descriptor, buffer.baseAddress, chunk)
          #endif
        } while got < 0 && errno == EINTR
        count = max(0, got)
      }
      if got < 0 { throw FileProblem(path: path, doing: "be read") }
      if got == 0 { return bytes }
      guard bytes.count + block.count <= sizeLimit else {
        throw FileProblem(
          path: path, message: "the file is larger than \(sizeLimit >> 20) MB; no model or pack is")
      }
      bytes = bytes.isEmpty ? block : bytes + block
    }
  }

  /// The first 4,096 bytes of a file, or fewer; nil where it cannot be read.
  public static func start(of path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var got = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
      got = pread(descriptor, buffer.baseAddress, 4096, 0)
      count = max(0, got)
    }
    return got < 0 ? nil : bytes
  }

  /// Whether anything is there: a file, a folder, a pipe.
  public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Whether a path leads to a folder.
  public static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether a path leads to a file, and not to a folder, a pipe or a device.
  public static func isRegular(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// Whether two paths lead to one file that is there.
  public static func isSame(_ path: String, _ other: String) -> Bool {
    var (one, two) = (stat(), stat())
    return stat(path, &one) == 0 && stat(other, &two) == 0 && one.st_ino == two.st_ino
      && one.st_dev == two.st_dev
  }

  /// The names in a folder, sorted; empty where it cannot be read.
  public static func names(in folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// What tells one state of a file from another without reading it.
  public struct Stamp: Sendable, Hashable {
    /// When the file was last changed, in seconds and nanoseconds since 1970.
    public let modified: Int64
    /// The part of `modified` below a second.
    public let nanoseconds: Int64
    /// In bytes.
    public let size: Int
    /// Another one after each replacement.
    public let inode: UInt64
    /// Who may read and write it, as `chmod` counts it.
    public let mode: UInt32
  }

  /// Nil where there is no such file.
  public static func stamp(_ path: String) -> Stamp? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    #if canImport(Glibc)
      let modified = status.st_mtim
    #else
      let modified = status.st_mtimespec
    #endif
    return Stamp(
      modified: Int64(modified.tv_sec), nanoseconds: Int64(modified.tv_nsec), size: Int(status.st_size),
      inode: UInt64(status.st_ino), mode: UInt32(status.st_mode) & 0o7777)
  }

  /// Whether this user may make files in a folder.
  public static func mayWrite(in folder: String) -> Bool { access(folder, W_OK) == 0 }

  /// The path without links; the same path where it leads nowhere.
  public static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  /// Makes a folder and those above it, for the user alone.
  ///
  /// - Returns: the folders that were not there before, the outermost first.
  @discardableResult
  public static func makeFolder(_ path: String, mode: UInt32 = 0o700) throws(FileProblem) -> [String] {
    if path.isEmpty || isFolder(path) { return [] }
    let above = try makeFolder(folder(of: path), mode: mode)
    if mkdir(path, mode_t(mode)) == 0 { return above + [path] }
    guard errno == EEXIST else { throw FileProblem(path: path, doing: "be made") }
    return above
  }

  /// Removes folders that `makeFolder` has made, as far as nothing is in them.
  public static func removeEmpty(_ folders: [String]) {
    for folder in folders.reversed() { rmdir(folder) }
  }

  /// The folder part of a path; `.` for a bare name.
  public static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The last part of a path.
  public static func name(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return path }
    return String(path[path.index(after: slash)...])
  }
}
