import Foundation
import Testing

/// The store is a plain SQLite file that others may have open while it is replaced.
@Suite struct OpenStoreTests {
  private static let shell = "/usr/bin/sqlite3"
  private static let hasShell = FileManager.default.isExecutableFile(atPath: shell)

  /// One process trains over and over, two readers look up: each answer is of one training or of the other, and
  /// never of half of one.
  @Test func readersSeeOnlyWholeStores() throws {
    let workspace = try PeopleShop.workspace()
    let rows = TrainedShop.sales.rows
    try workspace.write(PeopleShop.csv(rows), to: "a.csv")
    // The other shop: every price doubled, so every customer's monetary is.
    try workspace.write(
      PeopleShop.csv(
        rows.map { row in
          var row = row
          row.pence *= 2
          return row
        }), to: "b.csv")
    func values(_ file: String) throws -> [String: Double] {
      let outcome = try workspace.rfm(
        "train", file, "-o", "Models/shop.json", "--currency", "GBP", "--keep", "Name")
      #expect(outcome.status == 0, "\(outcome)")
      let rows = try workspace.rfm("export", "--json").jsonLines()
      #expect(rows.count == 120)
      return Dictionary(
        uniqueKeysWithValues: rows.map { ($0["customer_id"].text ?? "", $0["monetary"].number ?? 0) })
    }
    let (first, second) = (try values("a.csv"), try values("b.csv"))
    #expect(first["13007"].map { $0 * 2 } == second["13007"])

    let ids = first.keys.sorted()
    let lines = (0..<400).map { ids[$0 % ids.count] }.joined(separator: "\n")
    var reads = 0
    for round in 0..<6 {
      let training = try workspace.start(
        ["train", round % 2 == 0 ? "a.csv" : "b.csv", "-o", "Models/shop.json", "--keep", "Name", "--quiet"])
      // An open prompt with many questions, and single look-ups, as long as the training runs.
      let prompt = try workspace.start(["--json"], input: lines)
      repeat {
        let whole = try workspace.rfm("export", "--json")
        #expect(whole.status == 0, "\(whole)")
        let rows = try whole.jsonLines()
        #expect(rows.count == 120)
        let isFirst = rows.first?["monetary"].number == first[ids[0]]
        for row in rows {
          let id = row["customer_id"].text ?? ""
          #expect(row["monetary"].number == (isFirst ? first : second)[id])
        }
        reads += 1
      } while training.isRunning()
      #expect(try training.wait().status == 0)
      let answers = try prompt.wait()
      #expect(answers.status == 0, "\(answers)")
      let found = try answers.jsonLines()
      #expect(found.count == 400)
      for answer in found {
        let id = answer["customer"].text ?? ""
        #expect([first[id], second[id]].contains(answer["monetary"].number))
      }
    }
    #expect(reads >= 6)
  }

  @Test func theOpenPromptTakesUpANewTraining() throws {
    let workspace = try PeopleShop.workspace()
    let terminal = try PseudoTerminal(
      executable: BuiltProgram.path, environment: workspace.environment,
      workingDirectory: workspace.folder.path, columns: 400)
    try terminal.expect("rfm> ")
    let outcome = try workspace.rfm(
      "train", "sales.csv", "-o", "Models/shop.json", "--where", "Customer ID!=13007", "--keep", "Email")
    #expect(outcome.status == 0, "\(outcome)")
    try terminal.send("13014\r")
    try terminal.expect("note: Models/shop.json was trained again and is taken up: as of ")
    try terminal.expect("119 customers")
    try terminal.expect("Email c13014@example.org")
    try terminal.expect("rfm> ")
    // A model that cannot be read is said once, and the prompt goes on.
    try workspace.write("{", to: "Models/shop.json")
    try terminal.send("13014\r")
    try terminal.expect("the prompt goes on with the model as it was")
    try terminal.expect("Email c13014@example.org")
    try terminal.expect("rfm> ")
    try terminal.send("13021\r")
    let answer = try terminal.expect("Email c13021@example.org")
    #expect(!answer.contains("goes on"))
    try terminal.expect("rfm> ")
    try terminal.send("\u{4}")
    #expect(try terminal.waitForExit() == 0)
  }

  // MARK: - Asking the file

  @Test(.enabled(if: hasShell, "the sqlite3 shell is not installed"))
  func theViewSaysWhatThePromptSays() throws {
    let workspace = try PeopleShop.workspace()
    func ask(_ sql: String) throws -> [String] {
      let store = try #require(try workspace.names(in: "Models").first { $0.hasSuffix(".sqlite") })
      return try workspace.run(Self.shell, ["-separator", "|", "Models/\(store)", sql]).lines
    }
    func counted() throws -> [String] {
      try workspace.rfm("--json", input: "segments\n").json()["segments"].items
        .filter { $0["customers"].int ?? 0 > 0 }
        .map { "\($0["name"].text ?? "")|\($0["customers"].int ?? 0)" }.sorted()
    }
    let query = "SELECT segment, count(*) FROM segments GROUP BY segment ORDER BY segment"
    #expect(try ask(query).sorted() == counted())
    #expect(try ask("SELECT value FROM about WHERE key = 'pack'") == ["retail"])
    // Edits at the prompt, another pack, and the way back.
    #expect(try workspace.rfm(input: "rename champ \"It's Top\"\n").status == 0)
    #expect(try ask(query).contains { $0.hasPrefix("It's Top|") })
    #expect(try ask(query).sorted() == counted())
    #expect(try workspace.rfm(input: "rename \"It's Top\" Best\nundo\n").status == 0)
    #expect(try ask(query).contains { $0.hasPrefix("It's Top|") })
    // Putting another pack to use is no edit: the store stays as it is, to the last byte.
    try workspace.copy(
      TrainedShop.pack.deletingLastPathComponent().appending(path: "rfm-scores.json"),
      to: "Segments/rfm-scores.json")
    let store = "Models/\(try #require(try workspace.names(in: "Models").first { $0.hasSuffix(".sqlite") }))"
    let before = try workspace.bytes(of: store)
    #expect(try workspace.rfm(input: "use rfm-scores\nsegments\n").status == 0)
    #expect(try workspace.bytes(of: store) == before)
    // Once it is edited, or a training finds it, it has a view of its own.
    #expect(try workspace.rfm(input: "use rfm-scores\nrename champions Top\nundo\n").status == 0)
    let scores = try workspace.rfm("export", "--pack", "rfm-scores", "--json").jsonLines().map { row in
      [
        row["customer_id"].text ?? "", row["segment"].text ?? "", String(row["recency_score"].int ?? 0),
        row["Email"].text ?? "",
      ].joined(separator: "|")
    }
    let ofScores = "SELECT id, segment, recency_score, Email FROM \"segments_rfm-scores\" ORDER BY id"
    #expect(try ask(ofScores) == scores)
    #expect(try ask(query).sorted() == counted())
    #expect(try ask("SELECT value FROM about WHERE key = 'pack'") == ["retail"])
    let training = try workspace.rfm(
      "train", "sales.csv", "-o", "Models/shop.json", "--keep", "Name,Email,Country")
    #expect(training.status == 0, "\(training)")
    #expect(try ask(ofScores) == scores)
    #expect(try ask("SELECT value FROM about WHERE key = 'pack'") == ["retail"])
  }

  /// A store that may not be written makes nothing fail.
  @Test func aReadOnlyStoreKeepsItsView() throws {
    let workspace = try PeopleShop.workspace()
    let store = try #require(try workspace.names(in: "Models").first { $0.hasSuffix(".sqlite") })
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o400], ofItemAtPath: workspace.url("Models/\(store)").path)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o500], ofItemAtPath: workspace.url("Models").path)
    defer {
      try? FileManager.default.setAttributes(
        [.posixPermissions: 0o700], ofItemAtPath: workspace.url("Models").path)
    }
    let outcome = try workspace.rfm(input: "rename champ Top\n13007\nexport top list.csv\n")
    #expect(outcome.status == 0, "\(outcome)")
  }

  @Test func findCompletesWithTab() throws {
    let workspace = try PeopleShop.workspace()
    let terminal = try PseudoTerminal(
      executable: BuiltProgram.path,
      environment: workspace.environment.merging(["INPUTRC": "/dev/null"]) { $1 },
      workingDirectory: workspace.folder.path, columns: 100)
    try terminal.expect("rfm> ")
    let id = try #require(
      TrainedShop.sales.customers.keys.sorted().first { PeopleShop.name($0).hasPrefix("Zo") })
    try terminal.send("find zoe \(id.suffix(3))\t")
    try terminal.expect("Zoë Müller")
    try terminal.send("\r")
    try terminal.expect("1 customer")
    #expect(try workspace.text(of: workspace.historyFile.path) == "find \(PeopleShop.name(id))\n")
    try terminal.expect("rfm> ")
    try terminal.send("exp\t\t")
    try terminal.expect("export ")
    try terminal.send("Cham\t")
    try terminal.expect("Champions & VIPs")
    try terminal.send(" list.csv\r")
    try terminal.expect("readable only by you")
    try terminal.expect("rfm> ")
    try terminal.send("export champ list.csv\r")
    try terminal.expect("list.csv is there already; replace it? [Y/n]")
    try terminal.send("n\r")
    try terminal.expect("list.csv is as it was")
    try terminal.expect("rfm> ")
    try terminal.send("\u{4}")
    #expect(try terminal.waitForExit() == 0)
  }
}
