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
    "find 130", "again", "overdue 5 --by money", "layouts", "layouts sales.csv", "forget 13000 --dry-run",
    "uplift list.csv later.csv --quiet", "uplift list.csv later.csv --plain --quiet",
    "export champ -o champ.csv", "compare shop later.csv -o moved.csv --quiet", "report -o page.html --quiet",
  ]

  /// Commands that show no table: what they write is for programs, or they ask at a prompt.
  private static let withoutTables = ["repl", "help", "sample", "sql", "serve", "import"]

  private static let lines = [
    "model", "segments", "segment champ", "top champ 5", "typical champ 5", "near champ 3", "watch-list 3",
    "overdue 3", "again 3", "find 130", "packs", "lint", "12 5 1840.50", "500 90 9000", "13000", "why",
    "reach champ", "what-if order 50", "what-if days 400", "diff", "help", "help why",
  ]

  /// What is seen on a terminal of so many columns.
  private func seen(_ arguments: [String], columns: Int, typing: [String] = []) throws -> [String] {
    let terminal = try PseudoTerminal(
      executable: BuiltProgram.path, arguments: arguments,
      environment: workspace.environment.merging(["PAGER": "cat"]) { $1 },
      workingDirectory: workspace.folder.path, rows: 400, columns: columns)
    var text = ""
    if !typing.isEmpty { try terminal.expect("rfm> ") }
    for line in typing {
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

  @Test("No command is left out")
  func everyCommand() throws {
    let told = try workspace.rfm("--experimental-dump-help").json()["command"]["subcommands"].items
    let names = Set(told.compactMap { $0["commandName"].text })
    let tried = Set(Self.commands.map { String($0.prefix { $0 != " " }) } + Self.withoutTables)
    #expect(names.count > 25)
    #expect(names.subtracting(tried) == [])
  }

  @Test("The same holds for what is typed at the prompt", arguments: [40, 60, 80, 120])
  func everyAnswerAtThePromptFits(columns: Int) throws {
    check(
      "the prompt", try seen([], columns: columns, typing: Self.lines),
      try seen([], columns: 400, typing: Self.lines), columns: columns)
  }

  @Test("Help fits a screen of 24 lines", arguments: [80, 120])
  func help(columns: Int) throws {
    let lines = try seen([], columns: columns, typing: ["help"])
    #expect(lines.count > 10 && lines.count < 23, "\(lines)")
  }
}
