import Customers
import JSONText
import RFMService
import Segmentation
import Wording

extension Routes {
  /// How sales are read and cleaned: the options of the command line, by their names.
  static let reading: [Route.Parameter] =
    SalesChanges.words.map { option in
      Route.Parameter(
        name: option.rawValue, meaning: "As --\(option.rawValue) of the command line",
        repeats: option == .column || option == .where)
    } + [
      Route.Parameter(
        name: OptionName.rates.rawValue,
        meaning: "As --rates of the command line: the id of an upload of the table"),
      Route.Parameter(name: "sheet", meaning: "A sheet of the workbook", repeats: true),
    ]

  /// Those of clusters, as far as they are not another's.
  static let clustering: [Route.Parameter] = [
    "k", "max-k", "log", "outliers", "restarts", "max-iterations", "seed", "exact-silhouette", "stability",
  ].map { .init(name: $0, meaning: "As --\($0) of the command line") }
}

extension Query {
  /// What the query says of reading and cleaning.
  func changes(_ library: Library) throws(Problem) -> SalesChanges {
    var changes = SalesChanges()
    for option in SalesChanges.words {
      for text in all(option.rawValue) { try changes.take(option, text, library) }
    }
    return changes
  }

  /// What the query says of clusters.
  func training() throws(HTTPProblem) -> TrainingOptions {
    var options = TrainingOptions()
    if let k = self["k"] {
      if k == "auto" {
        options.clusters = .best
      } else {
        guard let number = try number("k", 2...1000) else { return options }
        options.clusters = .fixed(number)
      }
    }
    if let most = try number("max-k", 2...1000) { options.maxK = most }
    for word in (self["log"] ?? "").split(separator: ",") where word != "none" {
      guard let feature = FeatureName(rawValue: word.lowercased()) else {
        throw HTTPProblem(.badRequest, "log=\(word): expected recency, frequency or monetary")
      }
      options.log.insert(feature)
    }
    if let rule = self["outliers"] {
      guard let outliers = TrainingOptions.Outliers(rawValue: rule) else {
        throw HTTPProblem(.badRequest, "outliers=\(rule): expected iqr or none")
      }
      options.outliers = outliers
    }
    if let restarts = try number("restarts", 1...100_000) { options.restarts = restarts }
    if let steps = try number("max-iterations", 1...1_000_000) { options.maxIterations = steps }
    options.exactSilhouette = try flag("exact-silhouette")
    if let resamples = try number("stability", 0...100_000) { options.stability = resamples }
    if let bins = try number("score-bins", 2...100) { options.scoreBins = bins }
    if let text = self["seed"] {
      guard let seed = UInt64(text) else {
        throw HTTPProblem(.badRequest, "seed=\(text): expected a whole number from 0")
      }
      options.seed = seed
    }
    return options
  }
}
