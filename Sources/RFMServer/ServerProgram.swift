import ArgumentParser
import NIOCore
import NIOPosix
import RFMService

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The program's story: read the command line, serve until a signal, say in one line what went wrong.
@main
struct ServerProgram: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rfm-server",
    abstract: "The answers of rfm over HTTP, for programs.",
    discussion: """
      It listens on this machine alone unless told otherwise, and says on
      standard output when it is ready. Models/ and Segments/ are looked for as
      rfm does it. SIGTERM and Ctrl-C end it when what runs is done.

      Examples:
        rfm-server
        rfm-server --port 9000 --read-only
        rfm-server --listen unix:/run/user/1000/rfm.sock
        rfm-server --host 0.0.0.0 --token-file token.txt --allowed-host crm.example.com
      """,
    version: ServerProgram.version)

  /// That of rfm.
  static let version = "0.1.0"

  @OptionGroup var options: ServerOptions

  static func main() async {
    do {
      var command = try parseAsRoot()
      // --help and --version come as commands of their own.
      guard let program = command as? ServerProgram else { return try command.run() }
      try await program.serve()
    } catch {
      finish(with: error)
    }
  }

  private func serve() async throws {
    // A client that goes away is an error of its connection, not of the process.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    // Short answers are made on the thread that reads the request: no other one has to be woken up for them.
    NIOSingletons.unsafeTryInstallSingletonPosixEventLoopGroupAsConcurrencyGlobalExecutor()
    guard try await Server(try ServerSettings(options)).run() else { leave(1) }
  }

  private static func finish(with error: any Error) -> Never {
    if let problem = error as? Problem {
      write("error: \(problem.message)\n", to: 2)
      leave(1)
    }
    let code = exitCode(for: error)
    switch code {
    case .success:
      write(fullMessage(for: error) + "\n", to: 1)
    case .validationFailure:
      let first = fullMessage(for: error).split(separator: "\n").first.map(String.init) ?? ""
      let sentence = first.hasPrefix("Error: ") ? String(first.dropFirst("Error: ".count)) : first
      write("error: \(sentence) (see rfm-server --help)\n", to: 2)
      leave(64)
    default:
      write("error: \(message(for: error))\n", to: 2)
    }
    leave(code.rawValue)
  }

  static func write(_ text: String, to descriptor: Int32) {
    var text = text
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while let base = rest.baseAddress, !rest.isEmpty {
        #if canImport(Glibc)
          let count = Glibc.write(descriptor, base, rest.count)
        #else
          let count = Darwin.write(descriptor, base, rest.count)
        #endif
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
    }
  }
}

// Inside the type, `exit` is that of the library of arguments.
private func leave(_ code: Int32) -> Never { exit(code) }
