import Foundation
import Testing

/// The options of `rfm train`, each by what it changes.
@Suite struct TrainingOptionTests {
  private let workspace: Workspace
  private let sales = TrainedShop.sales

  init() throws {
    workspace = try Workspace()
    try workspace.write(sales.csv, to: "sales.csv")
  }

  private func train(_ options: String...) throws -> Value {
    let outcome = try workspace.rfm(["train", "sales.csv", "-o", "shop.json", "--json"] + options)
    #expect(outcome.status == 0, "\(outcome)")
    return try outcome.json()
  }

  private func customer(_ id: String) throws -> Value {
    try workspace.rfm("customer", id, "--json", "--model", "shop.json").json()
  }

  private func notes(_ summary: Value) -> String {
    summary["notes"].items.compactMap(\.text).joined(separator: "\n")
  }

  // MARK: - Cleaning

  @Test func cleaningOfSalesKeepsPostageAndOtherInvoices() throws {
    let source = try train("--clean", "sales")["source"]
    #expect(source["dropped"].keys == ["missing customer", "cancelled invoice"])
    #expect(source["dropped"]["cancelled invoice"].int == sales.dropped["cancelled invoice"])
  }

  @Test func cleaningOfCustomersDropsOnlyRowsWithout() throws {
    let source = try train("--clean", "customers")["source"]
    #expect(source["dropped"].keys == ["missing customer"])
  }

  @Test func patternsReplaceTheShopsOwn() throws {
    let source = try train(
      "--clean", "products", "--stock-pattern", "[0-9]{5}", "--invoice-pattern", "[0-9]{6}|A.*")["source"]
    let letters = sales.rows.count {
      !$0.customer.isEmpty && !$0.invoice.hasPrefix("C") && ($0.stock.last?.isLetter ?? false)
    }
    #expect(source["dropped"].keys == ["missing customer", "cancelled invoice", "not a product"])
    #expect(source["dropped"]["not a product"].int == letters)
  }

  @Test func aPatternThatFitsNothingIsNamed() throws {
    let outcome = try workspace.rfm("train", "sales.csv", "--stock-pattern", "X.*", "--clean", "products")
    expectError(outcome, saying: "not a product", "'X.*'", "--stock-pattern")
    expectError(
      try workspace.rfm("train", "sales.csv", "--stock-pattern", "X.*"), saying: "not a product", "'X.*'")
  }

  @Test(
    "Options without a value in them",
    arguments: [
      ["--invoice-pattern", ""], ["--stock-pattern", ""], ["--invoice-pattern", "("], ["--log", ""],
      ["--log", " ,"],
    ])
  func emptyOptions(arguments: [String]) throws {
    let outcome = try workspace.rfm(["train", "sales.csv"] + arguments)
    expectError(outcome, status: 64, saying: arguments[0])
  }

  @Test func cleaningFallsBackToSalesAndSaysWhy() throws {
    let lines = sales.rows.map { row in
      var row = row
      row.stock = "SKU-" + row.stock
      return InventedSales.line(row)
    }
    try workspace.write(([InventedSales.header] + lines).joined(separator: "\n"), to: "sales.csv")
    #expect(
      notes(try train()).contains(
        "cleaned by the rules for sales, since 100 % of the invoices and 0 % of the stock codes"))
  }

  @Test func netReturnsTakeFromMonetaryAlone() throws {
    let id = try #require(
      sales.rows.first { $0.invoice.hasPrefix("C") && sales.customers[$0.customer] != nil }?.customer)
    let before = try #require(sales.customers[id])
    let returned = sales.rows.filter { $0.customer == id && $0.invoice.hasPrefix("C") }
    let summary = try workspace.rfm("train", "sales.csv", "-o", "shop.json", "--returns", "net")
    // Nobody's is, which says nothing.
    #expect(!summary.output.contains("whose net is under half of what they bought"))
    let after = try customer(id)
    #expect(after["frequency"].int == before.frequency)
    #expect(after["recency"].int == before.recency)
    let net = before.pence + returned.reduce(0) { $0 + $1.quantity * $1.pence }
    #expect(after["monetary"].number.map { ($0 * 100).rounded() } == Double(net))
  }

  @Test func badRowsCanBeCountedInstead() throws {
    try workspace.write(
      sales.csv + "599999,85123A,POT,many,2010-12-30 10:00:00,5.00,13000,France\n", to: "sales.csv")
    expectError(
      try workspace.rfm("train", "sales.csv"), saying: "line \(1 + lineCount(sales.csv)) of sales.csv",
      "Quantity",
      "'many'")
    #expect(try train("--skip-bad-rows")["source"]["dropped"]["bad row"].int == 1)
  }

  private func lineCount(_ text: String) -> Int { text.utf8.count { $0 == UInt8(ascii: "\n") } }

  // MARK: - When, and what is counted

  @Test func theObservationDate() throws {
    let last = try #require(sales.customers["13000"])
    #expect(try train("--as-of", "next-day")["source"]["asOf"].text?.hasSuffix(sales.asOf.suffix(8)) == true)
    #expect(try customer("13000")["recency"].int == last.recency + 1)

    let cut = "2010-06-30"
    let source = try train("--as-of", cut)["source"]
    #expect(source["asOf"].text == "2010-06-30 23:59:59")
    let later = sales.rows.count {
      $0.date > "2010-07" && !$0.customer.isEmpty && $0.invoice.first?.isNumber == true && $0.stock != "POST"
    }
    #expect(source["dropped"]["later than the observation date"].int == later)
  }

  @Test func theWindow() throws {
    let source = try train("--window", "90d")["source"]
    let kept = sales.customers.count { $0.value.recency < 90 }
    #expect(source["customers"].int == kept)
    #expect((source["dropped"]["before the first day that counts"].int ?? 0) > 0)
  }

  @Test func whatFrequencyAndMonetaryAre() throws {
    let mine = sales.rows.filter {
      $0.customer == "13000" && $0.invoice.first?.isNumber == true && $0.stock != "POST"
    }
    _ = try train("--frequency", "lines", "--monetary", "average")
    let answer = try customer("13000")
    #expect(answer["frequency"].int == mine.count)
    let total = Double(mine.reduce(0) { $0 + $1.quantity * $1.pence })
    let average = total / 100 / Double(Set(mine.map(\.invoice)).count)
    #expect(answer["monetary"].number.map { abs($0 - average) < 1e-9 } == true)
    let text = try workspace.rfm("customer", "13000", "--model", "shop.json").output
    #expect(text.contains("frequency \(mine.count) lines") && text.contains("an order"))

    _ = try train("--frequency", "days")
    #expect(try customer("13000")["frequency"].int == Set(mine.map { $0.date.prefix(10) }).count)
  }

  // MARK: - Clusters and scores

  @Test func theBestKIsExplainedInOneLine() throws {
    let outcome = try workspace.rfm("train", "sales.csv", "-o", "shop.json", "--k", "auto", "--max-k", "7")
    let note = try #require(outcome.lines.first { $0.contains("note: k = ") })
    #expect(note.contains("since its silhouette is the best of k = 2…7"))
    #expect(note.contains("the elbow says") || outcome.output.contains("the elbow says"))
    let model = try Value(try workspace.text(of: "shop.json"))
    let sweep = model["quality"]["sweep"].items
    #expect(sweep.compactMap { $0["k"].int } == [2, 3, 4, 5, 6, 7])
    let best = sweep.max { ($0["silhouette"].number ?? 0) < ($1["silhouette"].number ?? 0) }
    #expect(model["centroids"].items.count == best?["k"].int)
    for k in 2...7 { #expect(outcome.lines.contains { $0.hasPrefix("    \(k)  ") }) }
  }

  @Test func anotherK() throws {
    #expect(try train("--k", "6")["clusters"].items.count == 6)
    #expect(try train("--k", "2")["clusters"].items.count == 2)
  }

  @Test func anotherSeedIsKeptInTheModel() throws {
    _ = try train("--seed", "18446744073709551615", "--restarts", "2")
    let training = try Value(try workspace.text(of: "shop.json"))["training"]
    #expect(training["seed"].description == "18446744073709551615")
    #expect(training["restarts"].int == 2)
  }

  @Test func scoreCutsAreTaken() throws {
    _ = try train("--score-cuts", "recency=30,60,90,180", "--score-cuts", "monetary=50,100,200,400")
    let model = try Value(try workspace.text(of: "shop.json"))
    #expect(model["scores"]["recency"].description == "[30, 60, 90, 180]")
    for (values, recency, monetary) in [
      (["30", "1", "50"], 5, 1), (["31", "1", "50.01"], 4, 2), (["181", "1", "401"], 1, 5),
    ] {
      let outcome = try workspace.rfm(["score"] + values + ["--model", "shop.json", "--json"])
      let scores = try outcome.json()["scores"]
      #expect(scores["recency"].int == recency)
      #expect(scores["monetary"].int == monetary)
    }
  }

  @Test func fewerScores() throws {
    _ = try train("--score-bins", "3")
    let best = try workspace.rfm("score", "0", "99", "99999", "--model", "shop.json", "--json").json()[
      "scores"]
    #expect(best.description == #"{"recency": 3, "frequency": 3, "monetary": 3}"#)
  }

  @Test func logarithmsAndOutliers() throws {
    let plain = try train()
    #expect(plain["features"].items.map { $0["fence"].isNull } == [true, false, false])
    let logged = try train("--log", "frequency,monetary", "--outliers", "none")
    #expect(logged["features"].items.compactMap { $0["transform"].text } == ["none", "log1p", "log1p"])
    #expect(logged["features"].items.allSatisfy { $0["fence"].isNull })
    #expect(logged["source"]["trainedOn"].int == sales.customers.count)
    #expect(
      try workspace.rfm("model", "--model", "shop.json").output.contains("logarithm of frequency, monetary"))
  }

  // MARK: - Warnings

  @Test func customersWhoMostlyBoughtOnce() throws {
    let rows = (0..<60).map { "c\($0),\($0),\($0 < 50 ? 1 : $0 - 47),\(10 + $0 * 3)" }
    try workspace.write(
      "customer,recency,frequency,monetary\n" + rows.joined(separator: "\n"), to: "sales.csv")
    let summary = try train()
    #expect(notes(summary).contains("no fence on frequency"))
    #expect(notes(summary).contains("for frequency: too many customers have the same number of orders"))
    #expect(notes(summary).contains("Nobody scores "))
    #expect(summary["source"]["trainedOn"].int == 60)
  }

  @Test func outliersWhoHoldTheRevenue() throws {
    let rows = (0..<60).map { "c\($0),\($0),\($0 % 5 + 1),\($0 < 55 ? 10 + $0 : 1000)" }
    try workspace.write(
      "customer,recency,frequency,monetary\n" + rows.joined(separator: "\n"), to: "sales.csv")
    let summary = try train()
    #expect(summary["source"]["trainedOn"].int == 55)
    #expect(notes(summary).contains("hold 71 % of the revenue"))
    #expect(notes(summary).contains("--log frequency,monetary --outliers none"))
    let answer = try customer("c59")
    #expect(answer["outlier"].bool == true)
    #expect(answer["monetary"].number == 1000)
  }

  @Test func aFeatureThatIsConstant() throws {
    let rows = (0..<30).map { "c\($0),\($0),1,\(10 + $0 * $0)" }
    try workspace.write(
      "customer,recency,frequency,monetary\n" + rows.joined(separator: "\n"), to: "sales.csv")
    #expect(notes(try train()).contains("frequency is the same for every customer trained on"))
  }
}
