import Foundation
import Testing

/// Packs from the command line: listed, shown, checked, made and chosen.
@Suite struct PackCommandTests {
  private let workspace: Workspace

  init() throws {
    workspace = try TrainedShop.workspace()
  }

  private func pack(_ name: String, _ segments: String, requirement: String = "{}") -> String {
    """
    {"format": "rfm-segments/1", "name": "\(name)", "title": "The \(name)", "for": \(requirement),
     "segments": [
       \(segments)
     ]}
    """
  }

  private func copyShippedPack(_ name: String) throws {
    let folder = TrainedShop.pack.deletingLastPathComponent()
    try workspace.copy(folder.appending(path: "\(name).json"), to: "Segments/\(name).json")
  }

  // MARK: - rfm segments and packs

  @Test("Segments are those of the pack in use, with their customers, as at the prompt")
  func segments() throws {
    let outcome = try workspace.rfm("segments")
    #expect(outcome.status == 0 && outcome.errors == "", "\(outcome)")
    #expect(outcome.output == (try workspace.rfm(input: "segments\n")).output)
    #expect(outcome.lines.count == 2 + TrainedShop.segments.count)
    #expect(
      try workspace.rfm("segments", "--json").output == workspace.rfm("--json", input: "segments").output)
  }

  @Test("The list tells which packs fit, and why others do not")
  func list() throws {
    try copyShippedPack("plain")
    try copyShippedPack("rfm-scores")
    let outcome = try workspace.rfm("packs")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.errors == "")
    #expect(outcome.lines.count == 4)
    let line = { (name: String) in outcome.lines.first { $0.hasPrefix("\(name) ") } ?? "" }
    #expect(line("retail").hasSuffix("in use"))
    #expect(line("retail").contains("Segments/retail.json"))
    #expect(line("rfm-scores").hasSuffix(" fits"))
    #expect(line("plain").contains("does not fit: "))
    #expect(line("plain").contains("5 clusters") && line("plain").contains("4"))
  }

  @Test func listForMachines() throws {
    try copyShippedPack("plain")
    let outcome = try workspace.rfm("packs", "--json")
    #expect(outcome.status == 0)
    #expect(outcome.lines.count == 1)
    let packs = try outcome.json().items
    #expect(packs.count == 2)
    for pack in packs {
      #expect(pack.keys == ["name", "title", "file", "segments", "fits", "why", "inUse"])
    }
    #expect(packs.map { $0["name"].text } == ["plain", "retail"])
    #expect(packs.map { $0["fits"].bool } == [false, true])
    #expect(packs.map { $0["inUse"].bool } == [false, true])
    #expect(packs[0]["why"].text?.isEmpty == false)
    #expect(packs[1]["why"].isNull)
    #expect(packs[1]["segments"].items.first?.text == "Key Accounts, Lapsing")
  }

  @Test func listWithoutAModel() throws {
    try FileManager.default.removeItem(at: workspace.url("Models"))
    let packs = try workspace.rfm("packs", "--json").json().items
    #expect(packs.count == 1)
    #expect(packs.allSatisfy { $0["fits"].isNull && $0["why"].isNull })
  }

  // MARK: - rfm segments show

  @Test func rulesInWords() throws {
    let outcome = try workspace.rfm("segments", "show", "retail")
    #expect(outcome.status == 0)
    #expect(outcome.lines.first == "Retail · pack retail · Segments/retail.json")
    #expect(outcome.output.contains("1  Key Accounts, Lapsing\n   when cluster 0, recency at least "))
    #expect(outcome.output.contains(" days (gap90)") && outcome.output.contains(" days (gap50)"))
    #expect(outcome.lines.count { $0.hasPrefix("   • ") } == 23)
    expectError(try workspace.rfm("segments", "show", "retale"), saying: "no pack 'retale'", "'retail'")
  }

  @Test func moneyIsShownInTheModelsCurrency() throws {
    try workspace.write(
      pack("money", #"{"name": "Big", "when": {"monetary": {"min": 5000}, "recency": {"max": 30}}}"#),
      to: "Segments/money.json")
    let text = try workspace.rfm("segments", "show", "money").output
    #expect(text.contains("recency at most 30 days"))
    #expect(text.contains("monetary at least £5,000"))
    let json = try workspace.rfm("segments", "show", "Segments/money.json", "--json").json()
    #expect(json["name"].text == "money")
    #expect(json["segments"][0]["when"]["monetary"]["min"].int == 5000)
  }

  // MARK: - rfm segments lint

  @Test func overlapsAreNoFailure() throws {
    let outcome = try workspace.rfm("segments", "lint")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.errors == "")
    #expect(outcome.lines[0].hasPrefix("retail · Segments/retail.json · "))
    #expect(outcome.lines.contains { $0.hasPrefix("info") })
    #expect(!outcome.lines.contains { $0.hasPrefix("error") || $0.hasPrefix("gap") })
  }

  @Test func customersAreCounted() throws {
    let report = try workspace.rfm("segments", "lint", "retail", "--json").json()[0]
    #expect(report.keys == ["pack", "model", "fails", "gaps", "findings", "segments", "claims", "uncovered"])
    #expect(report["pack"].text == "retail")
    #expect(report["model"].text == "shop")
    #expect(report["fails"].bool == false)
    #expect(report["gaps"].int == 0)
    #expect(report["uncovered"].int == 0)
    let counts = report["segments"].items.compactMap { $0["customers"].int }
    #expect(counts.reduce(0, +) == 120)
    // The same as what the prompt counts.
    let listed = try workspace.rfm("--json", input: "segments\n").json()["segments"].items
    #expect(counts == listed.compactMap { $0["customers"].int })
    for finding in report["findings"].items {
      #expect(Array(finding.keys.prefix(4)) == ["kind", "severity", "segments", "message"])
    }
  }

  @Test func aGapFails() throws {
    try workspace.write(
      pack("gappy", #"{"name": "Recent", "when": {"recency": {"max": 30}}}"#), to: "Segments/gappy.json")
    let outcome = try workspace.rfm("segments", "lint", "gappy")
    #expect(outcome.status == 1)
    #expect(outcome.errors == "")
    let late = TrainedShop.sales.customers.values.count { $0.recency > 30 }
    #expect(outcome.lines.contains { $0.hasPrefix("gap") && $0.contains("\(late) customers") }, "\(outcome)")
    #expect(outcome.output.contains("for example "))
    #expect(outcome.output.contains("in no segment \(late)"))

    let json = try workspace.rfm("segments", "lint", "gappy", "--json")
    #expect(json.status == 1)
    let report = try json.json()[0]
    #expect(report["fails"].bool == true)
    #expect(report["uncovered"].int == late)
    let gap = try #require(report["findings"].items.first { $0["kind"].text == "gap" })
    // Whoever the example names really falls through.
    let example = gap["example"]
    let values = ["recency", "frequency", "monetary"].compactMap { example[$0].number }
    let line = values.map { $0.rounded() == $0 ? String(Int($0)) : String($0) }.joined(separator: " ")
    let answer = try workspace.rfm("--json", "--pack", "gappy", input: line + "\n").json()
    #expect(answer["recommendations"].items.isEmpty)
    #expect(answer["segment"].text?.hasPrefix("Cluster ") == true)
  }

  @Test func aSegmentThatNobodyCanReachFails() throws {
    let segments = #"""
      {"name": "All", "when": {}},
      {"name": "Never", "when": {"recency": {"max": 5}}}
      """#
    try workspace.write(pack("shadow", segments), to: "Segments/shadow.json")
    let outcome = try workspace.rfm("segments", "lint", "shadow")
    #expect(outcome.status == 1)
    let line = try #require(outcome.lines.first { $0.hasPrefix("error") })
    #expect(line.contains("Never") && line.contains("All"))
    #expect(try workspace.rfm("segments", "lint", "shadow", "--no-model").status == 1)
    let finding = try workspace.rfm("segments", "lint", "shadow", "--json").json()[0]["findings"][0]
    #expect(finding["kind"].text == "shadowed")
    #expect(finding["winners"].items.map(\.text) == ["All"])
  }

  @Test func lintWithoutAModel() throws {
    let json = try workspace.rfm("segments", "lint", "--no-model", "--json").json()[0]
    #expect(json.keys == ["pack", "model", "fails", "gaps", "findings"])
    #expect(json["model"].isNull)
  }

  @Test func aBrokenPackIsNamedAndTheOthersAreChecked() throws {
    try workspace.write(
      pack("broken", #"{"name": "X", "when": {"recensy": {"max": 30}}}"#), to: "Segments/broken.json")
    try workspace.write("{\"format\": \"rfm-segments/1\",", to: "Segments/cut.json")
    let outcome = try workspace.rfm("segments", "lint")
    #expect(outcome.status == 1)
    #expect(outcome.lines[0].hasPrefix("retail · "))
    #expect(outcome.errorLines.count == 2)
    #expect(
      outcome.errors.contains(
        #"error: Segments/broken.json:3:27: segments[0].when: unknown key "recensy"; did you mean "recency"?"#
      ),
      "\(outcome)")
    #expect(outcome.errors.contains("error: Segments/cut.json:1:"))
    expectError(try workspace.rfm("segments", "lint", "broken"), saying: "Segments/broken.json:3:")
    #expect(try workspace.rfm("segments", "lint", "retail").status == 0)

    let list = try workspace.rfm("segments")
    #expect(list.status == 1)
    #expect(list.output.contains("retail"))
    #expect(list.errorLines.count == 2)
  }

  @Test func aBrokenPackDoesNotStopThePrompt() throws {
    try workspace.write(pack("broken", #"{"name": "", "when": {}}"#), to: "Segments/broken.json")
    let outcome = try workspace.rfm(input: "12 5 340.50\npacks\n")
    #expect(outcome.status == 0)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("Segments/broken.json:3:"))
    #expect(outcome.output.contains("What to do"))

    let terminal = try PseudoTerminal(
      executable: BuiltProgram.path, environment: workspace.environment,
      workingDirectory: workspace.folder.path)
    try terminal.expect("Segments/broken.json:3:")
    try terminal.expect("rfm> ")
    try terminal.send("12 5 340.50\r")
    try terminal.expect("What to do")
  }

  // MARK: - rfm segments new

  @Test func aNewPackPassesLint() throws {
    let outcome = try workspace.rfm("segments", "new", "my-shop")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("Segments/my-shop.json"))
    #expect(try workspace.rfm("segments", "lint", "my-shop").status == 0)
    #expect(try workspace.rfm("segments", "lint", "my-shop", "--no-model").status == 0)
    #expect(try workspace.names(in: "Segments") == ["my-shop.json", "retail.json"])
    #expect(try workspace.mode(of: "Segments/my-shop.json") == 0o644)
    let answer = try workspace.rfm("score", "300", "1", "20", "--pack", "my-shop", "--json").json()
    #expect(answer["segment"].text == "Everyone else")
  }

  @Test func aPackIsNeverOverwritten() throws {
    let before = try workspace.bytes(of: "Segments/retail.json")
    expectError(
      try workspace.rfm("segments", "new", "retail"), saying: "Segments/retail.json is there already")
    #expect(try workspace.bytes(of: "Segments/retail.json") == before)
    expectError(try workspace.rfm("segments", "new", "My Shop"), status: 64, saying: "'my-shop'")
    // Where there is no folder yet, it is made.
    try FileManager.default.removeItem(at: workspace.url("Segments"))
    #expect(try workspace.rfm("segments", "new", "first").status == 0)
  }

  // MARK: - Which pack

  @Test func alsoWhatTheOtherPacksSay() throws {
    for name in ["value-tiers", "rfm-scores", "plain"] { try copyShippedPack(name) }
    let outcome = try workspace.rfm("score", "12", "5", "340.50")
    let also = outcome.lines.filter { $0.hasPrefix("  also ") }
    #expect(also.count == 1)
    let answer = try workspace.rfm("score", "12", "5", "340.50", "--json").json()
    #expect(Set(answer["otherPacks"].keys) == ["value-tiers", "rfm-scores"])
    for name in answer["otherPacks"].keys {
      let own = try workspace.rfm("score", "12", "5", "340.50", "--json", "--pack", name).json()
      let said = try #require(answer["otherPacks"][name].text)
      #expect(own["segment"].text == said)
      #expect(outcome.output.contains("\(name): \(said)"))
    }
  }

  @Test func thePackInUse() throws {
    try copyShippedPack("rfm-scores")
    try copyShippedPack("plain")
    let named = try workspace.rfm("score", "1", "40", "9000", "--pack", "rfm-scores", "--json").json()
    #expect(named["segment"].text == "Champions")
    expectError(
      try workspace.rfm("score", "1", "2", "3", "--pack", "plain"), saying: "'plain' does not fit",
      "5 clusters")
    let lines = "1 40 9000\nuse rfm-scores\n1 40 9000\nuse plain\n1 40 9000\nuse retail\n1 40 9000\n"
    let outcome = try workspace.rfm("--json", input: lines)
    #expect(outcome.status == 1)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.hasPrefix("error: line 4: "))
    let answers = try outcome.jsonLines().compactMap { $0["segment"].text }
    #expect(answers == ["Key Accounts", "Champions", "Champions", "Key Accounts"])
  }

  @Test func aModelThatNamesItsPack() throws {
    try copyShippedPack("rfm-scores")
    try workspace.write(TrainedShop.sales.csv, to: "sales.csv")
    _ = try workspace.rfm("train", "sales.csv", "-o", "Models/own.json", "--pack", "rfm-scores")
    let json = try workspace.rfm("score", "1", "40", "9000", "--model", "own", "--json").json()
    #expect(json["segment"].text == "Champions")
    #expect(json["otherPacks"].keys == ["retail"])
    // One that is not there, or does not fit, gives way to the default.
    try FileManager.default.removeItem(at: workspace.url("Segments/rfm-scores.json"))
    let other = try workspace.rfm("score", "1", "40", "9000", "--model", "own", "--json").json()
    #expect(other["segment"].text == "Key Accounts")
  }

  @Test func aFolderOfPacks() throws {
    try workspace.write(pack("mine", #"{"name": "Mine", "when": {}}"#), to: "packs/mine.json")
    try workspace.write(pack("other", #"{"name": "Other", "when": {}}"#), to: "packs/other.json")
    let folder = try workspace.rfm("score", "1", "2", "3", "--segments", "packs", "--json").json()
    #expect(folder["segment"].text == "Mine")
    #expect(folder["otherPacks"]["other"].text == "Other")
    let file = try workspace.rfm("score", "1", "2", "3", "--segments", "packs/other.json", "--json").json()
    #expect(file["segment"].text == "Other")
    #expect(file["otherPacks"].keys.isEmpty)
    let list = try workspace.rfm("packs", "--segments", "packs", "--json").json()
    #expect(list.items.map { $0["file"].text } == ["packs/mine.json", "packs/other.json"])
    expectError(try workspace.rfm("segments", "--segments", "none"), saying: "none: there is no such pack")
  }

  // MARK: - A pack for a new model

  @Test func trainingWritesAPackOnce() throws {
    try workspace.write(TrainedShop.sales.csv, to: "sales.csv")
    let outcome = try workspace.rfm("train", "sales.csv", "--k", "6", "-o", "Models/six.json")
    #expect(outcome.status == 0)
    #expect((outcome.output + outcome.errors).contains("Segments/six.json"))
    let pack = try Value(try workspace.text(of: "Segments/six.json"))
    #expect(pack["segments"].items.count == 6)
    #expect(Set(pack["segments"].items.compactMap { $0["name"].text }).count == 6)
    #expect(try workspace.rfm("segments", "lint", "six", "--model", "six").status == 0)
    let answer = try workspace.rfm("score", "300", "1", "20", "--model", "six", "--json").json()
    #expect(pack["segments"].items.contains { $0["name"].text == answer["segment"].text })

    // It is the user's now, also where it does not fit any more.
    for text in [
      try workspace.text(of: "Segments/six.json").replacing("\"title\": \"", with: "\"title\": \"My "),
      self.pack("six", #"{"name": "A", "when": {"cluster": 7}}"#), "{",
    ] {
      try workspace.write(text, to: "Segments/six.json")
      #expect(try workspace.rfm("train", "sales.csv", "--k", "6", "-o", "Models/six.json").status == 0)
      #expect(try workspace.text(of: "Segments/six.json") == text)
    }
  }
}
