import Foundation
import JSONText

@testable import Transactions

/// The layouts in Layouts/, as they ship.
enum ShippedLayouts {
  private static let package = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static let folder = package.appending(path: "Layouts")
  static let exports = package.appending(path: "Tests/Exports")

  static let names: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.filter { $0.hasSuffix(".json") && !$0.hasSuffix(".schema.json") }
      .map { String($0.dropLast(5)) }.sorted()
  }()

  static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appending(path: "\(name).json")))
  }

  static func layout(_ name: String) throws -> Layout {
    try Layout(reading: bytes(name), file: "\(name).json")
  }

  static func all() throws -> [Layout] { try names.map(layout) }
}
