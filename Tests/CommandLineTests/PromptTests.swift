import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The prompt as a person meets it: keys go in at a terminal, and what counts is what the program got.
@Suite struct PromptTests {
  private static let prompt = "rfm> "

  private let folder: URL
  private var historyFile: URL { folder.appending(path: "state/rfm/history") }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "prompt-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  /// A prompt that is ready for keys. Nothing of this machine's settings gets in.
  private func start(
    term: String = "xterm-256color", inputrc: String? = nil, history: String? = nil, columns: Int = 80
  ) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(
      executable: BuiltProgram.path, arguments: [history ?? historyFile.path],
      environment: try environment(term: term, inputrc: inputrc), workingDirectory: folder.path,
      columns: columns)
    try terminal.expect(Self.prompt)
    return terminal
  }

  private func environment(term: String, inputrc: String? = nil) throws -> [String: String] {
    let settings = folder.appending(path: "inputrc")
    try (inputrc ?? "").write(to: settings, atomically: true, encoding: .utf8)
    return ["TERM": term, "HOME": folder.path, "INPUTRC": settings.path, "LANG": "C.UTF-8"]
  }

  private func quit(_ terminal: PseudoTerminal) throws {
    try terminal.send("\u{4}")
    try terminal.expect("bye")
    #expect(try terminal.waitForExit() == 0)
  }

  private var rowsOfHistory: [String] {
    let text = (try? String(contentsOf: historyFile, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map(String.init)
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
    let terminal = try start()
    try terminal.send(keys)
    try terminal.expect("got: \(line)\n")
  }

  @Test func inputrcIsHonoured() throws {
    let inputrc = """
      $if rfm
      "\\C-t": "help"
      Tab: "tabbed"
      $endif
      """
    let terminal = try start(inputrc: inputrc)
    try terminal.send("\u{14} \t\r")
    try terminal.expect("got: help tabbed\n")
  }

  @Test func viKeysOfTheInputrc() throws {
    let terminal = try start(inputrc: "set editing-mode vi\n")
    try terminal.send("12 5 99")
    try terminal.expect("12 5 99")
    try terminal.send("\u{1B}")
    try terminal.send("0dwi7 \r")
    try terminal.expect("got: 7 5 99\n")
  }

  @Test func bytesThatAreNoText() throws {
    let terminal = try start()
    try terminal.send(bytes: [0x61, 0xFF, 0xC3, 0x62, 0x0D])
    try terminal.expect("got: a")
    try terminal.expect(Self.prompt)
    try terminal.send("ok\r")
    try terminal.expect("got: ok\n")
  }

  @Test func lettersBeyondASCIIWithoutALocale() throws {
    let terminal = try PseudoTerminal(
      executable: BuiltProgram.path, arguments: [historyFile.path], environment: ["TERM": "xterm"])
    try terminal.expect(Self.prompt)
    try terminal.send("segment Café\r")
    try terminal.expect("got: segment Café\n")
  }

  @Test func resizingUnderALongLine() throws {
    let terminal = try start(columns: 40)
    let words = (1...30).map { "word\($0)" }
    for (place, word) in words.enumerated() {
      try terminal.send(word + " ")
      if place % 5 == 4 { try terminal.resize(rows: 20, columns: 25 + place * 2) }
    }
    try terminal.send("\u{1}first \u{5}last\r")
    try terminal.expect("got: first \(words.joined(separator: " ")) last\n")
    try terminal.expect(Self.prompt)
  }

  // MARK: - History

  @Test func historyAcrossSessions() throws {
    let first = try start()
    for line in ["12 5 1840.50", "help", "help", "   "] {
      try first.send(line + "\r")
      try first.expect(Self.prompt)
    }
    try quit(first)
    #expect(rowsOfHistory == ["12 5 1840.50", "help"])

    let second = try start()
    try second.send("\u{1B}[A\u{1B}[A\r")
    try second.expect("got: 12 5 1840.50\n")
  }

  @Test func historyIsWrittenAtOnceAndByTwoSessions() throws {
    let (first, second) = (try start(), try start())
    try first.send("from the first\r")
    try first.expect("got: from the first\n")
    try first.expect(Self.prompt)
    first.signal(SIGKILL)
    try second.send("from the second\r")
    try second.expect("got: from the second\n")
    try second.expect(Self.prompt)
    #expect(rowsOfHistory == ["from the first", "from the second"])
  }

  @Test func historyIsForItsOwnerOnly() throws {
    let terminal = try start()
    try terminal.send("help\r")
    try terminal.expect("got: help\n")
    try terminal.expect(Self.prompt)
    func mode(_ url: URL) throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions] as? Int
    }
    #expect(try mode(historyFile) == 0o600)
    #expect(try mode(historyFile.deletingLastPathComponent()) == 0o700)
  }

  @Test func longHistoryIsCutBack() throws {
    try FileManager.default.createDirectory(
      at: historyFile.deletingLastPathComponent(), withIntermediateDirectories: true)
    let padding = String(repeating: "x", count: 100)
    let old = (1...12_000).map { "\($0) \(padding)\n" }.joined()
    try old.write(to: historyFile, atomically: true, encoding: .utf8)
    let terminal = try start()
    try terminal.send("help\r")
    try terminal.expect("got: help\n")
    try terminal.expect(Self.prompt)
    #expect(rowsOfHistory.count == 10_001)
    #expect(rowsOfHistory.first == "2001 \(padding)")
    #expect(rowsOfHistory.last == "help")
    let beside = try FileManager.default.contentsOfDirectory(
      atPath: historyFile.deletingLastPathComponent().path)
    #expect(beside == ["history"])
  }

  @Test func historyThatCannotBeWritten() throws {
    let file = folder.appending(path: "file")
    try "".write(to: file, atomically: true, encoding: .utf8)
    let terminal = try start(history: file.appending(path: "below/history").path)
    #expect(terminal.transcript.contains("warning: history is kept for this session only"))
    #expect(terminal.transcript.contains("Not a directory"))
    try terminal.send("12 5 7\r")
    try terminal.expect("got: 12 5 7\n")
    try terminal.expect(Self.prompt)
    try terminal.send("\u{1B}[A8\r")
    try terminal.expect("got: 12 5 78\n")
  }

  // MARK: - Completion

  @Test(
    "Names with spaces, apostrophes and & are completed",
    arguments: [
      ("segment Ch\t\r", "segment Champions & VIPs"),
      ("segment champions & v\t\r", "segment Champions & VIPs"),
      ("segment Can\t\r", "segment Can't Lose Them"),
      ("segment Can't L\t!\r", "segment Can't Lose Them!"),
      ("segment Caf\t\r", "segment Café Regulars"),
      ("segment Café R\t!\r", "segment Café Regulars!"),
      ("hel\tme\r", "help me"),
      ("segment \tLoyal C\t\r", "segment Loyal Customers"),
    ])
  func completion(keys: String, line: String) throws {
    let terminal = try start()
    try terminal.send(keys)
    try terminal.expect("got: \(line)\n")
  }

  @Test func completionInTheMiddleOfALine() throws {
    let terminal = try start()
    try terminal.send("segment Chtail\u{1B}[D\u{1B}[D\u{1B}[D\u{1B}[D\t\r")
    try terminal.expect("got: segment Champions & VIPstail\n")
  }

  @Test func ambiguousNamesAreListed() throws {
    let terminal = try start()
    try terminal.send("segment lo\t")
    try terminal.expect("Loyal")
    try terminal.send("\t\t")
    let list = try terminal.expect("rfm> segment Loyal")
    #expect(list.contains("Loyal Customers"))
    #expect(list.contains("Loyal Friends"))
    #expect(list.contains("Loyalty Lapsed"))
    #expect(!list.contains("segment Loyal Customers"))
    try terminal.send("ty\t\r")
    try terminal.expect("got: segment Loyalty Lapsed\n")
  }

  @Test func nothingToComplete() throws {
    // A file of the working directory is no completion.
    try "".write(to: folder.appending(path: "zebra.csv"), atomically: true, encoding: .utf8)
    let terminal = try start()
    try terminal.send("segment zeb\t")
    try terminal.expect("segment zeb")
    try terminal.send("ra\r")
    try terminal.expect("got: segment zebra\n")
  }

  @Test func longListsAreAskedFor() throws {
    let terminal = try start()
    try terminal.send("customer \t\t\t")
    try terminal.expect("Display all 150 possibilities? (y or n)")
    try terminal.send("n")
    try terminal.expect("rfm> customer customer-")
    #expect(!terminal.transcript.contains("customer-77"))
    try terminal.send("\t")
    try terminal.expect("possibilities? (y or n)")
    try terminal.send("y")
    try terminal.expect("customer-77")
    try terminal.expect("--More--")
    try terminal.send("q")
    try terminal.expect("rfm> customer customer-")
    try terminal.send("150\r")
    try terminal.expect("got: customer customer-150\n")
  }

  @Test("Ctrl-C and Ctrl-G leave the question", arguments: ["\u{3}", "\u{7}"])
  func leavingTheQuestion(key: String) throws {
    let terminal = try start()
    try terminal.send("customer \t\t\t")
    try terminal.expect("possibilities? (y or n)")
    try terminal.send(key)
    try terminal.expect(Self.prompt)
    if key == "\u{3}" { try terminal.expect("^C\n\(Self.prompt)") }
    try terminal.send("\u{15}12 5 7\r")
    try terminal.expect("got: 12 5 7\n")
  }

  @Test func menuCompletionOfTheInputrc() throws {
    let terminal = try start(inputrc: "Tab: menu-complete\n")
    try terminal.send("segment Loyal \t\t\r")
    try terminal.expect("got: segment Loyal Friends\n")
  }

  // MARK: - Pasting

  @Test func pastedRowsWithTabs() throws {
    let terminal = try start()
    try terminal.paste("12\t5\t1840.50\r3\t40\t99\r200\t1\t5")
    try terminal.send("\r")
    try terminal.expect("got: 12\t5\t1840.50\n")
    try terminal.expect("got: 3\t40\t99\n")
    try terminal.expect("got: 200\t1\t5\n")
    try terminal.expect(Self.prompt)
    #expect(rowsOfHistory == ["12\t5\t1840.50", "3\t40\t99", "200\t1\t5"])
  }

  @Test func completionAfterAPastedRow() throws {
    let terminal = try start()
    try terminal.paste("12\t5\t7\rsegment Ch")
    try terminal.send("\t\r")
    try terminal.expect("got: 12\t5\t7\n")
    try terminal.expect("got: segment Champions & VIPs\n")
  }

  @Test("A terminal without bracketed paste keeps pasted Tabs", arguments: ["dumb", "linux"])
  func pastedTabsWithoutBrackets(term: String) throws {
    let terminal = try start(term: term)
    try terminal.send("12\t5\t1840.50\n3\t40\t99\n")
    try terminal.expect("got: 12\t5\t1840.50\n")
    try terminal.expect("got: 3\t40\t99\n")
    try terminal.expect(Self.prompt)
  }

  @Test func completionOnADumbTerminal() throws {
    let terminal = try start(term: "dumb")
    try terminal.send("segment Ch\t")
    try terminal.expect("Champions & VIPs")
    try terminal.send("\r")
    try terminal.expect("got: segment Champions & VIPs\n")
    try terminal.expect(Self.prompt)
    try quit(terminal)
  }

  @Test func ctrlCEndsAPasteThatNeverEnds() throws {
    let terminal = try start()
    try terminal.send("\u{1B}[200~12\t5")
    try terminal.send("\u{3}")
    try terminal.expect("^C\n\(Self.prompt)")
    try terminal.send("12 5 7\r")
    try terminal.expect("got: 12 5 7\n")
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
    try terminal.send("whole\r")
    try terminal.expect("got: whole\n")
    #expect(!terminal.transcript.contains("got: half"))
    try terminal.expect(Self.prompt)
    try quit(terminal)
  }

  @Test func ctrlCLeavesReverseSearch() throws {
    let terminal = try start()
    try terminal.send("12 5 1840.50\r")
    try terminal.expect("got: 12 5 1840.50\n")
    try terminal.expect(Self.prompt)
    try terminal.send("\u{12}184")
    try terminal.expect("4': 12 5 1840.50")
    try terminal.send("\u{3}")
    try terminal.expect("^C\n\(Self.prompt)")
    try terminal.send("plain\r")
    try terminal.expect("got: plain\n")
    try terminal.expect(Self.prompt)
    // The entry that was found is unharmed.
    try terminal.send("\u{1B}[A\u{1B}[A\r")
    try terminal.expect("got: 12 5 1840.50\n")
  }

  @Test("Ctrl-C leaves half a key sequence", arguments: ["\u{1B}", "\u{1B}5", "\u{18}", "\u{1D}"])
  func ctrlCWithinKeys(keys: String) throws {
    let terminal = try start()
    try terminal.send("abc")
    try terminal.expect("abc")
    try terminal.send(keys)
    try terminal.send("\u{3}")
    try terminal.expect("^C\n\(Self.prompt)")
    try terminal.send("plain\r")
    try terminal.expect("got: plain\n")
  }

  @Test("Ctrl-D on an empty line ends the prompt", arguments: ["xterm-256color", "dumb"])
  func ctrlD(term: String) throws {
    let terminal = try start(term: term)
    try terminal.send("ab\u{1}\u{4}\r")
    try terminal.expect("got: b\n")
    try terminal.expect(Self.prompt)
    try terminal.send("\u{4}")
    #expect(try terminal.expect("bye\n") == "\nbye\n")
    #expect(try terminal.waitForExit() == 0)
  }

  @Test("The signals that end programs end the prompt", arguments: [SIGTERM, SIGHUP, SIGQUIT])
  func signalsThatEnd(signal: Int32) throws {
    let terminal = try start()
    try terminal.send("half")
    try terminal.expect("half")
    terminal.signal(signal)
    #expect(try terminal.waitForExit() == 128 + signal)
  }

  @Test func ctrlCWhileAnswering() throws {
    let terminal = try start()
    try terminal.send("slow\r")
    try terminal.expect("got: slow\n")
    try terminal.send("\u{3}")
    #expect(try terminal.waitForExit() == 128 + SIGINT)
  }

  @Test func stoppingAndComingBack() throws {
    var settings = try environment(term: "xterm")
    settings["PS1"] = "$ "
    let shell = try PseudoTerminal(
      executable: "/bin/bash", arguments: ["--norc", "--noprofile", "-i"], environment: settings)
    try shell.expect("$ ")
    try shell.send("'\(BuiltProgram.path)' '\(historyFile.path)'; stty -a\r")
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
    try shell.expect("got: 12 5 7\n")
    try shell.expect(Self.prompt)
    try shell.send("\u{4}")
    try shell.expect("bye")
    try shell.expect(" icanon")
    try shell.expect(" echo ")
    try shell.expect("$ ")
  }

  @Test func ctrlZWithoutAShell() throws {
    let terminal = try start()
    try terminal.send("12 5")
    try terminal.expect("12 5")
    try terminal.send("\u{1A}")
    try terminal.expect("\(Self.prompt)12 5")
    try terminal.send(" 7\r")
    try terminal.expect("got: 12 5 7\n")
  }
}
