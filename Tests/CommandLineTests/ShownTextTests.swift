import Foundation
import JSONText
import Testing

/// What comes from files and keyboards is shown to a person and does nothing to the terminal.
@Suite struct ShownTextTests {
  private let workspace: Workspace
  private static let hostile = ["a\u{1B}[2Jb", "new\nline", "c\u{9B}31mx", "bell\u{7}", "turn\u{202E}ed"]
  private static let long = String(repeating: "x", count: 100_000)

  init() throws {
    workspace = try Workspace()
    let rows = (Self.hostile + [Self.long, "ann", "bob"]).enumerated().map { i, id in
      "\"\(id)\",2010-01-0\(i + 1),\(i * i + 5)\n"
    }
    try workspace.write("customer,date,amount\n" + rows.joined(), to: "sales.csv")
    let outcome = try workspace.rfm("train", "sales.csv", "--k", "2", "--outliers", "none")
    #expect(outcome.status == 0, "\(outcome)")
  }

  private func expectHarmless(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let bad = text.unicodeScalars.filter {
      $0 != "\n" && ($0.properties.generalCategory == .control || $0 == "\u{202E}")
    }
    #expect(bad.isEmpty, "\(bad)", sourceLocation: sourceLocation)
    #expect(text.split(separator: "\n").allSatisfy { $0.utf8.count < 3000 }, sourceLocation: sourceLocation)
  }

  @Test func idsInListsAnswersAndMessages() throws {
    for id in Self.hostile + [Self.long] {
      let answer = try workspace.rfm("customer", id)
      #expect(answer.status == 0)
      expectHarmless(answer.output)
      expectHarmless(try workspace.rfm("why", "--customer", id).output)
      expectError(try workspace.rfm("customer", id + "!"), saying: "no customer")
      expectHarmless(try workspace.rfm("customer", id + "!").errors)
      #expect(try workspace.rfm("customer", id, "--json").json()["customer"].text == id)
    }
    for command in [
      ["watch-list"], ["overdue"], ["classify", "sales.csv", "--format", "table"], ["profile", "sales.csv"],
    ] {
      let list = try workspace.rfm(command)
      #expect(list.status == 0, "\(list)")
      expectHarmless(list.output)
    }
    #expect(try workspace.rfm("customer", "a\u{1B}[2Jb").output.contains("a\\u001b[2Jb"))
    // What is for programs stays as it is.
    let csv = try workspace.rfm("classify", "sales.csv", "--format", "csv").output
    for id in Self.hostile { #expect(csv.contains(id)) }
  }

  @Test func onATerminalOnlyTheProgramsOwnColoursCome() throws {
    let terminal = try PseudoTerminal(
      executable: BuiltProgram.path, environment: workspace.environment,
      workingDirectory: workspace.folder.path)
    try terminal.expect("rfm> ")
    for cluster in ["0", "1"] {
      try terminal.send("top cluster \(cluster) 20\r")
      try terminal.expect("by monetary")
      try terminal.expect("rfm> ")
    }
    #expect(terminal.transcript.contains("a\\u001b[2Jb"))
    let text = String(decoding: terminal.received, as: UTF8.self)
    #expect(!text.contains("\u{1B}[2J") && !text.contains("\u{9B}31m") && text.contains("\u{1B}[1m"))
    try terminal.send("\u{4}")
    #expect(try terminal.waitForExit() == 0)
  }

  @Test func namesOfPacksSteerNothing() throws {
    let before = try workspace.text(of: "Segments/sales.json")
    for name in ["\"\u{1B}[2J\"", "\"two\u{85}lines\"", Self.long] {
      let outcome = try workspace.rfm(input: "rename 1 \(name)\n")
      #expect(outcome.status == 1)
      expectHarmless(outcome.errors)
      #expect(outcome.errorLines.count == 1 && outcome.errors.contains("a name has"), "\(outcome)")
    }
    #expect(try workspace.text(of: "Segments/sales.json") == before)
    try workspace.write(
      before.replacing("\"title\": \"", with: "\"title\": \"\\u001b[2J", maxReplacements: 1),
      to: "Segments/sales.json")
    let list = try workspace.rfm("segments")
    expectHarmless(list.errors)
    #expect(list.errors.contains("title: a name has no line breaks"))
  }

  @Test(
    "Very long lines are answered at once and not repeated",
    arguments: ["", "customer ", "rename ", "use ", "load ", "as-of ", "why ", "segment ", "json ", "12 5 "])
  func longLines(start: String) throws {
    for rest in ["x", "9", "ab ", "\u{1B}[2J"] {
      let line = start + String(repeating: rest, count: 300_000 / rest.utf8.count)
      let outcome = try workspace.rfm(input: line + "\n")
      #expect(outcome.status == 1)
      #expect(
        outcome.errorLines.count == 1 && outcome.errors.utf8.count < 2500, "\(outcome.errors.prefix(300))")
      expectHarmless(outcome.errors)
    }
  }

  // MARK: - The command line

  @Test(
    "A negative value is a wrong value and not a missing one",
    arguments: [
      ["train", "sales.csv", "--k", "-1"], ["train", "sales.csv", "--seed", "-1"],
      ["train", "sales.csv", "--window", "-5d"], ["sweep", "sales.csv", "--max-k", "-3"],
      ["train", "sales.csv", "--threads", "-2"], ["overdue", "-n", "-5"],
      ["classify", "sales.csv", "--top", "-1"],
    ])
  func negativeValues(arguments: [String]) throws {
    let outcome = try workspace.rfm(arguments)
    expectError(outcome, status: 64, saying: arguments[arguments.count - 2])
    #expect(!outcome.errors.contains("Missing"), "\(outcome)")
  }

  @Test func everyOptionWithAValueMayHaveANegativeOne() throws {
    let help = try Value(try workspace.rfm("--experimental-dump-help").output)
    var options: Set<String> = []
    var commands = [help["command"]]
    while let command = commands.popLast() {
      commands += command["subcommands"].items
      for argument in command["arguments"].items where argument["kind"].text == "option" {
        options.formUnion(
          argument["names"].items.map { ($0["kind"].text == "long" ? "--" : "-") + ($0["name"].text ?? "") })
      }
    }
    #expect(options.count > 30)
    for option in options.subtracting(["--generate-completion-script"]).sorted() {
      let command = try #require(
        [
          "train", "classify", "what-if", "overdue", "export", "uplift", "forget", "sample", "compare",
          "report", "sql all", "import", "serve", "layouts new", "layouts lint", "model export",
        ].map { $0.split(separator: " ").map(String.init) }.first { command in
          (try? workspace.rfm(command + ["--help"]).output.contains(option)) ?? false
        }, "\(option)")
      let outcome = try workspace.rfm(command + ["no-such-file.csv", option, "-1"])
      #expect(!outcome.errors.contains("Missing value"), "\(option): \(outcome)")
    }
  }

  @Test(
    "Too few values are wrong usage",
    arguments: [
      ["score"], ["score", "12"], ["score", "12", "5"], ["score", "1", "2", "3", "4"], ["why"],
      ["why", "12", "5"],
      ["why", "1", "2", "3", "--customer", "ann"], ["reach", "champ", "12", "5"],
      ["what-if", "12", "5", "--days", "3"],
    ])
  func tooFewValues(arguments: [String]) throws {
    expectError(try workspace.rfm(arguments), status: 64)
  }
}
