import ArgumentParser
import Customers
import Segmentation
import Tabular
import Transactions
import Wording

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
    let progress = work.progress
    let result = try work.read(files, options, sheets: sales.sheet, progress)
    progress.finish()
    if !work.waiting.quiet {
      for note in notes(result.report, customers: result.table.count) { Console.note("note: \(note)") }
    }

    let table = result.table
    let output = rows.destination(file, lines: table.count + 2)
    let all = 0..<table.count
    let threads = work.threadCount
    let isScreen = rows.isScreen
    let say: @Sendable (Int) -> Void = { written in
      if !isScreen { progress.count("writing", written, of: table.count) }
    }
    // The average of exact sums is no exact decimal, so it is written as the number that it is.
    let form = SumsForm(table, isExact: options.monetary == .total || !table.hasDates)
    switch rows.form {
    case .csv: try output.write(all, as: form, threads: threads, progress: say)
    case .json:
      try output.write(all, as: SumsJSONForm(form, isList: true), threads: threads, progress: say)
    case .jsonl:
      try output.write(all, as: SumsJSONForm(form, isList: false), threads: threads, progress: say)
    case .xlsx: try output.write(all, as: try SumsWorkbookForm(table), threads: 1, progress: say)
    case .table:
      let currency = result.report.currencySign.flatMap(Figures.code(of:))
      let screen = TableForm(table, currency: currency, style: Style.forOutput(), isScreen: isScreen)
      try output.write(all, as: screen, threads: threads, progress: say)
    }
    progress.finish()
  }

  /// What a person should know of how the rows became these customers.
  private func notes(_ report: SalesReport, customers: Int) -> [String] {
    var rows = "\(Figures.counted(report.rowsRead, "row")) read, \(Figures.count(report.rowsKept)) kept"
    let dropped = report.dropped.map { "\(Figures.count($0.rows)) \($0.reason.name)" }
    if !dropped.isEmpty { rows += " (dropped: \(dropped.joined(separator: ", ")))" }
    let asOf = report.asOf.map { ", as of \($0)" } ?? ""
    return ["\(rows); \(Figures.counted(customers, "customer"))\(asOf)"] + report.notes
  }
}
