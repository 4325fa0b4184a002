import Customers
import Forgetting
import Tabular

/// Sales as they are after cleaning: the rows that were kept, with all their columns, as a CSV.
///
/// Which rules `auto` takes and where a window starts is known only when all has been read, so the files are
/// read once more; in little memory, whatever their size. The delimiter stays, since the decimal mark goes with
/// it; the text is UTF-8; a text that a spreadsheet would run as a formula is guarded, and the guard is taken off
/// when customers, invoices and stock codes are read again.
public struct CleanedSales: Sendable {
  private let sources: [RowSource]
  private let sheets: [String]
  private let options: SalesOptions
  /// Before it was known which rules are taken.
  private let given: SalesOptions
  private let start: Timestamp?
  private let kept: Int
  private let forgotten: [SuppressionList]
  /// How many blocks are judged before the names that were seen in them are let go.
  private static let blocksTogether = 16

  /// Looks at the headers of files that are to be cleaned into one.
  ///
  /// - Throws: `TabularError` where they differ.
  public static func check(
    _ sources: [RowSource], sheets: [String], options: SalesOptions
  ) throws(TabularError) {
    if try isByLayout(sources, sheets, options) { return }
    var first: CSVFile?
    for source in sources {
      let tables = try tables(source, sheets, options)
      for index in 0..<tables.count {
        let file = try tables.open(index, mark: options.decimal)
        if let first, file.header != first.header || file.delimiter != first.delimiter {
          throw TabularError(
            at: file.place, line: file.headerLine,
            "the columns are not those of \(first.place.name), so the rows of both make no one table")
        }
        first = first ?? file
      }
    }
  }

  /// Whether a file is read by a layout, so that what counts are its orders and not its rows as they stand.
  private static func isByLayout(
    _ sources: [RowSource], _ sheets: [String], _ options: SalesOptions
  ) throws(TabularError) -> Bool {
    for source in sources {
      let tables = try tables(source, sheets, options)
      for index in 0..<tables.count {
        let file = try tables.open(index, mark: options.decimal)
        if let layout = (try? ColumnMap(file, options))?.layout, !layout.isPlain(options) { return true }
      }
    }
    return false
  }

  private static func tables(
    _ source: RowSource, _ sheets: [String], _ options: SalesOptions
  ) throws(TabularError) -> SalesTables {
    try SalesTables(
      source, sheets: sheets, delimiter: options.delimiter, blockSize: RecordBlocks.defaultBlockSize,
      header: HeaderFinder(options: options).find
    ) { (try? ColumnMap($0, options)) != nil }
  }

  /// - Parameters:
  ///   - sources: those that were read; they must be such that can be read again.
  ///   - sheets: those of workbooks to read; see `SalesReader.sheets`.
  ///   - options: how they were read.
  ///   - sales: what came of that.
  ///   - forgotten: who was left out then.
  public init(
    _ sources: [RowSource], sheets: [String], options: SalesOptions, of sales: SummedSales,
    forgotten: [SuppressionList] = []
  ) {
    self.sources = sources
    self.sheets = sheets
    self.forgotten = forgotten
    given = options
    var options = options
    // All columns are written anyway.
    options.kept = []
    options.cleaning = sales.cleaning
    self.options = options
    start = options.windowDays.map { days in
      Timestamp(seconds: sales.asOf.seconds - Int64(days) * Timestamp.secondsPerDay)
    }
    kept = sales.report.rowsKept
  }

  /// Writes the header and the rows, in the order of the files.
  ///
  /// - Parameters:
  ///   - write: takes a piece of the text.
  ///   - progress: told now and then how many rows are written.
  /// - Throws: `TabularError` where a file has changed meanwhile; whatever `write` throws.
  public func write(
    _ write: (UnsafeRawBufferPointer) throws -> Void, progress: (_ rows: Int) -> Void
  ) throws {
    if try Self.isByLayout(sources, sheets, given) { return try writeOrders(write, progress) }
    var written = 0
    let out = CleanedText()
    var ordinal = 0
    for source in sources {
      let tables = try Self.tables(source, sheets, options)
      for index in 0..<tables.count {
        let (file, columns) = try tables.open(index) { (file) throws(TabularError) in
          try ColumnMap(file, options)
        } mark: { _ in
          options.decimal
        }
        if ordinal == 0 { out.appendHeader(file) }
        let plan = try SalesPlan(
          options: options, columns: columns, file: file, ordinal: ordinal, start: start)
        ordinal += 1
        try writeRows(of: file, plan, to: out) { (bytes, rows) in
          try write(bytes)
          written += rows
          progress(written)
        }
      }
    }
    guard written == kept else {
      throw TabularError(
        file: sources.count == 1 ? sources[0].name : "the files",
        "the sales have changed while they were read: \(kept) rows were kept at first, and \(written) the second time"
      )
    }
  }

  private func writeOrders(
    _ write: (UnsafeRawBufferPointer) throws -> Void, _ progress: (_ rows: Int) -> Void
  ) throws {
    var reader = SalesReader(options: given, threads: 1)
    reader.sheets = sheets
    reader.forgotten = forgotten
    var orders: CleanedOrders?
    try reader.orders(sources) { judge, rules, earliest in
      orders = CleanedOrders(judge, rules, earliest: earliest)
    }
    try orders?.write(write, progress)
  }

  /// - Parameter write: takes a piece of the text, and how many rows are in it.
  private func writeRows(
    of file: CSVFile, _ plan: SalesPlan, to out: CleanedText,
    _ write: (UnsafeRawBufferPointer, Int) throws -> Void
  ) throws {
    out.begin(plan.columns)
    let block = RecordBlock()
    let index = RecordIndex(columns: file.header.count, delimiter: file.delimiter)
    var judge = try RowJudge(options: options, forgotten: forgotten, sink: out)
    while try file.records.next(into: block) {
      index.index(block)
      if block.ordinal % Self.blocksTogether == 0 {
        judge = try RowJudge(options: options, forgotten: forgotten, sink: out)
      }
      judge.judge(block, index, plan: plan)
      try out.bytes.withUnsafeBytes { try write($0, out.rows) }
      out.clear()
    }
  }
}
