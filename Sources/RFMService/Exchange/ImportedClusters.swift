import Customers
import Exchange
import SafeFiles
import Segmentation
import Wording

/// Clusters that another program has made, to be taken for a model in place of a training.
public struct ImportedClusters: Sendable {
  /// As they stand in the file.
  public let foreign: ForeignModel
  /// The same in the order recency, frequency, monetary.
  public let given: GivenClustering
  /// The file's name without its folder.
  public let file: String

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: of JSON of the snippet, PMML, ONNX or skops.
  ///   - order: what each of its columns is; nil where its names tell.
  ///   - logged: the features that are taken to their logarithm; nil where the file says it.
  ///   - keepsOrder: whether the clusters keep their numbers.
  /// - Throws: `Problem` where the file is none of them, or does not say what is nil here.
  public init(
    reading path: String, order: [FeatureName]?, logged: Set<FeatureName>?, keepsOrder: Bool
  ) throws(Problem) {
    let bytes = try explained { () throws(FileProblem) in try FileBytes.read(path) }
    let foreign = try explained { () throws(ForeignModelProblem) in
      try ForeignModel(reading: bytes, file: path)
    }
    guard let order = order ?? foreign.order else {
      let names = foreign.features.map { "'\(legible($0))'" }.joined(separator: ", ")
      throw Problem(
        "\(path): \(names.isEmpty ? "the file does not name its columns" : "its columns are \(names)"); say what they are, in their order, with \(OptionName.features) recency,frequency,monetary"
      )
    }
    let own = foreign.isLogged.map { flags in Set(zip(order, flags).filter(\.1).map(\.0)) }
    guard let logged = logged ?? own else {
      throw Problem(
        "\(path): the file does not say whether logarithms were taken before the scaler; say \(OptionName.log) none, or such as \(OptionName.log) frequency,monetary"
      )
    }
    guard foreign.centroids.count >= 2 else {
      throw Problem("\(path): there is one centroid; at least 2 clusters are needed")
    }
    self.foreign = foreign
    var given = foreign.clustering(order, logged: logged)
    given.keepsOrder = keepsOrder
    self.given = given
    file = FileBytes.name(of: path)
  }

  // MARK: Whether the customers are those it was made for

  /// Counts the customers of each cluster, and compares them with what the file says.
  ///
  /// - Returns: sentences for the summary.
  /// - Throws: `Problem` where another order of features, other logarithms or other outliers give what the file says.
  func check(_ table: RFMTable, _ trainer: Trainer) throws(Problem) -> [String] {
    guard foreign.sizes != nil || foreign.inertia != nil else {
      return [
        "\(file) says neither how large its clusters were nor their inertia: nothing tells whether features, logarithms and outliers are those it was made with"
      ]
    }
    let here = trainer.sizes(of: given, on: table)
    if fits(here) { return [] }
    let said = Self.phrase(foreign.sizes, foreign.inertia)
    let found = Self.phrase(here.sizes, foreign.inertia == nil ? nil : here.inertia)
    if let other = fittingOptions(table, trainer) {
      throw Problem(
        "\(file) says \(said), and these customers come to \(found); they come to the same with \(other)")
    }
    return [
      "\(file) says \(said), and these customers come to \(found): they are others than it was made for, or were cleaned in another way"
    ]
  }

  private func fits(_ here: (sizes: [Int], inertia: Double)) -> Bool {
    if let sizes = foreign.sizes {
      let moved = zip(sizes, here.sizes).reduce(0) { $0 + abs($1.0 - $1.1) }
      // In single precision a customer on a border may change sides.
      guard moved <= (foreign.isSingle ? here.sizes.reduce(0, +) / 1000 : 0) else { return false }
    }
    guard let inertia = foreign.inertia else { return true }
    return abs(here.inertia - inertia) <= (foreign.isSingle ? 1e-3 : 1e-6) * max(1, abs(inertia))
  }

  /// The options with which the customers come to what the file says; nil where none do. O(96 · n · k).
  private func fittingOptions(_ table: RFMTable, _ trainer: Trainer) -> String? {
    let features = FeatureName.allCases
    let orders = features.flatMap { first in
      features.filter { $0 != first }.map { second in
        [first, second] + features.filter { $0 != first && $0 != second }
      }
    }
    for outliers in [trainer.options.outliers] + TrainingOptions.Outliers.allCases {
      var options = trainer.options
      options.outliers = outliers
      let trainer = Trainer(options: options, threads: trainer.threads)
      for order in orders {
        for bits in 0..<8 {
          let logged = Set(features.filter { bits >> $0.index & 1 == 1 })
          guard fits(trainer.sizes(of: foreign.clustering(order, logged: logged), on: table)) else {
            continue
          }
          let names = features.filter(logged.contains).map(\.rawValue).joined(separator: ",")
          return
            "\(OptionName.features) \(order.map(\.rawValue).joined(separator: ",")) \(OptionName.log) \(names.isEmpty ? "none" : names) \(OptionName.outliers) \(outliers.rawValue)"
        }
      }
    }
    return nil
  }

  private static func phrase(_ sizes: [Int]?, _ inertia: Double?) -> String {
    let list = sizes.map { "clusters of \($0.map(Figures.count).joined(separator: " · ")) customers" }
    let sum = inertia.map { "an inertia of \(Figures.fixed($0, digits: 2))" }
    return [list, sum].compactMap { $0 }.joined(separator: " and ")
  }
}
