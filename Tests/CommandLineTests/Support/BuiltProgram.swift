import Foundation

/// The program under test, as it was built along with these tests.
enum BuiltProgram {
  static let name = "rfm"

  /// The executable: `RFM_PROGRAM` if it is set, else the one beside the test bundle, wherever the build
  /// folder is, else the one in the package's own build folder.
  static let url: URL = {
    if let override = ProcessInfo.processInfo.environment["RFM_PROGRAM"] {
      return URL(fileURLWithPath: override)
    }
    let candidates = (foldersOfTestBundle + foldersOfPackage).map { $0.appending(path: name) }
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) }
      ?? URL(fileURLWithPath: "/\(name)-has-not-been-built")
  }()

  static var path: String { url.path }

  /// A bundle is named by the arguments: as the program itself on Linux, by `--test-bundle-path` on macOS,
  /// where it holds folders of its own.
  private static var foldersOfTestBundle: [URL] {
    let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
    return (CommandLine.arguments + [executable]).compactMap { argument in
      guard let end = argument.range(of: ".xctest") else { return nil }
      return URL(fileURLWithPath: String(argument[..<end.upperBound])).deletingLastPathComponent()
    }
  }

  private static var foldersOfPackage: [URL] {
    var folder = URL(fileURLWithPath: #filePath)
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      let manifest = folder.appending(path: "Package.swift").path
      if FileManager.default.fileExists(atPath: manifest) {
        return ["debug", "release"].map { folder.appending(path: ".build/\($0)") }
      }
    }
    return []
  }
}
