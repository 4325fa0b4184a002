import ArgumentParser
import Customers
import Segmentation
import Wording

/// Who is trained on, in which units, and how k-means runs: what `train` and `sweep` share.
struct KMeansArguments: ParsableArguments {
  @Option(help: ArgumentHelp("The largest k that is tried.", valueName: "k"))
  var maxK: Int = 12

  @Option(
    help: ArgumentHelp(
      "Features to take the logarithm of, such as frequency,monetary.", valueName: "features"))
  var log: String = "none"

  @Option(
    help: ArgumentHelp(
      "iqr leaves customers beyond Tukey's fences out of training; none keeps them.", valueName: "rule"))
  var outliers: TrainingOptions.Outliers = .iqr

  @Option(help: ArgumentHelp("How often k-means starts anew (n_init).", valueName: "n"))
  var restarts: Int = 10

  @Option(help: ArgumentHelp("The most steps of one start.", valueName: "n"))
  var maxIterations: Int = 300

  @Option(help: ArgumentHelp("What random numbers start from.", valueName: "n"))
  var seed: UInt64 = 42

  @Flag(help: "Measure the silhouette over all pairs, however many customers there are.")
  var exactSilhouette = false

  @Option(
    help: ArgumentHelp(
      "In how many resamples of the customers each cluster is looked for again; 0 for none.", valueName: "n"))
  var stability: Int = 50

  func options() throws -> TrainingOptions {
    try checked(maxK, "--max-k", 2...1000)
    try checked(restarts, "--restarts", 1...100_000)
    try checked(stability, "--stability", 0...100_000)
    try checked(maxIterations, "--max-iterations", 1...1_000_000)
    var options = TrainingOptions()
    options.maxK = maxK
    let words = log.split(whereSeparator: { $0 == "," || $0 == " " })
    guard !words.isEmpty else {
      throw ValidationError("--log is empty: expected features such as frequency,monetary, or none")
    }
    for word in words where word != "none" {
      guard let feature = FeatureName(rawValue: word.lowercased()) else {
        throw ValidationError("--log \(word): expected recency, frequency or monetary")
      }
      options.log.insert(feature)
    }
    options.outliers = outliers
    options.restarts = restarts
    options.maxIterations = maxIterations
    options.seed = seed
    options.exactSilhouette = exactSilhouette
    options.stability = stability
    return options
  }
}

/// Which k a model takes, and its scores.
struct ClusterArguments: ParsableArguments {
  @Option(help: ArgumentHelp("How many clusters, or auto for the best silhouette.", valueName: "k"))
  var k: String = "4"

  @Option(help: ArgumentHelp("How many scores there are.", valueName: "n"))
  var scoreBins: Int = 5

  @Option(
    help: ArgumentHelp(
      "Cut points of a score, such as recency=30,60,90,180 (may be repeated).", valueName: "feature=cuts"))
  var scoreCuts: [String] = []

  /// The options of the k-means with these added.
  func options(_ means: TrainingOptions) throws -> TrainingOptions {
    var options = means
    if k == "auto" {
      options.clusters = .best
    } else {
      guard let number = Int(k) else { throw ValidationError("--k \(k): expected a number from 2, or auto") }
      guard number >= 2 else { throw ValidationError("--k \(number): at least 2 clusters are needed") }
      options.clusters = .fixed(number)
    }
    try checked(scoreBins, "--score-bins", 2...100)
    options.scoreBins = scoreBins
    for text in scoreCuts {
      let (feature, cuts) = try Self.cuts(text)
      guard cuts.count == scoreBins - 1 else {
        throw ValidationError(
          "--score-cuts \(text): \(scoreBins - 1) cut points are needed for \(scoreBins) scores")
      }
      guard options.scoreCuts[feature] == nil else {
        throw ValidationError("--score-cuts \(feature.rawValue) is given twice")
      }
      options.scoreCuts[feature] = cuts
    }
    return options
  }

  private static func cuts(_ text: String) throws -> (FeatureName, [Double]) {
    let parts = text.split(separator: "=", maxSplits: 1)
    guard parts.count == 2, let feature = FeatureName(rawValue: parts[0].lowercased()) else {
      throw ValidationError("--score-cuts \(text): expected feature=cuts, such as recency=30,60,90,180")
    }
    let cuts = parts[1].split(separator: ",", omittingEmptySubsequences: false).map { Double($0.trimmed) }
    let numbers = cuts.compactMap { $0 }.filter { abs($0) <= Model.moneyLimit }
    guard numbers.count == cuts.count else {
      throw ValidationError("--score-cuts \(text): a cut point is not a number")
    }
    guard zip(numbers, numbers.dropFirst()).allSatisfy(<) else {
      throw ValidationError("--score-cuts \(text): cut points must ascend")
    }
    return (feature, numbers)
  }
}

extension TrainingOptions.Outliers: ExpressibleByArgument {}

private func checked(_ number: Int, _ option: String, _ range: ClosedRange<Int>) throws {
  guard range.contains(number) else {
    throw ValidationError("\(option) \(number): expected \(range.lowerBound) to \(range.upperBound)")
  }
}
