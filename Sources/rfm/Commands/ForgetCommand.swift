import ArgumentParser
import CustomerStore
import JSONText
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
    var seen: Set<String> = []
    let distinct = ids.filter { seen.insert($0).inserted }
    guard !distinct.isEmpty else { throw Problem("\(list ?? "the list"): there is no ID in it") }
    let report = Erasure(note: { Console.note("note: \($0)") })
      .forget(distinct, in: try Self.folders(besides: model))
    let text = ErasureText(ids: distinct, report: report)
    Console.out(json ? text.json.text(.spaced) : text.text(Style.forOutput()))
    for problem in report.problems { Console.error(problem) }
    if !report.problems.isEmpty { throw AlreadySaid() }
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

  /// All folders of models, also the installation's, and that of a model elsewhere.
  static func folders(besides model: String?) throws(Problem) -> [String] {
    let library = Folders.library
    var folders = library.modelFolders
    if let model {
      let folder = FileBytes.folder(of: try library.modelPath(named: model))
      if !folders.contains(where: { FileBytes.isSame($0, folder) }) { folders.append(folder) }
    }
    return folders
  }
}

/// What `forget` has done, for a person and for a machine.
struct ErasureText {
  let ids: [String]
  let report: Erasure.Report

  func text(_ style: Style) -> String {
    var lines: [String] = []
    for id in ids {
      lines.append(style.bold(Layout.cell(id)))
      for (path, people) in report.stores {
        guard let person = people.first(where: { $0.id == id }) else { continue }
        let values = person.values.map { "\($0.column) \(Layout.cell($0.value))" }.joined(separator: " · ")
        lines.append(
          Layout.wrapped(
            "taken out of \(path): \(values)", first: "  ", indent: "    ", columns: max(style.width, 80)))
      }
      if !report.stores.contains(where: { $0.people.contains { $0.id == id } }) {
        lines.append(report.problems.isEmpty ? "  in no store" : "  taken out of no store")
      }
    }
    if report.historyLines > 0 {
      lines.append("\(Figures.counted(report.historyLines, "line")) taken out of \(Folders.history ?? "")")
    }
    if !report.lists.isEmpty {
      lines.append(
        "on the suppression \(report.lists.count == 1 ? "list" : "lists") \(report.lists.joined(separator: ", ")): training does not bring them back"
      )
    }
    lines.append(
      "This cannot be undone. Sales files, exported lists and backups are as they were.")
    return lines.joined(separator: "\n")
  }

  var json: JSON {
    let customers: [JSON] = ids.map { id in
      let stores: [JSON] = report.stores.compactMap { path, people in
        people.first { $0.id == id }.map { person in
          [
            "store": .string(path),
            "removed": .object(person.values.map { ($0.column, .string($0.value)) }),
          ]
        }
      }
      return ["customer": .string(id), "stores": .array(stores)]
    }
    return [
      "customers": .array(customers), "historyLines": .integer(report.historyLines),
      "suppressionLists": .array(report.lists.map(JSON.string)),
      "problems": .array(report.problems.map(JSON.string)),
    ]
  }
}
