import Foundation

extension Workspace {
  /// A folder with exports of Tests/Exports, and the layouts of two shops' programs.
  convenience init(exports: [String]) throws {
    try self.init()
    try addLayouts("shopify", "stripe")
    for name in exports { try copy(DocsPage.root.appending(path: "Tests/Exports/\(name)"), to: name) }
  }

  /// Puts layouts that ship into the folder.
  func addLayouts(_ names: String...) throws {
    for name in names {
      try copy(DocsPage.root.appending(path: "Layouts/\(name).json"), to: "Layouts/\(name).json")
    }
  }
}
