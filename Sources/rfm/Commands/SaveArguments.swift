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
  /// - Parameter taken: paths that are read, or written otherwise.
  func open(
    _ files: [String], sheets: [String], taken: [String], options: SalesOptions
  ) throws(Problem) -> SavedTables {
    func stream(_ path: String?, _ others: [String]) throws(Problem) -> (any ByteSink)? {
      guard let path else { return nil }
      if path == "-" { return StandardOutput() }
      if others.contains(where: { $0 == path || FileBytes.isSame($0, path) }) {
        throw Problem("\(path): the table would take the place of another file of this run")
      }
      return try FileSink(path, content: "the table")
    }
    if saveCleaned != nil {
      try explained { () throws(TabularError) in
        try CleanedSales.check(files, sheets: sheets, options: options)
      }
    }
    let cleaned = try stream(saveCleaned, files + taken)
    let features = try stream(saveFeatures, files + taken + [saveCleaned].compactMap { $0 })
    return SavedTables(cleaned: cleaned, features: features)
  }
}

/// What the tables are made from.
struct SavedContent {
  let files: [String]
  let sheets: [String]
  let options: SalesOptions
  /// Nil for an RFM table.
  let sales: SummedSales?
  let forgotten: ForgottenLists
  let features: FeaturesForm
  let threads: Int
}

/// Where the tables go.
struct SavedTables {
  private let cleaned: (any ByteSink)?
  private let features: (any ByteSink)?

  init(cleaned: (any ByteSink)?, features: (any ByteSink)?) {
    self.cleaned = cleaned
    self.features = features
  }

  /// Those that go to files, which are written before the model: a disk that is full keeps the old one.
  var toFiles: SavedTables { those { !($0 is StandardOutput) } }

  /// Those that go to standard output, whose reader may be slow, or leave: they are written when the model is
  /// saved.
  var toOutput: SavedTables { those { $0 is StandardOutput } }

  private func those(_ isWanted: (any ByteSink) -> Bool) -> SavedTables {
    SavedTables(
      cleaned: cleaned.flatMap { isWanted($0) ? $0 : nil },
      features: features.flatMap { isWanted($0) ? $0 : nil })
  }

  /// - Throws: `Failure` where the rows kept are asked for, and there are none that were cleaned.
  func check(_ read: SalesResult) throws(Problem) {
    guard cleaned == nil || read.sales != nil else {
      throw Problem("--save-cleaned: an RFM table is not cleaned; --save-features has its customers")
    }
  }

  func write(_ content: SavedContent, _ progress: Progress) throws(Problem) {
    if let cleaned, let sales = content.sales {
      try Self.write(cleanedRows: sales, content, to: cleaned, progress)
    }
    if let features { try content.features.write(to: features, .with(progress, threads: content.threads)) }
  }

  private static func write(
    cleanedRows summed: SummedSales, _ content: SavedContent, to output: any ByteSink, _ progress: Progress
  ) throws(Problem) {
    do {
      let sales = CleanedSales(
        content.files, sheets: content.sheets, options: content.options, of: summed,
        forgotten: content.forgotten.lists)
      try sales.write { piece in
        _ = try output.write(piece)
      } progress: { rows in
        progress.count("writing the rows kept", rows, of: summed.report.rowsKept)
      }
    } catch {
      throw error as? Problem ?? Problem("\(error)", .io)
    }
    try output.finish()
  }
}
