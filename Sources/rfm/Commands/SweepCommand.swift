import ArgumentParser
import RFMService

struct SweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Try every number of clusters, and see which one to train with.",
    discussion: """
      Reads and cleans as train does and writes nothing. For each k from 2 to
      --max-k: inertia, silhouette, Davies-Bouldin, Calinski-Harabasz and the
      cluster sizes, over the customers that train would train on; how surely the
      clusters are found again in resamples of these customers (Jaccard, the least
      of all clusters); the curves of inertia and silhouette; and the k to take,
      with the reason.

      Examples:
        rfm sweep sales.csv
        rfm sweep 2023.csv 2024.csv --max-k 20
        rfm sweep sales.csv --log frequency,monetary --outliers none
        rfm sweep sales.csv --stability 0        without the resamples, in less time
        rfm sweep sales.csv --json
      """)

  @Argument(help: "CSV files or workbooks (.xlsx) of sales, or - for standard input.")
  var files: [String]

  @OptionGroup(title: "Reading and cleaning") var sales: SalesArguments
  @OptionGroup(title: "Features and k-means") var means: KMeansArguments
  @OptionGroup var work: WorkArguments

  @Flag(help: "Print the result as one JSON object.")
  var json = false

  func validate() throws {
    _ = try sales.options()
    _ = try means.options()
    try WorkArguments.checkFiles(files)
  }

  func run() throws {
    let swept = try Folders.library.sweep(
      sales.files(files), reading: try sales.options(), options: try means.options(), work.work(work.progress)
    )
    Console.out(json ? swept.json.text(.spaced) : SweepText(swept: swept).text(Style.forOutput()))
  }
}
