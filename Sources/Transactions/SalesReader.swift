import Dispatch
import Segmentation
import Synchronization
import Tabular

/// Reads sales files into an RFM table.
public struct SalesReader: Sendable {
  public let options: SalesOptions
  /// How many threads parse; never changes a result.
  public let threads: Int
  /// Told now and then, from any thread.
  public let progress: (@Sendable (ReadingProgress) -> Void)?
  /// How a file that already is an RFM table is read, where `options` come from a model: those are about
  /// sales. Nil for the same way.
  public var tableOptions: SalesOptions?
  /// How many bytes are handed to a thread at a time; never changes a result.
  var blockSize = RecordBlocks.defaultBlockSize

  public init(
    options: SalesOptions, threads: Int,
    progress: (@Sendable (ReadingProgress) -> Void)? = nil
  ) {
    self.options = options
    self.threads = max(1, threads)
    self.progress = progress
  }

  /// Reads all of `paths` (`-` is standard input) as one set of sales, or as one RFM table.
  ///
  /// - Parameter work: what is done with the rows of an RFM table as they come, in memory that does not grow
  ///   with the file. The table of the result is empty then, and customers who stand there twice are not
  ///   noticed. Nil to keep the rows.
  /// - Throws: `TabularError` for anything that is wrong with a file or its content.
  public func read(_ paths: [String], inPieces work: RFMPieceWork? = nil) throws(TabularError) -> SalesResult
  {
    var aggregations: [SalesAggregation] = []
    for _ in 0..<threads { aggregations.append(try SalesAggregation(options: options)) }
    let tableReader = RFMTableReader(
      options: tableOptions ?? options, threads: threads, blockSize: blockSize, progress: progress, work: work
    )
    var report = SalesReport()
    var kind: Bool?
    for (ordinal, path) in paths.enumerated() {
      let (file, columns) = try open(path)
      guard kind == nil || kind == columns.isRFMTable else {
        throw TabularError(file: file.name, "raw sales and RFM tables cannot be read together")
      }
      kind = columns.isRFMTable
      report.noteRepeats(columns)
      let rows: Int
      if columns.isRFMTable {
        rows = try tableReader.read(file, columns: columns)
      } else {
        let before = aggregations.reduce(0) { $0 + $1.rowsRead }
        let plan = SalesPlan(options: options, columns: columns, file: file, ordinal: ordinal)
        try parse(file, plan: plan, into: aggregations)
        rows = aggregations.reduce(0) { $0 + $1.rowsRead } - before
        report.note(columns, options: options)
        report.plans.append(plan)
      }
      if tableReader.isStopped { break }
      guard rows > 0 else {
        throw TabularError(file: file.name, "there is a header, but no row below it")
      }
      report.files.append(
        SalesReport.File(name: path == "-" ? "-" : lastComponent(path), bytes: file.bytesRead, rows: rows))
    }
    progress?(.summing)
    if kind == true { return try tableReader.result(report: report) }
    guard let first = aggregations.first else { return SalesResult(table: RFMTable(), report: report) }
    for aggregation in aggregations { aggregation.purchases.closeSearch() }
    while aggregations.count > 1 { first.merge(aggregations.removeLast()) }
    return try SalesSummation(aggregation: first, options: options, threads: threads, report: report).result()
  }

  /// Opens a file as the RFM table that it may be, else as sales.
  private func open(_ path: String) throws(TabularError) -> (CSVFile, ColumnMap) {
    // Standard input can be opened once: what the sales are like is likelier.
    if let tableOptions, path != "-" || options.delimiter == nil {
      let file = try CSVFile(path: path, delimiter: tableOptions.delimiter, blockSize: blockSize)
      let hasColumnsOfSales =
        !options.columns.isEmpty && options.columns.values.allSatisfy(file.header.contains)
      if !hasColumnsOfSales,
        let columns = try? ColumnMap(header: file.header, chosen: tableOptions.columns, file: file.name),
        columns.isRFMTable
      {
        return (file, columns)
      }
      if options.delimiter == nil || options.delimiter == file.delimiter {
        return (file, try ColumnMap(header: file.header, chosen: options.columns, file: file.name))
      }
    }
    let file = try CSVFile(path: path, delimiter: options.delimiter, blockSize: blockSize)
    return (file, try ColumnMap(header: file.header, chosen: options.columns, file: file.name))
  }

  private func parse(
    _ file: CSVFile, plan: SalesPlan, into aggregations: [SalesAggregation]
  ) throws(TabularError) {
    let failure = Mutex<TabularError?>(nil)
    let mustStop = Atomic<Bool>(false)
    let rows = Atomic<Int>(0)
    // A small file is not worth a second thread.
    let workers = (file.size ?? .max) < 2 * blockSize ? 1 : aggregations.count
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      let aggregation = aggregations[worker]
      let block = RecordBlock(capacity: blockSize)
      let index = RecordIndex(columns: file.header.count, delimiter: file.delimiter)
      do throws(TabularError) {
        while !mustStop.load(ordering: .relaxed), try file.records.next(into: block) {
          index.index(block)
          aggregation.add(block, index, plan: plan)
          // Blocks are given out in order: all that come before the fault are being read already.
          if aggregation.mustStop(plan.hypotheses) { mustStop.store(true, ordering: .relaxed) }
          guard let progress else { continue }
          let read = rows.add(index.rows, ordering: .relaxed).newValue
          progress(
            .reading(
              file: lastComponent(file.name), bytes: file.records.bytesGiven, size: file.size, rows: read))
        }
      } catch {
        failure.withLock { $0 = $0 ?? error }
      }
    }
    // A fault in a row comes before one in the stream behind it.
    let failureInStream = failure.withLock { $0 }
    var fault = Self.firstFault(aggregations, plan.hypotheses, isLast: failureInStream != nil)
    for aggregation in aggregations { fault.merge(aggregation.endlessPattern) }
    if let first = fault.content { throw first }
    if let failureInStream { throw failureInStream }
  }

  /// The first fault in file order, where it is one whatever set of rules will be taken.
  ///
  /// - Parameter isLast: nothing more will be read that could tell which set is taken.
  private static func firstFault(
    _ aggregations: [SalesAggregation], _ hypotheses: Verdict, isLast: Bool
  ) -> Earliest<TabularError> {
    var asProducts = Earliest<TabularError>()
    var asSales = Earliest<TabularError>()
    for aggregation in aggregations {
      asProducts.merge(aggregation.asProducts.firstFault)
      asSales.merge(aggregation.asSales.firstFault)
    }
    switch hypotheses {
    case .countsAsProduct: return asProducts
    case .countsAsSale: return asSales
    default:
      guard asProducts.content != nil, asProducts.position == asSales.position || isLast else {
        return Earliest()
      }
      return asSales
    }
  }
}

/// An RFM table, and how it came about.
public struct SalesResult: Sendable {
  public var table: RFMTable
  public var report: SalesReport
}

func lastComponent(_ path: String) -> String {
  path.split(separator: "/").last.map(String.init) ?? path
}
