import Dispatch
import Synchronization
import Tabular

/// One way to write rows: what stands in front of the first, each row, what follows the last.
public protocol RowForm: Sendable {
  /// What stands in front of the first row.
  var opening: [UInt8] { get }
  /// What stands in front of every row but the first.
  var between: [UInt8] { get }
  /// Whether the rows must be formatted in their order, by one thread at a time.
  var isSequential: Bool { get }
  /// What follows the last row.
  ///
  /// - Throws: `Problem` where the whole cannot be what it should be.
  func closing() throws(Problem) -> [UInt8]
  /// Writes one row.
  func write(_ row: Int, isFirst: Bool, to buffer: ByteBuffer)
  /// Writes the rows at some places, one after the other; the first of all is at 0.
  ///
  /// - Parameters:
  ///   - places: which rows, counted in an order of the caller's own.
  ///   - row: gives the row for each of `places`.
  ///   - buffer: takes the text of the rows.
  func write(_ places: Range<Int>, _ row: (Int) -> Int, to buffer: ByteBuffer)
}

extension RowForm {
  public var between: [UInt8] { [] }
  public var isSequential: Bool { false }

  public func write(_ places: Range<Int>, _ row: (Int) -> Int, to buffer: ByteBuffer) {
    for place in places { write(row(place), isFirst: place == 0, to: buffer) }
  }
}

/// How many rows a thread formats at a time; small enough for the memory of them to stay near the core.
private let rowsOfPiece = 2048

extension RowForm {
  /// Writes rows: formatted on several threads, written in order, a piece at a time.
  ///
  /// - Parameters:
  ///   - rows: the rows to write, in their order.
  ///   - sink: takes the bytes.
  ///   - step: what is done, for the progress; nil to tell nobody.
  ///   - work: how many threads; whether the rows are still wanted.
  public func write<Rows: RandomAccessCollection<Int> & Sendable>(
    _ rows: Rows, to sink: any ByteSink, as step: String? = "writing", _ work: Work
  ) throws(Problem) where Rows.Index == Int {
    let all = rows.count
    let pieces = OrderedPieces<Problem>()
    let taken = Atomic<Int>(0)
    let count = (all + rowsOfPiece - 1) / rowsOfPiece
    let threads = isSequential ? 1 : work.threads
    DispatchQueue.concurrentPerform(iterations: max(1, min(threads, count))) { _ in
      let buffer = ByteBuffer()
      while true {
        let piece = taken.wrappingAdd(1, ordering: .relaxed).oldValue
        guard piece < count || (piece == 0 && count == 0) else { return }
        buffer.clear()
        if piece == 0 { buffer.append(opening) }
        let end = min((piece + 1) * rowsOfPiece, all)
        let start = rows.startIndex
        write(piece * rowsOfPiece..<end, { rows[start + $0] }, to: buffer)
        let goesOn = pieces.hand(piece) { () throws(Problem) in
          if end == all { buffer.append(try closing()) }
          let isRead = try sink.write(buffer.content)
          if let step { work.count(step, end, of: all) }
          try work.check()
          return isRead
        }
        guard goesOn else { return }
      }
    }
    try pieces.finish()
    try sink.finish()
  }
}
