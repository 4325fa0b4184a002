import Customers
import RFMService
import Segmentation
import Synchronization
import Tabular
import Transactions

/// An RFM table answered as it is read, in the order of the file and in memory that does not grow with it.
protocol ClassifiedStream: AnyObject {
  var work: RFMPieceWork { get }

  /// Writes what follows the last row, once all is read; nothing where what was read was no RFM table.
  func finish(isTable: Bool) throws(Problem)
}

/// Rows are classified and formatted by the thread that has read them, and written in the order of the file.
final class ClassifiedPieces<Form: ClassifiedForm>: ClassifiedStream, @unchecked Sendable {
  private let form: Form
  private let output: RowOutput
  private let segment: Int?
  private var isOpened = false
  private var failure: Problem?
  /// Buffers that are written and can be filled again: as many as there are threads.
  private let emptied = Mutex<[Emptied]>([])

  /// No thread has it until it is taken.
  private struct Emptied: @unchecked Sendable {
    let buffer: ByteBuffer
  }

  init(_ form: Form, _ output: RowOutput, _ selection: RowSelection) {
    self.form = form
    self.output = output
    segment = selection.segment
  }

  var work: RFMPieceWork {
    { table in
      let buffer = self.formatted(table)
      return {
        let goesOn = self.write(buffer)
        let emptied = Emptied(buffer: buffer)
        self.emptied.withLock { $0.append(emptied) }
        return goesOn
      }
    }
  }

  private func formatted(_ table: RFMTable) -> ByteBuffer {
    var form = form
    form.rows.table = table
    let buffer = emptied.withLock { $0.popLast() }?.buffer ?? ByteBuffer()
    buffer.clear()
    form.write(1..<table.count + 1, { $0 - 1 }, of: segment, to: buffer)
    return buffer
  }

  /// - Returns: false where nobody takes more.
  private func write(_ buffer: ByteBuffer) -> Bool {
    if buffer.content.isEmpty { return true }
    do throws(Problem) {
      if isOpened { return try output.write(buffer.content) }
      isOpened = true
      let first = ByteBuffer()
      first.append(form.opening)
      let rest = UnsafeRawBufferPointer(rebasing: buffer.content.dropFirst(form.between.count))
      guard try output.write(first.content) else { return false }
      return try output.write(rest)
    } catch {
      failure = error
      return false
    }
  }

  func finish(isTable: Bool) throws(Problem) {
    if let failure { throw failure }
    guard isTable else { return }
    let rest = ByteBuffer()
    if !isOpened { rest.append(form.opening) }
    rest.append(try form.closing())
    _ = try output.write(rest.content)
    try output.finish()
  }
}
