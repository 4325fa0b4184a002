import ArgumentParser
import RFMService
import SafeFiles
import Transactions
import Wording

struct ForgetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget",
    abstract: "Take people out of all that is kept, for good, and keep training from bringing them back.",
    discussion: """
      They are taken out of every store in the folders of models and out of the
      prompt's history, and put on suppression lists, as a salted hash and not as
      an ID, so that training again leaves them out. It prints what it removed. It
      cannot be undone. Sales files, lists that were exported, backups and your
      shell's own history are not touched: those are yours to look after.

      On a terminal it asks first. An ID that is in no store may be misspelt: it is
      left as it is, and put on the lists only with --unknown.

      Examples:
        rfm forget 17850
        rfm forget 17850 --dry-run              what is kept of them; nothing changes
        rfm forget "O'Neill Ltd" 12347
        rfm forget --list asked.txt             one ID in each line
        rfm forget --list - < asked.txt         the same
      """)

  @Argument(help: "Customer IDs; one with spaces in quotes.")
  var ids: [String] = []

  @Option(help: ArgumentHelp("A file with an ID in each line, or - for standard input.", valueName: "file"))
  var list: String?

  @Option(
    help: ArgumentHelp("A model outside the usual folders, whose folder is searched too.", valueName: "file"))
  var model: String?

  @Flag(help: "Say what is kept of them and where, and change nothing.")
  var dryRun = false

  @Flag(help: "Put an ID that is in no store on the suppression lists, too.")
  var unknown = false

  @Flag(help: "Print what was removed as one JSON object.")
  var json = false

  func validate() throws {
    if ids.isEmpty, list == nil { throw ValidationError("whom? rfm forget ID, or --list FILE") }
  }

  func run() throws {
    let ids = try named() + listed()
    guard !ids.isEmpty else { throw Problem("\(list ?? "the list"): there is no ID in it") }
    let rendering = Rendering(isJSON: json)
    let known = try Folders.library.known(ids, besides: model)
    if dryRun {
      let text = ErasedPeopleText(erased: known, isTrial: true, style: rendering.style).text
      Console.out(rendering.shown(known.json, text))
      for problem in known.problems { Console.error(problem) }
      if !known.problems.isEmpty { throw AlreadySaid() }
      return
    }
    guard known.unknown.count < known.ids.count || unknown else { throw Problem(unknownSentence(known)) }
    guard isWanted(known) else { throw Problem("nobody was forgotten") }
    let erased = try Folders.library.forget(
      ids, besides: model, suppressesUnknown: unknown, history: LineHistory.typedLines,
      .with(Progress(isOn: false)))
    Console.out(rendering.shown(erased.json, ErasedPeopleText(erased: erased, style: rendering.style).text))
    for problem in erased.problems { Console.error(problem) }
    if !erased.unknown.isEmpty { Console.error(unknownSentence(erased)) }
    if !erased.problems.isEmpty || !erased.unknown.isEmpty { throw AlreadySaid() }
  }

  private func unknownSentence(_ people: ErasedPeople) -> String {
    let ids = people.unknown.map { legible($0) }.joined(separator: ", ")
    return
      "no store has \(ids); is the ID right? --unknown puts it on the suppression lists all the same"
  }

  /// Asks on a terminal, since it cannot be undone.
  private func isWanted(_ known: ErasedPeople) -> Bool {
    guard Console.isInputTerminal, Console.isErrorTerminal, list != "-" else { return true }
    let people = unknown ? known.ids.count : known.ids.count - known.unknown.count
    let stores = known.stores.isEmpty ? "" : ", from \(Figures.counted(known.stores.count, "store"))"
    Console.write("Forget \(Figures.counted(people, "customer")) for good\(stores)? [y/N] ", to: 2)
    return readLine()?.trimmed.lowercased().hasPrefix("y") ?? false
  }

  private func named() throws(Problem) -> [String] {
    var ids: [String] = []
    for text in self.ids {
      guard let id = CustomerID.normalised(text) else { throw Problem("'\(text)' is no customer ID") }
      ids.append(id)
    }
    return ids
  }

  private func listed() throws(Problem) -> [String] {
    guard let list else { return [] }
    var lines: [String] = []
    if list == "-" {
      while let line = readLine() { lines.append(line) }
    } else {
      let bytes = try explained { () throws(FileProblem) in try FileBytes.read(list) }
      lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
    }
    if let first = lines.first, first.hasPrefix("\u{FEFF}") { lines[0] = String(first.dropFirst()) }
    return lines.compactMap { CustomerID.normalised($0.trimmed) }
  }
}
