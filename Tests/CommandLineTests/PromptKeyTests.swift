import Foundation
import Testing

/// Keys at the prompt: editing, completion and pasting.
@Suite struct PromptKeyTests: AtThePrompt {
  let workspace: Workspace

  init() throws {
    workspace = try TrainedShop.workspace()
  }

  // MARK: - Editing

  @Test(
    "GNU editing keys work",
    arguments: [
      ("5 1840.50\u{1}12 \r", "12 5 1840.50"),  // Ctrl-A
      ("12 5 wrong\u{1}\u{6}\u{6}\u{B}\r", "12"),  // Ctrl-A, Ctrl-F twice, Ctrl-K
      ("1840.50 5\u{1B}[D\u{1B}[D\u{1B}[D\u{1B}[D9\r", "1840.950 5"),  // left arrow
      ("help me\u{17}\u{19}\u{19}\r", "help meme"),  // Ctrl-W, Ctrl-Y
      ("12 5\u{15}7 8\r", "7 8"),  // Ctrl-U
      ("héé\u{7F}llo\r", "héllo"),  // Backspace takes a letter, not a byte
    ])
  func editingKeys(keys: String, line: String) throws {
    try type(keys, on: start(), makes: line)
  }

  @Test func inputrcIsHonoured() throws {
    let inputrc = """
      $if rfm
      "\\C-t": "help"
      Tab: "tabbed"
      $endif
      """
    try type("\u{14} \t\r", on: start(inputrc: inputrc), makes: "help tabbed")
  }

  @Test func lettersBeyondASCIIWithoutALocale() throws {
    try type("segment Café\r", on: start(settings: ["LANG": ""]), makes: "segment Café")
  }

  @Test func resizingUnderALongLine() throws {
    let terminal = try start(columns: 40)
    let words = (1...30).map { "word\($0)" }
    for (place, word) in words.enumerated() {
      try terminal.send(word + " ")
      if place % 5 == 4 { try terminal.resize(rows: 20, columns: 25 + place * 2) }
    }
    try type("\u{1}first \u{5}last\r", on: terminal, makes: "first \(words.joined(separator: " ")) last")
  }

  // MARK: - Completion

  @Test(
    "Commands, segments, customers, models and files are completed",
    arguments: [
      ("hel\tme\r", "help me"), ("segment Ch\t\r", "segment Champions & VIPs"),
      ("segment champions & v\t\r", "segment Champions & VIPs"), ("top at\t 3\r", "top At-Risk & Dormant 3"),
      ("typical L\t\r", "typical Loyal & Engaged"), ("customer 1305\t\r", "customer 13056"),
      ("1305\t\r", "13056"), ("customer 1300\t7\r", "customer 13007"), ("as-of to\t\r", "as-of today"),
      ("json of\t\r", "json off"), ("load sh\t\r", "load shop"),
      ("load Mod\tshop.j\t\r", "load Models/shop.json"),
      ("load ../home/my\t\r", "load ../home/my sales.json"),
      ("segment Chtail\u{1B}[D\u{1B}[D\u{1B}[D\u{1B}[D\t\r", "segment Champions & VIPstail"),
    ])
  func completion(keys: String, line: String) throws {
    try workspace.write("{}", to: workspace.home.path + "/my sales.json")
    try type(keys, on: start(), makes: line)
  }

  @Test(
    "Names with spaces, apostrophes and & are completed",
    arguments: [
      ("customer O'B\t\r", "customer O'Brien & Sons"), ("O'B\t\r", "O'Brien & Sons"),
      ("customer Brion S\tark\r", "customer Brion Stark"), ("Brion Sta\t\r", "Brion Stark"),
      ("Jos\t\r", "José Núñez"),
    ])
  func completionOfNames(keys: String, line: String) throws {
    let names = ["O'Brien & Sons", "Brion Stark", "Brion Stone", "José Núñez", "12 Monkeys"]
    let rows = names.enumerated().map { "\($1),\($0 * 9),\($0 + 1),\($0 * 50 + 10)" }
    try workspace.write(
      "customer,recency,frequency,monetary\n" + rows.joined(separator: "\n"), to: "names.csv")
    #expect(try workspace.rfm("train", "names.csv", "--k", "2").status == 0)
    let terminal = try start("--model", "names")
    try type(keys, on: terminal, makes: line)
    #expect(terminal.transcript.contains("first purchase") == false)
    #expect(!terminal.transcript.contains("error: no customer"))
  }

  @Test func ambiguousNamesAreListed() throws {
    let terminal = try start()
    try terminal.send("customer 1300\t\t")
    let list = try terminal.expect("rfm> customer 1300")
    #expect(list.contains("13000") && list.contains("13007"))
    #expect(!list.contains("13014"))
    try type("7\r", on: terminal, makes: "customer 13007")
  }

  @Test func longListsAreAskedFor() throws {
    let terminal = try start(columns: 30)
    try terminal.send("customer 1\t\t\t")
    try terminal.expect("Display all 120 possibilities? (y or n)")
    try terminal.send("n")
    try terminal.expect("rfm> customer 13")
    #expect(!terminal.transcript.contains("13007"))
    try terminal.send("\t")
    try terminal.expect("possibilities? (y or n)")
    try terminal.send("y")
    try terminal.expect("13007")
    try terminal.expect("--More--")
    try terminal.send("q")
    try terminal.expect("rfm> customer 13")
    try type("007\r", on: terminal, makes: "customer 13007")
  }

  @Test("Ctrl-C and Ctrl-G leave the question", arguments: ["\u{3}", "\u{7}"])
  func leavingTheQuestion(key: String) throws {
    let terminal = try start()
    try terminal.send("customer \t\t\t")
    try terminal.expect("possibilities? (y or n)")
    try terminal.send(key)
    try terminal.expect(Self.prompt)
    if key == "\u{3}" { try terminal.expect("^C\n\(Self.prompt)") }
    try type("\u{15}12 5 7\r", on: terminal, makes: "12 5 7")
  }

  // MARK: - Pasting

  @Test func aPastedRowOfASpreadsheetIsARow() throws {
    let terminal = try start()
    try terminal.paste("12\t5\t1840.50")
    try terminal.send("\r")
    try terminal.expect("recency 12 days · frequency 5 orders · monetary £1,840.50")
  }

  @Test func pastedRowsAreOneTable() throws {
    let terminal = try start()
    try terminal.paste("12\t5\t1840.50\r3\t40\t£1,099\r200\t1\t5")
    try terminal.send("\r")
    try terminal.expect("recency  frequency   monetary  segment\n")
    try terminal.expect("12 days   5 orders  £1,840.50  ")
    try terminal.expect("3 days  40 orders  £1,099.00  ")
    try terminal.expect("200 days    1 order      £5.00  At-Risk & Dormant\n")
    try terminal.expect(Self.prompt)
    #expect(history == ["12\t5\t1840.50", "3\t40\t£1,099", "200\t1\t5"])
  }

  @Test func completionAfterAPastedRow() throws {
    let terminal = try start()
    try terminal.paste("12\t5\t7\rsegment Ch")
    try type("\t\r", on: terminal, makes: "segment Champions & VIPs")
    #expect(history.first == "12\t5\t7")
  }

  @Test("A terminal without bracketed paste keeps pasted Tabs", arguments: ["dumb", "linux"])
  func pastedTabsWithoutBrackets(term: String) throws {
    let terminal = try start(settings: ["TERM": term])
    try terminal.send("12\t5\t1840.50\n3\t40\t99\n")
    try terminal.expect("recency 12 days · frequency 5 orders · monetary £1,840.50")
    try terminal.expect("recency 3 days · frequency 40 orders · monetary £99.00")
  }

  @Test func completionOnADumbTerminal() throws {
    let terminal = try start(settings: ["TERM": "dumb"])
    try terminal.send("segment Ch\t")
    try terminal.expect("Champions & VIPs")
    try type("\r", on: terminal, makes: "segment Champions & VIPs")
    try leave(terminal)
  }

  @Test func ctrlCEndsAPasteThatNeverEnds() throws {
    let terminal = try start()
    try terminal.send("\u{1B}[200~12\t5")
    try terminal.send("\u{3}")
    try terminal.expect("^C\n\(Self.prompt)")
    try type("12 5 7\r", on: terminal, makes: "12 5 7")
  }
}
