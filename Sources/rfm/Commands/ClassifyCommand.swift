import ArgumentParser
import RFMService

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
        rfm classify sales.csv --again -o segments.csv
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

  @Flag(
    help:
      "A column buys_90d: how likely they buy within 90 days, or their place from 1 where the model has an order only."
  )
  var again = false

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
    let job = FileClassification(
      loaded, try InheritedSales(loaded, try sales.changes(for: loaded)), selection, withAgain: again)
    let file = try rows.opened(besides: files)
    let work = self.work.work(self.work.progress)
    let format = rows.form.ofAnswers
    let answered = try job.read(
      SalesFiles(files, sheets: sales.sheet),
      writing: format.map { ($0, rows.destination(file, lines: 0)) }, work)
    for note in answered.notes { Console.note(note.line) }
    if let note = answered.againNote { Console.note("note: \(note)") }
    // An RFM table has been answered on the way.
    if answered.isWritten { return }

    // What is on the screen needs no second line that says how far it is.
    let writing = rows.isScreen ? work.silent : work
    if let format { return try answered.write(as: format, to: rows.destination(file, lines: 0), writing) }
    let chosen = answered.rows(work)
    let table = TableForm(
      answered, chosen: chosen, currency: loaded.model.currency, style: .forOutput(), isScreen: rows.isScreen)
    if rows.isScreen { work.progress(.finished) }
    try table.write(chosen, to: rows.destination(file, lines: chosen.count + 2), writing)
    work.progress(.finished)
  }
}

extension RowSelection.Key: ExpressibleByArgument {}
