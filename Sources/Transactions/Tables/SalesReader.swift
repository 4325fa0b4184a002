import Customers
import Forgetting
import Tabular
import Wording

/// Reads sales files into an RFM table.
///
/// ```swift
/// let reader = SalesReader(options: SalesOptions(), threads: 4)
/// let sales = try reader.read([.file("2023.csv"), .file("2024.csv")])
/// print("\(sales.table.count) customers from \(sales.report.rowsKept) rows")
/// ```
public struct SalesReader: Sendable {
  /// Everything that can change a figure.
  public let options: SalesOptions
  /// How many threads parse; never changes a result.
  public let threads: Int
  /// Told now and then, from any thread.
  public let progress: (@Sendable (ReadingProgress) -> Void)?
  /// How a file that already is an RFM table is read, where `options` come from a model: those are about
  /// sales. Nil for the same way.
  public var tableOptions: SalesOptions?
  /// The sheets of workbooks to read; empty for all with the header of the first that has the columns.
  public var sheets: [String] = []
  /// Who asked to be forgotten: their rows do not count.
  public var forgotten: [SuppressionList] = []
  /// What to know of the layouts at hand: sentences that go before all others in the report.
  public var notes: [String] = []
  /// Asked before each block: true ends the reading with an error.
  public var isCancelled: @Sendable () -> Bool = { false }
  /// How many bytes are handed to a thread at a time; never changes a result.
  var blockSize = RecordBlocks.defaultBlockSize

  /// A reader; what else can be set changes no figure, but for `sheets` and `forgotten`.
  public init(
    options: SalesOptions, threads: Int,
    progress: (@Sendable (ReadingProgress) -> Void)? = nil
  ) {
    self.options = options
    self.threads = max(1, threads)
    self.progress = progress
  }

  /// Reads all of `sources` as one set of sales, or as one RFM table.
  ///
  /// - Parameters:
  ///   - sources: files, standard input or bytes; they may be of both kinds, CSV and workbooks.
  ///   - sink: where the rows of an RFM table go as they are read; nil to keep them.
  /// - Throws: `TabularError` for anything that is wrong with a file or its content.
  public func read(
    _ sources: [RowSource], tableTo sink: (any RFMTableSink)? = nil
  ) throws(TabularError) -> SalesResult {
    if let sink {
      return try read(sources, sink) { (report) throws(TabularError) in .passedOn(report) }
    }
    let rows = KeptRFMRows(keeping: (tableOptions ?? options).kept)
    return try read(sources, rows) { (report) throws(TabularError) in
      .table(try rows.table(of: report.files.first?.name ?? "the file"), report)
    }
  }

  /// The orders that count, as they are before they are summed up.
  func orders(
    _ sources: [RowSource], _ look: (RowJudge<PurchaseSums>, Verdict, _ earliest: Timestamp?) -> Void
  ) throws(TabularError) {
    _ = try read(sources, KeptRFMRows(keeping: []), look: look) { (report) throws(TabularError) in
      .passedOn(report)
    }
  }

  /// - Parameters:
  ///   - look: see `SalesSummation.sales`.
  ///   - table: what comes of an RFM table whose rows are with the sink.
  private func read<Sink: RFMTableSink>(
    _ sources: [RowSource], _ sink: Sink,
    look: (RowJudge<PurchaseSums>, Verdict, _ earliest: Timestamp?) -> Void = { _, _, _ in },
    table: (SalesReport) throws(TabularError) -> SalesResult
  ) throws(TabularError) -> SalesResult {
    var judges: [RowJudge<PurchaseSums>] = []
    for _ in 0..<threads {
      judges.append(try RowJudge(options: options, forgotten: forgotten, sink: PurchaseSums(options)))
    }
    let tableReader = RFMTableReader(
      options: tableOptions ?? options, forgotten: forgotten, threads: threads, blockSize: blockSize,
      progress: progress, isCancelled: isCancelled, sink: sink)
    var report = SalesReport()
    report.notes = notes
    var isTable: Bool?
    var ordinal = 0
    // The headers of roles in the first file.
    var names: [ColumnRole: String]?
    for source in sources {
      let tables = try open(source)
      for note in tables.notes { report.addNote(note) }
      var rows = 0
      for index in 0..<tables.count {
        let (file, columns) = try tables.open(index, columns: columns(of:)) { decimalMark($0) }
        guard isTable == nil || isTable == columns.isRFMTable else {
          throw TabularError(at: file.place, "raw sales and RFM tables cannot be read together")
        }
        isTable = columns.isRFMTable
        if let layout = columns.layout, layout.isNamed, !report.layouts.contains(layout.layout) {
          report.layouts.append(layout.layout)
        }
        noteOthers(besides: columns, file, &report)
        names = names ?? columns.names
        report.noteRepeats(columns)
        if report.columns.isEmpty, !columns.isRFMTable { report.columns = columns.inUse }
        if columns.isRFMTable {
          rows += try tableReader.read(file, columns: columns)
        } else {
          let before = judges.reduce(0) { $0 + $1.rowsRead }
          if let layout = columns.layout { report.note(layout) }
          if file.headerLine > 1, let first = file.lines.lines.first, first < file.headerLine {
            report.addNote(
              "\(Figures.counted(file.headerLine - 1, "line")) above the header \(file.headerLine == 2 ? "is" : "are") left out"
            )
          }
          if !(columns.layout?.isNamed ?? false), let note = StatusColumn.note(file, columns, options) {
            report.addNote(note)
          }
          if let unit = Self.unitOfDates(file, columns) {
            report.addNote("the dates are numbers, and are read as \(unit.rawValue)")
          }
          let thousands = markBesideThousands(file, columns)
          if let thousands {
            report.addNote(
              "\(columns.name(.amount)) has a \(thousands == .comma ? "point" : "comma") before thousands; \(OptionName.decimal) \(thousands == .comma ? "point" : "comma") reads it as the decimal mark"
            )
          }
          if file.rowsSkipped > 0 {
            report.addNote(
              "line \(file.headerLine + 1), below the header, is left out: it has no date and no money")
          }
          let plan = try SalesPlan(
            options: options, columns: columns, file: file, ordinal: ordinal,
            mark: thousands ?? decimalMark(file, columns),
            order: try dateOrder(file, columns, source, index))
          try parse(file, plan: plan, by: judges)
          rows += judges.reduce(0) { $0 + $1.rowsRead } - before
          if columns.layout == nil || !(columns.layout?.isNamed ?? false) {
            report.note(columns, options: options)
          }
          report.plans.append(plan)
        }
        ordinal += 1
      }
      if tableReader.isStopped { break }
      guard rows > 0 else {
        throw TabularError(file: source.name, "there is a header, but no row below it")
      }
      report.files.append(SalesReport.File(name: tables.name, bytes: tables.bytes, rows: rows))
    }
    progress?(.summing)
    if isTable ?? false { return try table(try tableReader.completed(report)) }
    let first = judges[0]
    for judge in judges {
      judge.sink.purchases.closeSearch()
      judge.closeLayouts()
    }
    while judges.count > 1 { first.merge(judges.removeLast()) }
    let summation = SalesSummation(judge: first, options: options, threads: threads, report: report)
    var sales = try summation.sales(look)
    let checks = SalesChecks(sales, options, names: names ?? [:])
    sales.report.checks = checks.sentences
    for sentence in checks.sentences { sales.report.addNote(sentence) }
    return .sales(sales)
  }

  /// Which other layouts fit a file that is read by one of several.
  private func noteOthers(besides columns: ColumnMap, _ file: CSVFile, _ report: inout SalesReport) {
    guard case .among(let layouts) = options.layout, let taken = columns.layout, taken.isNamed else { return }
    let others = LayoutRecognition(of: file.header, inLine: file.headerLine, among: layouts)
      .matches.map(\.layout.name).filter { $0 != taken.layout.name }
    guard !others.isEmpty else { return }
    report.addNote(
      "layout \(taken.layout.name) is taken, and \(others.joined(separator: ", ")) \(others.count == 1 ? "fits" : "fit"), too; \(OptionName.layout) takes one by name"
    )
  }

  /// What the dates of a file count, where the first of them is a number.
  private static func unitOfDates(_ file: CSVFile, _ columns: ColumnMap) -> NumberedDate.Unit? {
    guard let place = columns[.date] else { return nil }
    for record in min(file.headerRecord + 1, file.lines.count)..<file.lines.count {
      let fields = file.lines.fields(record)
      if place < fields.count, !fields[place].isEmpty { return NumberedDate.unit(of: fields[place]) }
    }
    return nil
  }
}
