import ArgumentParser
import Customers
import Dispatch
import RFMService
import Tabular
import Transactions

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Whether a command that may take long says how far it is.
struct ProgressArguments: ParsableArguments {
  @Flag(help: "Show no progress.")
  var quiet = false

  /// Begins to count the time: nothing is shown within the first half second.
  var progress: Progress {
    Progress(isOn: !quiet && Console.isErrorTerminal && Console.environment("TERM") != "dumb")
  }
}

/// How the commands that read whole files go about it.
struct WorkArguments: ParsableArguments {
  @Option(help: ArgumentHelp("How many threads; never changes a result.", valueName: "n"))
  var threads: Int?

  @OptionGroup var waiting: ProgressArguments

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads \(threads): expected 1 to 1024")
    }
  }

  static var processors: Int { Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  var threadCount: Int { threads ?? Self.processors }

  var progress: Progress { waiting.progress }

  /// - Parameters:
  ///   - tableOptions: for a file that already is an RFM table; nil for the same.
  ///   - work: see `SalesReader.read`.
  ///   - folder: of the model, whose suppression list counts beside those in the usual places.
  func read(
    _ files: [String], _ options: SalesOptions, tableOptions: SalesOptions? = nil, sheets: [String],
    inPieces work: RFMPieceWork? = nil, besides folder: String? = nil, _ progress: Progress
  ) throws(Problem) -> SalesResult {
    var reader = SalesReader(options: options, threads: threadCount) { progress.read($0) }
    reader.tableOptions = tableOptions
    reader.sheets = sheets
    reader.forgotten = try ForgottenLists(of: Folders.library, besides: folder).lists
    progress.open(files[0])
    return try explained { () throws(TabularError) in
      try reader.read(files.map(RowSource.init(argument:)), inPieces: work)
    }
  }

  static func checkFiles(_ files: [String]) throws {
    if files.filter({ $0 == "-" }).count > 1 { throw ValidationError("standard input (-) can be read once") }
  }
}

extension RowSource {
  /// A file that the command line names; `-` is standard input.
  init(argument: String) { self = argument == "-" ? .standardInput : .file(argument) }
}
