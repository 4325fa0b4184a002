import Foundation

/// A file that is there as long as this value lives.
public final class TemporaryFile: Sendable {
  public let path: String

  public init(_ bytes: [UInt8]) throws {
    path = FileManager.default.temporaryDirectory.appending(path: "rfm-\(UUID().uuidString).csv").path
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  public convenience init(_ text: String) throws {
    try self.init(Array(text.utf8))
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
