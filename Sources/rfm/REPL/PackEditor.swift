import JSONText
import RFMService
import SafeFiles
import Segmentation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// `edit`: a pack in the user's own editor, on a copy; the pack is untouched until the copy is valid.
struct PackEditor {
  /// Asks a yes-or-no question at the prompt; nil where nobody can answer.
  let ask: (String) -> Bool

  /// A valid text, and the copy that it was written in.
  struct Edited {
    let text: PackText
    let copy: String
  }

  /// - Returns: the edited text; nil where nothing was changed. The copy stays until `discard`.
  /// - Throws: `Failure` where the editor cannot be run, or the user gives up: the copy is kept then.
  func edit(_ book: PackShelf.Book) throws(Problem) -> Edited? {
    let copy = try copyPath(for: book.pack.name)
    try explained { () throws(FileProblem) in try AtomicFile.write(book.text.bytes, to: copy, mode: 0o600) }
    while true {
      try runEditor(on: copy)
      let bytes = try explained { () throws(FileProblem) in try FileBytes.read(copy) }
      if bytes == book.text.bytes {
        Self.discard(copy)
        return nil
      }
      do throws(JSONError) {
        let text = try PackText(bytes, file: copy)
        guard text.pack.name == book.pack.name else {
          throw JSONError(
            file: copy, place: TextPosition(line: 1, column: 1, offset: 0), path: "name",
            message: "the pack's own name must stay '\(book.pack.name)'; copy the file to make another pack")
        }
        return Edited(text: try PackText(bytes, file: book.path), copy: copy)
      } catch {
        Console.error("\(error)")
        guard ask("Edit it again? [Y/n] ") else {
          throw Problem("\(book.path) is as it was; what you wrote is kept in \(copy)")
        }
      }
    }
  }

  /// Removes a copy that is not needed any more, with the folder that was made for it.
  static func discard(_ copy: String) {
    AtomicFile.remove(copy)
    FileBytes.removeEmpty([FileBytes.folder(of: copy)])
  }

  private func copyPath(for name: String) throws(Problem) -> String {
    var template = Array("\(Console.environment("TMPDIR") ?? "/tmp")/rfm-edit-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Problem("no temporary folder can be made for the copy") }
    let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return "\(folder)/\(name).json"
  }

  /// $VISUAL, $EDITOR or vi, as a shell would run it: the variable may hold options.
  private func runEditor(on path: String) throws(Problem) {
    let editor = Console.environment("VISUAL") ?? Console.environment("EDITOR") ?? "vi"
    let arguments = ["/bin/sh", "-c", "\(editor) \"$1\"", "sh", path]
    var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
    pointers.append(nil)
    defer { for pointer in pointers { free(pointer) } }
    // Ctrl-C in the editor is the editor's.
    let interrupted = signal(SIGINT, SIG_IGN)
    let quit = signal(SIGQUIT, SIG_IGN)
    defer {
      signal(SIGINT, interrupted)
      signal(SIGQUIT, quit)
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var defaults = sigset_t()
    sigemptyset(&defaults)
    sigaddset(&defaults, SIGINT)
    sigaddset(&defaults, SIGQUIT)
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    var child = pid_t()
    guard posix_spawn(&child, "/bin/sh", nil, &attributes, pointers, environ) == 0 else {
      throw Problem("the editor '\(editor)' cannot be run")
    }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 && errno == EINTR {}
    guard status == 0 else {
      throw Problem(
        "the editor '\(editor)' ended with an error; nothing was changed. What you wrote is in \(path)")
    }
  }
}
