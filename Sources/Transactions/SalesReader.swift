import Dispatch
import Segmentation
import Synchronization
import Tabular

/// Reads sales files into an RFM table.
public struct SalesReader: Sendable {
  public let options: SalesOptions
  /// How many threads parse; never changes a result.
  public let threads: Int
  /// Told now and then, from any thread: the file, and how many of its bytes were read.
  public let progress: (@Sendable (_ file: String, _ bytes: Int, _ of: Int?) -> Void)?

  public init(
    options: SalesOptions, threads: Int,
    progress: (@Sendable (_ file: String, _ bytes: Int, _ of: Int?) -> Void)? = nil
  ) {
    self.options = options
    self.threads = max(1, threads)
    self.progress = progress
  }

  /// Reads all of `paths` (`-` is standard input) as one set of sales, or as one RFM table.
  ///
  /// - Throws: `TabularError` for anything that is wrong with a file or its content.
  public func read(_ paths: [String]) throws(TabularError) -> SalesResult {
    var aggregations: [SalesAggregation] = []
    for _ in 0..<threads { aggregations.append(try SalesAggregation(options: options)) }
    let tableReader = RFMTableReader(options: options)
    var report = SalesReport()
    var kind: Bool?
    for (ordinal, path) in paths.enumerated() {
      let file = try CSVFile(path: path, delimiter: options.delimiter)
      let columns = try ColumnMap(header: file.header, chosen: options.columns, file: file.name)
      guard kind == nil || kind == columns.isRFMTable else {
        throw TabularError(file: file.name, "raw sales and RFM tables cannot be read together")
      }
      kind = columns.isRFMTable
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
      guard rows > 0 else {
        throw TabularError(file: file.name, "there is a header, but no row below it")
      }
      report.files.append(
        SalesReport.File(name: path == "-" ? "-" : lastComponent(path), bytes: file.bytesRead, rows: rows))
    }
    if kind == true { return try tableReader.result(report: report) }
    guard let first = aggregations.first else { return SalesResult(table: RFMTable(), report: report) }
    for other in aggregations.dropFirst() { first.merge(other) }
    return try SalesSummation(aggregation: first, options: options, report: report).result()
  }

  private func parse(
    _ file: CSVFile, plan: SalesPlan, into aggregations: [SalesAggregation]
  ) throws(TabularError) {
    let failure = Mutex<TabularError?>(nil)
    let mustStop = Atomic<Bool>(false)
    // A small file is not worth a second thread.
    let workers = (file.size ?? .max) < 2 * RecordBlocks.defaultBlockSize ? 1 : aggregations.count
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      let aggregation = aggregations[worker]
      let block = RecordBlock()
      let index = RecordIndex(columns: file.header.count, delimiter: file.delimiter)
      do throws(TabularError) {
        while !mustStop.load(ordering: .relaxed), try file.records.next(into: block) {
          index.index(block)
          aggregation.add(block, index, plan: plan)
          // Blocks are given out in order: all that come before the fault are being read already.
          if aggregation.hasFailed(plan.hypotheses) { mustStop.store(true, ordering: .relaxed) }
          progress?(file.name, file.records.bytesGiven, file.size)
        }
      } catch {
        failure.withLock { $0 = $0 ?? error }
      }
    }
    // A fault in a row comes before one in the stream behind it.
    for aggregation in aggregations.dropFirst() {
      aggregations[0].asProducts.firstFault.merge(aggregation.asProducts.firstFault)
      aggregations[0].asSales.firstFault.merge(aggregation.asSales.firstFault)
    }
    if aggregations[0].hasFailed(plan.hypotheses) {
      let judged = plan.hypotheses.contains(.countsAsSale) ? aggregations[0].asSales : aggregations[0].asProducts
      if let fault = judged.firstFault.content { throw fault }
    }
    if let failure = failure.withLock({ $0 }) { throw failure }
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
