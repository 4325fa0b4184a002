import ArgumentParser

/// Where the server listens, what it may do, and how much it takes.
struct ServerOptions: ParsableArguments, Sendable {
  @Option(help: ArgumentHelp("The port; 0 for any that is free.", valueName: "port"))
  var port: Int = 8734

  @Option(
    help: ArgumentHelp("The address; any but a loopback address needs --token-file.", valueName: "address"))
  var host: String = "127.0.0.1"

  @Option(
    help: ArgumentHelp(
      "A socket in place of an address: unix:PATH, for this user alone.", valueName: "socket"))
  var listen: String?

  @Option(help: ArgumentHelp("What a proxy puts before every path, such as /rfm.", valueName: "path"))
  var basePath: String = ""

  @Option(
    help: ArgumentHelp("A name by which the server may be called, too (may be repeated).", valueName: "name"))
  var allowedHost: [String] = []

  @Option(
    help: ArgumentHelp(
      "A file with the token that every request must bring, readable only by you.", valueName: "file"))
  var tokenFile: String?

  @Flag(help: "Change nothing: no training, no edits of packs.")
  var readOnly = false

  @Option(
    help: ArgumentHelp(
      "A model's file, or the name of one in Models/: the one taken unless said.", valueName: "model"))
  var model: String?

  @Option(help: ArgumentHelp("A segment pack, or a folder of packs.", valueName: "file"))
  var segments: String?

  @Option(help: ArgumentHelp("The pack to use unless said, by name.", valueName: "name"))
  var pack: String?

  @Option(help: ArgumentHelp("How many threads a heavy job takes; never changes a result.", valueName: "n"))
  var threads: Int?

  @Option(help: ArgumentHelp("What is logged: error, warning or info (each request).", valueName: "level"))
  var log: LogLevel = .info

  /// How much is logged on standard error.
  enum LogLevel: String, ExpressibleByArgument, CaseIterable, Sendable {
    case error, warning, info
  }

  @OptionGroup(title: "Limits") var limits: Limits

  func validate() throws {
    guard (0...65535).contains(port) else { throw ValidationError("--port \(port): expected 0 to 65535") }
    if let listen, !listen.hasPrefix("unix:") || listen.count < 6 {
      throw ValidationError("--listen \(listen): expected unix:PATH, such as unix:/run/rfm.sock")
    }
    if !basePath.isEmpty, !basePath.hasPrefix("/") || basePath.hasSuffix("/") || basePath.contains("?") {
      throw ValidationError("--base-path \(basePath): expected a path such as /rfm")
    }
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads \(threads): expected 1 to 1024")
    }
    if !isLoopback, tokenFile == nil, listen == nil {
      throw ValidationError(
        "--host \(host): others could ask this server; give it a token with --token-file FILE, or listen on 127.0.0.1"
      )
    }
  }

  /// Whether only this machine can reach the server.
  var isLoopback: Bool { listen != nil || HostCheck.isLoopback(host) }

  /// The path of the socket; nil for an address.
  var socketPath: String? { listen.map { String($0.dropFirst("unix:".count)) } }
}

/// The most of everything that a request may bring or hold.
struct Limits: ParsableArguments, Sendable {
  @Option(help: ArgumentHelp("The largest body, in MiB.", valueName: "MiB"))
  var maxBody: Int = 512

  @Option(help: ArgumentHelp("The largest body of JSON, in MiB.", valueName: "MiB"))
  var maxJson: Int = 4

  @Option(help: ArgumentHelp("The most customers in a body of JSON.", valueName: "n"))
  var maxRows: Int = 10_000

  @Option(help: ArgumentHelp("The largest header, in KiB.", valueName: "KiB"))
  var maxHeader: Int = 16

  @Option(
    help: ArgumentHelp("The most that may come out of a packed file, in MiB.", valueName: "MiB"))
  var maxUnpacked: Int = 4096

  @Option(help: ArgumentHelp("How many heavy jobs run at once.", valueName: "n"))
  var maxRunning: Int = 1

  @Option(help: ArgumentHelp("How many heavy jobs wait; more are refused.", valueName: "n"))
  var maxQueued: Int = 4

  @Option(help: ArgumentHelp("How many connections are open at once.", valueName: "n"))
  var maxConnections: Int = 256

  @Option(help: ArgumentHelp("How many uploads are kept at once.", valueName: "n"))
  var maxUploads: Int = 16

  @Option(help: ArgumentHelp("How long an upload is kept, in minutes.", valueName: "minutes"))
  var keepUploads: Int = 15

  @Option(help: ArgumentHelp("The least of a body that must come in a second, in KiB.", valueName: "KiB"))
  var minRate: Int = 1

  @Option(
    help: ArgumentHelp(
      "How long a header may take, and a body before --min-rate counts, in seconds.", valueName: "seconds"))
  var patience: Int = 10

  @Option(
    help: ArgumentHelp(
      "How long what runs may go on when the server is stopped, in seconds.", valueName: "seconds"))
  var drain: Int = 5

  func validate() throws {
    let all: [(String, Int)] = [
      ("max-body", maxBody), ("max-json", maxJson), ("max-rows", maxRows),
      ("max-header", maxHeader), ("max-unpacked", maxUnpacked), ("max-connections", maxConnections),
      ("max-uploads", maxUploads),
      ("keep-uploads", keepUploads), ("patience", patience),
    ]
    for (name, value) in all where !(1...1_000_000).contains(value) {
      throw ValidationError("--\(name) \(value): expected 1 to 1000000")
    }
    guard (1...64).contains(maxRunning) else {
      throw ValidationError("--max-running \(maxRunning): expected 1 to 64")
    }
    let others = [("max-queued", maxQueued), ("min-rate", minRate), ("drain", drain)]
    for (name, value) in others where !(0...10_000).contains(value) {
      throw ValidationError("--\(name) \(value): expected 0 to 10000")
    }
  }

  var bodyBytes: Int { maxBody << 20 }
  var jsonBytes: Int { maxJson << 20 }
  var unpackedBytes: Int { maxUnpacked << 20 }
}
