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
  static var library: Library {
    let own = xdg("XDG_DATA_HOME", "/.local/share")
    return Library(roots: ["."] + [own, installedShare].compactMap { $0 }, own: own)
  }

  /// `$XDG_DATA_HOME/rfm` and the like; nil where there is not even a home.
  static func xdg(_ variable: String, _ fallback: String) -> String? {
    if let folder = Console.environment(variable), folder.hasPrefix("/") { return folder + "/rfm" }
    return Console.environment("HOME").map { $0 + fallback + "/rfm" }
  }

  static var history: String? { xdg("XDG_STATE_HOME", "/.local/state").map { $0 + "/history" } }

  /// PREFIX/share/rfm for a program in PREFIX/bin.
  private static var installedShare: String? {
    guard let program = realpath("/proc/self/exe", nil) ?? realpath(CommandLine.arguments[0], nil) else {
      return nil
    }
    defer { free(program) }
    let bin = FileBytes.folder(of: String(cString: program))
    let share = FileBytes.folder(of: bin) + "/share/rfm"
    return FileBytes.isFolder(share) ? share : nil
  }
}
