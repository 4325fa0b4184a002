import Foundation
import SafeFiles

/// A folder that is there as long as this value lives.
public final class TemporaryFolder: Sendable {
  public let path: String

  public init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "rfm-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  public subscript(name: String) -> String { "\(path)/\(name)" }

  /// What is in it, hidden files included.
  public var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }

  /// Who may read and write a file, as `chmod` says it.
  public func mode(_ name: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: self[name])[.posixPermissions] as? Int
  }

  /// All that can be told of a file from outside.
  public struct FileState: Hashable {
    public let stamp: FileBytes.Stamp?
    public let bytes: [UInt8]
  }

  /// What is in it, hidden files included, as it is now.
  public func states() throws -> [String: FileState] {
    try Dictionary(
      uniqueKeysWithValues: names.map { name in
        (name, FileState(stamp: FileBytes.stamp(self[name]), bytes: try FileBytes.read(self[name])))
      })
  }

  public func write(_ text: String, to name: String) throws {
    let file = URL(fileURLWithPath: self[name])
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }
}
