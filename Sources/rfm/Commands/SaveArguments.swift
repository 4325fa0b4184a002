import ArgumentParser
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
  /// - Parameter taken: paths that are read, or written otherwise.
  func open(
    _ files: [String], sheets: [String], taken: [String], options: SalesOptions
  ) throws(Failure) -> SavedTables {
    func stream(_ path: String?, _ others: [String]) throws(Failure) -> RowOutput? {
      guard let path else { return nil }
      if path == "-" { return .standard }
      if others.contains(where: { $0 == path || FileBytes.isSame($0, path) }) {
        throw Failure("\(path): the table would take the place of another file of this run")
      }
      return .file(try OutputFile.opened(path, whatIs: "the table"))
    }
    if saveCleaned != nil {
      try held { () throws(TabularError) in try CleanedSales.check(files, sheets: sheets, options: options) }
    }
    let cleaned = try stream(saveCleaned, files + taken)
    let features = try stream(saveFeatures, files + taken + [saveCleaned].compactMap { $0 })
    return SavedTables(cleaned: cleaned, features: features)
  }
}

/// Where the tables go.
struct SavedTables {
  let cleaned: RowOutput?
  let features: RowOutput?

  /// Writes the rows that were kept.
  func write(
    cleaned files: [String], sheets: [String], _ options: SalesOptions, _ report: SalesReport,
    forgotten: ForgottenLists,
    _ progress: Progress
  ) throws(Failure) {
    guard let cleaned else { return }
    guard report.cleaning != nil else {
      throw Failure("--save-cleaned: an RFM table is not cleaned; --save-features has its customers")
    }
    do {
      let sales = CleanedSales(
        files, sheets: sheets, options: options, report: report, forgotten: forgotten.lists)
      try sales.write { piece in
        try cleaned.write(piece)
      } progress: { rows in
        progress.count("writing the rows kept", rows, of: report.rowsKept)
      }
    } catch {
      throw error as? Failure ?? Failure(error)
    }
    try cleaned.finish()
  }

  func write(features form: FeaturesForm, threads: Int, _ progress: Progress) throws(Failure) {
    guard let features else { return }
    try features.write(0..<form.table.count, as: form, threads: threads) {
      progress.count("writing features", $0, of: form.table.count)
    }
  }
}
