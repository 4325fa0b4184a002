import SafeFiles

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where rows go: a file, standard output, or a pager in front of it.
enum RowOutput {
  case file(AtomicStream)
  case standard
  case pager(Pager)

  /// Writes the rows in one form, a piece at a time.
  ///
  /// - Parameter progress: told how many rows are written.
  func write(_ rows: some Sequence<Int>, as form: some RowForm, progress: (Int) -> Void) throws(Failure) {
    let buffer = ByteBuffer()
    buffer.append(form.opening)
    var written = 0
    var isRead = true
    for row in rows {
      form.write(row, isFirst: written == 0, to: buffer)
      written += 1
      if buffer.isFull {
        isRead = try empty(buffer)
        guard isRead else { break }
        progress(written)
      }
    }
    buffer.append(form.closing)
    if isRead { _ = try empty(buffer) }
    try end()
  }

  /// Puts a file in its place; lets a person read on in a pager.
  func end() throws(Failure) {
    switch self {
    case .file(let stream): try held { () throws(FileProblem) in try stream.commit() }
    case .standard: break
    case .pager(let pager): pager.close()
    }
  }

  /// Writes a piece.
  ///
  /// - Returns: false where nobody reads any more.
  @discardableResult
  func write(_ bytes: UnsafeRawBufferPointer) throws(Failure) -> Bool {
    switch self {
    case .file(let stream):
      try held { () throws(FileProblem) in try stream.write(bytes) }
      return true
    case .standard:
      Console.write(bytes, to: 1)
      return true
    case .pager(let pager): return Console.pass(bytes, to: pager.descriptor)
    }
  }

  /// - Returns: false where nobody reads any more.
  private func empty(_ buffer: ByteBuffer) throws(Failure) -> Bool {
    defer { buffer.clear() }
    return try write(buffer.content)
  }
}
