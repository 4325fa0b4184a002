import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Training that is cut short, by a full disk or a kill, leaves the old model or the new one, never a mixture.
@Suite struct InterruptedTrainingTests {
  private let workspace: Workspace

  init() throws {
    workspace = try TrainedShop.workspace()
    try workspace.write(InventedSales(seed: 5).csv, to: "sales.csv")
  }

  /// The old model answers as before.
  private func expectOldModel(in folder: String = "Models", sourceLocation: SourceLocation = #_sourceLocation)
    throws
  {
    let outcome = try workspace.rfm("customer", "13000", "--json", "--model", "\(folder)/shop.json")
    #expect(outcome.status == 0, "\(outcome)", sourceLocation: sourceLocation)
    let known = TrainedShop.sales.customers["13000"]
    #expect(try outcome.json()["lastPurchase"].text == known?.last, sourceLocation: sourceLocation)
  }

  // MARK: - Full disks

  @Test("A limit on the size of files", arguments: ["1", "8", "16"])
  func limitOnFileSize(blocks: String) throws {
    let before = try workspace.names(in: "Models")
    let script = "ulimit -f \(blocks); exec '\(BuiltProgram.path)' train sales.csv -o Models/shop.json"
    expectError(try workspace.run("/bin/sh", ["-c", script]), saying: "Models/")
    #expect(try workspace.names(in: "Models") == before)
    try expectOldModel()

    // The same in a folder that was not there.
    let fresh = script.replacingOccurrences(of: "Models/shop", with: "New/shop")
    expectError(try workspace.run("/bin/sh", ["-c", fresh]))
    #expect(try !workspace.names().contains("New"))
  }

  @Test(
    "A full disk", .enabled(if: SmallDisk.isPossible, "needs the right to mount a small disk"),
    arguments: [44, 52, 60])
  func fullDisk(kilobytes: Int) throws {
    let disk = try SmallDisk(at: workspace.folder.path + "/disk", kilobytes: kilobytes)
    defer { disk.unmount() }
    try TrainedShop.place(in: workspace, "disk")
    let before = try workspace.names(in: "disk")
    expectError(try workspace.rfm("train", "sales.csv", "-o", "disk/shop.json"), saying: "disk/", "full")
    #expect(try workspace.names(in: "disk") == before)
    try expectOldModel(in: "disk")
  }

  @Test(
    "A disk that is read-only", .enabled(if: SmallDisk.isPossible, "needs the right to mount a small disk"))
  func readOnlyDisk() throws {
    let disk = try SmallDisk(at: workspace.folder.path + "/disk", kilobytes: 1024)
    defer { disk.unmount() }
    try TrainedShop.place(in: workspace, "disk")
    try disk.makeReadOnly()
    expectError(
      try workspace.rfm("train", "sales.csv", "-o", "disk/shop.json"), saying: "disk/shop.json", "read-only")
    try expectOldModel(in: "disk")
  }

  @Test(
    "A folder that may not be written to", .enabled(if: geteuid() != 0, "the administrator may write anyway"))
  func readOnlyFolder() throws {
    chmod(workspace.url("Models").path, 0o500)
    defer { chmod(workspace.url("Models").path, 0o700) }
    expectError(
      try workspace.rfm("train", "sales.csv", "-o", "Models/shop.json"), saying: "Models/shop.json", "may not"
    )
    try expectOldModel()
  }

  @Test func placesWhereNoModelCanBe() throws {
    let before = try workspace.names()
    for path in ["sales.csv/shop.json", "/proc/shop.json", "/dev/null/shop.json", "/proc/new/shop.json"] {
      expectError(try workspace.rfm("train", "sales.csv", "-o", path))
    }
    expectError(try workspace.rfm("train", "sales.csv", "-o", "Models"), saying: "Models", "folder")
    expectError(try workspace.rfm("train", "sales.csv", "-o", "Models/"), saying: "folder")
    for path in ["", ".json", "Models/.json", "-"] {
      expectError(try workspace.rfm("train", "sales.csv", "-o", path), saying: "names no file for the model")
    }
    #expect(try workspace.names() == before)
  }

  @Test func theModelNeverTakesThePlaceOfTheSales() throws {
    try workspace.write(TrainedShop.sales.csv, to: "sales.json")
    let before = try workspace.names()
    for path in ["sales.csv", "sales.json", "sales", "./sales.json", workspace.folder.path + "/sales.json"] {
      expectError(
        try workspace.rfm("train", "sales.csv", "sales.json", "-o", path), saying: "place of the sales")
    }
    #expect(try workspace.text(of: "sales.json") == TrainedShop.sales.csv)
    #expect(try workspace.names() == before)
  }

  @Test func standardOutputThatIsFull() throws {
    let script = "exec '\(BuiltProgram.path)' score 12 5 7 > /dev/full"
    expectError(try workspace.run("/bin/sh", ["-c", script]), saying: "standard output")
    // The model is written all the same, and nothing is left lying about.
    let train = "exec '\(BuiltProgram.path)' train sales.csv -o new/shop.json > /dev/full"
    expectError(try workspace.run("/bin/sh", ["-c", train]), saying: "standard output")
    #expect(try workspace.names(in: "new").count == 2)
  }

  @Test func nobodyReadsOn() throws {
    let script = "'\(BuiltProgram.path)' model | head -n 1"
    let outcome = try workspace.run("/bin/sh", ["-c", script])
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
  }

  // MARK: - Kills

  @Test func killedTrainingsLeaveTheOldModel() throws {
    let start = ContinuousClock.now
    _ = try workspace.rfm("train", "sales.csv", "-o", "other/shop.json")
    let whole = ContinuousClock.now - start
    var wereKilled = 0
    for step in 1...10 {
      let run = try workspace.start(["train", "sales.csv", "-o", "Models/shop.json"])
      poll(nil, 0, Int32(whole * step / 11 / .milliseconds(1)))
      run.signal(SIGKILL)
      guard try run.wait().status == 128 + SIGKILL else { break }
      wereKilled += 1
      // A kill after the rename leaves the new model: whichever it is, it is whole.
      let answer = try workspace.rfm("customer", "13000", "--json", "--model", "shop")
      #expect(answer.status == 0, "\(answer)")
    }
    #expect(wereKilled > 0)
    // What the killed runs left behind is cleared away by the next that succeeds.
    #expect(try workspace.rfm("train", "sales.csv", "-o", "Models/shop.json").status == 0)
    let names = try workspace.names(in: "Models")
    #expect(names.count == 2 && names.allSatisfy { $0.hasPrefix("shop") }, "\(names)")
  }

  @Test func killedOnceTheStoreIsThere() throws {
    // The moment that matters: the new store stands beside the old model.
    let old = Set(try workspace.names(in: "Models"))
    for _ in 1...5 {
      let run = try workspace.start(["train", "sales.csv", "-o", "Models/shop.json"])
      while run.isRunning() {
        let names = try workspace.names(in: "Models").filter { !$0.hasPrefix(".") }
        if Set(names) != old { break }
      }
      run.signal(SIGKILL)
      _ = try run.wait()
      let answer = try workspace.rfm("customer", "13000", "--json", "--model", "shop")
      #expect(answer.status == 0, "\(answer)")
    }
  }

  // MARK: - Two at once

  @Test func twoTrainingsOfOneModel() throws {
    try workspace.write(TrainedShop.sales.csv, to: "first.csv")
    for _ in 1...4 {
      let runs = try ["first.csv", "sales.csv"].map {
        try workspace.start(["train", $0, "-o", "Models/shop.json", "--k", "auto"])
      }
      let outcomes = try runs.map { try $0.wait() }
      #expect(outcomes.contains { $0.status == 0 })
      for outcome in outcomes where outcome.status != 0 {
        expectError(outcome, saying: "Models/shop.json", "another training is writing this model")
      }
      let names = try workspace.names(in: "Models")
      #expect(names.count == 2, "\(names)")
      let answer = try workspace.rfm("customer", "13000", "--json", "--model", "shop")
      #expect(answer.status == 0, "\(answer)")
      // Model and store are of one training.
      let last = try answer.json()["lastPurchase"].text
      let files = try Value(try workspace.text(of: "Models/shop.json"))["source"]["files"]
      let sales = files[0]["name"].text == "first.csv" ? TrainedShop.sales : InventedSales(seed: 5)
      #expect(last == sales.customers["13000"]?.last)
    }
  }

  @Test func aTrainingThatIsUnderWayKeepsOthersOut() throws {
    // Standard input that stays open keeps the first one waiting with the lock in its hand.
    let fifo = workspace.folder.path + "/pipe"
    #expect(mkfifo(fifo, 0o600) == 0)
    let first = try workspace.start(["train", "pipe", "-o", "Models/shop.json"])
    let writer = open(fifo, O_WRONLY)
    #expect(writer >= 0)
    expectError(
      try workspace.rfm("train", "sales.csv", "-o", "Models/shop.json"), saying: "another training is writing"
    )
    // Another model is free, and the old one answers meanwhile.
    #expect(try workspace.rfm("train", "sales.csv", "-o", "Models/other.json").status == 0)
    try expectOldModel()
    let bytes = Array(TrainedShop.sales.csv.utf8)
    #expect(write(writer, bytes, bytes.count) == bytes.count)
    close(writer)
    #expect(try first.wait().status == 0)
    try expectOldModel()
  }

  @Test func lookUpsWhileTheModelIsTrainedAgain() throws {
    let run = try workspace.start(["train", "sales.csv", "-o", "Models/shop.json"])
    while run.isRunning() {
      let answer = try workspace.rfm("customer", "13000", "--model", "shop")
      #expect(answer.status == 0, "\(answer)")
    }
    #expect(try run.wait().status == 0)
  }
}
