import RFMService
import SafeFiles

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The folders of this user, by the environment of the process.
enum Folders {
  /// The current folder, the user's own data, the installation.
  static var library: Library { Library(environment: Console.environment, program: program) }

  static var history: String? {
    Library.userFolder("XDG_STATE_HOME", "/.local/state", Console.environment).map { $0 + "/history" }
  }

  /// The file of this program, with links followed.
  static var program: String? {
    guard let program = realpath("/proc/self/exe", nil) ?? realpath(CommandLine.arguments[0], nil) else {
      return nil
    }
    defer { free(program) }
    return String(cString: program)
  }
}
