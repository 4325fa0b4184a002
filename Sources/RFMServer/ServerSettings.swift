import ArgumentParser
import RFMService

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the command line and the machine say, checked: everything that is settled before the first request.
struct ServerSettings: Sendable {
  let options: ServerOptions
  let library: Library
  /// What every request must bring; nil where nothing is asked for.
  let token: String?
  /// How many threads a heavy job takes.
  let threads: Int
  /// Where uploads are spooled.
  let temporaryFolder: String

  var limits: Limits { options.limits }

  /// - Parameter library: where models and packs are found; nil for where a user's programs look.
  init(_ options: ServerOptions, library: Library? = nil) throws(Problem) {
    self.options = options
    self.library = library ?? Library(environment: Self.variable, program: Self.program)
    token = try options.tokenFile.map { path throws(Problem) in try Self.token(path) }
    threads = options.threads ?? Self.processors
    temporaryFolder = Self.variable("TMPDIR") ?? "/tmp"
  }

  static var processors: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  private static func variable(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
  }

  /// The file of this program, with links followed.
  private static var program: String? {
    guard let program = realpath("/proc/self/exe", nil) ?? realpath(CommandLine.arguments[0], nil) else {
      return nil
    }
    defer { free(program) }
    return String(cString: program)
  }

  /// The first line of a file that nobody else may read.
  private static func token(_ path: String) throws(Problem) -> String {
    var status = stat()
    guard stat(path, &status) == 0, let file = fopen(path, "r") else {
      throw Problem("\(path): the token cannot be read: \(String(cString: strerror(errno)))", .io)
    }
    defer { fclose(file) }
    guard status.st_mode & 0o077 == 0 else {
      throw Problem("\(path): others may read the token; let them not with: chmod 600 \(path)", .forbidden)
    }
    var line = [UInt8](repeating: 0, count: 4096)
    let count = fread(&line, 1, line.count, file)
    let first = line.prefix(count).prefix { $0 != 0x0A }
    let token = String(decoding: first, as: UTF8.self).filter { !$0.isWhitespace }
    guard token.utf8.count >= 16 else {
      throw Problem(
        "\(path): a token has 16 characters at least; make one with: openssl rand -hex 32 > \(path)")
    }
    return token
  }
}
