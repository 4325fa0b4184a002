import SafeFiles

/// A file that is written as a whole or not at all: it takes the place of an older one when it is finished.
public final class FileSink: ByteSink, @unchecked Sendable {
  private let stream: AtomicStream

  /// Opens the file, so that a wrong path is known before the work.
  ///
  /// - Parameters:
  ///   - path: where the file goes.
  ///   - files: what is read meanwhile, and must not be written over.
  ///   - content: what will stand in it, for a message: `the answers`.
  ///   - mode: of a file that was not there before.
  ///   - keepsMode: of one that was; false to give it `mode`, too.
  /// - Throws: `Problem` where there can be no such file, or it is one of `files`.
  public init(
    _ path: String, besides files: [String] = [], content: String = "what is written", mode: UInt32 = 0o644,
    keepsMode: Bool = true
  ) throws(Problem) {
    if FileBytes.isFolder(path) || path.hasSuffix("/") {
      throw Problem("\(path): this is a folder; name the file in it")
    }
    if files.contains(where: { $0 == path || FileBytes.isSame($0, path) }) {
      throw Problem("\(path): \(content) would take the place of what is read")
    }
    try FileOfOurs.protect(path, from: content)
    stream = try explained { () throws(FileProblem) in
      try AtomicStream(path: path, mode: mode, keepsMode: keepsMode)
    }
  }

  public func write(_ bytes: UnsafeRawBufferPointer) throws(Problem) -> Bool {
    try explained { () throws(FileProblem) in try stream.write(bytes) }
    return true
  }

  /// Puts the complete file in its place.
  public func finish() throws(Problem) {
    try explained { () throws(FileProblem) in try stream.commit() }
  }
}
