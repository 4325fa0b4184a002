#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Whole small files, and what folders hold.
public enum FileBytes {
  /// The content of a file.
  public static func read(_ path: String) throws(FileProblem) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileProblem(path: path, doing: "be read") }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileProblem(path: path, doing: "be read") }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      throw FileProblem(path: path, message: "this is a folder; name the file in it")
    }
    var bytes: [UInt8] = []
    let chunk = max(Int(status.st_size) + 1, 64 * 1024)
    while true {
      var got = 0
      let start = bytes.count
      bytes.append(contentsOf: repeatElement(0, count: chunk))
      bytes.withUnsafeMutableBytes { buffer in
        guard let base = buffer.baseAddress else { return }
        repeat {
          #if canImport(Glibc)
            got = Glibc.read(descriptor, base + start, chunk)
          #else
            got = Darwin.read(descriptor, base + start, chunk)
          #endif
        } while got < 0 && errno == EINTR
      }
      bytes.removeLast(chunk - max(0, got))
      if got < 0 { throw FileProblem(path: path, doing: "be read") }
      if got == 0 { return bytes }
    }
  }

  public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  public static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
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

  /// When the file was last changed, in seconds since 1970, and its size; nil where there is none.
  public static func status(_ path: String) -> (modified: Int64, size: Int, mode: UInt32)? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    #if canImport(Glibc)
      let modified = Int64(status.st_mtim.tv_sec)
    #else
      let modified = Int64(status.st_mtimespec.tv_sec)
    #endif
    return (modified, Int(status.st_size), UInt32(status.st_mode) & 0o7777)
  }

  /// Makes a folder and those above it, for the user alone.
  public static func makeFolder(_ path: String, mode: UInt32 = 0o700) throws(FileProblem) {
    if path.isEmpty || isFolder(path) { return }
    try makeFolder(folder(of: path), mode: mode)
    if mkdir(path, mode_t(mode)) != 0 && errno != EEXIST { throw FileProblem(path: path, doing: "be made") }
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
