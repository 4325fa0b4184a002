import ArgumentParser
import Customers
import RFMService
import SafeFiles
import Segmentation
import Transactions
import Wording

struct ClassifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classify",
    abstract: "Answer for every customer of a file, as a table, CSV, JSON or XLSX.",
    discussion: """
      The files are raw sales, or an RFM table. Sales are read, cleaned and
      summed up with the options that the model was trained with; those given
      here count instead, and what differs is said on standard error. Recency
      is counted to the last purchase where the model has a date of its own.

      The format is that of the output's ending (.csv, .json, .jsonl, .xlsx,
      .txt), else a table on a terminal and CSV in a pipe.

      Examples:
        rfm classify sales.csv
        rfm classify sales.csv -o segments.csv
        rfm classify shop.xlsx --sheet 2024 -o segments.xlsx
        rfm classify sales.csv --segment champ --sort monetary --desc --top 100
        rfm classify 2024.csv --window 365d --format jsonl
        rfm classify rfm-table.csv.zst > segments.csv
      """)

  @Argument(help: "CSV files or workbooks of sales or of RFM values, or - for standard input.")
  var files: [String]

  @OptionGroup var rows: RowOutputArguments

  @Option(
    help: ArgumentHelp(
      "recency, frequency, monetary, cluster or customer; else by ID, or as an RFM table stands.",
      valueName: "key"))
  var sort: RowSelection.Key?

  @Flag(help: "The greatest first.")
  var desc = false

  @Option(help: ArgumentHelp("Only customers of this segment.", valueName: "name"))
  var segment: String?

  @Option(help: ArgumentHelp("Only the first so many.", valueName: "n"))
  var top: Int?

  @OptionGroup(title: "Model and pack") var choice: ModelChoice
  @OptionGroup(title: "Reading and cleaning, in place of the model's") var sales: SalesArguments

  @OptionGroup var work: WorkArguments

  func validate() throws {
    _ = try sales.options()
    if let top, top < 1 { throw ValidationError("--top \(top): at least 1") }
    try WorkArguments.checkFiles(files)
  }

  func run() throws {
    try rows.check()
    let loaded = try choice.loaded()
    let selection = RowSelection(
      key: sort, isDescending: desc, segment: try segment.map { try loaded.segment(named: $0) }, top: top)
    let inherited: InheritedSales
    do { inherited = try InheritedSales(loaded.model, sales) } catch let problem as SalesOptionsProblem {
      throw Problem("\(loaded.path): \(problem)")
    }
    let file = try rows.opened(besides: files)
    let progress = work.progress

    let none = ClassifiedRows(RFMTable(), loaded)
    let stream: (any ClassifiedStream)? =
      switch rows.form {
      case _ where !selection.isStreamed: nil
      case .csv: ClassifiedPieces(CSVForm(none), rows.destination(file, lines: 0), selection)
      case .json: ClassifiedPieces(JSONForm(none, isList: true), rows.destination(file, lines: 0), selection)
      case .jsonl:
        ClassifiedPieces(JSONForm(none, isList: false), rows.destination(file, lines: 0), selection)
      case .table, .xlsx: nil
      }
    let result = try work.read(
      files, inherited.options, tableOptions: inherited.tableOptions, sheets: sales.sheet,
      inPieces: stream?.work, besides: FileBytes.folder(of: loaded.path), progress)
    try stream?.finish(isTable: result.report.asOf == nil)
    progress.finish()
    for note in inherited.notes(result.report) { Console.note(note) }
    if let forgotten = result.report.dropped.first(where: { $0.reason == .forgotten }) {
      Console.note(
        "note: \(Figures.counted(forgotten.rows, "row")) of customers who were forgotten \(forgotten.rows == 1 ? "is" : "are") left out"
      )
    }
    // An RFM table has been answered on the way.
    if stream != nil && result.report.asOf == nil { return }

    progress.say("classifying \(Figures.counted(result.table.count, "customer"))")
    let answers = ClassifiedRows(result.table, loaded)
    if let chosen = selection.rows(answers) {
      try write(answers, chosen.prefix(top ?? .max).map(Int.init), file, loaded, progress)
    } else {
      try write(answers, Array(0..<min(top ?? .max, result.table.count)), file, loaded, progress)
    }
    progress.finish()
  }

  private func write(
    _ answers: ClassifiedRows, _ chosen: [Int], _ file: AtomicStream?, _ loaded: LoadedModel,
    _ progress: Progress
  ) throws(Problem) {
    let isScreen = rows.isScreen
    // What is on the screen needs no second line that says how far it is.
    if isScreen { progress.finish() }
    let output = rows.destination(file, lines: chosen.count + 2)
    let say: @Sendable (Int) -> Void = { written in
      if !isScreen { progress.count("writing", written, of: chosen.count) }
    }
    let threads = work.threadCount
    switch rows.form {
    case .csv: try output.write(chosen, as: CSVForm(answers), threads: threads, progress: say)
    case .json:
      try output.write(chosen, as: JSONForm(answers, isList: true), threads: threads, progress: say)
    case .jsonl:
      try output.write(chosen, as: JSONForm(answers, isList: false), threads: threads, progress: say)
    // Packed as one stream, so by one thread.
    case .xlsx: try output.write(chosen, as: try WorkbookForm(answers), threads: 1, progress: say)
    case .table:
      let table = TableForm(
        answers, chosen: chosen, currency: loaded.model.currency, style: .forOutput(), isScreen: isScreen)
      try output.write(chosen, as: table, threads: threads, progress: say)
    }
  }
}

extension RowSelection.Key: ExpressibleByArgument {}
