import Foundation
import JSONText
import Testing

/// Whole files: every customer of a file, in the forms that people open next.
@Suite struct ClassifyTests: ClassifiesFiles {
  static let header = [
    "customer_id", "recency", "frequency", "monetary", "recency_score", "frequency_score", "monetary_score",
    "cluster", "segment", "outlier", "margin",
  ]

  let workspace: Workspace
  private let sales = TrainedShop.sales

  init() throws {
    workspace = try TrainedShop.workspace()
    try workspace.write(sales.csv, to: "sales.csv")
  }

  // MARK: - CSV

  @Test func everyCustomerOfTheSalesHasARow() throws {
    let outcome = try classify("sales.csv")
    #expect(outcome.errors == "")
    #expect(outcome.lines[0] == Self.header.joined(separator: ","))
    let rows = rows(outcome.output)
    #expect(rows.map { $0[0] } == sales.customers.keys.sorted())
    for row in rows {
      let customer = try #require(sales.customers[row[0]])
      #expect(row[1] == String(customer.recency))
      #expect(row[2] == String(customer.frequency))
      #expect(Double(row[3]) == Double(customer.pence) / 100)
    }
  }

  @Test func everyRowIsWhatScoreSays() throws {
    let rows = rows(try classify("sales.csv").output)
    let lines = rows.map { "\($0[1]) \($0[2]) \($0[3])" }.joined(separator: "\n") + "\n"
    let answers = try workspace.rfm("--json", input: lines).jsonLines()
    let objects = try classify("sales.csv", "--format", "jsonl").jsonLines()
    #expect(answers.count == rows.count)
    #expect(objects.count == rows.count)
    for ((row, answer), object) in zip(zip(rows, answers), objects) {
      let scores = ["recency", "frequency", "monetary"].map { answer["scores"][$0].int }
      #expect(row[4...6].map { Int($0) } == scores)
      #expect(Int(row[7]) == answer["cluster"].int)
      #expect(row[8] == answer["segment"].text)
      #expect(Bool(row[9]) == answer["outlier"].bool)
      #expect(Double(row[10]) == answer["margin"].number)

      #expect(object["customer_id"].text == row[0])
      #expect(object["predicted_cluster_id"].int == answer["cluster"].int)
      #expect(object["cluster_name"].text == answer["segment"].text)
      #expect(object["cluster_interpretation"].text == answer["interpretation"].text)
      #expect(object["cluster_recommendations"].description == answer["recommendations"].description)
      #expect(object["distances"].description == answer["distances"].description)
      #expect(object["rfm_values"]["MonetaryValue"].description == answer["monetary"].description)
    }
  }

  @Test func theOutputIsAnInputAgain() throws {
    _ = try classify("sales.csv", "-o", "out.csv")
    let first = try workspace.text(of: "out.csv")
    let again = try classify("out.csv")
    #expect(again.output == first)
    #expect(again.errors == "note: the file is an RFM table and is used as it is: no cleaning, no dates\n")
    #expect(try workspace.rfm("classify", "-", input: first).output == first)
  }

  @Test func numbersReadBackExactly() throws {
    _ = try workspace.rfm("train", "sales.csv", "-o", "average.json", "--monetary", "average")
    _ = try classify("sales.csv", "--model", "average.json", "-o", "out.csv")
    let first = try workspace.text(of: "out.csv")
    #expect(try classify("out.csv", "--model", "average.json").output == first)
    for row in rows(first) {
      let customer = try workspace.rfm("customer", row[0], "--model", "average.json", "--json").json()
      #expect(Double(row[3]) == customer["monetary"].number)
    }
  }

  @Test func aTableWithoutBoundariesHasNoMargin() throws {
    let model = try workspace.text(of: "Models/shop.json")
    let start = try #require(model.range(of: "\"centroids\": ["))
    let end = try #require(model.range(of: "\"clusters\": [", range: start.upperBound..<model.endIndex))
    let rows = Array(repeating: "[0, 0, 0]", count: 4).joined(separator: ", ")
    try workspace.write(
      model.replacingCharacters(in: start.upperBound..<end.lowerBound, with: "\(rows)],\n  "),
      to: "same.json")
    #expect(
      try classify("sales.csv", "--model", "same.json").lines.dropFirst().allSatisfy { $0.hasSuffix(",") })
  }

  // MARK: - JSON

  @Test func keysOfTheJSON() throws {
    let list = try classify("sales.csv", "--format", "json").json().items
    #expect(list.count == sales.customers.count)
    for object in list {
      #expect(
        object.keys == [
          "customer_id", "predicted_cluster_id", "cluster_name", "cluster_interpretation",
          "cluster_recommendations", "rfm_values", "distances",
        ])
      #expect(object["rfm_values"].keys == ["MonetaryValue", "Frequency", "Recency"])
      #expect(object["distances"].items.count == 4)
    }
    let none = try classify("sales.csv", "--segment", "new customers", "--format", "json")
    #expect(try none.json().items.count == rows(try classify("sales.csv", "--segment", "new").output).count)
  }

  // MARK: - Formulas

  @Test func noCellIsRunAsAFormula() throws {
    let ids = ["=1+1", "+49 30", "-5", "@home", "'=x", "'Abc", "''", "plain"]
    let table = "customer,recency,frequency,monetary\n" + ids.map { "\"'\($0)\",1,1,-5\n" }.joined()
    // In a file that is not ours, too, an apostrophe in front of a formula is its guard.
    try workspace.write(
      table.replacing("\"''Abc\"", with: "'Abc").replacing("\"'plain\"", with: "plain"), to: "in.csv")
    _ = try classify("in.csv", "-o", "out.csv")
    let out = try workspace.text(of: "out.csv")
    let written = rows(out)
    #expect(
      Set(written.map { $0[0] }) == ["'=1+1", "'+49 30", "'-5", "'@home", "''=x", "'Abc", "'''", "plain"])
    #expect(written.allSatisfy { $0[3] == "-5" })
    #expect(try classify("out.csv").output == out)
    let read = try classify("out.csv", "--format", "jsonl").jsonLines().compactMap { $0["customer_id"].text }
    #expect(Set(read) == ["=1+1", "+49 30", "-5", "@home", "'=x", "'Abc", "'''", "plain"])
  }

  @Test func quotesAndLineBreaksInIDs() throws {
    try workspace.write(
      "customer,recency,frequency,monetary\n\"Smith, \"\"Bob\"\"\",1,1,5\n\"two\nlines\",2,1,5\n",
      to: "in.csv")
    _ = try classify("in.csv", "-o", "out.csv")
    #expect(try workspace.text(of: "out.csv").contains("\n\"Smith, \"\"Bob\"\"\",1,1,5,"))
    let read = try classify("out.csv", "--format", "json").json().items.compactMap { $0["customer_id"].text }
    #expect(read == ["Smith, \"Bob\"", "two\nlines"])
  }

  // MARK: - Which rows

  @Test func sortedBothWays() throws {
    for (key, column) in [("recency", 1), ("frequency", 2), ("monetary", 3), ("cluster", 7)] {
      let up = rows(try classify("sales.csv", "--sort", key).output)
      let down = rows(try classify("sales.csv", "--sort", key, "--desc").output)
      func number(_ row: [String]) -> Double { Double(row[column]) ?? .nan }
      #expect(zip(up, up.dropFirst()).allSatisfy { (number($0), $0[0]) < (number($1), $1[0]) })
      #expect(zip(down, down.dropFirst()).allSatisfy { (-number($0), $0[0]) < (-number($1), $1[0]) })
      #expect(up.count == sales.customers.count && down.count == up.count)
    }
    let ids = sales.customers.keys.sorted()
    #expect(rows(try classify("sales.csv", "--sort", "customer").output).map { $0[0] } == ids)
    #expect(rows(try classify("sales.csv", "--desc").output).map { $0[0] } == ids.reversed())
  }

  @Test func onlyASegmentAndOnlyTheFirst() throws {
    let all = rows(try classify("sales.csv").output)
    let some = rows(try classify("sales.csv", "--segment", "loyal").output)
    #expect(!some.isEmpty && some == all.filter { $0[8] == "Loyal & Engaged" })
    let best = rows(
      try classify("sales.csv", "--segment", "Loyal & Engaged", "--sort", "monetary", "--desc", "--top", "3")
        .output)
    let money = some.compactMap { Double($0[3]) }.sorted(by: >).prefix(3)
    #expect(best.compactMap { Double($0[3]) } == Array(money))
    #expect(rows(try classify("sales.csv", "--top", "5").output) == Array(all.prefix(5)))
  }

  // MARK: - Where to

  @Test func theEndingSaysTheFormat() throws {
    _ = try classify("sales.csv", "-o", "a.json")
    _ = try classify("sales.csv", "-o", "a.jsonl")
    _ = try classify("sales.csv", "-o", "a.txt")
    _ = try classify("sales.csv", "-o", "b.json", "--format", "csv")
    #expect(try Value(try workspace.text(of: "a.json")).items.count == sales.customers.count)
    #expect(try workspace.text(of: "a.jsonl").split(separator: "\n").count == sales.customers.count)
    #expect(try workspace.text(of: "a.txt").hasPrefix("customer  segment "))
    #expect(try workspace.text(of: "b.json").hasPrefix("customer_id,"))
  }

  @Test func theOutputIsReplacedAsAWhole() throws {
    try workspace.write("precious", to: "out.csv")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o640], ofItemAtPath: workspace.url("out.csv").path)
    try workspace.write("customer,recency,frequency,monetary\nann,x,1,1\n", to: "bad.csv")
    expectError(try workspace.rfm("classify", "bad.csv", "-o", "out.csv"), saying: "line 2 of bad.csv")
    #expect(try workspace.text(of: "out.csv") == "precious")
    _ = try classify("sales.csv", "-o", "out.csv")
    #expect(try workspace.text(of: "out.csv") == (try classify("sales.csv").output))
    #expect(try workspace.mode(of: "out.csv") == 0o640)
    #expect(try workspace.names().filter { $0.contains("part") || $0.contains("lock") } == [])

    try FileManager.default.createSymbolicLink(
      at: workspace.url("link.csv"), withDestinationURL: workspace.url("out.csv"))
    _ = try classify("sales.csv", "--top", "1", "-o", "link.csv")
    #expect(try workspace.text(of: "out.csv").split(separator: "\n").count == 2)
    _ = try classify("sales.csv", "-o", "/dev/null")
    #expect(FileManager.default.fileExists(atPath: "/dev/null"))
  }

  @Test func aTableIsCutToTheTerminal() throws {
    let terminal = try PseudoTerminal(
      executable: BuiltProgram.path, arguments: ["classify", "sales.csv", "--top", "3"],
      environment: workspace.environment.merging(["NO_COLOR": "1"]) { $1 },
      workingDirectory: workspace.folder.path, rows: 24, columns: 60)
    let shown = try terminal.expect("13014")
    #expect(shown.contains("customer  segment "))
    #expect(!shown.contains("margin"))
    #expect(shown.split(whereSeparator: \.isNewline).allSatisfy { $0.count <= 60 })
    #expect(try terminal.waitForExit() == 0)
  }

  @Test func aLongTableGoesThroughThePager() throws {
    for (top, isPaged) in [("100", true), ("5", false)] {
      let terminal = try PseudoTerminal(
        executable: BuiltProgram.path, arguments: ["classify", "sales.csv", "--top", top],
        environment: workspace.environment.merging(["PAGER": "sed s/^/paged:/"]) { $1 },
        workingDirectory: workspace.folder.path)
      try terminal.expect(isPaged ? "paged:13000" : "13000")
      #expect(try terminal.waitForExit() == 0)
    }
    let quitter = try PseudoTerminal(
      executable: BuiltProgram.path, arguments: ["classify", "sales.csv"],
      environment: workspace.environment.merging(["PAGER": "true"]) { $1 },
      workingDirectory: workspace.folder.path)
    #expect(try quitter.waitForExit() == 0)
  }

  // MARK: - RFM tables as they stand

  @Test func anRFMTableIsAnsweredInItsOwnOrderOnAnyNumberOfThreads() throws {
    // Many blocks for several threads, not in the order of the IDs, one customer twice.
    var table = "customer,recency,frequency,monetary\n"
    for i in 0..<30_000 {
      table += "\(90_000 - i % 29_999),\(i * 7 % 400),\(1 + i % 30),\(i % 5000).\(i % 10)\n"
    }
    try workspace.write(table, to: "rfm.csv")
    let ids = table.split(separator: "\n").dropFirst().map { String($0.prefix(5)) }
    let one = try classify("rfm.csv", "--threads", "1")
    #expect(rows(one.output).map { $0[0] } == ids)
    for threads in ["2", "4"] { #expect(try classify("rfm.csv", "--threads", threads).output == one.output) }

    // All forms, and a segment of them, hold the same rows.
    let list = try classify("rfm.csv", "--format", "json", "--threads", "3").json()
    #expect(list.items.count == ids.count)
    #expect(list[29_999]["customer_id"].text == ids[29_999])
    let segment = try #require(rows(one.output).first?[8])
    let chosen = try classify("rfm.csv", "--segment", segment, "--threads", "3")
    #expect(rows(chosen.output) == rows(one.output).filter { $0[8] == segment })
    let none = try classify("rfm.csv", "--segment", "New Customers", "--format", "json")
    #expect(none.output.hasPrefix("["))
    #expect(try none.json().items.count == rows(one.output).count { $0[8] == "New Customers" })
  }

  @Test func aFaultInAnRFMTableLeavesNoFile() throws {
    var table = "customer,recency,frequency,monetary\n"
    for i in 0..<20_000 { table += "\(i),3,1,10\n" }
    try workspace.write(table + "x,3,none,10\n" + table + "y,1,1\n", to: "rfm.csv")
    for threads in ["1", "4"] {
      expectError(
        try workspace.rfm("classify", "rfm.csv", "-o", "out.csv", "--threads", threads),
        saying: "line 20002 of rfm.csv", "'none'")
    }
    #expect(try !workspace.names().contains { $0.contains("out") })
  }

  // MARK: - Mistakes

  @Test func mistakesAreNamed() throws {
    expectError(
      try workspace.rfm("classify", "sales.csv", "--segment", "nobody"), saying: "no segment", "nobody")
    expectError(try workspace.rfm("classify", "gone.csv"), saying: "gone.csv")
    expectError(try workspace.rfm("classify", "sales.csv", "-o", "Models"), saying: "this is a folder")
    expectError(try workspace.rfm("classify", "sales.csv", "-o", "none/out.csv"), saying: "none/out.csv")
    expectError(
      try workspace.rfm("classify", "sales.csv", "-o", "sales.csv"), saying: "the place of what is read")
    expectError(try workspace.rfm("classify"), status: 64)
    expectError(try workspace.rfm("classify", "sales.csv", "--top", "0"), status: 64, saying: "--top 0")
    expectError(try workspace.rfm("classify", "sales.csv", "--sort", "name"), status: 64, saying: "name")
    expectError(try workspace.rfm("classify", "sales.csv", "-o", "out.pdf"), status: 64, saying: "out.pdf")
    #expect(try workspace.names().filter { $0.contains("out") } == [])
  }
}
