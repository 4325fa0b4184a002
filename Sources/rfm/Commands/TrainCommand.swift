import ArgumentParser
import CustomerStore
import RFMService
import Segmentation
import Transactions

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Make a model, and a store of its customers, from raw sales.",
    discussion: """
      The columns are found by their usual names. A file that has customer,
      recency, frequency and monetary columns is used as it is. Several files
      are read as one; - is standard input. Unless said otherwise: --clean auto,
      --returns ignore, --as-of last, --window all, --frequency invoices and
      --monetary total.

      Examples:
        rfm train sales.csv                      writes Models/sales.json
        rfm train shop.xlsx --sheet 2023 --sheet 2024
        rfm train 2023.csv 2024.csv -o Models/shop.json --currency EUR
        rfm train sales.csv --k auto --log frequency,monetary
        rfm train orders.csv --as-of 2024-12-31 --column customer=Buyer
        rfm train sales.csv.gz                   gzip and zstd are unpacked on the way
        rfm train sales.csv --stability 200      look for each cluster in 200 resamples
        rfm train 2024.csv --align 2023          cluster 0 stays cluster 0
        rfm train sales.csv --save-cleaned kept.csv --save-features features.csv
        grep -v test sales.csv | rfm train - -o Models/shop.json
        rfm train sales.csv --keep Name,Email,Country
        rfm train rfm.csv --no-store             the model alone, without its customers
        rfm train sales.csv --where 'Country=United Kingdom' -o Models/uk.json
      """)

  @Argument(help: "CSV files or workbooks (.xlsx) of sales, or - for standard input.")
  var files: [String]

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Where the model goes; Models/NAME.json after the first file otherwise.", valueName: "file"))
  var output: String?

  @OptionGroup var new: NewModelArguments

  @Option(
    help: ArgumentHelp(
      "An earlier model whose numbers the clusters keep, so that names stay with their people. They are matched as compare does; those too many get the following numbers.",
      valueName: "model"))
  var align: String?

  @Option(
    help: ArgumentHelp(
      "Columns to keep for each customer: the value on their latest row.", valueName: "headers"))
  var keep: [String] = []

  @Flag(help: "Keep no customers: write the model alone, for look-ups elsewhere.")
  var noStore = false

  @OptionGroup(title: "Tables to write beside the model") var saving: SaveArguments

  @OptionGroup(title: "Reading and cleaning") var sales: SalesArguments
  @OptionGroup(title: "Clusters and scores") var clusters: ClusterArguments
  @OptionGroup(title: "Features and k-means") var means: KMeansArguments
  @OptionGroup var work: WorkArguments

  @Flag(help: "Print the summary as one JSON object.")
  var json = false

  func validate() throws {
    _ = try sales.options()
    _ = try keptColumns()
    _ = try clusters.options(means.options())
    try WorkArguments.checkFiles(files)
    try saving.check(files, json: json)
    if output == nil, files.first == "-" {
      throw ValidationError("say where the model goes: -o Models/NAME.json")
    }
  }

  func run() throws {
    var options = try sales.options()
    options.kept = try keptColumns()
    var request = TrainingRequest(
      sales.files(files), options, options: try clusters.options(means.options()),
      to: try TrainingRequest.newModelPath(output, for: files), currency: new.code, pack: new.pack,
      align: align)
    request.keepsCustomers = !noStore
    request.keepsCleaned = saving.saveCleaned != nil
    let tables = try saving.open(for: request)
    let work = self.work.work(self.work.progress)
    let trained = try Folders.library.train(request, tables: tables.toFiles, work)
    // Said without the lock, when all is saved: whoever reads it may be slow, or gone.
    let text = TrainText(trained: trained, work: work)
    if saving.takesOutput {
      Console.write(text.text(Style(colour: .none, width: 80)) + "\n", to: 2)
      try trained.tables.write(to: tables.toOutput, work)
      return work.progress(.finished)
    }
    let rendering = Rendering(isJSON: json)
    Console.out(rendering.shown(trained.json, text.text(rendering.style)))
  }

  /// Headers between commas; one that holds a comma stands in quotes.
  private func keptColumns() throws -> [String] {
    var columns: [String] = []
    for name in keep.flatMap(Self.headers) {
      guard !name.isEmpty else { throw ValidationError("--keep: a header is empty") }
      if let taken = ReservedColumns.names.first(where: { $0 == name.lowercased() }) {
        throw ValidationError(
          "--keep \(name): stores and lists have a column '\(taken)' of their own; give it another header in the file"
        )
      }
      guard !columns.contains(where: { $0.lowercased() == name.lowercased() }) else {
        throw ValidationError("--keep \(name) is given twice")
      }
      columns.append(name)
    }
    guard columns.count <= 100 else { throw ValidationError("--keep: at most 100 columns") }
    return columns
  }

  private static func headers(_ text: String) -> [String] {
    var headers = [""]
    var isQuoted = false
    for letter in text {
      if letter == "\"" {
        isQuoted.toggle()
      } else if letter == ",", !isQuoted {
        headers.append("")
      } else {
        headers[headers.count - 1].append(letter)
      }
    }
    return headers.map(\.trimmed)
  }
}
