import Foundation
import Testing

/// What a person sees on a narrow terminal: whole words, and no line that the terminal has to break.
@Suite struct PageWidthTests {
  private let workspace: Workspace

  init() throws {
    workspace = try TrainedShop.workspace()
    try workspace.write(TrainedShop.sales.csv, to: "sales.csv")
    try workspace.write(InventedSales(seed: 7, customers: 150).csv, to: "later.csv")
  }

  private static let commands = [
    "model", "models", "model --privacy", "profile sales.csv --quiet",
    "sweep sales.csv --max-k 5 --quiet", "train sales.csv -o Models/again.json --k auto --max-k 4 --quiet",
    "table sales.csv --quiet", "classify sales.csv --quiet", "compare shop later.csv --quiet",
    "segments", "packs", "segments show retail", "segments lint", "score 12 5 1840.50", "customer 13000",
    "why 12 5 1840.50", "why --customer 13000", "reach champ 12 5 1840.50", "reach champ --customer 13000",
    "what-if 12 5 1840.50 --days 30", "watch-list", "overdue", "near champ", "top champ 5", "typical champ",
    "find 130",
    "uplift list.csv later.csv --quiet",
  ]

  private static let lines = [
    "segments", "segment champ", "top champ 5", "typical champ 5", "packs", "12 5 1840.50", "help",
  ]

  /// What is seen on a terminal of so many columns.
  private func seen(_ arguments: [String], columns: Int, typing: [String] = []) throws -> [String] {
    let terminal = try PseudoTerminal(
      executable: BuiltProgram.path, arguments: arguments,
      environment: workspace.environment.merging(["PAGER": "cat"]) { $1 },
      workingDirectory: workspace.folder.path, rows: 400, columns: columns)
    var text = ""
    for line in typing {
      _ = try terminal.expect("rfm> ")
      try terminal.send(line + "\r")
      try terminal.expect("\n")
      text += String(try terminal.expect("rfm> ").dropLast(5))
    }
    if !typing.isEmpty { try terminal.send("\u{4}") }
    let status = try terminal.waitForExit()
    #expect(status == 0 || arguments.contains("lint"), "\(terminal.transcript)")
    if typing.isEmpty { text = terminal.transcript }
    return text.split(separator: "\n").map(String.init)
  }

  private func check(_ what: String, _ narrow: [String], _ wide: [String], columns: Int) {
    #expect(!narrow.isEmpty, "\(what)")
    for line in narrow {
      // A name of a file, or a word of a table, that is wider than the page by itself cannot be broken.
      let isOneWord = line.split(separator: " ").count == 1
      #expect(line.count <= columns || isOneWord, "\(what) at \(columns): \(line)")
    }
    let words = Set(wide.flatMap(Self.words))
    let broken = Set(narrow.flatMap(Self.words)).subtracting(words)
    #expect(broken.isEmpty, "\(what) at \(columns)")
  }

  /// Words of letters, without what stands around them.
  private static func words(_ line: String) -> [String] {
    line.split { !$0.isLetter && $0 != "'" && $0 != "-" }.map(String.init)
  }

  @Test("No table breaks a word, and no line is wider than the terminal", arguments: [40, 60, 80, 120])
  func everyCommandFits(columns: Int) throws {
    _ = try workspace.rfm("export", "champ", "loyal", "--holdout", "30", "-o", "list.csv")
    for command in Self.commands {
      let arguments = command.split(separator: " ").map(String.init)
      check(
        command, try seen(arguments, columns: columns), try seen(arguments, columns: 400), columns: columns)
    }
  }

  @Test("The same holds for what is typed at the prompt", arguments: [40, 60, 80, 120])
  func everyAnswerAtThePromptFits(columns: Int) throws {
    for line in Self.lines {
      check(
        line, try seen([], columns: columns, typing: [line]), try seen([], columns: 400, typing: [line]),
        columns: columns)
    }
  }
}
