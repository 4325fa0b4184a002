import Foundation
import Testing

/// The same words mean the same in a shell and at the prompt.
@Suite struct ShellAndPromptTests: AtThePrompt {
  let workspace: Workspace

  init() throws {
    workspace = try TrainedShop.workspace()
  }

  @Test(
    "What is typed at the prompt can be typed in a shell",
    arguments: [
      "why 13007", "overdue 12", "overdue champ 3", "watch-list 4", "near champ 3", "top champ 5", "top 4 5",
      "typical loyal 2", "segments", "packs", "why 12 5 1840.50",
    ])
  func theSame(line: String) throws {
    let shell = try workspace.run(BuiltProgram.path, line.split(separator: " ").map(String.init))
    let prompt = try workspace.rfm(input: line + "\n")
    #expect(shell.status == 0 && !shell.output.isEmpty, "\(shell)")
    #expect(shell.output == prompt.output)
  }

  @Test("A count is a count, as -n says it, and two that differ are refused")
  func counts() throws {
    #expect(try workspace.rfm("overdue", "12", "--json").json().items.count == 12)
    #expect(try workspace.rfm("overdue", "-n", "12", "--json").json().items.count == 12)
    expectError(try workspace.rfm("overdue", "12", "-n", "5"), saying: "12 and -n 5 do not go together")
    #expect(try workspace.rfm("--json", input: "overdue champ -n 2\n").json().items.count == 2)
  }

  @Test("A segment's number is its place in the list that is shown")
  func numbers() throws {
    let first = try workspace.rfm("segments").lines[2].split(separator: " ")
    #expect(first.first == "1")
    let outcome = try workspace.rfm(
      input: "recommend 1 add \"Call them.\"\nrecommend 1 remove 1\nundo 5\nundo\n")
    let lines = outcome.lines.filter { !$0.isEmpty }
    #expect(lines[0].hasPrefix("added a recommendation to 'Key Accounts, Lapsing'"))
    // More than there is to undo: as much as there is, and how much that was.
    #expect(lines[2].hasPrefix("undone: removed recommendation 1") && lines[3].hasPrefix("undone: added a"))
    #expect(lines[4].hasPrefix("took 2 back, not 5: "), "\(outcome)")
    #expect(outcome.status == 1 && outcome.errors.contains("nothing to undo"))
    #expect(
      try workspace.text(of: "Segments/retail.json") == String(contentsOf: TrainedShop.pack, encoding: .utf8))
  }

  @Test("help COMMAND is about the command, and there is none for what is no command")
  func help() throws {
    let why = try workspace.rfm(input: "help why\n")
    #expect(why.lines.first == "why [R F M | ID]" && why.lines.count == 2, "\(why)")
    let unknown = try workspace.rfm(input: "help whi\n")
    #expect(unknown.status == 1 && unknown.errors.contains("Did you mean 'why'?"), "\(unknown)")
    #expect(try workspace.rfm("help", "zzz").status == 64)
    #expect(try workspace.rfm("help", "why").output.contains("rfm why 12 5 1840.50"))
  }

  @Test("Rows that are pasted together are answered as one table")
  func pastedRows() throws {
    let terminal = try start()
    try terminal.paste("12\t5\t1840.50\n200\t1\t20\n13007\n")
    try terminal.send("\r")
    try terminal.expect("customer ")
    let rows = try terminal.expect("13007  ")
    #expect(rows.contains("12 days   5 orders") && !rows.contains("distance"))
    try terminal.expect(Self.prompt)
    try terminal.send("why\r")
    try terminal.expect("13007 · ")
    try terminal.expect(Self.prompt)
    try leave(terminal)
  }

  @Test("Nobody found is a job that failed, in words and as JSON")
  func nobodyFound() throws {
    #expect(try workspace.rfm("find", "zebra").status == 1)
    let json = try workspace.rfm("find", "zebra", "--json")
    #expect(json.status == 1 && json.lines.count == 1, "\(json)")
    expectError(try workspace.rfm("customer", ""), status: 64, saying: "whose?")
  }

  @Test("What cannot be recognised is said as a person would")
  func unknownLine() throws {
    let outcome = try workspace.rfm(input: "zebra crossing\n")
    #expect(
      outcome.errors
        == "error: line 1: I don't recognise 'zebra crossing'. Type three numbers, a customer ID, or help.\n")
  }

  @Test("A model does not go where no file can stand")
  func noDevice() throws {
    try workspace.write(TrainedShop.sales.csv, to: "sales.csv")
    expectError(
      try workspace.rfm("train", "sales.csv", "-o", "/dev/null"), saying: "/dev/null", "a model is a file")
  }

  @Test("Training ends with the segments, and with what to type next")
  func trainSummary() throws {
    try workspace.write(TrainedShop.sales.csv, to: "sales.csv")
    let outcome = try workspace.rfm("train", "sales.csv", "-o", "Models/again.json")
    #expect(outcome.status == 0, "\(outcome)")
    let behind = try #require(outcome.output.range(of: "wrote Models/again.json")).upperBound
    for name in TrainedShop.segments { #expect(outcome.output[behind...].contains(name)) }
    for name in TrainedShop.segments { #expect(!outcome.output[..<behind].contains(name)) }
    for line in outcome.lines.suffix(2) {
      let words = line.split(separator: " ").drop { $0 == "Next:" }.dropFirst().map(String.init)
      #expect(words.contains("again"))
      let typed = try workspace.run(BuiltProgram.path, words)
      #expect(typed.status == 0, "\(line): \(typed)")
    }
  }

  @Test("The sweep says which packs each number of clusters leaves")
  func packsOfTheSweep() throws {
    try workspace.write(TrainedShop.sales.csv, to: "sales.csv")
    let folder = TrainedShop.pack.deletingLastPathComponent()
    try workspace.copy(folder.appending(path: "plain.json"), to: "Segments/plain.json")
    let sweep = try workspace.rfm("sweep", "sales.csv", "--max-k", "6", "--json").json()
    let packs = sweep["steps"].items.map { $0["packs"].items.compactMap(\.text) }
    #expect(packs == [[], [], ["retail"], ["plain"], []])
    let text = try workspace.rfm("sweep", "sales.csv", "--max-k", "6").output
    let (list, advice) = (try #require(text.range(of: "segment packs that fit")), text.range(of: "take k ="))
    #expect(list.upperBound < (try #require(advice)).lowerBound)
  }

  @Test("A margin names only segments of the pack in use")
  func marginsOfAnotherPack() throws {
    let folder = TrainedShop.pack.deletingLastPathComponent()
    try workspace.copy(folder.appending(path: "rfm-scores.json"), to: "Segments/rfm-scores.json")
    let outcome = try workspace.rfm("score", "12", "5", "340.50", "--pack", "rfm-scores")
    #expect(outcome.status == 0)
    let shown = outcome.output.split(separator: "also ")[0]
    for name in ["Champions & VIPs", "Loyal & Engaged", "Occasional Buyers", "At-Risk & Dormant"] {
      #expect(!shown.contains(name), "\(outcome)")
    }
  }
}
