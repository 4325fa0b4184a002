import Foundation
import Testing

/// Why an answer is what it is, and what would change it.
@Suite struct ExplainCommandTests {
  private let workspace: Workspace

  init() throws {
    workspace = try TrainedShop.workspace()
  }

  private func ask(_ lines: String..., options: [String] = []) throws -> Outcome {
    try workspace.run(BuiltProgram.path, options, input: lines.joined(separator: "\n") + "\n")
  }

  // MARK: - How sure

  @Test func theMarginIsThatOfTheModelsFigures() throws {
    let model = try Value(try workspace.text(of: "Models/shop.json"))
    let centroids = model["centroids"].items.map { $0.items.compactMap(\.number) }
    for values in [["12", "5", "340.50"], ["70", "3", "99"], ["250", "1", "20"], ["3", "9", "410"]] {
      let answer = try workspace.run(BuiltProgram.path, ["score", "--json"] + values).json()
      #expect(
        answer.keys.contains("margin") && answer.keys.contains("beyond") && answer.keys.contains("unlike"))
      let cluster = try #require(answer["cluster"].int)
      let distances = answer["distances"].items.compactMap(\.number)
      let margins = centroids.indices.filter { $0 != cluster }.map { other -> (Int, Double) in
        let apart = zip(centroids[other], centroids[cluster]).map { ($0 - $1) * ($0 - $1) }.reduce(0, +)
        let squares = distances[other] * distances[other] - distances[cluster] * distances[cluster]
        return (other, squares / (2 * apart.squareRoot()))
      }
      let nearest = try #require(margins.min { $0.1 < $1.1 })
      #expect(answer["beyond"].int == nearest.0)
      #expect(abs((answer["margin"].number ?? .nan) - nearest.1) < 1e-9)
    }
  }

  @Test func customersUnlikeThoseInTraining() throws {
    #expect(try workspace.rfm("score", "70", "3", "99", "--json").json()["unlike"].isNull)
    #expect(try workspace.rfm("score", "1", "99", "90000", "--json").json()["unlike"].text == "fence")
    #expect(try workspace.rfm("score", "1", "99", "90000").output.contains("Buys or spends more than "))
    #expect(try workspace.rfm("score", "330", "1", "20", "--json").json()["unlike"].text == "training")
    #expect(
      try workspace.rfm("score", "330", "1", "20").output.contains(
        "Unlike any customer that the groups were built on"))
  }

  // MARK: - Why

  @Test(
    "Why, for values or a customer, also negative ones",
    arguments: [
      ["why", "12", "5", "340.50"], ["why", "12,5,340.50"], ["why", "r=12", "f=5", "m=340.50"],
      ["why", "12", "5", "-20"], ["why", "12", "5", "-20", "--model", "shop"],
      ["why", "--customer", "13000"],
      ["--model", "shop", "why", "--customer", "13000"],
      ["why", "--customer=13000", "--as-of", "2011-12-31"],
    ])
  func why(arguments: [String]) throws {
    let text = try workspace.run(BuiltProgram.path, arguments)
    #expect(text.status == 0, "\(text)")
    #expect(text.output.contains("share of distance²"))
    #expect(text.output.contains("against the runner-up"))

    let outcome = try workspace.run(BuiltProgram.path, arguments + ["--json"])
    #expect(outcome.lines.count == 1)
    let json = try outcome.json()
    let keys = ["segment", "cluster", "distances", "features", "runnerUp", "deciding", "rule", "above"]
    #expect(json.keys == (arguments.contains { $0.contains("13000") } ? ["customer"] : []) + keys)
    let segment = try #require(json["segment"].text)
    let cluster = try #require(json["cluster"].int)
    #expect(text.lines.first?.contains(segment) == true)
    // Every rule above has failed.
    #expect(
      json["above"].items.compactMap { $0["segment"].text } == TrainedShop.segments.prefix { $0 != segment })
    #expect(json["above"].items.allSatisfy { !$0["failed"].items.isEmpty })
    let features = json["features"].items
    #expect(features.map { $0["feature"].text } == ["recency", "frequency", "monetary"])
    let squared = features.compactMap { $0["own"]["squaredDistance"].number }.reduce(0, +)
    #expect(abs(squared.squareRoot() - (json["distances"][cluster].number ?? .nan)) < 1e-9)
    #expect(abs(features.compactMap { $0["own"]["share"].number }.reduce(0, +) - 1) < 1e-9)
    let differences = features.compactMap { $0["difference"].number }
    let runnerUp = try #require(json["runnerUp"].int)
    let other = try #require(json["distances"][runnerUp].number)
    #expect(abs(differences.reduce(0, +) - (other * other - squared)) < 1e-9)
    let strongest = features.max { ($0["difference"].number ?? 0) < ($1["difference"].number ?? 0) }
    #expect(json["deciding"].text == strongest?["feature"].text)
  }

  @Test func theRuleThatDecided() throws {
    let text = try workspace.rfm("why", "10", "1", "20").output
    #expect(text.contains("the rule of New Customers decided: recency at most 30 days"))
    #expect(text.contains("not Key Accounts, Lapsing: "))
    #expect(text.contains("not Key Accounts: it is no outlier"))
  }

  @Test func whyAtThePrompt() throws {
    let outcome = try ask(
      "why", "12 5 340.50", "why", "why 13000", "why", "why 250 1 20", options: ["--json"])
    #expect(outcome.status == 1)
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("line 1: about whom? type a customer first, or why 12 5 1840.50"))
    let answers = try outcome.jsonLines()
    #expect(answers.count == 5)
    #expect(answers[1]["features"][0]["value"].number == 12)
    #expect(answers[2]["customer"].text == "13000")
    // The last one asked about is the subject from then on.
    #expect(answers[3].description == answers[2].description)
    #expect(answers[4]["features"][0]["value"].number == 250)
    expectError(try ask("why nobody"), saying: "nobody")
  }

  // MARK: - What if

  @Test(
    "Before and after are what score says of them",
    arguments: [
      (["12", "5", "340.50", "--order", "50"], ["0", "6", "390.50"]),
      (["12", "5", "340.50", "--order", "£1,050.25"], ["0", "6", "1390.75"]),
      (["12", "5", "-20", "--order", "50"], ["0", "6", "30"]),
      (["12", "5", "340.50", "--change", "f+2,m+100"], ["12", "7", "440.50"]),
      (["--change", "f=9,r-3", "12", "5", "340.50"], ["9", "9", "340.50"]),
      (["12", "5", "10", "--change", "m-30"], ["12", "5", "-20"]),
      (["12", "5", "-20", "--change", "m-5"], ["12", "5", "-25"]),
      (["12", "5", "340.50", "--days", "30"], ["42", "5", "340.50"]),
    ])
  func whatIf(arguments: [String], after: [String]) throws {
    let outcome = try workspace.run(BuiltProgram.path, ["what-if", "--json"] + arguments)
    #expect(outcome.status == 0, "\(outcome)")
    let json = try outcome.json()
    #expect(json.keys == ["before", "after"] + (arguments.contains("--days") ? ["change"] : []))
    let from = json["before"]
    let before = ["recency", "frequency", "monetary"].map { from[$0].description }
    for (side, values) in [("before", before), ("after", after)] {
      let score = try workspace.run(BuiltProgram.path, ["score", "--json"] + values).json()
      #expect(json[side].description == score.description)
    }
    let text = try workspace.run(BuiltProgram.path, ["what-if"] + arguments)
    let names = [json["before"]["segment"].text ?? "", json["after"]["segment"].text ?? ""]
    #expect(
      text.lines.first == (names[0] == names[1] ? "\(names[0]), as before" : names.joined(separator: " → ")))
    #expect(text.output.contains("distance before"))
  }

  @Test("The day on which waiting changes a segment", arguments: ["13000", "13007", "13014"])
  func theDayOfChange(id: String) throws {
    let json = try workspace.rfm("what-if", "--customer", id, "--days", "30", "--json").json()
    let change = json["change"]
    #expect(change.keys == ["segment", "recency", "date", "due"])
    let date = try #require(change["date"].text)
    let day = try Date(date + "T00:00:00Z", strategy: .iso8601)
    let dayBefore = day.addingTimeInterval(-86_400).formatted(.iso8601.year().month().day())
    let before = try #require(json["before"]["segment"].text)
    #expect(change["due"].bool == false)
    // A look-up as of that day, and as of the day before.
    let answers = try ask("as-of \(date)", id, "as-of \(dayBefore)", id, options: ["--json"]).jsonLines()
    #expect(answers[1]["segment"].text == change["segment"].text)
    #expect(answers[1]["recency"].int == change["recency"].int)
    #expect(answers[3]["segment"].text == before)

    let text = try workspace.rfm("what-if", "--customer", id, "--days", "30").output
    #expect(text.contains("\(change["segment"].text ?? "?") from \(date)"))
    // Past that day it is due, and the day is the same.
    let late = try workspace.rfm("what-if", "--customer", id, "--days", "0", "--as-of", date)
    #expect(late.output.contains("\(change["segment"].text ?? "?"): due since \(date)"), "\(late)")
    let early = try workspace.rfm("what-if", "--customer", id, "--days", "0", "--as-of", dayBefore)
    #expect(early.output.contains(" from \(date)"), "\(early)")
  }

  @Test func daysFromTheObservationDateForPlainValues() throws {
    let json = try workspace.rfm("what-if", "12", "5", "340.50", "--days", "5", "--json").json()["change"]
    let recency = try #require(json["recency"].int)
    let asOf = try Date(TrainedShop.sales.asOf.prefix(10) + "T00:00:00Z", strategy: .iso8601)
    let day = asOf.addingTimeInterval(Double(recency - 12) * 86_400)
    #expect(json["date"].text == day.formatted(.iso8601.year().month().day()))
    let text = try workspace.rfm("what-if", "320", "1", "20", "--days", "5").output
    #expect(text.contains("waiting alone changes nothing"))
  }

  @Test func whatIfAtThePrompt() throws {
    let outcome = try ask(
      "what-if order 50", "12 5 340.50", "what-if order 50", "what-if days 30", "what-if f+2 m+100", "why",
      options: ["--json"])
    #expect(outcome.errorLines.count == 1)
    #expect(outcome.errors.contains("line 1: about whom?"))
    let answers = try outcome.jsonLines()
    #expect(answers.dropFirst().prefix(3).allSatisfy { $0["before"]["recency"].int == 12 })
    #expect(answers[1]["after"]["frequency"].int == 6)
    #expect(answers[2]["after"]["recency"].int == 42)
    #expect(answers[3]["after"]["monetary"].number == 440.5)
    // What has not happened is not remembered.
    #expect(answers[4]["features"][1]["value"].number == 5)
  }

  @Test(
    "What cannot be asked",
    arguments: [
      (["what-if", "12", "5", "7", "--order", "-5"], "an order cannot be worth less than 0", 1),
      (["what-if", "12", "5", "7", "--order", "x"], "order 'x'", 1),
      (["what-if", "12", "5", "7", "--days", "-3"], "days are counted forwards", 1),
      (["what-if", "12", "5", "7", "--change", "f-5"], "frequency would be 0", 1),
      (["what-if", "12", "5", "7", "--change", "x+5"], "'x+5' is not a change", 1),
      (["what-if", "12", "5", "7", "--change", "f+0.5"], "not whole", 1),
      (["what-if", "12", "5", "7", "--change", ""], "no change is given", 1),
      (["what-if", "12", "5", "7"], "one of --order, --days and --change", 64),
      (["what-if", "12", "5", "7", "--days", "3", "--order", "4"], "one of --order", 64),
      (["what-if", "--customer", "99999", "--days", "3"], "no customer 99999", 1),
      (["why"], "three numbers are needed", 64),
      (["why", "1", "2", "3", "--customer", "13000"], "not both", 64),
      (["why", "-1", "2", "3"], "recency -1 is below 0", 1),
      (["reach", "1", "2", "3"], "a segment and three", 64),
      (["reach", "zebra", "1", "2", "3"], "no segment is called \"zebra\"", 1),
      (["reach", "key", "1", "2", "3"], "can mean", 1),
      (["reach", "champ", "1", "0", "3"], "frequency 0", 1),
      (["watch-list", "zebra"], "no segment is called \"zebra\"", 1),
      (["watch-list", "-n", "0"], "-n 0", 64),
      (["near"], "segment", 64), (["near", "zebra"], "zebra", 1),
      (["overdue", "--as-of", "soon"], "'soon'", 1),
    ])
  func refused(arguments: [String], words: String, status: Int) throws {
    expectError(try workspace.run(BuiltProgram.path, arguments), status: Int32(status), saying: words)
  }

  @Test(
    "Lines that cannot be answered",
    arguments: [
      ("reach champ", "about whom?"), ("reach", "about whom?"), ("what-if", "what? what-if order 50"),
      ("near", "which? near SEGMENT [n]"), ("near 20", "there is no segment 20"), ("near zebra", "zebra"),
      ("watch-list zebra 5", "zebra"), ("overdue champ 0", "0 is below 1"),
      ("watch-list champ -2", "below 1"),
    ])
  func refusedLines(line: String, words: String) throws {
    expectError(try ask(line), saying: "line 1: ", words)
  }
}
