import ArgumentParser
import RFMService

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

  /// What the work needs, with its line on standard error.
  func work(_ progress: Progress) -> Work { .with(progress, threads: threadCount) }

  static func checkFiles(_ files: [String]) throws {
    if files.filter({ $0 == "-" }).count > 1 { throw ValidationError("standard input (-) can be read once") }
  }
}
