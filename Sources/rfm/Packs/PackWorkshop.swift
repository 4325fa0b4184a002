import JSONText
import SafeFiles
import Segmentation

/// Edits of packs: on disk when the call returns, and never over a change that this prompt has not seen.
struct PackWorkshop {
  /// A change that can be taken back.
  private struct Step {
    let path: String
    let before: [UInt8]
    let after: [UInt8]
    let what: String
  }

  private var steps: [Step] = []
  /// The texts as they were when the prompt first changed them, by file.
  private var originals: [(path: String, bytes: [UInt8])] = []

  /// What an edit did.
  struct Done {
    let text: PackText
    let path: String
    /// Where the edit went to a copy in the user's own folder.
    let copiedFrom: String?
  }

  /// Writes `new` in the place of the pack's text.
  mutating func save(
    _ new: PackText, over book: PackShelf.Book, what: String, shelf: inout PackShelf
  ) throws(Failure) -> Done {
    let target = try Self.target(for: book)
    let isCopy = target != FileBytes.resolved(book.path)
    let path = isCopy ? target : book.path
    let stamp = try Self.write(
      new.bytes, to: target, expecting: isCopy ? nil : book.text.bytes, shownAs: path)
    let text: PackText
    do throws(JSONError) { text = try PackText(new.bytes, file: path) } catch { throw Failure(error) }
    if !originals.contains(where: { $0.path == path }) { originals.append((path, book.text.bytes)) }
    steps.append(Step(path: path, before: book.text.bytes, after: new.bytes, what: what))
    shelf.put(text, at: path, stamp)
    return Done(text: text, path: path, copiedFrom: isCopy ? book.path : nil)
  }

  /// Takes the last edit back.
  ///
  /// - Returns: what was taken back, and the pack as it is now.
  mutating func undo(shelf: inout PackShelf) throws(Failure) -> (what: String, pack: SegmentPack) {
    guard let step = steps.last else { throw Failure("there is nothing to undo") }
    let text: PackText
    do throws(JSONError) { text = try PackText(step.before, file: step.path) } catch { throw Failure(error) }
    if let book = shelf.books.first(where: { $0.path == step.path }), book.text.bytes != step.after {
      throw Failure(
        "\(step.path) was changed by another program after that edit; undo would take its change back, too. Use edit."
      )
    }
    let stamp = try Self.write(
      step.before, to: FileBytes.resolved(step.path), expecting: step.after, shownAs: step.path)
    steps.removeLast()
    shelf.put(text, at: step.path, stamp)
    return (step.what, text.pack)
  }

  /// What was changed since the prompt started, as `diff -u` shows it; empty for nothing.
  func diff(shelf: PackShelf) -> String {
    originals.map { path, bytes in
      guard let book = shelf.books.first(where: { $0.path == path }) else { return "" }
      let hunks = PackText.diff(old: bytes, new: book.text.bytes)
      return hunks.isEmpty ? "" : "--- \(path) (when the prompt started)\n+++ \(path)\n\(hunks)"
    }.joined()
  }

  // MARK: Files

  /// The file behind links where it may be replaced, else one in the user's own folder.
  private static func target(for book: PackShelf.Book) throws(Failure) -> String {
    let real = FileBytes.resolved(book.path)
    if FileBytes.mayWrite(in: FileBytes.folder(of: real)) { return real }
    guard let folder = Places.ownPacks else {
      throw Failure("\(book.path): this user may not write here, and there is no folder of their own")
    }
    let target = "\(folder)/\(book.pack.name).json"
    guard !FileBytes.exists(target) else {
      throw Failure(
        "\(book.path): this user may not write here, and \(target) is there already; load that one")
    }
    do throws(FileProblem) { try FileBytes.makeFolder(folder) } catch { throw Failure(error) }
    return target
  }

  /// Replaces a file if it still has the text that this prompt knows; nil for a file that is not there yet.
  ///
  /// - Returns: the stamp of what was written.
  private static func write(
    _ bytes: [UInt8], to path: String, expecting known: [UInt8]?, shownAs shown: String
  ) throws(Failure) -> FileBytes.Stamp? {
    do throws(FileProblem) {
      let lock = try FileLock.take(for: path, waits: true)
      defer { withExtendedLifetime(lock) {} }
      AtomicFile.removeLeftovers(of: path)
      if known == nil, FileBytes.exists(path) {
        throw FileProblem(
          path: shown, message: "another program made this file meanwhile; nothing was written")
      }
      if let known {
        guard try FileBytes.read(path) == known else {
          throw FileProblem(
            path: shown,
            message:
              "another program changed this file meanwhile; it is taken up now, and nothing was written: look, and type the edit again"
          )
        }
      }
      return try AtomicFile.write(bytes, to: path)
    } catch {
      throw Failure(FileProblem(path: shown, message: error.message, code: error.code))
    }
  }
}
