import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The lines that the prompt remembers.
@Suite struct PromptHistoryTests: AtThePrompt {
  let workspace: Workspace

  init() throws {
    workspace = try TrainedShop.workspace()
  }

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
}
