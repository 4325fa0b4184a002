import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The prompt from its first line to the last: what is answered, and how one leaves a line, or all of it.
@Suite struct PromptTests: AtThePrompt {
  let workspace: Workspace

  init() throws {
    workspace = try TrainedShop.workspace()
  }

  // MARK: - Answers

  @Test func aFirstSession() throws {
    let terminal = try start(columns: 100)
    #expect(terminal.transcript.contains("rfm · shop, as of 2010-12-"))
    #expect(terminal.transcript.contains(" · 120 customers to look up · pack retail"))
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
