import CustomerStore
import JSONText
import SafeFiles
import Segmentation

/// The edits of packs that can be taken back, and what the packs were before the first of them.
public struct EditHistory: Sendable {
  /// A change that can be taken back.
  fileprivate struct Step: Sendable {
    let path: String
    let before: [UInt8]
    let after: [UInt8]
    let what: String
  }

  fileprivate var steps: [Step] = []
  /// The texts as they were before their first change, by file.
  fileprivate var originals: [(path: String, bytes: [UInt8])] = []

  /// Nothing was edited yet.
  public init() {}

  /// What was changed since the first edit, as `diff -u` shows it; empty for nothing.
  public func diff(of shelf: PackShelf) -> String {
    originals.map { path, bytes in
      guard let book = shelf.books.first(where: { $0.path == path }) else { return "" }
      let hunks = PackText.diff(old: bytes, new: book.text.bytes)
      return hunks.isEmpty ? "" : "--- \(path) (when the prompt started)\n+++ \(path)\n\(hunks)"
    }.joined()
  }
}

/// What an edit did.
public struct EditedPack: Sendable {
  /// The model with the pack as it is now.
  public let loaded: LoadedModel
  /// The file that was written.
  public let path: String
  /// Where the edit went to a copy in the user's own folder: the pack that it is a copy of.
  public let copiedFrom: String?
  /// Why the pack does not fit the model any more; nil where it does.
  public let misfit: String?
  /// What lint finds that it did not find before.
  public let findings: [LintFinding]
}

/// Edits of packs: on disk when the call returns, and never over a change that the shelf has not seen.
extension LoadedModel {
  /// The text of the pack in use.
  public func bookInUse() throws(Problem) -> PackShelf.Book {
    guard let pack else {
      throw Problem("no segment pack fits this model; train writes one, or use PACK", .notFound)
    }
    return try shelf.book(named: pack.name)
  }

  /// Changes a segment.
  ///
  /// - Parameters:
  ///   - edit: the change.
  ///   - book: the pack, as it was last read.
  ///   - what: the change in words, for `undo`.
  ///   - history: remembers the change.
  /// - Returns: nil where the pack says that already.
  /// - Throws: `Problem` of the kind `conflict` where another program has changed the file.
  public func editing(
    _ edit: PackEdit, of book: PackShelf.Book, what: String, history: inout EditHistory
  ) throws(Problem) -> EditedPack? {
    let text = try explained { () throws(EditError) in try book.text.applying(edit) }
    return try saving(text, over: book, what: what, history: &history)
  }

  /// Puts a new text in the place of a pack's.
  ///
  /// - Returns: nil where the pack says that already.
  public func saving(
    _ new: PackText, over book: PackShelf.Book, what: String, history: inout EditHistory
  ) throws(Problem) -> EditedPack? {
    if new.bytes == book.text.bytes { return nil }
    let before = lint(book.pack)
    let target = try Self.target(for: book, in: library)
    let isCopy = target != FileBytes.resolved(book.path)
    let path = isCopy ? target : book.path
    let stamp = try Self.write(
      new.bytes, to: target, expecting: isCopy ? nil : book.text.bytes, shownAs: path)
    let text = try explained { () throws(JSONError) in try PackText(new.bytes, file: path) }
    if !history.originals.contains(where: { $0.path == path }) {
      history.originals.append((path, book.text.bytes))
    }
    history.steps.append(.init(path: path, before: book.text.bytes, after: new.bytes, what: what))
    let loaded = taking(text, at: path, stamp)
    return EditedPack(
      loaded: loaded, path: path, copiedFrom: isCopy ? book.path : nil, misfit: text.pack.misfit(model),
      findings: lint(text.pack).newFindings(since: before))
  }

  /// Takes the last edit back.
  ///
  /// - Returns: what was taken back.
  public func undoing(_ history: inout EditHistory) throws(Problem) -> (LoadedModel, String) {
    guard let step = history.steps.last else { throw Problem("there is nothing to undo") }
    let text = try explained { () throws(JSONError) in try PackText(step.before, file: step.path) }
    if let book = shelf.books.first(where: { $0.path == step.path }), book.text.bytes != step.after {
      throw Problem(
        "\(step.path) was changed by another program after that edit; undo would take its change back, too. Use edit.",
        .conflict)
    }
    let stamp = try Self.write(
      step.before, to: FileBytes.resolved(step.path), expecting: step.after, shownAs: step.path)
    history.steps.removeLast()
    return (taking(text, at: step.path, stamp), step.what)
  }

  /// With a text that was written just now; the store's view of that pack says the same, where it may be written.
  private func taking(_ text: PackText, at path: String, _ stamp: FileBytes.Stamp?) -> LoadedModel {
    var shelf = shelf
    shelf.put(text, at: path, stamp)
    if let store {
      let said = text.pack.misfit(model) == nil ? memo.said(of: text.pack.resolved(by: model), self) : nil
      StoreView.refresh(store.path, model, edited: text.pack, said: said?.text(of: text.pack))
    }
    return with(shelf)
  }

  /// What lint says of a pack under the model, or by itself where it does not fit.
  public func lint(_ pack: SegmentPack) -> LintReport {
    PackLint(pack, model: pack.misfit(model) == nil ? model : nil, words: RuleWords(model)).report()
  }

  // MARK: Files

  /// The file behind links where it may be replaced, else one in the user's own folder.
  private static func target(for book: PackShelf.Book, in library: Library) throws(Problem) -> String {
    let real = FileBytes.resolved(book.path)
    if FileBytes.mayWrite(in: FileBytes.folder(of: real)) { return real }
    guard let folder = library.ownPacks else {
      throw Problem(
        "\(book.path): this user may not write here, and there is no folder of their own", .forbidden)
    }
    let target = "\(folder)/\(book.pack.name).json"
    guard !FileBytes.exists(target) else {
      throw Problem(
        "\(book.path): this user may not write here, and \(target) is there already; load that one",
        .forbidden)
    }
    try explained { () throws(FileProblem) in try FileBytes.makeFolder(folder) }
    return target
  }

  /// Replaces a file if it still has the text that is known; nil for a file that is not there yet.
  ///
  /// - Returns: the stamp of what was written.
  private static func write(
    _ bytes: [UInt8], to path: String, expecting known: [UInt8]?, shownAs shown: String
  ) throws(Problem) -> FileBytes.Stamp? {
    func held<Value>(_ step: () throws(FileProblem) -> Value) throws(Problem) -> Value {
      do throws(FileProblem) {
        return try step()
      } catch {
        throw Problem(FileProblem(path: shown, message: error.message, code: error.code))
      }
    }
    let lock = try held { () throws(FileProblem) in try FileLock.take(for: path, waits: true) }
    defer { withExtendedLifetime(lock) {} }
    if let known {
      guard try held({ () throws(FileProblem) in try FileBytes.read(path) }) == known else {
        throw Problem(
          "\(shown): another program changed this file meanwhile; it is taken up now, and nothing was written: look, and type the edit again",
          .conflict)
      }
    } else if FileBytes.exists(path) {
      throw Problem("\(shown): another program made this file meanwhile; nothing was written", .conflict)
    }
    return try held { () throws(FileProblem) in try AtomicFile.write(bytes, to: path) }
  }
}
