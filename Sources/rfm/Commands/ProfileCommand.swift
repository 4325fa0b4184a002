import ArgumentParser
import RFMService

struct ProfileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile",
    abstract: "Look at a file of sales before any cleaning: its columns, and what cleaning would drop.",
    discussion: """
      Nothing is written and nothing is dropped. For each column: its role, what
      it holds, how many values are missing and how many differ, the extremes and
      examples. Then what each rule of --clean products and --clean sales would
      drop, with the first rows. Of an export that a layout fits it says which, and
      what comes of its rows. At last what to look at before the figures are believed.

      Examples:
        rfm profile sales.csv
        rfm profile sales.csv --column customer=Buyer --clean sales
        rfm profile orders.csv --layout shopify
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
    let profile = try Folders.library.profile(
      sales.files(files), reading: try sales.options(), .with(waiting.progress))
    let rendering = Rendering(isJSON: json)
    Console.out(
      rendering.shown(
        profile.json,
        profile.files.map { ProfileText(profile: $0).text(rendering.style) }.joined(separator: "\n\n")))
  }
}
