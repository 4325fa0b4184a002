import Foundation
import Testing

/// `rfm compare`, on two years of an invented shop.
@Suite struct CompareCommandTests {
  private let workspace: Workspace

  /// Customers 13000, 13007, … in both years, and ten more in the second.
  init() throws {
    workspace = try TrainedShop.workspace()
    let later = InventedSales(seed: 11, customers: 130)
    try workspace.write(later.csv.replacing("2010-", with: "2011-"), to: "later.csv")
    let trained = try workspace.rfm(
      "train", "later.csv", "-o", "Models/later.json", "--currency", "GBP", "--quiet")
    #expect(trained.status == 0, "\(trained)")
  }

  private func compare(_ arguments: String...) throws -> Value {
    let outcome = try workspace.rfm(["compare", "--json"] + arguments)
    #expect(outcome.status == 0, "\(outcome)")
    return try outcome.json()
  }

  private func sum(_ values: [Value], _ key: String) -> Int {
    values.reduce(0) { $0 + ($1[key].int ?? 0) }
  }

  @Test func everyCustomerIsInOneCell() throws {
    let result = try compare("shop", "later")
    #expect(
      result.keys == [
        "a", "b", "currency", "pack", "shared", "matching", "transitions", "lost", "gained", "clusters",
        "stability", "falls", "warnings",
      ])
    #expect(result["matching"]["basis"].text == "customers")
    #expect(result["pack"].text == "retail")
    let moves = result["transitions"].items
    #expect(sum(moves, "customers") == result["shared"].int)
    let (lost, gained) = (sum(result["lost"].items, "customers"), sum(result["gained"].items, "customers"))
    #expect(lost + (result["shared"].int ?? 0) == result["a"]["customers"].int)
    #expect(gained + (result["shared"].int ?? 0) == result["b"]["customers"].int)
    for segment in Set(moves.compactMap { $0["from"].text }) {
      let own = (moves + result["lost"].items).filter { ($0["from"].text ?? $0["segment"].text) == segment }
      #expect(abs(own.reduce(0) { $0 + ($1["share"].number ?? 0) } - 1) < 1e-9)
    }
    let spent = moves.reduce(0) { $0 + ($1["monetaryA"].number ?? 0) }
    #expect(spent > 0 && spent <= (result["a"]["monetary"].number ?? 0) + 0.01)
  }

  @Test("It begins with what happened in words, and the columns have the names of segments")
  func words() throws {
    let result = try compare("shop", "later")
    let text = try workspace.rfm("compare", "shop", "later").output
    let paragraphs = text.split(separator: "\n\n")
    let summary = String(paragraphs[0]).inOneLine
    let moves = result["transitions"].items
    let stayed = moves.filter { $0["from"].text == $0["to"].text }
    #expect(
      summary.contains(
        "Of the \(result["a"]["customers"].int ?? 0) customers before, \(result["shared"].int ?? 0) are there afterwards: \(sum(stayed, "customers")) in the same segment"
      ), "\(summary)")
    let heads = try #require(text.range(of: "from A ↓ to B →")).lowerBound
    let titles =
      try #require(text.range(of: "who moved")).upperBound..<(text[heads...].firstIndex(of: "\n") ?? heads)
    for name in Set(moves.compactMap { $0["to"].text }) {
      for word in name.split(separator: " ") { #expect(text[titles].contains(word), "\(word)") }
    }
  }

  @Test("Who moved is a file: everyone who is elsewhere, lost or gained, once")
  func movedCustomers() throws {
    let result = try compare("shop", "later", "-o", "moved.csv")
    let rows = try workspace.text(of: "moved.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(rows[0] == ["customer_id", "from", "to", "monetary_before", "monetary_after"])
    #expect(try workspace.mode(of: "moved.csv") == 0o600)
    let elsewhere = result["transitions"].items.filter { $0["from"].text != $0["to"].text }
    let expected =
      sum(elsewhere, "customers") + sum(result["lost"].items, "customers")
      + sum(result["gained"].items, "customers")
    #expect(rows.count == expected + 1 && Set(rows.map { $0[0] }).count == rows.count)
    expectError(try workspace.rfm("compare", "shop", "later", "-o", "moved.txt"), status: 64, saying: ".csv")
    expectError(
      try workspace.rfm("compare", "shop", "later.csv", "-o", "later.csv"), saying: "take the place")
  }

  @Test func fallsAreByHowMuchMonetaryFell() throws {
    let falls = try compare("shop", "later")["falls"].items
    #expect(!falls.isEmpty && falls.count <= 10)
    let amounts = falls.compactMap { $0["fall"].number }
    #expect(amounts == amounts.sorted(by: >))
    for fall in falls {
      let id = try #require(fall["customer"].text)
      let before = try workspace.rfm("customer", id, "--model", "shop", "--json").json()
      let after = try workspace.rfm("customer", id, "--model", "later", "--json").json()
      #expect(before["monetary"].number == fall["a"]["monetary"].number)
      #expect(after["monetary"].number == fall["b"]["monetary"].number)
      #expect(before["segment"].text == fall["from"].text)
    }
  }

  @Test func aLaterFileIsClassifiedByTheModelAsClassifyDoesIt() throws {
    let result = try compare("shop", "later.csv")
    #expect(result["matching"]["basis"].text == "model")
    let rows = try workspace.rfm(
      "classify", "later.csv", "--model", "shop", "--format", "jsonl", "--quiet"
    ).jsonLines()
    var expected: [String: Int] = [:]
    for row in rows { expected[row["cluster_name"].text ?? "", default: 0] += 1 }
    var found: [String: Int] = [:]
    for cell in result["transitions"].items + result["gained"].items {
      found[cell["to"].text ?? cell["segment"].text ?? "", default: 0] += cell["customers"].int ?? 0
    }
    #expect(found == expected)
    #expect(rows.count == result["b"]["customers"].int)
    // Standard input, and options of their own.
    let piped = try workspace.rfm(
      "compare", "shop", "-", "--clean", "sales", "--json", input: try workspace.text(of: "later.csv"))
    #expect(piped.errors.contains("--clean sales (the model: products)"), "\(piped)")
    #expect(try piped.json()["warnings"].items.count >= 1)
  }

  @Test func modelsOfDifferentKAreReadInTheNumbersOfTheFirst() throws {
    let k6 = try workspace.rfm(
      "train", "later.csv", "-o", "Models/six.json", "--k", "6", "--currency", "GBP", "--quiet")
    #expect(k6.status == 0, "\(k6)")
    let result = try compare("shop", "six")
    #expect(result["clusters"].items.count == 6)
    #expect(Set(result["matching"]["numbers"].items.compactMap(\.int)) == [0, 1, 2, 3, 4, 5])
    #expect(result["matching"]["matched"].items.count { $0.isNull } == 2)
    // The pack is the one of the first model; what only the second has is in no rule on clusters.
    #expect(result["pack"].text == "retail")
    let new = result["clusters"].items.suffix(2).reduce(0) { $0 + ($1["b"]["customers"].int ?? 0) }
    let cells = result["transitions"].items + result["gained"].items
    let unnamed = cells.filter { ($0["to"].text ?? $0["segment"].text)?.hasSuffix(", new") ?? false }
    #expect(sum(unnamed, "customers") <= new && !unnamed.isEmpty)
    let text = try workspace.rfm("compare", "shop", "six")
    #expect(text.output.contains("is new") && text.output.contains(", new"), "\(text)")
    #expect(try compare("six", "shop")["clusters"].items.count == 6)
  }

  @Test func withFewCustomersInBothTheCentroidsTell() throws {
    let few = InventedSales(seed: 3, customers: 60)
    try workspace.write(few.csv, to: "few.csv")
    _ = try workspace.rfm("train", "few.csv", "-o", "Models/few.json", "--currency", "GBP", "--quiet")
    #expect(try compare("shop", "few")["matching"]["basis"].text == "centroids")
    let text = try workspace.rfm("compare", "shop", "few").output
    #expect(text.contains("centroids in A's scaled units"))
  }

  @Test(arguments: [["shop", "later"], ["shop", "later", "--pack", "scores"], ["later.json", "later.csv"]])
  func theTextHasAllParts(arguments: [String]) throws {
    try workspace.copy(
      TrainedShop.pack.deletingLastPathComponent().appending(path: "rfm-scores.json"),
      to: "Segments/scores.json")
    let arguments = arguments.map { $0 == "scores" ? "rfm-scores" : $0 }
    let outcome = try workspace.rfm(["compare"] + arguments)
    #expect(outcome.status == 0 && outcome.errors == "", "\(outcome)")
    for words in ["who moved", "PSI", "drift", "gained", "in both", "£"] {
      #expect(outcome.output.contains(words), "\(words)")
    }
    #expect(outcome.output.allSatisfy { $0 != "\u{1B}" })
  }

  @Test func withoutAPackClustersAreCompared() throws {
    try FileManager.default.removeItem(at: workspace.url("Segments"))
    let result = try compare("shop", "later")
    #expect(result["pack"].isNull)
    #expect(result["transitions"][0]["from"].text == "Cluster 0")
  }

  // MARK: - What cannot be compared

  @Test func whatIsNotAlikeIsWarnedAbout() throws {
    _ = try workspace.rfm(
      "train", "later.csv", "-o", "Models/log.json", "--log", "monetary", "--window", "90d", "--quiet")
    let outcome = try workspace.rfm("compare", "shop", "log", "--json")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.errors.contains("--log none in A, monetary in B"))
    #expect(outcome.errors.contains("B names no currency; it is taken for GBP"))
    #expect(outcome.errors.contains("frequency and monetary grow with history"))
    #expect(outcome.errorLines.count == 3)
    #expect(try outcome.json()["warnings"].items.compactMap(\.text) == outcome.errorLines)
    let backwards = try workspace.rfm("compare", "later", "shop")
    #expect(backwards.status == 0 && backwards.errorLines.count == 1)
    #expect(backwards.errors.contains("who fell here rose") && backwards.errors.contains("swap"))
  }

  @Test func aMistakeIsOneSentence() throws {
    _ = try workspace.rfm(
      "train", "later.csv", "-o", "Models/euro.json", "--currency", "EUR", "--quiet")
    expectError(
      try workspace.rfm("compare", "shop", "euro"), saying: "shop.json is in GBP", "euro.json in EUR",
      "two currencies")
    expectError(try workspace.rfm("compare", "shop", "nobody"), saying: "no model 'nobody'", "later")
    expectError(try workspace.rfm("compare", "shop", "nobody.csv"), saying: "nobody.csv", "no such file")
    expectError(try workspace.rfm("compare", "later.csv", "shop"), saying: "later.csv: this is no model")
    expectError(
      try workspace.rfm("compare", "shop", "later", "--clean", "sales"), saying: "for sales files")
    expectError(
      try workspace.rfm("compare", "shop", "later.csv", "Models/later.json"), saying: "one later model")
    expectError(try workspace.rfm("compare", "shop"), status: 64, saying: "<b>")
    for name in try workspace.names(in: "Models") where name.hasPrefix("later-") {
      try FileManager.default.removeItem(at: workspace.url("Models/" + name))
    }
    expectError(
      try workspace.rfm("compare", "shop", "later"), saying: "later-", "customers of the model are not there")
    expectError(try workspace.rfm("compare", "later", "shop"), saying: "customers of the model are not there")
    let help = try workspace.rfm("compare", "--help").output
    #expect(help.contains("rfm compare 2023 2024") && help.contains("A fall is a customer in both"))
  }
}
