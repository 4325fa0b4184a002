import Foundation
import SafeFiles

/// A folder that is there as long as this value lives.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "rfm-store-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  subscript(name: String) -> String { "\(path)/\(name)" }

  /// What is in it, hidden files included.
  var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }

  /// Who may read and write a file, as `chmod` says it.
  func mode(_ name: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: self[name])[.posixPermissions] as? Int
  }

  /// All that can be told of a file from outside.
  struct FileState: Hashable {
    let stamp: FileBytes.Stamp?
    let bytes: [UInt8]
  }

  /// What is in it, hidden files included, as it is now.
  func states() throws -> [String: FileState] {
    try Dictionary(
      uniqueKeysWithValues: names.map { name in
        (name, FileState(stamp: FileBytes.stamp(self[name]), bytes: try FileBytes.read(self[name])))
      })
  }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: self[name]))
  }
}
