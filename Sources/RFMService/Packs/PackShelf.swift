import JSONText
import SafeFiles
import Segmentation
import Wording

/// The packs at hand, as they are on disk now, and what is wrong with those that cannot be read.
public struct PackShelf: Sendable {
  /// A pack as it was last read.
  public struct Book: Sendable {
    /// The text of the file, and the pack that it is.
    public var text: PackText
    /// Where the file is.
    public var path: String

    /// A pack that was read already.
    public init(text: PackText, path: String) {
      self.text = text
      self.path = path
    }

    /// What the text says.
    public var pack: SegmentPack { text.pack }
  }

  /// The packs that can be used, in the order of the folders they are in.
  public private(set) var books: [Book] = []
  /// By file: what is wrong with it.
  public private(set) var problems: [(path: String, message: String)] = []
  private let given: String?
  let library: Library
  /// The folder of the model's own packs, where it is none of the usual ones.
  private var own: String?
  /// Every file as it was last read, also those that give way to another of the same name.
  private var files: [String: File] = [:]
  /// Copies in the user's own folder of packs that were given by name.
  private var copies: [String] = []

  private struct File: Sendable {
    /// Nil where the file has to be read again.
    var stamp: FileBytes.Stamp?
    /// As it was when it could last be read.
    var text: PackText?
    var problem: String?
  }

  /// Those of `books`.
  public var packs: [SegmentPack] { books.map(\.pack) }

  /// - Parameters:
  ///   - given: a pack or a folder of packs; nil to look in the usual places, where the first of a name wins.
  ///   - model: a model's file, whose own packs go before those.
  init(given: String?, library: Library, model: String? = nil) throws(Problem) {
    self.given = given
    self.library = library
    own = model.flatMap { Self.ownFolder($0, library) }
    if let given {
      guard FileBytes.exists(given) else {
        throw Problem("\(given): there is no such pack or folder of packs", .notFound)
      }
      if paths.isEmpty { throw Problem("\(given): there is no pack in this folder", .notFound) }
    }
    refresh()
    if books.isEmpty, given != nil, let problem = problems.first { throw Problem(problem.message) }
  }

  /// The same packs with those of a model, in place of those of another.
  func with(model path: String) -> PackShelf {
    let folder = Self.ownFolder(path, library)
    guard folder != own else { return self }
    var other = self
    other.own = folder
    other.refresh()
    return other
  }

  private static func ownFolder(_ model: String, _ library: Library) -> String? {
    let folder = Library.packFolder(ofModel: model)
    let isUsual = library.packFolders.contains { $0 == folder || FileBytes.isSame($0, folder) }
    return isUsual ? nil : folder
  }

  /// Takes up what changed on disk since the last look.
  ///
  /// A pack that was good and is broken now stays in use as it was.
  ///
  /// - Returns: a sentence for each change.
  @discardableResult
  mutating func refresh() -> [String] {
    let paths = paths
    var news: [String] = []
    var now: [String: File] = [:]
    for path in paths {
      let known = files[path]
      let stamp = FileBytes.stamp(path)
      if let known, known.stamp == stamp {
        now[path] = known
        continue
      }
      switch Self.read(path) {
      case .success(let text):
        now[path] = File(stamp: stamp, text: text)
        if known?.text == nil {
          news.append("\(path) is new: pack \(text.pack.name)")
        } else if known?.text?.bytes != text.bytes {
          news.append("\(path) was changed on disk and is taken up")
        }
      case .failure(let problem):
        now[path] = File(stamp: stamp, text: known?.text, problem: problem.message)
        news.append(problem.message + (known?.text == nil ? "" : "; the pack stays as it was"))
      }
    }
    for path in files.keys.sorted() where now[path] == nil { news.append("\(path) is gone") }
    files = now
    arrange(paths)
    return news
  }

  /// Makes the next look at a file read it, whatever its stamp says.
  mutating func distrust(_ path: String) { files[path]?.stamp = nil }

  /// Puts the files on the shelf, in the order of the places they are in.
  private mutating func arrange(_ paths: [String]) {
    let read = paths.compactMap { path in files[path]?.text.map { Book(text: $0, path: path) } }
    let broken = paths.compactMap { path in files[path]?.problem.map { (path, $0) } }
    (books, problems) = withoutRepeats(read, broken)
  }

  /// Of packs of one name the first counts. A pack in a folder that the user may not write gives way to a copy
  /// in their own folder: that is where an edit of it went.
  private func withoutRepeats(
    _ books: [Book], _ problems: [(String, String)]
  ) -> ([Book], [(path: String, message: String)]) {
    var kept: [Book] = []
    var problems = problems
    for book in books {
      guard let i = kept.firstIndex(where: { $0.pack.name == book.pack.name }) else {
        kept.append(book)
        continue
      }
      let folder = FileBytes.folder(of: kept[i].path)
      if folder == FileBytes.folder(of: book.path) {
        // Two in one folder are a mistake; installed and at hand is the usual case.
        problems.append(
          (book.path, "\(book.path): '\(book.pack.name)' is the name of the pack in \(kept[i].path) already"))
      } else if !FileBytes.mayWrite(in: FileBytes.folder(of: FileBytes.resolved(kept[i].path))),
        FileBytes.folder(of: book.path) == library.ownPacks
      {
        kept[i] = book
      }
    }
    return (kept, problems)
  }

  /// Reads one pack.
  public static func read(_ path: String) -> Result<PackText, Problem> {
    do throws(FileProblem) {
      let bytes = try FileBytes.read(path)
      do throws(JSONError) {
        return .success(try PackText(bytes, file: path))
      } catch {
        return .failure(Problem(error))
      }
    } catch {
      return .failure(Problem(error))
    }
  }

  /// The files to read: JSON, but no schemas.
  private var paths: [String] {
    if let given { return (FileBytes.isFolder(given) ? Self.packFiles(in: given) : [given]) + copies }
    return ([own].compactMap { $0 } + library.packFolders).flatMap(Self.packFiles)
  }

  private static func packFiles(in folder: String) -> [String] {
    FileBytes.names(in: folder)
      .filter { $0.hasSuffix(".json") && !$0.hasSuffix(".schema.json") && !$0.hasPrefix(".") }
      .map { "\(folder.hasSuffix("/") ? String(folder.dropLast()) : folder)/\($0)" }
  }

  /// Takes up a text that this prompt has just written.
  ///
  /// - Parameter stamp: of the file that was written; another program may have replaced it already.
  mutating func put(_ text: PackText, at path: String, _ stamp: FileBytes.Stamp?) {
    files[path] = File(stamp: stamp, text: text)
    if !paths.contains(path) { copies.append(path) }
    arrange(paths)
  }

  // MARK: Choosing

  /// The pack of this name, or in this file.
  public func book(named name: String) throws(Problem) -> Book {
    if let book = books.first(where: { $0.pack.name == name }) ?? books.first(where: { $0.path == name }) {
      return book
    }
    if let problem = problems.first(where: { Library.modelName($0.path) == name || $0.path == name }) {
      throw Problem(problem.message)
    }
    let names = packs.map(\.name)
    let near = nearest(name, among: names).map { "; did you mean '\($0)'?" }
    throw Problem(
      "there is no pack '\(legible(name))'\(near ?? (names.isEmpty ? "" : "; known: \(names.joined(separator: ", "))"))",
      .notFound)
  }

  /// The pack of this name, or in this file, where it fits a model.
  public func pack(named name: String, for model: Model) throws(Problem) -> SegmentPack {
    let pack = try book(named: name).pack
    if let misfit = pack.misfit(model) {
      throw Problem("the pack '\(name)' does not fit the model: \(misfit)")
    }
    return pack
  }

  /// The packs that fit a model, the best first: the one that it asks for, the one that was written for it,
  /// `retail`, and then those that ask most of a model.
  func preferred(for model: Model) -> [SegmentPack] {
    func rank(_ pack: SegmentPack) -> Int {
      if pack.name == model.pack { return 0 }
      if pack.requirement?.model == model.name { return 1 }
      return pack.name == "retail" ? 2 : 3
    }
    return packs.filter { $0.misfit(model) == nil }.sorted { a, b in
      (rank(a), -a.demands, a.name) < (rank(b), -b.demands, b.name)
    }
  }
}

extension SegmentPack {
  /// How much a pack asks of a model: one that names clusters says more of it than one that does not.
  fileprivate var demands: Int {
    let asked: [Bool] = [
      requirement?.k != nil, requirement?.log != nil, requirement?.bins != nil, requirement?.outliers != nil,
    ]
    return asked.count { $0 } + (namesClusters ? 10 : 0)
  }

  /// Whether any of its rules is about a cluster.
  public var namesClusters: Bool { segments.contains { $0.when.contains { $0.clusters != nil } } }

  /// Whether it has claims that customers can be asked about.
  var claimsAnything: Bool { segments.contains { $0.claims?.isEmpty == false } }
}
