import Customers
import Synchronization
import Tabular
import Transactions

/// An RFM table answered as it is read, in the order of the file and in memory that does not grow with it.
protocol AnsweringRows: RFMTableSink {
  /// Writes what follows the last row, once all is read; nothing where what was read was no RFM table.
  func finish(isTable: Bool) throws(Problem)
}

/// Rows are answered and formatted by the thread that has read them, and written in the order of the file.
final class AnswerStream<Layout: AnswerLayout>: AnsweringRows, @unchecked Sendable {
  private let layout: Layout
  private let sink: any ByteSink
  private let segment: Int?
  private let isCancelled: @Sendable () -> Bool
  // Only the thread whose piece it is the turn of looks at these two.
  private var isOpened = false
  private var failure: Problem?
  /// Buffers that are written and can be filled again: as many as there are threads.
  private let emptied = Mutex<[Emptied]>([])

  /// No thread has it until it is taken.
  private struct Emptied: @unchecked Sendable {
    let buffer: ByteBuffer
  }

  /// - Parameter segment: the only segment whose customers are written; nil for all.
  init(_ layout: Layout, _ sink: any ByteSink, in segment: Int?, _ work: Work) {
    self.layout = layout
    self.sink = sink
    self.segment = segment
    isCancelled = work.isCancelled
  }

  /// The rows as text, with what stands between rows also in front of the first.
  func piece(of rows: RFMRows) -> ByteBuffer {
    let buffer = emptied.withLock { $0.popLast() }?.buffer ?? ByteBuffer()
    buffer.clear()
    layout.write(1..<rows.table.count + 1, { $0 - 1 }, of: rows.table, in: segment, to: buffer)
    return buffer
  }

  func take(_ buffer: ByteBuffer) -> Bool {
    let goesOn = write(buffer)
    let emptied = Emptied(buffer: buffer)
    self.emptied.withLock { $0.append(emptied) }
    return goesOn
  }

  /// - Returns: false where nobody takes more.
  private func write(_ buffer: ByteBuffer) -> Bool {
    do throws(Problem) {
      if isCancelled() { throw .stopped }
      if buffer.content.isEmpty { return true }
      if isOpened { return try sink.write(buffer.content) }
      isOpened = true
      let first = ByteBuffer()
      first.append(layout.opening)
      let rest = UnsafeRawBufferPointer(rebasing: buffer.content.dropFirst(layout.between.count))
      guard try sink.write(first.content) else { return false }
      return try sink.write(rest)
    } catch {
      failure = error
      return false
    }
  }

  func finish(isTable: Bool) throws(Problem) {
    if let failure { throw failure }
    guard isTable else { return }
    let rest = ByteBuffer()
    if !isOpened { rest.append(layout.opening) }
    rest.append(layout.closing)
    _ = try sink.write(rest.content)
    try sink.finish()
  }
}
