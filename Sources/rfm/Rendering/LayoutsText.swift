import JSONText
import RFMService
import Transactions
import Wording

/// Layouts as a person reads them.
enum LayoutsText {
  /// The layouts that are found.
  static func list(_ shelf: LayoutShelf, _ style: Style) -> String {
    guard !shelf.books.isEmpty else {
      return style.folded("no layout was found; rfm layouts new NAME FILE makes one")
    }
    return style.table(
      ["layout", "title", "file"],
      shelf.books.map { [$0.layout.name, TextLayout.cell($0.layout.title), $0.path] }, rightAligned: [],
      indent: "")
  }

  /// Which layout fits a file, and its columns.
  static func fit(_ found: RecognisedFile, typed file: String) -> String {
    var lines = [
      found.layout.map { "\(found.name): \($0.name), \($0.title)" }
        ?? "\(found.name): no layout fits; it is read by its columns"
    ]
    for role in Layout.roles {
      guard let headers = found.columns[role] else { continue }
      lines.append("  \(role.rawValue): \(headers.map { "'\(legible($0))'" }.joined(separator: ", else "))")
    }
    if !found.others.isEmpty {
      lines.append("  these fit, too: \(found.others.joined(separator: ", ")); --layout NAME takes one")
    }
    if found.layout == nil {
      lines.append("  rfm layouts new my-till \(ShellWord.quoted(file)) makes a layout of this")
    }
    return Style.forOutput().folded(lines.joined(separator: "\n"))
  }

  /// A layout in words.
  static func words(_ book: LayoutShelf.Book) -> String {
    let head = "\(book.layout.name) (\(book.path))"
    let width = Style.forOutput().width
    let words = book.layout.words.map { TextLayout.wrapped($0, first: "  ", indent: "    ", columns: width) }
    let sources = book.layout.sources.map { "  Documented at \($0)" }
    return ([head] + words + sources).joined(separator: "\n")
  }

  /// What is found in a layout.
  static func findings(_ book: LayoutShelf.Book, _ lint: LayoutLint) -> String {
    guard !lint.findings.isEmpty else { return "\(book.path): nothing to say" }
    let lines = lint.findings.map { "\(book.path): \($0.severity.rawValue): \($0.message)" }
    return Style.forOutput().folded(lines.joined(separator: "\n"))
  }

  /// The same for machines.
  static func json(_ book: LayoutShelf.Book, _ lint: LayoutLint) -> JSON {
    [
      "name": .string(book.layout.name), "file": .string(book.path),
      "findings": .array(
        lint.findings.map { ["severity": .string($0.severity.rawValue), "message": .string($0.message)] }),
    ]
  }
}
