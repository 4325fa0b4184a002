import Foundation
import Testing

/// A person who is to be forgotten is gone from all that the program keeps, and does not come back.
@Suite struct ForgetTests {
  private let workspace: Workspace
  private let stateFolder: String

  init() throws {
    workspace = try PeopleShop.workspace()
    stateFolder = workspace.home.appending(path: "state").path
  }

  /// The files below the folders of models and of the prompt's state that have a text in them.
  private func files(with text: String) throws -> [String] {
    let folders = [workspace.url("Models").path, stateFolder, workspace.dataFolder]
    // Digits of a figure behind its point are no ID.
    let pattern = #"\d\.\d+(*SKIP)(*F)|\Q"# + text + #"\E"#
    let found = try workspace.run("/usr/bin/env", ["LC_ALL=C", "grep", "-rlaP", pattern] + folders)
    return found.lines
  }

  private func remember(_ lines: [String]) throws {
    try workspace.write(lines.joined(separator: "\n") + "\n", to: workspace.historyFile.path)
  }

  private var history: [String] {
    get throws { try workspace.text(of: workspace.historyFile.path).split(separator: "\n").map(String.init) }
  }

  @Test func aForgottenCustomerIsInNoFile() throws {
    let (id, name) = ("13007", PeopleShop.name("13007"))
    let other = try workspace.rfm([
      "train", "sales.csv", "-o", "Models/other.json", "--keep", "Email", "--where",
      "Country=United Kingdom",
    ])
    #expect(other.status == 0, "\(other)")
    let own = "\(workspace.dataFolder)/Models"
    #expect(try workspace.rfm("train", "sales.csv", "-o", "\(own)/mine.json").status == 0)
    try remember([
      "12 5 1840.50", id, "find \(name)", "find c13007", "find stark", "what-if order 5", "customer 13014",
    ])
    #expect(try files(with: id).count == 4)

    let outcome = try workspace.rfm("forget", id)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(try files(with: id) == [])
    #expect(try files(with: name) == [])
    #expect(try files(with: "c13007@") == [])
    #expect(try history == ["12 5 1840.50", "find stark", "what-if order 5", "customer 13014"])
    // It says what it removed.
    let words = outcome.output.inOneLine
    #expect(words.components(separatedBy: "taken out of ").count == 5)
    #expect(words.contains("Name \(name)"))
    #expect(outcome.output.contains("3 lines taken out of"))
    #expect(outcome.output.contains("This cannot be undone."))
    for path in ["Models/forgotten.list", "\(workspace.dataFolder)/forgotten.list", "\(own)/forgotten.list"] {
      #expect(outcome.output.contains(FileManager.default.fileExists(atPath: path) ? path : "forgotten.list"))
      #expect(try workspace.mode(of: path) == 0o600)
    }
    expectError(try workspace.rfm("customer", id, "--model", "shop"), saying: "no customer 13007 in shop")
    #expect(try workspace.rfm("customer", "13014", "--model", "shop").status == 0)
    #expect(try workspace.rfm("models").status == 0)
    // Only the stores are other files now; nothing unfinished is left.
    #expect(try workspace.names(in: "Models").filter { $0.hasSuffix(".part") || $0.hasPrefix(".") } == [])
  }

  @Test func trainingAgainDoesNotBringThemBack() throws {
    #expect(try workspace.rfm("forget", "13007", "13014").status == 0)
    for output in ["Models/shop.json", "Models/new.json", "elsewhere/shop.json"] {
      let outcome = try workspace.rfm("train", "sales.csv", "-o", output, "--keep", "Name", "--json")
      #expect(outcome.status == 0, "\(outcome)")
      let source = try outcome.json()["source"]
      #expect(source["customers"].int == 118)
      #expect(source["dropped"]["forgotten customer"].int ?? 0 > 1)
      expectError(try workspace.rfm("customer", "13007", "--model", output), saying: "no customer 13007")
    }
    // Neither in the lists that are made from the sales; and sweep tries what train trains on.
    let classified = try workspace.rfm("classify", "sales.csv")
    #expect(classified.lines.count == 119)
    #expect(classified.errors.contains("of customers who were forgotten are left out"))
    #expect(
      try workspace.rfm("sweep", "sales.csv", "--max-k", "2", "--json").json()["source"]["customers"].int
        == 118)
    #expect(try files(with: "13007") == [])
  }

  /// Whoever trains into the same folder heeds the list, also on another machine.
  @Test func theListTravelsWithTheModels() throws {
    #expect(try workspace.rfm("forget", "13007").status == 0)
    let colleague = ["XDG_DATA_HOME": workspace.home.path + "/colleague"]
    let outcome = try workspace.rfm(
      "train", "sales.csv", "-o", "Models/theirs.json", "--json", environment: colleague)
    #expect(try outcome.json()["source"]["customers"].int == 119)
  }

  @Test func manyAreForgottenFromAFileOrStandardInput() throws {
    try workspace.write("\u{FEFF}13007\r\n\r\n13014.0\r\n", to: "asked.txt")
    let outcome = try workspace.rfm("forget", "--list", "asked.txt", "--json").json()
    #expect(outcome["customers"].items.compactMap { $0["customer"].text } == ["13007", "13014"])
    #expect(outcome["customers"][1]["stores"][0]["removed"]["Email"].text == "c13014@example.org")
    #expect(try workspace.rfm("forget", "--list", "-", input: "13021\n13028\n").status == 0)
    for id in ["13007", "13014", "13021", "13028"] { #expect(try files(with: id) == []) }
    expectError(try workspace.rfm("forget"), status: 64, saying: "whom?")
    expectError(try workspace.rfm("forget", "--list", "-", input: "\n"), saying: "there is no ID in it")
    expectError(try workspace.rfm("forget", ""), saying: "is no customer ID")
  }

  @Test("A dry run says what is kept and changes nothing")
  func dryRun() throws {
    let before = try workspace.names(in: "Models")
    let outcome = try workspace.rfm("forget", "13007", "--dry-run")
    #expect(outcome.status == 0 && outcome.output.contains("Name \(PeopleShop.name("13007"))"), "\(outcome)")
    #expect(outcome.output.hasSuffix("Nothing was changed.\n"))
    #expect(try workspace.names(in: "Models") == before)
    #expect(try workspace.rfm("customer", "13007").status == 0)
  }

  @Test("On a terminal it asks, and anything but yes leaves everyone", arguments: ["\r", "n\r", "y\r"])
  func asksBack(answer: String) throws {
    let terminal = try PseudoTerminal(
      executable: BuiltProgram.path, arguments: ["forget", "13007"], environment: workspace.environment,
      workingDirectory: workspace.folder.path)
    try terminal.expect("Forget 1 customer for good, from 1 store? [y/N] ")
    try terminal.send(answer)
    #expect(try terminal.waitForExit() == (answer == "y\r" ? 0 : 1))
    #expect(try workspace.rfm("customer", "13007").status == (answer == "y\r" ? 1 : 0))
  }

  @Test("A misspelt ID is left alone, and those beside it are forgotten")
  func misspelt() throws {
    expectError(try workspace.rfm("forget", "1300777"), saying: "no store has 1300777", "--unknown")
    #expect(try !workspace.names(in: "Models").contains("forgotten.list"))
    let outcome = try workspace.rfm("forget", "13007", "1300777")
    #expect(outcome.status == 1 && outcome.errors.contains("no store has 1300777"), "\(outcome)")
    #expect(try files(with: "13007") == [])
  }

  @Test func whoIsNotThereGoesOnTheListWithUnknown() throws {
    let outcome = try workspace.rfm("forget", "O'Neill Ltd", "--unknown")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("in no store"))
    let sales =
      try workspace.text(of: "sales.csv") + "489433,85048,x,1,2010-12-30 09:00:00,5,O'Neill Ltd,,,\n"
    try workspace.write(sales, to: "more.csv")
    let trained = try workspace.rfm("train", "more.csv", "--json")
    #expect(try trained.json()["source"]["customers"].int == 120)
    #expect(try trained.json()["source"]["dropped"]["forgotten customer"].int == 1)
  }

  /// Nobody comes back because a list was damaged.
  @Test func aDamagedListStopsTraining() throws {
    #expect(try workspace.rfm("forget", "13007").status == 0)
    try workspace.write("rfm-forgotten/1\nsalt 12\n", to: "Models/forgotten.list")
    for command in ["train", "classify", "sweep"] {
      expectError(
        try workspace.rfm(command, "sales.csv"), saying: "Models/forgotten.list, line 2", "restore it")
    }
    #expect(try workspace.rfm("forget", "13014").status == 1)
  }

  /// What a killed training has left holds people, too.
  @Test func whatKilledTrainingsHaveLeftIsCleared() throws {
    let store = try #require(try workspace.names(in: "Models").first { $0.hasSuffix(".sqlite") })
    try workspace.copy(workspace.url("Models/\(store)"), to: "Models/.\(store).4711.part")
    try workspace.copy(workspace.url("Models/\(store)"), to: "Models/gone-0123456789abcdef.sqlite")
    #expect(try workspace.rfm("forget", "13007").status == 0)
    #expect(try files(with: "13007") == [])
  }

  @Test func anOpenPromptFindsThemNoMore() throws {
    let terminal = try PseudoTerminal(
      executable: BuiltProgram.path, environment: workspace.environment,
      workingDirectory: workspace.folder.path, columns: 100)
    try terminal.expect("rfm> ")
    try terminal.send("13007\r")
    try terminal.expect("Name \(PeopleShop.name("13007"))")
    try terminal.expect("rfm> ")
    #expect(try workspace.rfm("forget", "13007").status == 0)
    try terminal.send("13007\r")
    try terminal.expect("error: no customer 13007 in shop")
    try terminal.expect("rfm> ")
    try terminal.send("why\r")
    try terminal.expect("error: ")
    try terminal.expect("rfm> ")
    try terminal.send("\u{4}")
    #expect(try terminal.waitForExit() == 0)
  }

  // MARK: - What is kept where

  @Test func theModelFileHoldsNoPerson() throws {
    let text = try workspace.text(of: "Models/shop.json")
    for id in TrainedShop.sales.customers.keys {
      for secret in ["\"\(id)\"", PeopleShop.name(id), PeopleShop.mail(id)] {
        #expect(!text.contains(secret))
      }
    }
  }

  @Test func privacySaysWhatIsKeptWhere() throws {
    try remember(["13007"])
    #expect(try workspace.rfm("forget", "13014").status == 0)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o644], ofItemAtPath: workspace.historyFile.path)
    let items = try workspace.rfm("model", "--privacy", "--json").json().items
    #expect(
      items.map { $0["what"].text } == ["model", "store", "history", "suppression list", "suppression list"])
    #expect(items.map { $0["mode"].text } == ["644", "600", "644", "600", "600"])
    #expect(items.map { $0["holdsPeople"].bool } == [false, true, true, false, false])
    for item in items { #expect(try workspace.mode(of: item["path"].text ?? "") != nil) }
    let text = try workspace.rfm("model", "--privacy").output
    #expect(text.contains("kept: Name, Email, Country"))
    #expect(text.contains("others may read it: chmod 600"))
    #expect(text.contains("salted hashes of 1 forgotten customer; no ID"))
  }
}
