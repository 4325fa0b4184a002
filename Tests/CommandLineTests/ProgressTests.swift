import Foundation
import Testing

/// The line that says how far a long job is: on a terminal, and gone at the end.
@Suite struct ProgressTests {
  private let workspace: Workspace
  private let pipe: String

  init() throws {
    workspace = try Workspace()
    try TrainedShop.place(in: workspace, "Models")
    try workspace.copy(TrainedShop.pack, to: "Segments/retail.json")
    pipe = workspace.folder.path + "/slow.csv"
    guard mkfifo(pipe, 0o600) == 0 else { throw Workspace.Failure("no pipe at \(pipe)") }
  }

  private func terminal(_ arguments: [String]) throws -> PseudoTerminal {
    try PseudoTerminal(
      executable: BuiltProgram.path, arguments: arguments, environment: workspace.environment,
      workingDirectory: workspace.folder.path)
  }

  @Test(arguments: [
    ["profile", "slow.csv"], ["sweep", "slow.csv", "--max-k", "3"], ["train", "slow.csv", "-o", "new.json"],
    ["classify", "slow.csv", "--model", "shop", "-o", "out.csv"], ["compare", "shop", "slow.csv"],
  ])
  func aFileThatTakesLongIsSeenAndTheLineGoes(arguments: [String]) throws {
    let terminal = try terminal(arguments)
    try terminal.expect("reading slow.csv", timeout: .seconds(60))
    let writer = try #require(FileHandle(forWritingAtPath: pipe))
    try writer.write(contentsOf: Data(TrainedShop.sales.csv.utf8))
    try writer.close()
    #expect(try terminal.waitForExit(timeout: .seconds(60)) == 0, "\(terminal.transcript)")
    let text = String(decoding: terminal.received, as: UTF8.self)
    let last = try #require(text.range(of: "\r\u{1B}[K", options: .backwards))
    #expect(!text[last.upperBound...].contains("reading"), "\(text)")
  }

  @Test func quietShowsNone() throws {
    let terminal = try terminal(["profile", "slow.csv", "--quiet"])
    let writer = try #require(FileHandle(forWritingAtPath: pipe))
    // Longer than the program's patience.
    #expect(!(try terminal.wait(timeout: .milliseconds(900)) { !terminal.received.isEmpty }))
    try writer.write(contentsOf: Data(TrainedShop.sales.csv.utf8))
    try writer.close()
    #expect(try terminal.waitForExit(timeout: .seconds(60)) == 0)
    #expect(!terminal.transcript.contains("reading slow.csv"))
  }

  @Test func standardErrorThatIsNoTerminalIsLeftAlone() throws {
    let run = try workspace.start(["profile", "slow.csv"])
    let writer = try #require(FileHandle(forWritingAtPath: pipe))
    poll(nil, 0, 900)
    try writer.write(contentsOf: Data(TrainedShop.sales.csv.utf8))
    try writer.close()
    #expect(try run.wait().errors == "")
  }

  @Test func everyCommandThatMayTakeLongCanBeQuiet() throws {
    for command in [
      ["train"], ["profile"], ["sweep"], ["classify"], ["compare"], ["watch-list"], ["overdue"], ["near"],
      ["segments", "lint"],
    ] {
      let help = try workspace.rfm(command + ["--help"])
      #expect(help.output.contains("--quiet") && help.output.contains("Show no progress."), "\(command)")
    }
    #expect(try workspace.rfm("overdue", "--quiet").status == 0)
  }
}
