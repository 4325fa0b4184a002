import SafeFiles
import Segmentation
import Tabular
import Transactions
import Wording

/// What a training is asked for.
public struct TrainingRequest: Sendable {
  /// What is read.
  public var files: SalesFiles
  /// How the sales are read and cleaned.
  public var sales: SalesOptions
  /// Features, clusters and scores.
  public var options: TrainingOptions
  /// Where the model goes: see `newModelPath`.
  public var path: String
  /// ISO 4217 code; nil for that of the sign beside the amounts, where it says one.
  public var currency: String?
  /// The name of the pack that the model asks for.
  public var pack: String?
  /// An earlier model, by name or file, whose numbers the clusters keep.
  public var align: String?
  /// Clusters of another program, to be taken in place of training; nil to train.
  public var imported: ImportedClusters?
  /// Whether the customers go into a store beside the model.
  public var keepsCustomers = true
  /// Whether the rows that cleaning keeps will be asked for: then the sales must be such that are cleaned.
  public var keepsCleaned = false

  /// What is to be trained, and where the model goes.
  public init(
    _ files: SalesFiles, _ sales: SalesOptions = SalesOptions(),
    options: TrainingOptions = TrainingOptions(), to path: String, currency: String? = nil,
    pack: String? = nil, align: String? = nil
  ) {
    self.files = files
    self.sales = sales
    self.options = options
    self.path = path
    self.currency = currency
    self.pack = pack
    self.align = align
  }

  /// Whether the rows that cleaning keeps can be had of these files.
  ///
  /// - Parameter library: has the layouts that the files may be read by.
  /// - Throws: `Problem` where they cannot, such as of files with different columns.
  public func checkCleaned(_ library: Library) throws(Problem) {
    try explained { () throws(TabularError) in
      try CleanedSales.check(files.sources, sheets: files.sheets, options: library.withLayouts(sales))
    }
  }

  /// The file of a new model.
  ///
  /// - Parameters:
  ///   - given: as a person named it; nil for Models/NAME.json after the first file.
  ///   - files: of the sales.
  /// - Throws: `Problem` where it is a folder, no name, or one of the files.
  public static func newModelPath(_ given: String?, for files: [String]) throws(Problem) -> String {
    guard let given else {
      let name = FileBytes.name(of: files.first ?? "")
      return "Models/\(withoutEnding(withoutEnding(name, [".gz", ".zst"]))).json"
    }
    if FileBytes.isFolder(given) || given.hasSuffix("/") {
      throw Problem(
        "\(given): this is a folder; name the model's file, such as \(given.hasSuffix("/") ? given : given + "/")shop.json"
      )
    }
    if given.hasPrefix("/dev/") {
      throw Problem(
        "\(given): a model is a file, with the store of its customers beside it; expected one such as \(OptionName.output) Models/shop.json"
      )
    }
    let path = given.hasSuffix(".json") ? given : given + ".json"
    if ["", "-"].contains(Library.modelName(path)) {
      throw Problem(
        "'\(given)' names no file for the model; expected one such as \(OptionName.output) Models/shop.json")
    }
    if files.contains(where: { $0 == given || FileBytes.isSame($0, path) }) {
      throw Problem("\(given): the model would take the place of the sales")
    }
    return path
  }

  /// A file's name without what stands behind its last point, where it is one of `endings`; nil for any.
  private static func withoutEnding(_ name: String, _ endings: [String]? = nil) -> String {
    guard let point = name.dropFirst().lastIndex(of: "."),
      endings?.contains(name[point...].lowercased()) ?? true
    else { return name }
    return String(name[..<point])
  }
}
