import Customers
import Dispatch
import Forgetting
import Synchronization
import Tabular
import Wording

/// Reads tables that already are RFM tables: customer, recency, frequency, monetary.
///
/// All threads read blocks; what comes of them is taken in the order of the file.
final class RFMTableReader<Sink: RFMTableSink>: @unchecked Sendable {
  private let options: SalesOptions
  private let forgotten: [SuppressionList]
  private let threads: Int
  private let blockSize: Int
  private let progress: (@Sendable (ReadingProgress) -> Void)?
  private let isCancelled: @Sendable () -> Bool
  private let sink: Sink
  private var counts = RFMRows.Counts()
  private var currency: CurrencySign?
  /// True once nobody wants more rows.
  private(set) var isStopped = false

  init(
    options: SalesOptions, forgotten: [SuppressionList], threads: Int, blockSize: Int,
    progress: (@Sendable (ReadingProgress) -> Void)?, isCancelled: @escaping @Sendable () -> Bool, sink: Sink
  ) {
    self.options = options
    self.forgotten = forgotten
    self.threads = threads
    self.blockSize = blockSize
    self.progress = progress
    self.isCancelled = isCancelled
    self.sink = sink
  }

  /// Hands the rows of a table to the sink and returns how many it had.
  func read(_ file: CSVFile, columns: ColumnMap) throws(TabularError) -> Int {
    let before = counts.read
    let filter = try RowFilter(options.conditions, in: file)
    let keptPlaces = try KeptColumns.places(of: options.kept, in: file)
    let pieces = OrderedPieces<TabularError>()
    let failure = Mutex<TabularError?>(nil)
    let seen = Atomic<Int>(0)
    // Whether a row in another currency is a bad one is known only from all rows before it.
    let workers = options.skipsBadRows || file.isSmall ? 1 : threads
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      let block = RecordBlock(capacity: blockSize)
      let index = RecordIndex(columns: file.header.count, delimiter: file.delimiter)
      let reader = RFMRowReader(
        file, columns: columns, options: options, filter: filter, keptPlaces: keptPlaces,
        forgotten: ForgottenCheck(forgotten), keepsAmounts: Sink.wantsExactRows)
      do throws(TabularError) {
        while true {
          if isCancelled() { throw .stopped(file) }
          guard try file.records.next(into: block) else { break }
          index.index(block)
          if let progress {
            let read = seen.add(index.rows, ordering: .relaxed).newValue
            progress(
              .reading(
                file: file.place.shortName, bytes: file.bytesRead, size: file.size, rows: read))
          }
          let rows = reader.read(block, index, currency: workers == 1 ? currency : nil)
          // Not for rows of which some cannot be read: nothing is made of them.
          let piece = rows.fault == nil ? sink.piece(of: rows) : nil
          let goesOn = pieces.hand(block.ordinal) { () throws(TabularError) in
            try note(rows)
            if let piece { isStopped = !sink.take(piece) }
            return !isStopped
          }
          if !goesOn { return }
        }
      } catch {
        failure.withLock { $0 = $0 ?? error }
      }
    }
    // A fault in a row comes before one in the stream behind it.
    try pieces.finish()
    if let failure = failure.withLock({ $0 }) { throw failure }
    return counts.read - before
  }

  private func note(_ rows: RFMRows) throws(TabularError) {
    if let new = rows.currency {
      if let known = currency, known != new.sign, new.line <= rows.fault?.line ?? .max {
        throw RFMRowReader.otherCurrency(at: rows.place, line: new.line, text: new.text, known: known)
      }
      currency = currency ?? new.sign
    }
    if let fault = rows.fault { throw fault }
    counts += rows.counts
  }

  /// The report with what became of the rows.
  ///
  /// - Throws: `TabularError` where there is none.
  func completed(_ report: SalesReport) throws(TabularError) -> SalesReport {
    guard counts.kept > 0 || isStopped else {
      let why =
        counts.leftOut + counts.forgotten == 0
        ? "no row has a customer"
        : "no row is left: \(counts.leftOut) left out by \(OptionName.where), \(counts.missing) without customer, \(counts.forgotten) forgotten"
      throw TabularError(file: report.files.first?.name ?? "the file", why)
    }
    var report = report
    report.rowsRead = counts.read
    report.rowsKept = counts.kept
    report.dropped = [
      (DropReason.leftOut, counts.leftOut), (.missingCustomer, counts.missing),
      (.forgotten, counts.forgotten), (.badRow, counts.bad),
    ].filter { $0.1 > 0 }.map { (DroppedReason($0.0), $0.1) }
    report.currencySign = currency?.text
    report.noteWordsForNone(counts.wordsForNone)
    report.addNote("the file is an RFM table and is used as it is: no cleaning, no dates")
    return report
  }
}
