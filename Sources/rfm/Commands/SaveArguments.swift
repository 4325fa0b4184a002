import ArgumentParser
import Customers
import RFMService
import SafeFiles
import Segmentation
import Tabular
import Transactions

/// The tables between sales and model that `train` can write.
struct SaveArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Write the rows that cleaning kept, with all their columns; - is standard output.", valueName: "file"))
  var saveCleaned: String?

  @Option(
    help: ArgumentHelp(
      "Write each customer's values, transformed and scaled, outlier and cluster; - is standard output.",
      valueName: "file"))
  var saveFeatures: String?

  /// Whether standard output is taken by one of the tables.
  var takesOutput: Bool { saveCleaned == "-" || saveFeatures == "-" }

  func check(_ files: [String], json: Bool) throws {
    for (option, path) in [("--save-cleaned", saveCleaned), ("--save-features", saveFeatures)] {
      if path == "" { throw ValidationError("\(option): the name of a file is expected") }
    }
    if saveCleaned == "-" && saveFeatures == "-" {
      throw ValidationError("standard output (-) can take --save-cleaned or --save-features, not both")
    }
    if json && takesOutput {
      throw ValidationError("standard output cannot take both --json and a table (-)")
    }
    if saveCleaned != nil, files.contains("-") {
      throw ValidationError(
        "--save-cleaned reads the sales twice, and standard input can be read once: give a file")
    }
  }

  /// Opens what is to be written, so that a wrong path is known before the work.
  ///
  func open(for request: TrainingRequest) throws(Problem) -> SavedTables {
    let files = request.files
    let taken = files.paths + [request.path]
    func stream(_ path: String?, _ others: [String]) throws(Problem) -> RowOutput? {
      guard let path else { return nil }
      if path == "-" { return .standard }
      if others.contains(where: { $0 == path || FileBytes.isSame($0, path) }) {
        throw Problem("\(path): the table would take the place of another file of this run")
      }
      return .file(try OutputFile.opened(path, whatIs: "the table"))
    }
    if saveCleaned != nil {
      try explained { () throws(TabularError) in
        try CleanedSales.check(files.paths, sheets: files.sheets, options: request.sales)
      }
    }
    let cleaned = try stream(saveCleaned, taken)
    let features = try stream(saveFeatures, taken + [saveCleaned].compactMap { $0 })
    return SavedTables(cleaned: cleaned, features: features)
  }
}

/// Where the tables go.
struct SavedTables {
  private let cleaned: RowOutput?
  private let features: RowOutput?

  init(cleaned: RowOutput?, features: RowOutput?) {
    self.cleaned = cleaned
    self.features = features
  }

  /// Those that go to files, which are written before the model: a disk that is full keeps the old one.
  var toFiles: SavedTables { those { !$0.isStandard } }

  /// Those that go to standard output, whose reader may be slow, or leave: they are written when the model is
  /// saved.
  var toOutput: SavedTables { those(\.isStandard) }

  private func those(_ isWanted: (RowOutput) -> Bool) -> SavedTables {
    SavedTables(
      cleaned: cleaned.flatMap { isWanted($0) ? $0 : nil },
      features: features.flatMap { isWanted($0) ? $0 : nil })
  }

  /// - Throws: `Failure` where the rows kept are asked for, and there are none that were cleaned.
  func check(_ content: TrainingTables) throws(Problem) {
    guard cleaned == nil || content.report.cleaning != nil else {
      throw Problem("--save-cleaned: an RFM table is not cleaned; --save-features has its customers")
    }
  }

  func write(_ content: TrainingTables, _ work: Work) throws(Problem) {
    if let cleaned { try Self.write(cleanedRows: content, to: cleaned, work) }
    if let features {
      let form = FeaturesForm(
        table: content.table, features: content.features, labels: content.labels, isOutlier: content.isOutlier
      )
      try features.write(0..<form.table.count, as: form, threads: work.threads) {
        work.progress(.rows("writing features", $0, of: form.table.count))
      }
    }
  }

  private static func write(
    cleanedRows content: TrainingTables, to output: RowOutput, _ work: Work
  ) throws(Problem) {
    do {
      let sales = CleanedSales(
        content.files.paths, sheets: content.files.sheets, options: content.options,
        report: content.report, forgotten: content.forgotten.lists)
      try sales.write { piece in
        try output.write(piece)
      } progress: { rows in
        work.progress(.rows("writing the rows kept", rows, of: content.report.rowsKept))
      }
    } catch {
      throw error as? Problem ?? Problem("\(error)", .io)
    }
    try output.finish()
  }
}
