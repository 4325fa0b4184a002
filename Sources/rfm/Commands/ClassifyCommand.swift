import ArgumentParser
import SafeFiles
import Segmentation
import Transactions

struct ClassifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classify",
    abstract: "Answer for every customer of a file, as a table, CSV or JSON.",
    discussion: """
      The files are raw sales, or an RFM table. Sales are read, cleaned and
      summed up with the options that the model was trained with; those given
      here count instead, and what differs is said on standard error. Recency
      is counted to the last purchase where the model has a date of its own.

      The format is that of the output's ending (.csv, .json, .jsonl, .txt),
      else a table on a terminal and CSV in a pipe.

      Examples:
        rfm classify sales.csv
        rfm classify sales.csv -o segments.csv
        rfm classify sales.csv --segment champ --sort monetary --desc --top 100
        rfm classify 2024.csv --window 365d --format jsonl
        zcat rfm-table.csv.gz | rfm classify - > segments.csv
      """)

  @Argument(help: "CSV files of sales or of RFM values, or - for standard input.")
  var files: [String]

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Where the answers go; standard output otherwise.", valueName: "file"))
  var output: String?

  @Option(help: ArgumentHelp("table, csv, json (a list) or jsonl (one in a line).", valueName: "format"))
  var format: ClassifyFormat?

  @Option(
    help: ArgumentHelp(
      "recency, frequency, monetary, cluster or customer; the order of the IDs otherwise.", valueName: "key"))
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
    if let output, output.isEmpty { throw ValidationError("-o: the name of a file is expected") }
    if let output, output != "-", format == nil, ClassifyFormat.ofFile(output) == nil {
      throw ValidationError(
        "-o \(output): the ending says no format; expected .csv, .json, .jsonl or .txt, or --format")
    }
  }

  func run() throws {
    let session = try Session(choice, isJSON: false)
    let selection = RowSelection(
      key: sort, isDescending: desc, segment: try segment.map { try session.resolve($0) }, top: top)
    let inherited: InheritedSales
    do { inherited = try InheritedSales(session.model, sales) } catch let problem as SalesOptionsProblem {
      throw Failure("\(session.modelPath): \(problem)")
    }
    let stream = try openedOutput()

    let progress = work.progress
    let result = try work.read(
      files, inherited.options, tableOptions: inherited.tableOptions, progress)
    progress.finish()
    for note in inherited.notes(result.report) { Console.note(note) }

    progress.say("classifying \(Figures.counted(result.table.count, "customer"))")
    let rows = ClassifiedRows(result.table, session)
    if let chosen = selection.rows(rows) {
      try write(rows, chosen.prefix(top ?? .max).lazy.map(Int.init), stream, session, progress)
    } else {
      try write(rows, 0..<min(top ?? .max, result.table.count), stream, session, progress)
    }
    progress.finish()
  }

  private func write(
    _ rows: ClassifiedRows, _ chosen: some RandomAccessCollection<Int>, _ stream: AtomicStream?,
    _ session: Session, _ progress: Progress
  ) throws(Failure) {
    let isScreen = stream == nil && Console.isOutputTerminal
    let output: RowOutput
    let form = format ?? fileFormat ?? (isScreen ? .table : .csv)
    // What is on the screen needs no second line that says how far it is.
    if isScreen { progress.finish() }
    if let stream {
      output = .file(stream)
    } else if isScreen, form == .table, chosen.count + 2 > Console.height, let pager = Pager() {
      output = .pager(pager)
    } else {
      output = .standard
    }
    func say(_ written: Int) {
      if !isScreen { progress.count("writing", written, of: chosen.count) }
    }
    switch form {
    case .csv: try output.write(chosen, as: CSVForm(rows), progress: say)
    case .json: try output.write(chosen, as: JSONForm(rows, isList: true), progress: say)
    case .jsonl: try output.write(chosen, as: JSONForm(rows, isList: false), progress: say)
    case .table:
      let table = TableForm(
        rows, chosen: chosen, currency: session.model.currency,
        style: isScreen ? session.style : Style(colour: .none, width: 100),
        limit: isScreen ? Console.width : nil)
      try output.write(chosen, as: table, progress: say)
    }
  }

  private var fileFormat: ClassifyFormat? {
    output.flatMap { $0 == "-" ? nil : ClassifyFormat.ofFile($0) }
  }

  /// The file that the answers go to; opened before the work, so that a wrong path is known at once.
  private func openedOutput() throws(Failure) -> AtomicStream? {
    guard let output, output != "-" else { return nil }
    if FileBytes.isFolder(output) || output.hasSuffix("/") {
      throw Failure("\(output): this is a folder; name the file in it")
    }
    if files.contains(where: { $0 == output || FileBytes.isSame($0, output) }) {
      throw Failure("\(output): the answers would take the place of what is read")
    }
    return try held { () throws(FileProblem) in try AtomicStream(path: output) }
  }
}

extension RowSelection.Key: ExpressibleByArgument {}
