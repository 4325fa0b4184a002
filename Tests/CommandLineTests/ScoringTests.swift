import Foundation
import Testing

/// One answer for three numbers or for a customer, as text and as JSON.
@Suite struct ScoringTests {
  /// What every answer holds, in this order; more may stand between.
  static let answerKeys = [
    "recency", "frequency", "monetary", "scores", "cluster", "segment", "interpretation", "recommendations",
    "distances", "outlier",
  ]

  static let lookUpKeys = ["customer", "firstPurchase", "lastPurchase", "asOf"]

  static func promised(_ answer: Value) -> [String] {
    answer.keys.filter { (answerKeys + lookUpKeys).contains($0) }
  }

  private let workspace: Workspace

  init() throws {
    workspace = try TrainedShop.workspace()
  }

  // MARK: - rfm score

  @Test func answerHasAllThatAPersonNeeds() throws {
    let outcome = try workspace.rfm("score", "12", "5", "1840.50")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    let answer = try workspace.rfm("score", "12", "5", "1840.50", "--json").json()
    let cluster = try #require(answer["cluster"].int)
    let segment = try #require(answer["segment"].text)
    #expect(outcome.lines[0].hasPrefix(segment))
    #expect(outcome.lines[0].hasSuffix("cluster \(cluster)"))
    #expect(outcome.output.contains("recency 12 days · frequency 5 orders · monetary £1,840.50"))
    let scores = ["recency", "frequency", "monetary"].compactMap { answer["scores"][$0].int }
    #expect(outcome.output.contains("scores \(scores.map(String.init).joined(separator: " · "))"))
    #expect(outcome.output.contains("distance to each centroid"))
    #expect(outcome.output.contains("What to do"))
    #expect(outcome.lines.count { $0.contains("    • ") } == answer["recommendations"].items.count)

    // Every centroid, the nearest first.
    let distances = answer["distances"].items.compactMap(\.number)
    #expect(distances.count == 4)
    #expect(distances.min() == distances[cluster])
    let rows = outcome.lines.drop { !$0.contains("distance to each") }.dropFirst().prefix(4)
    let ids = rows.compactMap { row in Int(row.dropFirst(4).prefix(1)) }
    #expect(ids == distances.indices.sorted { distances[$0] < distances[$1] })
    for name in ["Champions & VIPs", "Loyal & Engaged", "Occasional Buyers", "At-Risk & Dormant"] {
      #expect(rows.contains { $0.contains(name) })
    }
  }

  @Test func keysOfTheJSON() throws {
    let outcome = try workspace.rfm("score", "12", "5", "1840.50", "--json")
    #expect(outcome.lines.count == 1)
    let answer = try outcome.json()
    #expect(Self.promised(answer) == Self.answerKeys)
    #expect(answer["recency"].int == 12)
    #expect(answer["frequency"].int == 5)
    #expect(answer["monetary"].number == 1840.5)
    #expect(answer["scores"].keys == ["recency", "frequency", "monetary"])
    #expect(answer["outlier"].bool == true)
    #expect(answer["interpretation"].text?.isEmpty == false)
    #expect(answer["recommendations"].items.allSatisfy { $0.text != nil })
  }

  @Test func distancesAreThoseOfTheModelsFigures() throws {
    let model = try Value(try workspace.text(of: "Models/shop.json"))
    let point = zip([12.0, 5, 340.5], model["features"].items).map { value, feature in
      (value - (feature["mean"].number ?? 0)) / (feature["scale"].number ?? 1)
    }
    let answer = try workspace.rfm("score", "12", "5", "340.50", "--json").json()
    for (centroid, distance) in zip(model["centroids"].items, answer["distances"].items) {
      let squares = zip(point, centroid.items.compactMap(\.number)).map { ($0 - $1) * ($0 - $1) }
      #expect(abs(squares.reduce(0, +).squareRoot() - (distance.number ?? .nan)) < 1e-12)
    }
  }

  @Test(
    "Negative numbers are values, not options",
    arguments: [
      ["score", "12", "5", "-20"], ["score", "--json", "12", "5", "-20"],
      ["score", "12", "5", "-20", "--json"],
      ["score", "12", "5", "-20.00", "--model", "Models/shop.json"], ["score", "12", "5", "-£20"],
      ["score", "--model", "shop", "12", "5", "-20", "--segments", "Segments"],
      ["score", "--", "12", "5", "-20"],
      ["score", "r=12", "f=5", "m=-20"], ["score", "12,5,-20"],
    ])
  func negativeNumbers(arguments: [String]) throws {
    let outcome = try workspace.rfm(arguments)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output.contains(arguments.contains("--json") ? "\"monetary\": -20" : "monetary -£20.00"))
  }

  // MARK: - rfm customer

  @Test func customerOfTheStore() throws {
    let known = try #require(TrainedShop.sales.customers["13000"])
    let text = try workspace.rfm("customer", "13000").output
    #expect(text.hasPrefix("13000 · "))
    #expect(
      text.contains(
        "first purchase \(known.first.prefix(10)) · last purchase \(known.last.prefix(10)) · as of \(TrainedShop.sales.asOf.prefix(10))"
      ))
    let answer = try workspace.rfm("customer", "13000", "--json").json()
    #expect(Self.promised(answer) == Self.answerKeys + Self.lookUpKeys)
    #expect(answer["customer"].text == "13000")
    #expect(answer["firstPurchase"].text == known.first)
    #expect(answer["lastPurchase"].text == known.last)
  }

  @Test func customerAsOfAnotherDate() throws {
    let answer = try workspace.rfm("customer", "13000", "--as-of", "2011-12-31", "--json").json()
    #expect(answer["asOf"].text == "2011-12-31 23:59:59")
    // The end of a day is whole days after any moment of another.
    let last = try #require(TrainedShop.sales.customers["13000"]?.last.prefix(10))
    let days = try [String(last), "2011-12-31"].map { try Date($0 + "T00:00:00Z", strategy: .iso8601) }
    #expect(answer["recency"].int == Int(days[1].timeIntervalSince(days[0])) / 86_400)
    expectError(
      try workspace.rfm("customer", "13000", "--as-of", "2009-01-01"), saying: "last purchase of 13000")
    expectError(try workspace.rfm("customer", "13000", "--as-of", "soon"), saying: "'soon'")
  }

  @Test(
    "An unknown ID brings the nearest",
    arguments: [("13001", "13000"), ("31000", "13000"), ("1300", "13000")])
  func unknownCustomer(id: String, near: String) throws {
    expectError(try workspace.rfm("customer", id), saying: "no customer \(id) in shop. Nearest IDs: ", near)
  }

  @Test func namesWithSpacesAndApostrophes() throws {
    let names = [
      "O'Brien & Sons", "Brion Stark", "12 Monkeys", "12 5 7", "top", "José Núñez", "C-1; DROP TABLE",
    ]
    let rows = names.enumerated().map { "\"\($1)\",\($0 * 9),\($0 + 1),\($0 * 50 + 10)" }
    try workspace.write(
      "customer,recency,frequency,monetary\n" + rows.joined(separator: "\n"), to: "names.csv")
    #expect(try workspace.rfm("train", "names.csv", "--k", "2").status == 0)
    for (number, name) in names.enumerated() {
      let once = try workspace.rfm("customer", name, "--json", "--model", "names").json()
      #expect(once["customer"].text == name)
      #expect(once["recency"].int == number * 9)
      // At the prompt `customer` takes the rest of the line, and a line that equals an ID is a look-up.
      let piped = try workspace.rfm("--json", "--model", "names", input: "customer \(name)\n\(name)\n")
      let answers = try piped.jsonLines()
      if name != "top" {
        #expect(piped.status == 0, "\(piped)")
        #expect(answers.compactMap { $0["customer"].text } == [name, name])
      }
    }
    let words = try workspace.rfm(["customer", "Brion", "Stark", "--json", "--model", "names"])
    #expect(try words.json()["customer"].text == "Brion Stark")
    expectError(try workspace.rfm("customer", "Brian Stark", "--model", "names"), saying: "Brion Stark")
  }

  // MARK: - Segments that no pack names

  @Test func clustersWithoutAPack() throws {
    try workspace.write(TrainedShop.sales.csv, to: "sales.csv")
    _ = try workspace.rfm("train", "sales.csv", "--k", "6", "-o", "Models/six.json")
    try FileManager.default.removeItem(at: workspace.url("Segments/six.json"))
    let outcome = try workspace.rfm("score", "300", "1", "20", "--model", "six")
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("Cluster 5"))
    #expect(outcome.output.contains("No segment pack fits this model (retail: "))
    let answer = try workspace.rfm("score", "300", "1", "20", "--model", "six", "--json").json()
    #expect(Self.promised(answer) == Self.answerKeys)
    #expect(answer["segment"].text == "Cluster 5")
    #expect(answer["interpretation"].text == "")
    #expect(answer["recommendations"].items.isEmpty)
    #expect(answer["distances"].items.count == 6)
  }

  @Test func noPackAtAll() throws {
    try FileManager.default.removeItem(at: workspace.url("Segments"))
    let outcome = try workspace.rfm("score", "300", "1", "20")
    #expect(outcome.output.hasPrefix("Cluster 3"))
    #expect(outcome.output.contains("There is no segment pack"))
  }

  @Test func aPackThatNamesNotEveryCluster() throws {
    let pack = """
      {"format": "rfm-segments/1", "name": "best", "title": "The best", "for": {"k": 4},
       "segments": [{"name": "Best", "when": {"cluster": 0}, "interpretation": "They are good.", "recommendations": ["Thank them."]}]}
      """
    try workspace.write(pack, to: "best.json")
    #expect(try workspace.rfm("score", "1", "9", "9000", "--segments", "best.json").output.hasPrefix("Best "))
    let outcome = try workspace.rfm("score", "300", "1", "20", "--segments", "best.json")
    #expect(outcome.output.hasPrefix("Cluster 3"))
    #expect(
      outcome.output.contains("No segment of the pack best takes this customer"))
  }

  // MARK: - Colour

  @Test func noColourWhereNobodyLooks() throws {
    for arguments in [["score", "12", "5", "7"], ["model"], ["customer", "13000"]] {
      let outcome = try workspace.rfm(arguments, environment: ["COLORTERM": "truecolor"])
      #expect(!outcome.output.contains("\u{1B}"))
    }
  }

  @Test(
    "Colour on a terminal, never with NO_COLOR",
    arguments: [([:], true), (["NO_COLOR": "1"], false), (["TERM": "dumb"], false), (["NO_COLOR": ""], true)])
  func colourOnATerminal(settings: [String: String], isColoured: Bool) throws {
    let terminal = try PseudoTerminal(
      executable: BuiltProgram.path, arguments: ["score", "12", "5", "7"],
      environment: workspace.environment.merging(settings) { $1 }, workingDirectory: workspace.folder.path)
    #expect(try terminal.waitForExit() == 0)
    #expect(terminal.transcript.contains("What to do"))
    #expect(terminal.received.contains(0x1B) == isColoured)
  }
}
