import JSONText
import Tabular
import Transactions
import Wording

extension Library {
  /// The folder in the current one where a person's layouts lie.
  public static let layoutFolder = "Layouts"

  /// Which layout fits a file.
  ///
  /// - Throws: `Problem` where the file cannot be read, or its columns cannot be told.
  public func recognised(_ file: String, _ options: SalesOptions = SalesOptions()) throws(Problem)
    -> RecognisedFile
  {
    let known = layouts().layouts
    let source = SalesFiles([file]).sources[0]
    return try explained { () throws(TabularError) in
      try RecognisedFile(source, withLayouts(options), among: known)
    }
  }

  /// Writes a layout for files such as one that is given, in the current folder's Layouts/.
  ///
  /// - Parameters:
  ///   - name: of the layout.
  ///   - file: one of those that it is for.
  ///   - options: what was said of reading it.
  ///   - replaces: whether a file of that name may be replaced.
  /// - Returns: the layout, its file, and whether such files are recognised by it without its name.
  /// - Throws: `Problem` of the kind `conflict` where the file is there and may not be replaced.
  public func writeLayout(
    named name: String, for file: String, _ options: SalesOptions, replaces: Bool = false
  ) throws(Problem) -> (layout: Layout, path: String, isRecognised: Bool) {
    let found = try recognised(file, options)
    let layout = found.newLayout(named: name, options)
    let lint = LayoutLint(layout)
    if let fault = lint.findings.first(where: { $0.severity == .error }) {
      throw Problem("no layout can be made of \(file): \(fault.message)")
    }
    let path = try Self.writePack(
      layout.json.text(.pretty) + "\n", named: name, in: Self.layoutFolder, replaces: replaces)
    var plain = SalesOptions()
    plain.delimiter = options.delimiter
    let again = try recognised(file, plain)
    guard again.layout?.name == name else { return (layout, path, false) }
    guard again.columns == found.columns else {
      throw Problem(
        "\(path) was written, but finds other columns than were found in \(file): two headers are alike but for signs; edit it"
      )
    }
    return (layout, path, true)
  }
}

extension LayoutShelf {
  /// Name, title and file of each layout, in their order.
  public var json: JSON {
    .array(
      books.map { book in
        [
          "name": .string(book.layout.name), "title": .string(book.layout.title), "file": .string(book.path),
        ]
      })
  }
}

extension RecognisedFile {
  /// Which layout fits a file, for machines.
  public var json: JSON {
    [
      "file": .string(name), "layout": layout.map { .string($0.name) } ?? .null,
      "others": .array(others.map(JSON.string)), "headerLine": .integer(headerLine),
      "columns": .object(
        Layout.roles.compactMap { role in
          columns[role].map { (role.rawValue, .array($0.map(JSON.string))) }
        }),
    ]
  }
}
