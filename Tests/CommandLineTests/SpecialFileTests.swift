import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Pipes, devices, folders and giants where a file is expected: said in one line, and nobody waits for them.
@Suite(.timeLimit(.minutes(2))) struct SpecialFileTests {
  private let workspace: Workspace

  init() throws { workspace = try TrainedShop.workspace() }

  private func pipe(at path: String) throws {
    #expect(mkfifo(workspace.url(path).path, 0o600) == 0)
  }

  @Test func aPipeAmongTheModelsIsNoModel() throws {
    try pipe(at: "Models/later.json")
    #expect(try workspace.rfm("score", "12", "5", "7").status == 0)
    #expect(try workspace.rfm("models").status == 0)
    expectError(try workspace.rfm("score", "12", "5", "7", "--model", "later"), saying: "a pipe or a device")
  }

  @Test func aPipeAmongThePacksIsNamedAndTheOthersGoOnWorking() throws {
    try pipe(at: "Segments/later.json")
    #expect(try workspace.rfm("score", "12", "5", "7").output.contains("cluster"))
    let list = try workspace.rfm("segments")
    #expect(list.errorLines == ["error: Segments/later.json: this is a pipe or a device; a file is expected"])
    #expect(list.output.contains("retail"))
  }

  @Test(
    "Devices", .enabled(if: access("/dev/zero", R_OK) == 0),
    arguments: ["/dev/zero", "/dev/null", "/dev/tty"])
  func devices(path: String) throws {
    expectError(try workspace.rfm("score", "12", "5", "7", "--model", path), saying: path)
    expectError(try workspace.rfm("score", "12", "5", "7", "--segments", path), saying: path)
  }

  @Test func aGiantIsNoModelAndNoPack() throws {
    try workspace.write("{", to: "giant.json")
    #expect(truncate(workspace.url("giant.json").path, 3 << 30) == 0)
    for option in ["--model", "--segments"] {
      expectError(
        try workspace.rfm("score", "12", "5", "7", option, "giant.json"), saying: "larger than 64 MB")
    }
  }

  @Test func aFolderAsStandardInput() throws {
    let run = try workspace.start([], inputFile: "/")
    expectError(try run.wait(), saying: "standard input: this is a folder")
  }

  @Test("Too few files may be open", arguments: [4, 5, 6, 8, 16])
  func openFiles(most: Int) throws {
    try workspace.write(TrainedShop.sales.csv, to: "sales.csv")
    let script = "ulimit -n \(most); exec '\(BuiltProgram.path)' train sales.csv -o New/shop.json"
    expectError(
      try workspace.run("/bin/sh", ["-c", script]), saying: "only \(most) files may be open", "ulimit -n 32")
    #expect(try !workspace.names().contains("New"))
    // A limit that may be raised is.
    let soft = script.replacingOccurrences(of: "ulimit -n", with: "ulimit -S -n")
    #expect(try workspace.run("/bin/sh", ["-c", soft]).status == 0)
  }

  @Test("A signal ends a training and nothing is left", arguments: [SIGINT, SIGTERM, SIGHUP, SIGQUIT])
  func signals(number: Int32) throws {
    try pipe(at: "sales")
    let run = try workspace.start(["train", "sales", "-o", "New/shop.json"])
    let writer = open(workspace.url("sales").path, O_WRONLY)
    #expect(writer >= 0)
    defer { close(writer) }
    #expect(try workspace.names(in: "New") == [".shop.json.lock"])
    run.signal(number)
    let outcome = try run.wait()
    #expect(outcome.status == 128 + number)
    #expect(outcome.errors == "")
    #expect(try workspace.names(in: "New").isEmpty)
  }
}
