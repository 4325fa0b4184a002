import RFMService
import SafeFiles

/// What Tab offers: commands, segment names, customer IDs, models and files.
struct Completer {
  let conversation: Conversation

  func complete(_ line: String) -> Completion {
    let body = line.drop { $0 == " " || $0 == "\t" }
    let lead = line.utf8.count - body.utf8.count
    guard let space = body.firstIndex(where: { $0 == " " || $0 == "\t" }) else {
      return first(String(body), at: lead)
    }
    let word = String(body[..<space])
    let argument = String(body[space...].drop { $0 == " " || $0 == "\t" })
    let start = line.utf8.count - argument.utf8.count
    guard let command = PromptCommand(word: word) else {
      // An ID may hold spaces.
      return Completion(
        replaceFrom: lead, candidates: conversation.inquiry.ids(startingWith: String(body)),
        appendsSpace: false)
    }
    return Completion(
      replaceFrom: start, candidates: candidates(command, argument), appendsSpace: false)
  }

  private func first(_ word: String, at start: Int) -> Completion {
    let commands = PromptCommand.allCases.map(\.rawValue).filter { $0.hasPrefix(word.lowercased()) }
    let candidates = word.isEmpty ? commands : commands + conversation.inquiry.ids(startingWith: word)
    return Completion(replaceFrom: start, candidates: candidates, appendsSpace: commands.count == 1)
  }

  private func candidates(_ command: PromptCommand, _ argument: String) -> [String] {
    switch command {
    case .segment, .typical, .top, .reach, .watchList, .overdue, .again, .near, .rename, .describe,
      .recommend,
      .color, .when:
      startingWith(argument, conversation.pack?.segments.map(\.name) ?? [])
    case .use, .edit: startingWith(argument, conversation.loaded.shelf.packs.map(\.name))
    case .customer, .why: conversation.inquiry.ids(startingWith: argument)
    case .find: conversation.inquiry.completions(of: argument)
    case .export: exports(argument)
    case .whatIf: startingWith(argument, ["order", "days"])
    case .asOf: startingWith(argument, ["model", "today"])
    case .json: startingWith(argument, ["on", "off"])
    case .load:
      startingWith(argument, conversation.loaded.library.models.map(Library.modelName))
        + files(argument)
    case .help, .model, .segments, .packs, .lint, .undo, .diff, .quit: []
    }
  }

  /// A segment first, and then a file; a list that was just shown needs a file alone.
  private func exports(_ text: String) -> [String] {
    let names = conversation.pack?.segments.map(\.name) ?? []
    if let name = names.first(where: { text.lowercased().hasPrefix($0.lowercased() + " ") }) {
      let behind = String(text.dropFirst(name.count + 1))
      return files(behind).map { "\(name) \($0)" }
    }
    return startingWith(text, names) + (text.isEmpty || conversation.lastList == nil ? [] : files(text))
  }

  private func startingWith(_ text: String, _ words: [String]) -> [String] {
    words.filter { $0.lowercased().hasPrefix(text.lowercased()) }
  }

  private func files(_ path: String) -> [String] {
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { String(path[...$0]) } ?? ""
    let beginning = slash.map { String(path[path.index(after: $0)...]) } ?? path
    return FileBytes.names(in: folder.isEmpty ? "." : folder)
      .filter { $0.hasPrefix(beginning) && (!$0.hasPrefix(".") || beginning.hasPrefix(".")) }
      .map { folder + $0 + (FileBytes.isFolder(folder + $0) ? "/" : "") }
  }
}
