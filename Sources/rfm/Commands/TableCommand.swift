import ArgumentParser
import RFMService

struct TableCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "table",
    abstract: "Sum sales up to recency, frequency and monetary, a row for each customer.",
    discussion: """
      Sales are read and cleaned as train does it, with the same options and the
      same defaults, and no model is made. Money is exact, with the decimals of
      the file. The CSV is an RFM table that every command reads again.

      The format is that of the output's ending (.csv, .json, .jsonl, .xlsx, .txt),
      else a table on a terminal and CSV in a pipe.

      Examples:
        rfm table sales.csv
        rfm table sales.csv -o table.csv
        rfm table 2023.csv 2024.csv --as-of 2024-12-31 --window 365d -o table.csv
        rfm table sales.csv.gz --format jsonl
      """)

  @Argument(help: "CSV files or workbooks (.xlsx) of sales, or - for standard input.")
  var files: [String]

  @OptionGroup var rows: RowOutputArguments
  @OptionGroup(title: "Reading and cleaning") var sales: SalesArguments
  @OptionGroup var work: WorkArguments

  func validate() throws {
    _ = try sales.options()
    try WorkArguments.checkFiles(files)
  }

  func run() throws {
    let options = try sales.options()
    try rows.check()
    let file = try rows.opened(besides: files)
    let work = self.work.work(self.work.progress)
    let summed = try SummedFile(SalesFiles(files, sheets: sales.sheet), options, Folders.library, work)
    if !self.work.waiting.quiet { for note in summed.notes { Console.note(note.line) } }

    let output = rows.destination(file, lines: summed.table.count + 2)
    let writing = rows.isScreen ? work.silent : work
    if let format = rows.form.ofSums { return try summed.write(as: format, to: output, writing) }
    let table = TableForm(summed, style: .forOutput(), isScreen: rows.isScreen)
    try table.write(0..<summed.table.count, to: output, writing)
    work.progress(.finished)
  }
}
