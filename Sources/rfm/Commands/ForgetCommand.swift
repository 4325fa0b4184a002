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

      An ID that is in no store is put on the lists all the same.

      Examples:
        rfm forget 17850
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

  @Flag(help: "Print what was removed as one JSON object.")
  var json = false

  func validate() throws {
    if ids.isEmpty, list == nil { throw ValidationError("whom? rfm forget ID, or --list FILE") }
  }

  func run() throws {
    let ids = try named() + listed()
    guard !ids.isEmpty else { throw Problem("\(list ?? "the list"): there is no ID in it") }
    let erased = try Folders.library.forget(
      ids, besides: model, history: LineHistory.typedLines, .with(Progress(isOn: false)))
    Console.out(json ? erased.json.text(.spaced) : ErasedPeopleText(erased: erased, style: .forOutput()).text)
    for problem in erased.problems { Console.error(problem) }
    if !erased.problems.isEmpty { throw AlreadySaid() }
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
