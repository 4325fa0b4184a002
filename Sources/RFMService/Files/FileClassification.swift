import CustomerStore
import Customers
import SafeFiles
import Segmentation
import Transactions
import Wording

/// Answers for every customer of a file: what is read how, and who of it is written in which order.
///
/// ```swift
/// let job = FileClassification(loaded, try InheritedSales(loaded, SalesChanges()))
/// let sink = try FileSink("segments.csv")
/// let answered = try job.read(SalesFiles(["sales.csv"]), writing: (.csv, sink), work)
/// if !answered.isWritten { try answered.write(as: .csv, to: sink, work) }
/// ```
public struct FileClassification: Sendable {
  /// The ways to write answers.
  public enum Format: Sendable, CaseIterable {
    /// Comma-separated values, harmless to spreadsheets.
    case csv
    /// A list of objects in the shape of scoring services.
    case scoringService
    /// The same objects, one in a line.
    case scoringServiceLines
    /// The list without distances: exactly what those services answer.
    case scoringContract
    /// A workbook with the columns of the CSV.
    case xlsx
  }

  private let loaded: LoadedModel
  private let sales: InheritedSales
  private let selection: RowSelection
  private let withAgain: Bool

  /// A job that classifies files by a model; nothing is read before `read`.
  ///
  /// - Parameters:
  ///   - loaded: the model and the pack in use.
  ///   - sales: how raw sales are read.
  ///   - selection: which rows are written, and in which order.
  ///   - withAgain: whether to say who will buy again, too.
  public init(
    _ loaded: LoadedModel, _ sales: InheritedSales, _ selection: RowSelection = RowSelection(),
    withAgain: Bool = false
  ) {
    self.withAgain = withAgain
    self.loaded = loaded
    self.sales = sales
    self.selection = selection
  }

  /// Reads the files and answers for their customers.
  ///
  /// - Parameters:
  ///   - files: what is classified.
  ///   - output: where an RFM table goes at once, in memory that does not grow with it, where its rows are
  ///     wanted as they stand; what is anything else is written by `AnsweredFile.write`.
  ///   - work: threads, progress and cancellation.
  public func read(
    _ files: SalesFiles, writing output: (format: Format, sink: any ByteSink)? = nil, _ work: Work
  ) throws(Problem) -> AnsweredFile {
    let answerer = RowAnswerer(loaded)
    let stream = output.flatMap { answering(answerer, $0.format, $0.sink, work) }
    let result = try loaded.library.read(
      files, sales.options, tableOptions: sales.tableOptions, besides: FileBytes.folder(of: loaded.path),
      tableTo: stream, work)
    let isTable = result.sales == nil
    let again = try again(result)
    // Of the formats, only the workbook is for people alone.
    let table = output?.format == .xlsx ? try withKept(result.table) : result.table
    try stream?.finish(isTable: isTable)
    work.progress(.finished)
    return AnsweredFile(
      AnsweredTable(table: table, answerer: answerer, again: again), selection, notes: notes(result),
      isWritten: stream != nil && isTable)
  }

  /// The customers with what the model keeps of those it knows, such as their names. O(n log n).
  private func withKept(_ table: RFMTable) throws(Problem) -> RFMTable {
    guard let store = loaded.store, !loaded.keptColumns.isEmpty else { return table }
    var table = table
    var columns = loaded.keptColumns.map(KeptColumn.init)
    let ids = (0..<table.count).map { table.ids[$0] }
    func fill(to row: Int) {
      for column in columns.indices {
        while columns[column].values.count < row { columns[column].values.append("") }
      }
    }
    try explained { () throws(StoreError) in
      try store.list(ids) { known in
        var row = columns[0].values.count
        while row < ids.count, !known.withID({ $0.elementsEqual(ids[row].utf8) }) { row += 1 }
        fill(to: row)
        for column in columns.indices { known.withKept(column) { columns[column].values.append($0) } }
      }
    }
    fill(to: ids.count)
    table.kept = columns
    return table
  }

  private func again(_ result: SalesResult) throws(Problem) -> BuyingAgainColumn? {
    guard withAgain else { return nil }
    guard let sales = result.sales else {
      throw Problem(
        "\(OptionName.again): the files are RFM tables, which do not say when customers bought; raw sales are needed"
      )
    }
    return try BuyingAgainColumn.Forecast(loaded.model, asOf: sales.asOf).column(result.table)
  }

  /// - Returns: nil where the rows are not wanted as they stand, or a format needs all of them first.
  private func answering(
    _ answerer: RowAnswerer, _ format: Format, _ sink: any ByteSink, _ work: Work
  ) -> (any AnsweringRows)? {
    guard selection.isStreamed, !withAgain else { return nil }
    let segment = selection.segment
    switch format {
    case .csv: return AnswerStream(AnswerCSV(answerer), sink, in: segment, work)
    case .scoringService:
      return AnswerStream(ScoringServiceJSON(answerer, isList: true), sink, in: segment, work)
    case .scoringServiceLines:
      return AnswerStream(ScoringServiceJSON(answerer, isList: false), sink, in: segment, work)
    case .scoringContract:
      return AnswerStream(
        ScoringServiceJSON(answerer, isList: true, hasDistances: false), sink, in: segment, work)
    case .xlsx: return nil
    }
  }

  private func notes(_ result: SalesResult) -> [SalesNote] {
    let forgotten = result.report.dropped.first { $0.reason.rule == .forgotten }
    return sales.notes(result) + [forgotten].compactMap { $0.map { .forgotten(rows: $0.rows) } }
  }
}

/// The customers of a file, and what the model and the pack say of each.
public struct AnsweredFile: Sendable {
  /// One customer.
  public struct Row: Sendable {
    /// As the file has it.
    public let id: String
    /// In days, orders and currency.
    public let rfm: RFM
    /// What the model says.
    public let answer: RowAnswer
    /// Of the pack in use; one that is named after the cluster where no rule takes the customer.
    public let segment: Segment
    /// Who will buy again, as it is written; nil where it was not asked for.
    public let again: String?
  }

  private let answers: AnsweredTable
  private let selection: RowSelection
  /// What a person should know of how the file was read.
  public let notes: [SalesNote]
  /// Whether the rows have been written as they were read, so that none are left here.
  public let isWritten: Bool

  init(_ answers: AnsweredTable, _ selection: RowSelection, notes: [SalesNote], isWritten: Bool) {
    self.answers = answers
    self.selection = selection
    self.notes = notes
    self.isWritten = isWritten
  }

  /// The name of the column of who will buy again; nil where that was not asked for.
  public var againColumn: String? { answers.again == nil ? nil : BuyingAgainColumn.name }

  /// What a person should know of that column.
  public var againNote: String? { answers.again?.note }

  /// The rows that are wanted, in their order: numbers for `row(_:)`. O(n log n) where they are to be sorted.
  public func rows(_ work: Work) -> [Int] {
    work.say("classifying \(Figures.counted(answers.table.count, "customer"))")
    return selection.rows(answers)
  }

  /// The same customers, others of them wanted or in another order.
  public func selecting(_ selection: RowSelection) -> AnsweredFile {
    AnsweredFile(answers, selection, notes: notes, isWritten: isWritten)
  }

  /// The segments of the pack, behind them one for each cluster, and how many customers of the file are in each.
  /// O(n) for n customers.
  public func segments() -> [(segment: Segment, customers: Int)] {
    let segments = answers.answerer.segments
    var counts = [Int](repeating: 0, count: segments.count)
    for row in 0..<answers.table.count { counts[answers.segment(row, answers.answer(row))] += 1 }
    return zip(segments, counts).map { ($0, $1) }
  }

  /// How many customers the file has.
  public var count: Int { answers.table.count }

  /// A customer by number.
  public func row(_ row: Int) -> Row {
    let (table, answer) = (answers.table, answers.answer(row))
    return Row(
      id: table.ids[row],
      rfm: RFM(
        recency: Int(table.recency[row]), frequency: Int(table.frequency[row]), monetary: table.monetary[row]),
      answer: answer, segment: answers.answerer.segments[answers.segment(row, answer)],
      again: answers.again.map { $0[row].text })
  }

  /// Writes the rows that are wanted.
  public func write(as format: FileClassification.Format, to sink: any ByteSink, _ work: Work) throws(Problem)
  {
    let rows = rows(work)
    let (table, answerer, again) = (answers.table, answers.answerer, answers.again)
    switch format {
    case .csv: try AnswerForm(table, AnswerCSV(answerer, again)).write(rows, to: sink, work)
    case .scoringService:
      try AnswerForm(table, ScoringServiceJSON(answerer, isList: true, again)).write(rows, to: sink, work)
    case .scoringServiceLines:
      try AnswerForm(table, ScoringServiceJSON(answerer, isList: false, again)).write(rows, to: sink, work)
    case .scoringContract:
      try AnswerForm(table, ScoringServiceJSON(answerer, isList: true, hasDistances: false)).write(
        rows, to: sink, work)
    case .xlsx: try AnswerWorkbook(answers).write(rows, to: sink, work)
    }
    work.progress(.finished)
  }
}
