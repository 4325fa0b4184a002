import Foundation

extension Workspace {
  /// A folder with exports of Tests/Exports, and the layouts of two shops' programs.
  convenience init(exports: [String]) throws {
    try self.init()
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    for name in ["Layouts/shopify.json", "Layouts/stripe.json"] {
      try copy(package.appending(path: name), to: name)
    }
    for name in exports { try copy(package.appending(path: "Tests/Exports/\(name)"), to: name) }
  }
}
