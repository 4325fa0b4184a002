import ArgumentParser
import Campaigns
import RFMService

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the customers of segments as a list for a mail tool.",
    discussion: """
      Each customer has their ID, the columns that training kept, recency,
      frequency, monetary, scores, segment, last purchase and what to do. The
      file is CSV, a workbook or JSON Lines by its ending (.csv, .xlsx, .jsonl),
      and readable only by you, since it holds people.

      Without a control group no campaign can be measured: --holdout 10 adds a
      column group, in which 10 % of each segment are control and the others
      target, the same for the same seed; as_of says when the list was true.
      Later, rfm uplift reads the list back.

      Examples:
        rfm export champ -o champions.csv
        rfm export "Champions & VIPs" "Loyal & Engaged" -o list.jsonl
        rfm export champ --again -o list.csv     who is likeliest to buy again
        rfm export champ --holdout 10 --seed 7 -o list.csv
        rfm export --pack rfm-scores "At Risk" | head
      """)

  @Argument(help: "Segments; everyone without.")
  var segments: [String] = []

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Where the list goes; standard output otherwise.", valueName: "file"))
  var output: String?

  @Option(
    help: ArgumentHelp("How many percent of each segment are left out as controls.", valueName: "percent"))
  var holdout: String?

  @Option(help: ArgumentHelp("Chooses the controls.", valueName: "n"))
  var seed: UInt64 = 42

  @Flag(
    help:
      "A column buys_90d: how likely they buy within 90 days, or their place from 1 where the model has an order only."
  )
  var again = false

  @Option(help: ArgumentHelp("What recency is counted to: model, today or a date.", valueName: "date"))
  var asOf: String = "model"

  @OptionGroup(title: "Model and pack") var choice: ModelChoice

  @OptionGroup var waiting: ProgressArguments

  @Flag(help: "JSON Lines on standard output; what was written as a JSON object otherwise.")
  var json = false

  func validate() throws {
    do throws(Problem) {
      if let holdout { _ = try Holdout(percent: holdout, seed: seed) }
      if let output, output != "-" { _ = try ListFormat(ofFile: output) }
    } catch {
      throw ValidationError(error.message)
    }
  }

  func run() throws {
    let inquiry = try choice.inquiry(asOf: asOf, .with(waiting.progress))
    var wanted: Set<Int>?
    for name in segments { wanted = (wanted ?? []).union([try inquiry.loaded.segment(named: name)]) }
    var list = try inquiry.customers(in: wanted, withAgain: again)
    if let holdout {
      list.divide(try Holdout(percent: holdout, seed: seed), asOf: inquiry.observationDate)
    }
    if let note = list.again?.note { Console.note("note: \(note)") }
    guard let path = output, path != "-" else {
      try list.write(as: json ? .jsonl : .csv, to: StandardOutput(), inquiry.work)
      return noteNobody(list)
    }
    let written = try list.write(toFile: path, as: try ListFormat(ofFile: path), inquiry.work)
    noteNobody(list)
    Console.out(Rendering(isJSON: json).shown(written.json, written.sentence))
  }

  private func noteNobody(_ list: CustomerList) {
    if list.count == 0 { Console.note("note: nobody is on the list") }
  }
}
