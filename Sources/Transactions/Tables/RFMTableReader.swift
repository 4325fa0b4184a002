import Customers
import Dispatch
import Forgetting
import JSONText
import Synchronization
import Tabular
import Wording

/// What is done with the rows of an RFM table as they come: a part that any thread may do at any time, which
/// gives the part that is done in the order of the file. That one says whether more rows are wanted.
public typealias RFMPieceWork = @Sendable (_ rows: RFMTable) -> () -> Bool

/// Reads files that already are RFM tables: customer, recency, frequency, monetary.
///
/// All threads read blocks; what comes of them is taken in the order of the file.
final class RFMTableReader: @unchecked Sendable {
  private let options: SalesOptions
  private let forgotten: [SuppressionList]
  private let threads: Int
  private let blockSize: Int
  private let progress: (@Sendable (ReadingProgress) -> Void)?
  /// Nil where the rows are to be kept.
  private let work: RFMPieceWork?
  private var ids = IDColumn()
  private var recency: [Int32] = []
  private var frequency: [Int32] = []
  private var monetary: [DecimalValue] = []
  /// The line of each row, and from which row on each file's begin: for messages.
  private var lines: [UInt32] = []
  private var files: [(place: TablePlace, firstRow: Int)] = []
  private var rowsRead = 0
  private var rowsKept = 0
  private var kept: [KeptColumn]
  private var leftOut = 0
  private var missing = 0
  private var forgottenRows = 0
  private var wordsForNone = 0
  private var bad = 0
  private var currency: CurrencySign?
  /// True once nobody wants more rows.
  private(set) var isStopped = false

  init(
    options: SalesOptions, forgotten: [SuppressionList], threads: Int, blockSize: Int,
    progress: (@Sendable (ReadingProgress) -> Void)? = nil, work: RFMPieceWork? = nil
  ) {
    self.options = options
    self.forgotten = forgotten
    kept = options.kept.map(KeptColumn.init)
    self.threads = threads
    self.blockSize = blockSize
    self.progress = progress
    self.work = work
  }

  /// Adds the rows of a file and returns how many it had.
  func read(_ file: CSVFile, columns: ColumnMap) throws(TabularError) -> Int {
    let before = rowsRead
    let filter = try RowFilter(options.conditions, in: file)
    let keptPlaces = try KeptColumns.places(of: options.kept, in: file)
    files.append((file.place, recency.count))
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
        forgotten: ForgottenCheck(forgotten), keepsAmounts: work == nil)
      do throws(TabularError) {
        while try file.records.next(into: block) {
          index.index(block)
          if let progress {
            let read = seen.add(index.rows, ordering: .relaxed).newValue
            progress(
              .reading(
                file: file.place.shortName, bytes: file.bytesRead, size: file.size, rows: read))
          }
          let rows = reader.read(block, index, currency: workers == 1 ? currency : nil)
          let finish = rows.fault == nil ? work?(rows.table) : nil
          let goesOn = pieces.hand(block.ordinal) { () throws(TabularError) in
            try take(rows, file.place, finish)
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
    return rowsRead - before
  }

  private func take(
    _ rows: RFMRows, _ place: TablePlace, _ finish: (() -> Bool)?
  ) throws(TabularError) -> Bool {
    if let new = rows.currency {
      if let known = currency, known != new.sign, new.line <= rows.fault?.line ?? .max {
        throw RFMRowReader.otherCurrency(at: place, line: new.line, text: new.text, known: known)
      }
      currency = currency ?? new.sign
    }
    if let fault = rows.fault { throw fault }
    rowsRead += rows.read
    rowsKept += rows.table.count
    leftOut += rows.leftOut
    missing += rows.missing
    forgottenRows += rows.forgotten
    wordsForNone += rows.wordsForNone
    bad += rows.bad
    if work != nil {
      isStopped = !(finish?() ?? true)
      return !isStopped
    }
    ids.append(rows.table.ids)
    recency += rows.table.recency
    frequency += rows.table.frequency
    monetary += rows.amounts
    lines += rows.lines
    for column in kept.indices { kept[column].values.append(rows.table.kept[column].values) }
    return true
  }

  private func place(ofRow row: Int) -> TablePlace {
    files.last { $0.firstRow <= row }?.place ?? TablePlace(file: "")
  }

  /// - Throws: `TabularError` where a customer stands in the file twice: the first such row.
  private func checkRepeats(_ order: [Int], _ ids: IDColumn.Texts) throws(TabularError) {
    var first: (row: Int, before: Int)?
    for i in order.indices.dropFirst() where ids[order[i]].elementsEqual(ids[order[i - 1]]) {
      if order[i] < first?.row ?? .max { first = (order[i], order[i - 1]) }
    }
    guard let (row, before) = first else { return }
    let earlier = TabularError(at: place(ofRow: before), line: Int(lines[before]), "")
    let place = place(ofRow: row)
    throw TabularError(
      at: place, line: Int(lines[row]),
      "customer '\(legible(String(decoding: ids[row], as: UTF8.self)))' stands in \(earlier.position(besides: place)) already; an RFM table has one row for each"
    )
  }

  /// The rows in the byte order of the IDs; none where they were not kept.
  ///
  /// - Throws: `TabularError` where there is none, a customer stands there twice or the amounts are too large.
  func result(report: SalesReport) throws(TabularError) -> SalesResult {
    guard rowsKept > 0 || isStopped else {
      let why =
        leftOut + forgottenRows == 0
        ? "no row has a customer"
        : "no row is left: \(leftOut) left out by \(OptionName.where), \(missing) without customer, \(forgottenRows) forgotten"
      throw TabularError(file: report.files.first?.name ?? "the file", why)
    }
    return .table(try table(report), completed(report))
  }

  private func completed(_ report: SalesReport) -> SalesReport {
    var report = report
    report.rowsRead = rowsRead
    report.rowsKept = rowsKept
    report.dropped = [
      (DropReason.leftOut, leftOut), (.missingCustomer, missing), (.forgotten, forgottenRows), (.badRow, bad),
    ].filter { $0.1 > 0 }.map { (DroppedReason($0.0), $0.1) }
    report.currencySign = currency?.text
    report.noteWordsForNone(wordsForNone)
    report.addNote("the file is an RFM table and is used as it is: no cleaning, no dates")
    return report
  }

  private func table(_ report: SalesReport) throws(TabularError) -> RFMTable {
    let sorted = try ids.withTexts { ids throws(TabularError) in
      let sorted = SortedKeys(ids.count) { ids[$0] }
      try checkRepeats(sorted.order, ids)
      return sorted
    }
    var table = RFMTable()
    table.ids = ids
    table.recency = recency
    table.frequency = frequency
    table.kept = kept
    if !sorted.wasSorted { table = table.inOrder(sorted.order) }
    table.revenueScale = Int(monetary.reduce(0) { max($0, $1.scale) })
    table.monetary.reserveCapacity(table.count)
    table.revenue.reserveCapacity(table.count)
    var total = AddedUp()
    for row in sorted.order {
      let exact = ExactDecimal(units: Int128(monetary[row].mantissa), scale: Int(monetary[row].scale))
      table.monetary.append(exact.double)
      let revenue = exact.units * ExactDecimal.power(table.revenueScale - exact.scale)
      table.revenue.append(revenue)
      total.add(revenue)
    }
    guard total.isExact else {
      throw TabularError(file: report.files.first?.name ?? "the file", AddedUp.message)
    }
    return table
  }
}

extension RFMTable {
  /// IDs, recency, frequency and kept columns in another order of the rows.
  fileprivate func inOrder(_ order: [Int]) -> RFMTable {
    func sorted(_ column: IDColumn) -> IDColumn {
      column.withTexts { texts in
        var sorted = IDColumn()
        sorted.reserve(ids: texts.count, bytes: texts.byteCount)
        for row in order { sorted.append(texts[row]) }
        return sorted
      }
    }
    var table = RFMTable()
    table.ids = sorted(ids)
    table.recency = order.map { recency[$0] }
    table.frequency = order.map { frequency[$0] }
    table.kept = kept.map { column in
      var kept = KeptColumn(name: column.name)
      kept.values = sorted(column.values)
      return kept
    }
    return table
  }
}
