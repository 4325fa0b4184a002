import ArgumentParser
import RFMService
import Wording

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Who moved between two models, or between a model and a later sales file.",
    discussion: """
      A is the earlier model. B is a later model, or one or several files of
      later sales, which are read and cleaned with A's options, as classify does
      it, and classified by A.

      The clusters of two models are matched one to one: by the customers they
      share where 100 or more are in both, else by how near their centroids are
      in A's scaled units. From there on B's clusters go by A's numbers, in the
      rules of the pack, too, so that a model with another k can be compared: a
      cluster that only B has gets the next number and is in no rule that names
      clusters; one that only A has is empty in B.

      The matrix counts the customers of each segment of A by their segment in
      B, with their share of A's segment and their monetary in A and in B. Lost
      are those only in A, gained those only in B. Drift is how far a centroid
      went, in A's scaled units. The population stability index (PSI) compares
      all customers of both, over the deciles of A. A fall is a customer in both
      whose monetary is lower in B than in A; the ten greatest are listed.

      Examples:
        rfm compare 2023 2024
        rfm compare Models/2023.json Models/2024.json --json
        rfm compare 2023 sales-2024.csv --window 365d
        rfm compare 2023 2024 --pack rfm-scores
        rfm compare 2023 2024 -o moved.csv         who moved, with the segment before and after
      """)

  @Argument(help: ArgumentHelp("The earlier model: its name or file.", valueName: "a"))
  var earlier: String

  @Argument(
    help: ArgumentHelp("A later model, or files of later sales; - is standard input.", valueName: "b"))
  var later: [String]

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Write who moved, was lost or gained to a CSV file, too.", valueName: "file"))
  var output: String?

  @OptionGroup(title: "Pack") var packs: PackChoice
  @OptionGroup(title: "Reading and cleaning of sales, in place of A's") var sales: SalesArguments
  @OptionGroup var work: WorkArguments

  @Flag(help: "Print the result as one JSON object.")
  var json = false

  func validate() throws {
    _ = try sales.options()
    try WorkArguments.checkFiles(later)
    if let output, !output.hasSuffix(".csv") {
      throw ValidationError("-o \(output): who moved is written as CSV; name a file such as moved.csv")
    }
  }

  func run() throws {
    let library = Folders.library
    let loaded = try library.earlierSide(
      earlier, before: later[0], packs: packs.segments, using: packs.pack)
    let side = try LaterSide(sales.files(later), in: library)
    let changes =
      switch side {
      case .model: try sales.changes()
      case .sales: try sales.changes(for: loaded)
      }
    let compared = try loaded.compare(with: side, reading: changes, work.work(work.progress))
    for warning in compared.warnings { Console.note(warning) }
    if let output {
      let count = try compared.writeMoved(toFile: output, besides: later, work.work(work.progress))
      Console.note("wrote \(Figures.counted(count, "customer")) to \(output), readable only by you")
    }
    let rendering = Rendering(isJSON: json)
    Console.out(rendering.shown(compared.json, CompareText(compared).text(rendering.style)))
  }
}
