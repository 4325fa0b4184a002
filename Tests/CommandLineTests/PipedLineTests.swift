import Foundation
import Testing

/// What is typed at the prompt, coming from standard input instead.
@Suite struct PipedLineTests {
  private let workspace: Workspace
  private let segments = ["Champions & VIPs", "Loyal & Engaged", "Occasional Buyers", "At-Risk & Dormant"]

  init() throws {
    workspace = try TrainedShop.workspace()
  }

  private func ask(_ lines: String..., options: [String] = []) throws -> Outcome {
    try workspace.rfm(options, input: lines.joined(separator: "\n") + "\n")
  }

  private func askJSON(_ lines: String...) throws -> [Value] {
    let outcome = try workspace.rfm(["--json"], input: lines.joined(separator: "\n") + "\n")
    #expect(outcome.status == 0, "\(outcome)")
    return try outcome.jsonLines()
  }

  /// Every line fails, each with one line of error that names it and holds the words.
  private func expectErrors(
    _ cases: [(line: String, words: String)], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try workspace.rfm(input: cases.map(\.line).joined(separator: "\n"))
    #expect(outcome.status == 1, sourceLocation: sourceLocation)
    #expect(outcome.output == "", sourceLocation: sourceLocation)
    #expect(outcome.errorLines.count == cases.count, "\(outcome)", sourceLocation: sourceLocation)
    for (number, (error, (line, words))) in zip(outcome.errorLines, cases).enumerated() {
      #expect(
        error.hasPrefix("error: line \(number + 1): ") && error.contains(words), "\(line): \(error)",
        sourceLocation: sourceLocation)
    }
  }

  // MARK: - Lines and their fate

  @Test func answersAndErrorsGoTheirWays() throws {
    let outcome = try ask("12 5 1840.50", "nonsense", "", "13000", "12 0 5", "r=1 f=2 m=3")
    #expect(outcome.status == 1)
    #expect(
      outcome.errorLines.map { $0.prefix(15) } == ["error: line 2: ", "error: line 5: "], "\(outcome.errors)")
    #expect(!outcome.output.contains("error"))
    #expect(outcome.output.components(separatedBy: "What to do").count == 4)
  }

  @Test func linesThatAllSucceed() throws {
    let outcome = try ask("12 5 1840.50", "13000")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(!outcome.output.contains("rfm>"))
    // Answers are told apart by an empty line.
    #expect(outcome.output.components(separatedBy: "\n\n").count == 2)
  }

  @Test func jsonIsOneObjectForEachAnswer() throws {
    let answers = try askJSON("12 5 1840.50", "13000", "", "r=1 f=1 m=1")
    #expect(answers.count == 3)
    #expect(ScoringTests.promised(answers[0]) == ScoringTests.answerKeys)
    #expect(ScoringTests.promised(answers[1]) == ScoringTests.answerKeys + ScoringTests.lookUpKeys)
  }

  @Test func linesAfterQuitAreNotRead() throws {
    let outcome = try ask("12 5 7", "quit", "nonsense")
    #expect(outcome.status == 0)
    #expect(try ask("nonsense", "quit").status == 1)
  }

  @Test func theSubcommandAndOtherEndsOfLine() throws {
    let outcome = try workspace.rfm("repl", "--json", input: "12 5 7\r\n13000\r\n3 4 5")
    #expect(outcome.status == 0)
    #expect(try outcome.jsonLines().count == 3)
  }

  @Test func noLinesNoAnswers() throws {
    let outcome = try workspace.rfm("repl", input: "")
    #expect(outcome.status == 0)
    #expect(outcome.output == "" && outcome.errors == "")
  }

  // MARK: - Values

  @Test func everyWayToWriteThreeNumbers() throws {
    let lines = [
      "12 5 1840.50", "12,5,1840.50", "12\t5\t£1,840.50", "12 5 1,840.50", "12  5\t 1840.5", "12, 5, 1840.50",
      "12;5;1840.50", "r=12 f=5 m=1840.50", "m=1,840.50 r=12 f=5", "F=5 M=£1840.50 R=12",
      "recency=12 frequency=5 monetary=1840.50", "12 5 $1840.50", "12 5 €1840.50", " 12 5 1840.50 ",
      "12.0 5.0 1840.50",
      "12\u{A0}5\u{A0}1840.50",
    ]
    let outcome = try workspace.rfm("--json", input: lines.joined(separator: "\n"))
    let answers = try outcome.jsonLines()
    #expect(answers.count == lines.count, "\(outcome.errors)")
    for (line, answer) in zip(lines, answers) {
      #expect(answer["recency"].int == 12, "\(line)")
      #expect(answer["frequency"].int == 5, "\(line)")
      #expect(answer["monetary"].number == 1840.5, "\(line)")
    }
  }

  @Test func dateOfTheLastPurchase() throws {
    // The last purchase of all is in the last days of 2010.
    let lastDay = try #require(Int(TrainedShop.sales.asOf.dropFirst(8).prefix(2)))
    for (line, recency) in [
      ("last=2010-12-\(lastDay) f=5 m=7", 0), ("f=5 last=2010-12-\(lastDay - 2) m=7", 2),
      ("m=7 f=5 last=2010-11-\(lastDay)", 30),
    ] {
      #expect(try askJSON(line).first?["recency"].int == recency)
    }
    #expect(try askJSON("as-of 2011-01-31", "last=2011-01-30 f=5 m=7").last?["recency"].int == 1)
  }

  @Test func linesThatAreNoValuesSayWhy() throws {
    try expectErrors(
      [
        ("-1 5 7", "recency -1 is below 0"), ("12 0 7", "frequency 0 is below 1"),
        ("12 -5 7", "frequency -5"),
        ("1 2 3 4", "three numbers are needed"), ("1,2,3,4", "three numbers are needed"), ("1 2", "not 2"),
        ("12,5,1,840.50", "leave the one for thousands out"), ("12 5 nan", "monetary 'nan'"),
        ("12 5 inf", "monetary 'inf'"), ("12 5 1e400", "monetary '1e400'"), ("12 5 x", "monetary 'x'"),
        ("1.5 5 7", "not a whole number of days"), ("12 5.5 7", "not a whole number of orders"),
        ("99999999999 5 7", "too large"), ("r=12 f=5", "m=1840.50"), ("r=12 m=5", "f=5"),
        ("f=5 m=5", "last="),
        ("r=1 r=2 f=5 m=7", "given twice"), ("r=1 last=2010-01-01 f=5 m=7", "give one of them"),
        ("r=1 f=5 m=7 x=9", "'x=9'"), ("last=2010-13-01 f=5 m=7", "not a date"),
        ("last=2011-06-01 f=5 m=7", "after the observation date"), ("12 5 1840,50", "1840.50, with a point"),
      ])
  }

  // MARK: - Commands

  @Test func segmentsOfThePack() throws {
    let text = try ask("segments").output
    for name in segments { #expect(text.contains(name)) }
    let json = try askJSON("segments")[0]
    #expect(json["pack"].text == "retail")
    let pack = try Value(try workspace.text(of: "Segments/retail.json"))
    let names = pack["segments"].items.compactMap { $0["name"].text }
    #expect(json["segments"].items.compactMap { $0["name"].text } == names)
    #expect(segments.allSatisfy(names.contains))
    #expect(json["segments"].items.compactMap { $0["customers"].int }.reduce(0, +) == 120)
  }

  @Test(
    "A segment by its name, a beginning of it, its number, or its cluster",
    arguments: [
      "segment Loyal & Engaged", "segment loyal & engaged", "segment loy", "SEGMENT 5", "segment cluster 1",
    ])
  func segmentPage(line: String) throws {
    let outcome = try ask(line)
    #expect(outcome.output.hasPrefix("Loyal & Engaged"))
    #expect(outcome.output.contains("    • "))
    #expect(try askJSON(line)[0]["segment"].text == "Loyal & Engaged")
  }

  @Test func typicalAndTopCustomers() throws {
    let answers = try askJSON("top Champions & VIPs 5", "typical champions", "top 4 3")
    #expect(answers.map(\.items.count) == [5, 10, 3])
    let spent = answers[0].items.compactMap { $0["monetary"].number }
    #expect(spent == spent.sorted(by: >))
    #expect(answers.allSatisfy { $0.items.allSatisfy { $0["cluster"].int == 0 } })
    let best = TrainedShop.sales.customers.values.map(\.pence).max()
    #expect(answers[0][0]["monetary"].number.map { Int(($0 * 100).rounded()) } == best)

    // The most typical is nearest its centroid among all of the cluster.
    let ids = TrainedShop.sales.customers.keys.sorted()
    let everyone = try workspace.rfm("--json", input: ids.joined(separator: "\n")).jsonLines()
    let nearest = everyone.filter { $0["cluster"].int == 0 }.min {
      ($0["distances"][0].number ?? 0) < ($1["distances"][0].number ?? 0)
    }
    #expect(answers[1][0]["customer"].text == nearest?["customer"].text)
    #expect(try ask("top at-risk & dormant 2").output.contains("At-Risk & Dormant · by monetary"))
  }

  @Test func asOfAnotherDateHoldsFromThen() throws {
    let answers = try askJSON("13000", "as-of 2011-12-31", "13000", "as-of model", "13000")
    #expect(answers.count == 5)
    #expect(answers[1]["asOf"].text == "2011-12-31 23:59:59")
    #expect(answers[2]["asOf"].text == "2011-12-31 23:59:59")
    #expect((answers[2]["recency"].int ?? 0) > 360)
    #expect(answers[4].description == answers[0].description)
    #expect(try ask("as-of today", "13000").status == 0)
  }

  @Test func anotherModelIsLoaded() throws {
    try workspace.write(InventedSales(seed: 9, customers: 60).csv, to: "sales.csv")
    _ = try workspace.rfm("train", "sales.csv", "--k", "3", "-o", "Models/small.json")
    let outcome = try workspace.rfm(
      "--model", "shop", input: "load small\nmodel\nload Models/shop.json\n13000\nload none\n")
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("rfm · small"))
    #expect(outcome.output.contains("small · Models/small.json"))
    #expect(outcome.output.contains("13000 · "))
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("line 5: there is no model 'none'"))
    #expect(outcome.errors.contains("shop") && outcome.errors.contains("small"))
  }

  @Test func aModelThatCannotBeLoadedChangesNothing() throws {
    try workspace.write("{", to: "broken.json")
    let outcome = try ask("load broken.json", "13000")
    #expect(outcome.status == 1)
    #expect(outcome.errors.hasPrefix("error: line 1: "))
    #expect(outcome.output.contains("13000 · "))
  }

  @Test func jsonOnAndOff() throws {
    let outcome = try ask("json on", "12 5 7", "json off", "12 5 7", "json maybe")
    #expect(outcome.output.contains("{\"recency\": 12"))
    #expect(outcome.output.contains("recency 12 days"))
    #expect(outcome.errors.contains("line 5: json on or json off, not 'maybe'"))
  }

  @Test func helpNamesEveryCommand() throws {
    let text = try ask("help").output
    for command in [
      "help", "model", "segments", "segment NAME", "customer ID", "typical NAME", "top NAME", "as-of today",
      "load MODEL", "json on", "quit",
    ] {
      #expect(text.contains("  \(command)") || text.contains("· \(command)"), "\(command)")
    }
  }

  @Test func whatWasMeant() throws {
    try expectErrors(
      [
        ("hlep", "Did you mean 'help'?"), ("segmnt Loyal", "Did you mean 'segment'?"), ("moddel", "'model'"),
        ("segment Champion & VIP", "did you mean \"Champions & VIPs\"?"),
        ("segment Zebra", "\"Champions & VIPs\""),
        ("typical", "which? typical NAME"), ("customer", "whose?"), ("load", "which?"),
        ("top loyal 0", "below 1"),
        ("130000", "Nearest IDs: 13000"), ("as-of 31.12.2010", "as-of 2010-12-31"),
        ("segment 9", "no segment 9"),
        ("zzzzzz", "I don't recognise 'zzzzzz'. Type three numbers, a customer ID, or help."),
      ])
  }
}
