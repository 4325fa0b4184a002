import ArgumentParser
import JSONText
import RFMService
import Tabular
import Transactions

struct ProfileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile",
    abstract: "Look at a file of sales before any cleaning: its columns, and what cleaning would drop.",
    discussion: """
      Nothing is written and nothing is dropped. For each column: its role, what
      it holds, how many values are missing and how many differ, the extremes and
      examples. Then what each rule of --clean products and --clean sales would
      drop, with the first rows. A file of any size is read in little memory.

      Examples:
        rfm profile sales.csv
        rfm profile sales.csv --column customer=Buyer --clean sales
        rfm profile sales.csv.gz
        rfm profile sales.csv --json
      """)

  @Argument(help: "CSV files or workbooks (.xlsx) of sales, or - for standard input.")
  var files: [String]

  @OptionGroup(title: "Reading and cleaning") var sales: SalesArguments

  @Flag(help: "Print the result as one JSON object.")
  var json = false

  @OptionGroup var waiting: ProgressArguments

  func validate() throws {
    _ = try sales.options()
    try WorkArguments.checkFiles(files)
  }

  func run() throws {
    let options = try sales.options()
    let progress = waiting.progress
    var profiler = SalesProfiler(options: options) { progress.read($0) }
    profiler.sheets = sales.sheet
    let profiles = try files.flatMap { file in
      progress.open(file)
      return try explained { () throws(TabularError) in try profiler.profile(RowSource(argument: file)) }
    }
    progress.finish()
    if json {
      let answer: JSON = ["files": .array(profiles.map { ProfileText(profile: $0).json })]
      Console.out(answer.text(.spaced))
    } else {
      let style = Style.forOutput()
      Console.out(profiles.map { ProfileText(profile: $0).text(style) }.joined(separator: "\n\n"))
    }
  }
}
