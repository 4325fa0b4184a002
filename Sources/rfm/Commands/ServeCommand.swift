import ArgumentParser
import RFMService
import SafeFiles
import Wording

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Answer over HTTP, for programs.",
    discussion: """
      Becomes rfm-server, a program of its own that lies beside rfm, and hands it
      all options; rfm serve --help says which there are. In a clone of the
      project, make server builds it.

      Examples:
        rfm serve                          on http://127.0.0.1:8734
        rfm serve --port 9000 --read-only
        rfm serve --listen unix:/run/user/1000/rfm.sock
      """)

  @Argument(
    parsing: .captureForPassthrough, help: ArgumentHelp("What rfm-server is told.", valueName: "options"))
  var arguments: [String] = []

  private static let name = "rfm-server"

  func run() throws {
    guard let program = Self.program else {
      throw Problem(
        "\(Self.name) is not beside this program; in a clone of the project, build it with: make server",
        .notFound)
    }
    var words: [UnsafeMutablePointer<CChar>?] = ([Self.name] + arguments).map { strdup($0) }
    words.append(nil)
    execv(program, words)
    throw Problem("\(program) cannot be started: \(String(cString: strerror(errno)))", .io)
  }

  /// Beside this program; or where a clone of the project builds it, for a program that was built there.
  private static var program: String? {
    guard let own = Folders.program else { return nil }
    let folder = FileBytes.folder(of: own)
    var places = ["\(folder)/\(name)"]
    var root = folder
    while root != "/", root != "." {
      if FileBytes.name(of: root) == ".build" {
        let build = "\(FileBytes.folder(of: root))/.build-server"
        places += [FileBytes.name(of: folder), "release", "debug"].map { "\(build)/\($0)/\(name)" }
      }
      root = FileBytes.folder(of: root)
    }
    return places.first { access($0, X_OK) == 0 }
  }
}
