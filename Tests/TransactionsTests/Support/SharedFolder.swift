import Foundation

/// The folder of real files beside the package. It is no part of the repository, so tests that need it are
/// skipped, by name, where it is missing.
enum SharedFolder {
  static let path: String = {
    var folder = URL(fileURLWithPath: #filePath)
    // Support, TransactionsTests, Tests, the package.
    for _ in 0..<5 { folder.deleteLastPathComponent() }
    return folder.appending(path: "shared").path
  }()

  static let isThere = FileManager.default.fileExists(
    atPath: path + "/reference/online-retail-2009-2010.json")
  static let reason = "the real files are not there: \(path)"

  static func data(_ name: String) -> String { "\(path)/data/\(name)" }
}
