import ArgumentParser
import Customers
import Exchange
import RFMService
import Segmentation
import Wording

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Make a model of a scaler and k-means that another program has trained.",
    discussion: """
      The file is JSON of the snippet, PMML, ONNX, or skops of scikit-learn's
      StandardScaler and KMeans; a pickle is never read. The customers are those
      it was trained on: from them come sizes, quantiles, scores and fences, and
      sizes that differ from the file's say what is wrong.

      Examples:
        rfm import --snippet > snippet.py
        rfm import model.json --customers sales.csv -o Models/shop.json
        rfm import pipeline.skops --customers rfm.csv --log frequency,monetary
        rfm import shop.pmml --customers sales.csv --order best
      """)

  @Flag(help: "Print the lines of Python that write the JSON, and do nothing else.")
  var snippet = false

  @Argument(help: "JSON of the snippet, PMML, ONNX or skops.")
  var file: String?

  @Option(
    help: ArgumentHelp(
      "The sales or the RFM table that it was trained on (may be repeated).", valueName: "file"))
  var customers: [String] = []

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Where the model goes; Models/NAME.json after the file otherwise.", valueName: "file"))
  var output: String?

  @Option(
    help: ArgumentHelp("keep the numbers of the clusters, or number the best first.", valueName: "rule"))
  var order = ClusterOrder.keep

  @Option(
    help: ArgumentHelp(
      "What the file's columns are, in their order, where it does not say.", valueName: "features"))
  var features: String?

  @Option(
    help: ArgumentHelp(
      "The features taken to log(1 + value) before the scaler, or none, where the file does not say.",
      valueName: "features"))
  var log: String?

  @Option(help: ArgumentHelp("iqr or none: who was left out of training.", valueName: "rule"))
  var outliers = TrainingOptions.Outliers.iqr

  @OptionGroup var new: NewModelArguments

  @OptionGroup(title: "Reading and cleaning") var sales: SalesArguments
  @OptionGroup var work: WorkArguments

  @Flag(help: "Print the summary as one JSON object.")
  var json = false

  enum ClusterOrder: String, ExpressibleByArgument, CaseIterable { case keep, best }

  func validate() throws {
    if snippet { return }
    guard file != nil else { throw ValidationError("the file of the model is expected, or --snippet") }
    guard !customers.isEmpty else {
      throw ValidationError("--customers: the sales, or the RFM table, that it was trained on are expected")
    }
    _ = try sales.options()
    _ = try featureOrder()
    _ = try logged()
    try WorkArguments.checkFiles(customers)
  }

  func run() throws {
    guard !snippet, let file else { return Console.writeAsIs(ForeignModel.snippet, to: 1) }
    let imported = try ImportedClusters(
      reading: file, order: try featureOrder(), logged: try logged(), keepsOrder: order == .keep)
    var options = TrainingOptions()
    options.clusters = .fixed(imported.given.centroids.count)
    options.log = imported.given.logged
    options.outliers = outliers
    // Nothing was clustered here that could come out otherwise in a resample.
    options.stability = 0
    let path = try TrainingRequest.newModelPath(output, for: output == nil ? [file] : customers + [file])
    var request = TrainingRequest(
      sales.files(customers), try sales.options(), options: options, to: path,
      currency: new.code, pack: new.pack)
    request.imported = imported
    let work = self.work.work(self.work.progress)
    let trained = try Folders.library.train(request, work)
    let rendering = Rendering(isJSON: json)
    Console.out(rendering.shown(trained.json, TrainText(trained: trained, work: work).text(rendering.style)))
  }

  private func featureOrder() throws -> [FeatureName]? {
    guard let features else { return nil }
    let names = try Self.names(features, "--features")
    guard names.count == 3, Set(names).count == 3 else {
      throw ValidationError(
        "--features \(features): expected recency, frequency and monetary, each once, in the order of the file"
      )
    }
    return names
  }

  private func logged() throws -> Set<FeatureName>? {
    guard let log else { return nil }
    return log == "none" ? [] : Set(try Self.names(log, "--log"))
  }

  private static func names(_ text: String, _ option: String) throws -> [FeatureName] {
    try text.split(separator: ",").map { part in
      let word = part.filter { !$0.isWhitespace }.lowercased()
      guard let name = FeatureName(rawValue: word) else {
        throw ValidationError(
          "\(option) \(text): '\(legible(String(part)))' is none of recency, frequency and monetary")
      }
      return name
    }
  }
}
