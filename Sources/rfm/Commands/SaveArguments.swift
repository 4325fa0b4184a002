import ArgumentParser
import RFMService
import SafeFiles

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
    let taken = request.files.paths + [request.path]
    func stream(_ path: String?, _ others: [String]) throws(Problem) -> (any ByteSink)? {
      guard let path else { return nil }
      if path == "-" { return StandardOutput() }
      if others.contains(where: { $0 == path || FileBytes.isSame($0, path) }) {
        throw Problem("\(path): the table would take the place of another file of this run")
      }
      return try FileSink(path, content: "the table")
    }
    if saveCleaned != nil { try request.checkCleaned(Folders.library) }
    let cleaned = try stream(saveCleaned, taken)
    let features = try stream(saveFeatures, taken + [saveCleaned].compactMap { $0 })
    return SavedTables(TrainingSinks(cleaned: cleaned, features: features))
  }
}

/// Where the tables go, and when.
struct SavedTables {
  private let all: TrainingSinks

  init(_ all: TrainingSinks) {
    self.all = all
  }

  /// Those that go to files, which are written before the model: a disk that is full keeps the old one.
  var toFiles: TrainingSinks { those { !($0 is StandardOutput) } }

  /// Those that go to standard output, whose reader may be slow, or leave: they are written when the model is
  /// saved.
  var toOutput: TrainingSinks { those { $0 is StandardOutput } }

  private func those(_ isWanted: (any ByteSink) -> Bool) -> TrainingSinks {
    TrainingSinks(
      cleaned: all.cleaned.flatMap { isWanted($0) ? $0 : nil },
      features: all.features.flatMap { isWanted($0) ? $0 : nil })
  }
}
