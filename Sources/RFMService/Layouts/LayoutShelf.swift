import JSONText
import SafeFiles
import Transactions
import Wording

/// The layouts at hand, and what is wrong with those that cannot be read.
public struct LayoutShelf: Sendable {
  /// A layout and its file.
  public struct Book: Sendable {
    /// What the file says.
    public let layout: Layout
    /// Where the file is.
    public let path: String
  }

  /// By place, then by name; of two with one name the first.
  public let books: [Book]
  /// By file: what is wrong with it. The others are there all the same.
  public let problems: [(path: String, message: String)]

  /// Those of `books`.
  public var layouts: [Layout] { books.map(\.layout) }

  /// Sentences on layouts that cannot be read, for who reads a file by whatever layout fits.
  var passedOver: [String] { problems.map { "a layout is passed over: \($0.message)" } }

  /// - Parameter folders: the first goes before the second.
  init(folders: [String]) {
    var books: [Book] = []
    var problems: [(path: String, message: String)] = []
    for path in folders.flatMap(Self.files) {
      do throws(Problem) {
        let layout = try Self.read(path)
        guard let known = books.first(where: { $0.layout.name == layout.name }) else {
          books.append(Book(layout: layout, path: path))
          continue
        }
        // Two in one folder are a mistake; installed and at hand is the usual case.
        if FileBytes.folder(of: known.path) == FileBytes.folder(of: path) {
          problems.append(
            (path, "\(path): '\(layout.name)' is the name of the layout in \(known.path) already"))
        }
      } catch {
        problems.append((path, error.message))
      }
    }
    (self.books, self.problems) = (books, problems)
  }

  /// The JSON files of a folder that are no schemas, by name.
  private static func files(in folder: String) -> [String] {
    FileBytes.names(in: folder)
      .filter { $0.hasSuffix(".json") && !$0.hasSuffix(".schema.json") && !$0.hasPrefix(".") }
      .sorted()
      .map { "\(folder)/\($0)" }
  }

  /// Reads the file of a layout.
  public static func read(_ path: String) throws(Problem) -> Layout {
    let bytes = try explained { () throws(FileProblem) in try FileBytes.read(path) }
    return try explained { () throws(JSONError) in try Layout(reading: bytes, file: path) }
  }

  /// The layout that a person names, by its name or by its file.
  ///
  /// - Throws: `Problem` of the kind `notFound`, with the names that are known; or what is wrong with its file.
  public func book(named name: String) throws(Problem) -> Book {
    if let book = books.first(where: { $0.layout.name == name || $0.path == name }) { return book }
    if let problem = problems.first(where: { Library.modelName($0.path) == name || $0.path == name }) {
      throw Problem(problem.message)
    }
    if FileBytes.isRegular(name) { return Book(layout: try Self.read(name), path: name) }
    let names = layouts.map(\.name)
    let known = names.isEmpty ? "" : "; known: \(names.joined(separator: ", "))"
    let near = nearest(name, among: names).map { "; did you mean '\($0)'?" }
    throw Problem("there is no layout '\(legible(name))'\(near ?? known)", .notFound)
  }
}
