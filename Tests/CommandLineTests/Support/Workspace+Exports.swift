import Foundation

extension Workspace {
  /// A folder with exports of Tests/Exports, and the layouts of two shops' programs.
  convenience init(exports: [String]) throws {
    try self.init()
    for name in ["Layouts/shopify.json", "Layouts/stripe.json"] {
      try copy(DocsPage.root.appending(path: name), to: name)
    }
    for name in exports { try copy(DocsPage.root.appending(path: "Tests/Exports/\(name)"), to: name) }
  }
}
