import ArgumentParser
import Dispatch
import Tabular
import Transactions

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How the commands that read whole files go about it.
struct WorkArguments: ParsableArguments {
  @Option(help: ArgumentHelp("How many threads; never changes a result.", valueName: "n"))
  var threads: Int?

  @Flag(help: "Say nothing while working.")
  var quiet = false

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads \(threads): expected 1 to 1024")
    }
  }

  var threadCount: Int { threads ?? Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  var progress: Progress { Progress(isOn: !quiet && Console.isErrorTerminal) }

  func read(
    _ files: [String], _ options: SalesOptions, _ progress: Progress
  ) throws(Failure) -> SalesResult {
    let reader = SalesReader(options: options, threads: threadCount) { progress.read($0, $1, of: $2) }
    return try held { () throws(TabularError) in try reader.read(files) }
  }

  static func checkFiles(_ files: [String]) throws {
    if files.filter({ $0 == "-" }).count > 1 { throw ValidationError("standard input (-) can be read once") }
  }
}
