import ArgumentParser
import Customers
import RFMService

struct UpliftCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "uplift",
    abstract: "Measure a campaign: the targets of an exported list against its controls.",
    discussion: """
      The list is one that rfm export wrote with --holdout, with the columns
      customer_id, segment and group (target or control). What its customers
      bought is summed up from the sales: those after the list's own date (its
      column as_of), or from --from, the day of the mailing; --days ends it.

      Sales are read and cleaned as the model was trained, but for options given
      here. Response rates are compared by the two-proportion z test, those of the
      whole list segment by segment; revenue per customer (also of those who bought
      nothing) by Welch's t, less what the list's column monetary explains (CUPED);
      intervals are of 95 %, of small groups Newcombe's. The table names the method;
      --plain compares all as they are. Where a list is too small to tell, it says which difference it would
      have shown in four of five campaigns.

      Examples:
        rfm uplift list.csv sales.csv
        rfm uplift list.csv 2024.csv 2025.csv --from 2025-01-15 --days 30
        rfm uplift list.csv sales.csv --plain
        rfm uplift list.csv sales.csv --json
      """)

  @Argument(help: "The exported list.")
  var list: String

  @Argument(help: "CSV files of sales, or - for standard input.")
  var files: [String]

  @Option(
    help: ArgumentHelp(
      "The first day, or moment, that counts; after the list's date otherwise.", valueName: "date"))
  var from: String?

  @Option(help: ArgumentHelp("How many days count; all sales otherwise.", valueName: "n"))
  var days: Int?

  @Flag(help: "Compare rates and revenue as they are: nothing is taken off for what was there before.")
  var plain = false

  @OptionGroup(title: "Model") var choice: ModelChoice
  @OptionGroup(title: "Reading and cleaning, in place of the model's") var sales: SalesArguments
  @OptionGroup var work: WorkArguments

  @Flag(help: "Print the result as one JSON object.")
  var json = false

  func validate() throws {
    _ = try sales.options()
    try WorkArguments.checkFiles(files)
    if sales.asOf != nil || sales.window != nil {
      throw ValidationError("--from and --days say which sales count, in place of --as-of and --window")
    }
    if let from, Timestamp.parse(from) == nil {
      throw ValidationError("--from \(from): expected a date such as 2011-01-15")
    }
    if let days, !(1...36_500).contains(days) { throw ValidationError("--days \(days): expected 1 to 36500") }
  }

  func run() throws {
    let campaign = try CampaignList(list)
    let since = try campaign.start(from.flatMap { Timestamp.parse($0)?.moment })
    let loaded = try choice.loaded()
    let work = self.work.work(self.work.progress)
    let uplift = try loaded.uplift(
      of: campaign, since: since, days: days, isPlain: plain, in: SalesFiles(files, sheets: sales.sheet),
      try sales.changes(for: loaded), work)
    let rendering = Rendering(isJSON: json)
    Console.out(rendering.shown(uplift.json, UpliftText(uplift, rendering.style).text))
  }
}
