import Dispatch
import RFMService
import SafeFiles
import Synchronization
import Tabular

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where rows of customers go: a file, standard output, or a pager in front of it.
enum RowOutput: @unchecked Sendable {
  case file(AtomicStream)
  case standard
  case pager(Pager)

  /// How many rows a thread formats at a time; small enough for the memory of them to stay near the core.
  private static let piece = 2048

  var isStandard: Bool {
    if case .standard = self { true } else { false }
  }

  /// Writes rows in one form: formatted on several threads, written in order, a piece at a time.
  ///
  /// - Parameter progress: told how many rows are written.
  func write<Rows: RandomAccessCollection<Int> & Sendable>(
    _ rows: Rows, as form: some RowForm, threads: Int, progress: @Sendable (Int) -> Void
  ) throws(Problem) where Rows.Index == Int {
    let pieces = OrderedPieces<Problem>()
    let taken = Atomic<Int>(0)
    let count = (rows.count + Self.piece - 1) / Self.piece
    DispatchQueue.concurrentPerform(iterations: max(1, min(threads, count))) { _ in
      let buffer = ByteBuffer()
      while true {
        let piece = taken.wrappingAdd(1, ordering: .relaxed).oldValue
        guard piece < count || (piece == 0 && count == 0) else { return }
        buffer.clear()
        if piece == 0 { buffer.append(form.opening) }
        let end = min((piece + 1) * Self.piece, rows.count)
        let start = rows.startIndex
        form.write(piece * Self.piece..<end, { rows[start + $0] }, to: buffer)
        let goesOn = pieces.hand(piece) { () throws(Problem) in
          if end == rows.count { buffer.append(try form.closing()) }
          let isRead = try write(buffer.content)
          progress(end)
          return isRead
        }
        guard goesOn else { return }
      }
    }
    try pieces.finish()
    try finish()
  }

  /// Writes a piece.
  ///
  /// - Returns: false where nobody reads any more.
  @discardableResult
  func write(_ content: UnsafeRawBufferPointer) throws(Problem) -> Bool {
    switch self {
    case .file(let stream):
      try explained { () throws(FileProblem) in try stream.write(content) }
      return true
    case .standard:
      Console.write(content, to: 1)
      return true
    case .pager(let pager): return Console.pass(content, to: pager.descriptor)
    }
  }

  /// Puts a complete file in its place; waits until the person at the pager has read enough.
  func finish() throws(Problem) {
    switch self {
    case .file(let stream): try explained { () throws(FileProblem) in try stream.commit() }
    case .standard: break
    case .pager(let pager): pager.close()
    }
  }
}
