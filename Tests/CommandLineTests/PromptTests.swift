import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The prompt as a person meets it: keys go in at a terminal, and what counts is what the program makes of
/// them. The history tells what line it got.
@Suite struct PromptTests {
  private static let prompt = "rfm> "

  private let workspace: Workspace

  init() throws {
    workspace = try TrainedShop.workspace()
  }

  /// A prompt that is ready for keys.
  private func start(
    _ arguments: String..., settings: [String: String] = [:], inputrc: String? = nil, columns: Int = 80
  ) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(
      executable: BuiltProgram.path, arguments: arguments,
      environment: try environment(settings, inputrc: inputrc), workingDirectory: workspace.folder.path,
      columns: columns)
    try terminal.expect(Self.prompt)
    return terminal
  }

  private func environment(_ settings: [String: String], inputrc: String? = nil) throws -> [String: String] {
    let file = workspace.home.appending(path: ".inputrc")
    try workspace.write(inputrc ?? "", to: file.path)
    return workspace.environment.merging(["INPUTRC": file.path]) { $1 }.merging(settings) { $1 }
      .filter { !$0.value.isEmpty }
  }

  private var history: [String] {
    let text = (try? String(contentsOf: workspace.historyFile, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map(String.init)
  }

  /// Types keys that end with Enter, and checks what line they made.
  private func type(
    _ keys: String, on terminal: PseudoTerminal, makes line: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try terminal.send(keys)
    _ = try terminal.wait { history.last == line }
    #expect(history.last == line, "\(terminal.screen)", sourceLocation: sourceLocation)
    // A prompt on the row of the keys is that line drawn again; the next one stands on another.
    try terminal.expect("\n")
    try terminal.expect(Self.prompt)
  }

  @Test func controlCEndsAnAnswerAndNotThePrompt() throws {
    let terminal = try start()
    // Every answer before has been given: the signal comes while the next is worked out, or at the prompt.
    for _ in 1...5 {
      try terminal.send("watch-list 500\r")
      terminal.signal(SIGINT)
      try terminal.send("\r")
      try terminal.expect(Self.prompt)
    }
    try terminal.send("\r12 5 7\r")
    try terminal.expect("recency 12 days")
    try terminal.expect(Self.prompt)
    try leave(terminal)
  }

  private func leave(_ terminal: PseudoTerminal) throws {
    try terminal.send("\u{4}")
    #expect(try terminal.waitForExit() == 0)
  }

  // MARK: - Answers

  @Test func aFirstSession() throws {
    let terminal = try start(columns: 100)
    #expect(terminal.transcript.contains("rfm · shop, as of 2010-12-"))
    #expect(terminal.transcript.contains(" · 120 to look up · pack retail"))
    #expect(
      terminal.transcript.contains(
        "Type recency, frequency and monetary (12 5 1840.50), a customer ID, or help."))
    try terminal.send("12 5 1840.50\r")
    try terminal.expect("recency 12 days · frequency 5 orders · monetary £1,840.50")
    try terminal.expect("What to do")
    try terminal.send("13000\r")
    try terminal.expect("13000 · ")
    try terminal.expect("first purchase 2010-")
    try terminal.expect(Self.prompt)
    try terminal.send("99999\r")
    try terminal.expect("error: no customer 99999 in shop. Nearest IDs: ")
    try terminal.expect(Self.prompt)
    try terminal.send("quit\r")
    #expect(try terminal.waitForExit() == 0)
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

  // MARK: - History

  @Test func historyAcrossSessions() throws {
    let first = try start()
    for line in ["12 5 1840.50", "help", "help", "   "] {
      try first.send(line + "\r")
      try first.expect(Self.prompt)
    }
    try leave(first)
    #expect(history == ["12 5 1840.50", "help"])

    let second = try start()
    try second.send("\u{1B}[A\u{1B}[A\r")
    try second.expect("monetary £1,840.50")
  }

  @Test func historyIsWrittenAtOnceAndByTwoSessions() throws {
    let (first, second) = (try start(), try start())
    try type("1 2 3\r", on: first, makes: "1 2 3")
    first.signal(SIGKILL)
    try type("4 5 6\r", on: second, makes: "4 5 6")
    #expect(history == ["1 2 3", "4 5 6"])
  }

  @Test func historyIsForItsOwnerOnly() throws {
    let terminal = try start()
    try type("help\r", on: terminal, makes: "help")
    #expect(try workspace.mode(of: workspace.historyFile.path) == 0o600)
    #expect(try workspace.mode(of: workspace.historyFile.deletingLastPathComponent().path) == 0o700)
  }

  @Test func longHistoryIsCutBack() throws {
    let padding = String(repeating: "x", count: 100)
    try workspace.write((1...12_000).map { "\($0) \(padding)\n" }.joined(), to: workspace.historyFile.path)
    let terminal = try start()
    try type("help\r", on: terminal, makes: "help")
    #expect(history.count == 10_001)
    #expect(history.first == "2001 \(padding)")
    #expect(try workspace.names(in: workspace.home.path + "/state/rfm") == ["history"])
  }

  @Test func historyThatCannotBeWritten() throws {
    try workspace.write("", to: "file")
    let terminal = try start(settings: ["XDG_STATE_HOME": workspace.folder.path + "/file/below"])
    #expect(terminal.transcript.contains("note: history is kept for this session only"))
    #expect(terminal.transcript.contains("Not a directory"))
    try terminal.send("12 5 7\r")
    try terminal.expect("monetary £7.00")
    try terminal.expect(Self.prompt)
    try terminal.send("\u{1B}[A8\r")
    try terminal.expect("monetary £78.00")
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

  @Test func pastedRowsAreSeveralAnswers() throws {
    let terminal = try start()
    try terminal.paste("12\t5\t1840.50\r3\t40\t£1,099\r200\t1\t5")
    try terminal.send("\r")
    try terminal.expect("recency 12 days · frequency 5 orders · monetary £1,840.50")
    try terminal.expect("recency 3 days · frequency 40 orders · monetary £1,099.00")
    try terminal.expect("recency 200 days · frequency 1 order · monetary £5.00")
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

  // MARK: - Leaving a line

  @Test func ctrlCClearsTheLine() throws {
    let terminal = try start()
    try terminal.send("half a line\u{1}")
    try terminal.expect("half a line")
    try terminal.send("\u{3}")
    try terminal.expect("^C\n\(Self.prompt)")
    try terminal.send("\u{3}")
    try terminal.expect("^C\n\(Self.prompt)")
    try type("12 5 7\r", on: terminal, makes: "12 5 7")
    #expect(history == ["12 5 7"])
    try leave(terminal)
  }

  @Test func ctrlCLeavesReverseSearch() throws {
    let terminal = try start()
    try type("12 5 1840.50\r", on: terminal, makes: "12 5 1840.50")
    try terminal.send("\u{12}184")
    try terminal.expect("4': 12 5 1840.50")
    try terminal.send("\u{3}")
    try terminal.expect("^C\n\(Self.prompt)")
    try type("1 2 3\r", on: terminal, makes: "1 2 3")
    // The entry that was found is unharmed.
    try type("\u{1B}[A\u{1B}[A\r", on: terminal, makes: "12 5 1840.50")
  }

  @Test("Ctrl-C leaves half a key sequence", arguments: ["\u{1B}", "\u{1B}5", "\u{18}", "\u{1D}"])
  func ctrlCWithinKeys(keys: String) throws {
    let terminal = try start()
    try terminal.send("abc")
    try terminal.expect("abc")
    try terminal.send(keys)
    try terminal.send("\u{3}")
    try terminal.expect("^C\n\(Self.prompt)")
    try type("help\r", on: terminal, makes: "help")
  }

  @Test("Commands within a reverse search", arguments: ["\u{18})", "\u{18}e", "\u{1D}", "\u{7}"])
  func commandsWithinReverseSearch(keys: String) throws {
    let terminal = try start()
    try type("12 5 7\r", on: terminal, makes: "12 5 7")
    try terminal.send("\u{12}5")
    try terminal.expect("': 12 5 7")
    try type(keys + "\u{7}\u{5}\u{15}3 4 5\r", on: terminal, makes: "3 4 5")
  }

  @Test("Ctrl-D on an empty line ends the prompt", arguments: ["xterm-256color", "dumb"])
  func ctrlD(term: String) throws {
    let terminal = try start(settings: ["TERM": term])
    try type("12 5 78\u{1}\u{4}\r", on: terminal, makes: "2 5 78")
    try leave(terminal)
    #expect(terminal.transcript.hasSuffix("\n"))
  }

  @Test("The signals that end programs end the prompt", arguments: [SIGTERM, SIGHUP, SIGQUIT])
  func signalsThatEnd(signal: Int32) throws {
    let terminal = try start()
    try terminal.send("half")
    try terminal.expect("half")
    terminal.signal(signal)
    #expect(try terminal.waitForExit() == 128 + signal)
  }

  @Test func stoppingAndComingBack() throws {
    let shell = try PseudoTerminal(
      executable: "/bin/bash", arguments: ["--norc", "--noprofile", "-i"],
      environment: try environment(["PS1": "$ "]), workingDirectory: workspace.folder.path)
    try shell.expect("$ ")
    try shell.send("'\(BuiltProgram.path)'; stty -a\r")
    try shell.expect(Self.prompt)
    try shell.send("12 5")
    try shell.expect("12 5")
    for _ in 1...2 {
      try shell.send("\u{1A}")
      try shell.expect("Stopped")
      try shell.expect(" icanon")
      try shell.expect(" echo ")
      try shell.expect("$ ")
      try shell.send("fg; stty -a\r")
      try shell.expect("\(Self.prompt)12 5")
    }
    try shell.send(" 7\r")
    // A Ctrl-D before the next prompt would be the terminal's, not the prompt's.
    try shell.expect("What to do")
    try shell.expect(Self.prompt)
    try shell.send("\u{4}")
    try shell.expect(" icanon")
    try shell.expect(" echo ")
    try shell.expect("$ ")
  }
}
