import Foundation
import Testing

/// Lists for campaigns: who they are, what is in the file, who is left out, and what came of it.
@Suite struct ListExportTests {
  private let workspace: Workspace

  init() throws {
    workspace = try PeopleShop.workspace()
  }

  private static let header =
    "customer_id,Name,Email,Country,recency,frequency,monetary,recency_score,frequency_score,monetary_score,segment,last_purchase,what_to_do"

  // MARK: - Who they are

  @Test func lookUpsAndListsShowWhatIsKept() throws {
    let answer = try workspace.rfm("customer", "13007")
    #expect(answer.output.contains("Name \(PeopleShop.name("13007")) · Email c13007@example.org"))
    let kept = try workspace.rfm("customer", "13007", "--json").json()["kept"]
    #expect(kept.keys == ["Name", "Email", "Country"])
    #expect(kept["Name"].text == PeopleShop.name("13007"))
    #expect(kept["Country"].text == PeopleShop.country("13007"))
    for command in ["watch-list", "overdue"] {
      #expect(try workspace.rfm(command).lines[1].hasPrefix("  customer  Name"))
      for row in try workspace.rfm(command, "--json").json().items {
        let id = try #require(row["customer"].text)
        #expect(row["kept"]["Email"].text == PeopleShop.mail(id))
      }
    }
    let top = try workspace.rfm("--json", input: "top champ 3\ntypical champ 3\n").jsonLines()
    #expect(top.map(\.items.count) == [3, 3])
    #expect(top[0][0]["kept"]["Name"].text == PeopleShop.name(top[0][0]["customer"].text ?? ""))
  }

  @Test func findGoesByIDsAndByWhatIsKept() throws {
    let starks = TrainedShop.sales.customers.keys.filter { PeopleShop.name($0).contains("Stark") }
    let found = try workspace.rfm("find", "STARK", "--json", "-n", "100").json()
    #expect(found["found"].int == starks.count)
    #expect(Set(found["customers"].items.compactMap { $0["customer"].text }) == Set(starks))
    #expect(try workspace.rfm("find", "asa", "ob", "--json").json()["found"].int ?? 0 > 5)
    #expect(try workspace.rfm("find", "c13007").output.contains("1 customer\n"))
    #expect(try workspace.rfm("find", "1300").output.contains("13007"))
    expectError(
      try workspace.rfm("find", "nobody"),
      saying: "nobody is found by 'nobody': no word of ID or Name or Email or Country begins so")
  }

  @Test func badColumnsAreRefused() throws {
    func train(_ arguments: String...) throws -> Outcome {
      try workspace.rfm(["train", "sales.csv", "-o", "x.json"] + arguments)
    }
    expectError(try train("--keep", "Nam"), saying: "no column 'Nam' for --keep", "did you mean 'Name'?")
    expectError(try train("--keep", "Cluster"), status: 64, saying: "have a column 'cluster' of their own")
    expectError(try train("--keep", "Name,name"), status: 64, saying: "--keep name is given twice")
    expectError(try train("--where", "Country"), status: 64, saying: "expected COLUMN=VALUE")
    expectError(try train("--where", "Land=UK"), saying: "no column 'Land' for --where")
    #expect(!FileManager.default.fileExists(atPath: workspace.url("x.json").path))
  }

  // MARK: - Where

  @Test func aModelOfSomeRowsIsAskedAboutThoseRows() throws {
    let french = TrainedShop.sales.customers.keys.filter { PeopleShop.country($0) == "France" }.sorted()
    let trained = try workspace.rfm(
      "train", "sales.csv", "-o", "Models/fr.json", "--where", "Country = France", "--k", "2", "--json")
    #expect(try trained.json()["source"]["customers"].int == french.count)
    #expect(try trained.json()["source"]["dropped"]["left out by --where"].int ?? 0 > 100)
    #expect(try workspace.text(of: "Models/fr.json").contains("\"where\": [\"Country=France\"]"))
    func ids(_ arguments: String...) throws -> [String] {
      let outcome = try workspace.rfm(["classify", "sales.csv", "--model", "fr"] + arguments)
      #expect(outcome.status == 0, "\(outcome)")
      return outcome.lines.dropFirst().map { String($0.prefix(5)) }
    }
    #expect(try ids() == french)
    #expect(try ids("--where", "Country!=France").count == 120 - french.count)
    #expect(try ids("--where", "all").count == 120)
    #expect(
      try workspace.rfm("classify", "sales.csv", "--model", "fr", "--where", "all").errors
        .contains("--where all (the model: Country=France)"))
    #expect(
      try workspace.rfm("sweep", "sales.csv", "--where", "Country=France", "--max-k", "3", "--json")
        .json()["source"]["customers"].int == french.count)
    #expect(
      try workspace.rfm("profile", "sales.csv", "--where", "Country=France").output
        .contains("left out by --where"))
  }

  // MARK: - Export

  @Test func aSegmentGoesIntoAFileForItsOwnerAlone() throws {
    try workspace.write("old\n", to: "list.csv")
    let outcome = try workspace.rfm("export", "champ", "-o", "list.csv")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(try workspace.mode(of: "list.csv") == 0o600)
    let lines = try workspace.text(of: "list.csv").split(separator: "\n").map(String.init)
    #expect(lines[0] == Self.header)
    let rows = try workspace.rfm("export", "Champions & VIPs", "--json").jsonLines()
    #expect(outcome.output == "wrote \(rows.count) customers to list.csv, readable only by you\n")
    #expect(lines.count == rows.count + 1)
    for (line, row) in zip(lines.dropFirst(), rows) {
      let id = try #require(row["customer_id"].text)
      let answer = try workspace.rfm("customer", id, "--json").json()
      #expect(line.hasPrefix("\(id),"))
      #expect(row["segment"].text == "Champions & VIPs")
      for key in ["recency", "frequency", "monetary"] { #expect(row[key].number == answer[key].number) }
      #expect(row["recency_score"].int == answer["scores"]["recency"].int)
      #expect(row["what_to_do"].text == answer["recommendations"][0].text)
      #expect(row["last_purchase"].text == answer["lastPurchase"].text)
      #expect(row["Name"].text == PeopleShop.name(id))
    }
    // All of the shop, with names that a spreadsheet would run made harmless; rfm reads it as an RFM table.
    #expect(try workspace.rfm("export", "-o", "all.csv").status == 0)
    let all = try workspace.text(of: "all.csv")
    #expect(all.contains(",'=HYPERLINK(1) ") && !all.contains(",=HYPERLINK"))
    #expect(all.contains("\"Li, Wei ") && all.contains("\"Sam \"\"S\"\" Roe "))
    let again = try workspace.rfm("train", "all.csv", "-o", "again.json", "--keep", "Name", "--json").json()
    #expect(again["source"]["customers"].int == 120)
    #expect(
      try workspace.rfm("customer", "13028", "--model", "again.json", "--json").json()["kept"]["Name"].text
        == PeopleShop.name("13028"))
  }

  @Test func filesWithoutAFormatAreRefused() throws {
    expectError(
      try workspace.rfm("export", "champ", "-o", "list.doc"), status: 64,
      saying: "the end of the name says no format")
    expectError(try workspace.rfm("export", "nosuch", "-o", "list.csv"), saying: "nosuch")
    expectError(try workspace.rfm("export", "--holdout", "100"), status: 64, saying: "above 0 and below 100")
    expectError(try workspace.rfm("export", "-o", "none/list.csv"), saying: "none/list.csv")
    #expect(try workspace.names().filter { $0.hasPrefix("list") }.isEmpty)
  }

  @Test func theSameSeedLeavesOutTheSamePeople() throws {
    func groups(_ arguments: String...) throws -> [String: [String]] {
      let rows = try workspace.rfm(["export", "--json"] + arguments).jsonLines()
      #expect(rows.allSatisfy { $0["as_of"].text == TrainedShop.sales.asOf })
      return Dictionary(grouping: rows) { $0["group"].text ?? "" }
        .mapValues { $0.compactMap { $0["customer_id"].text } }
    }
    let first = try groups("--holdout", "25", "--seed", "7")
    #expect(first["control"]?.count == 30)
    #expect(first["target"]?.count == 90)
    #expect(try groups("--holdout", "25", "--seed", "7") == first)
    #expect(try groups("--holdout", "25", "--seed", "8") != first)
    #expect(try groups("--holdout", "12.5%")["control"]?.count == 15)
  }

  // MARK: - Uplift

  /// Sales of January after the list: every third customer who is a target buys, and no control does.
  private func campaign(_ list: String, of rows: [Value]) throws {
    var lines = ["Invoice,StockCode,Quantity,InvoiceDate,Price,Customer ID,Name,Email,Country"]
    for (i, row) in rows.enumerated() {
      let id = row["customer_id"].text ?? ""
      let invoice = 600_000 + i
      if row["group"].text == "target", i % 3 == 0 {
        lines.append("\(invoice),85048,2,2011-01-15 10:00:00,\(5 + i % 7).00,\(id),x,y,z")
      }
      lines.append("\(700_000 + i),85048,1,2010-06-01 10:00:00,99.00,\(id),x,y,z")
    }
    lines.append("800000,85048,1,2011-02-01 00:00:00,50.00,\(rows[0]["customer_id"].text ?? ""),x,y,z")
    try workspace.write(lines.joined(separator: "\n") + "\n", to: "later.csv")
  }

  @Test func aCampaignIsMeasuredAgainstItsControls() throws {
    #expect(try workspace.rfm("export", "--holdout", "20", "--seed", "7", "-o", "list.csv").status == 0)
    #expect(try workspace.rfm("export", "--holdout", "20", "--seed", "7", "-o", "list.jsonl").status == 0)
    let rows = try workspace.rfm("export", "--holdout", "20", "--seed", "7", "--json").jsonLines()
    try campaign("list.csv", of: rows)
    let outcome = try workspace.rfm(
      "uplift", "list.csv", "later.csv", "--days", "31", "--from", "2011-01-01", "--json")
    let result = try outcome.json()
    #expect(outcome.status == 0, "\(outcome)")
    let bought = rows.enumerated().filter { $0.offset % 3 == 0 && $0.element["group"].text == "target" }
    let all = result["all"]
    #expect(all["target"]["customers"].int == 96)
    #expect(all["control"]["customers"].int == 24)
    #expect(all["target"]["responders"].int == bought.count)
    #expect(all["control"]["responders"].int == 0)
    #expect(all["target"]["revenue"].number == Double(bought.reduce(0) { $0 + 2 * (5 + $1.offset % 7) }))
    #expect(all["response"]["told"].bool == true)
    #expect(all["revenue"]["low"].number ?? 0 > 0)
    #expect(result["segments"].items.count > 3)
    #expect(result["from"].text == "2011-01-01 00:00:00")
    #expect(result["to"].text == "2011-01-31 23:59:59")
    // From the list's own date, and from its other forms: the February sale counts as well.
    #expect(try workspace.rfm("export", "--holdout", "20", "--seed", "7", "-o", "list.xlsx").status == 0)
    #expect(try workspace.mode(of: "list.xlsx") == 0o600)
    for list in ["list.csv", "list.jsonl", "list.xlsx"] {
      let whole = try workspace.rfm("uplift", list, "later.csv", "--json").json()
      #expect(whole["all"]["target"]["revenue"].number ?? 0 >= all["target"]["revenue"].number ?? 0)
      let after =
        (whole["all"]["target"]["revenue"].number ?? 0) + (whole["all"]["control"]["revenue"].number ?? 0)
      #expect(after == (all["target"]["revenue"].number ?? 0) + 50)
    }
    #expect(all["revenue"]["method"].text == "cuped" && all["response"]["method"].text == "postStratified")
    let plain = try workspace.rfm("uplift", "list.csv", "later.csv", "--plain").output
    #expect(plain.contains("as it is, Welch") && !plain.contains("CUPED"))
    let text = try workspace.rfm("uplift", "list.csv", "later.csv").output
    #expect(text.contains("CUPED") && text.contains("segment by segment"))
    #expect(text.contains("All of the list"))
    #expect(text.contains("more with the campaign"))
    let words = text.inOneLine
    #expect(words.contains("no clear effect: only a difference of about"))
  }

  @Test func aListThatCannotBeMeasuredIsRefused() throws {
    try workspace.write("customer_id,segment\n13000,A\n", to: "a.csv")
    try workspace.write("customer_id,segment,group\n13000,A,target\n13007,A,neither\n", to: "b.csv")
    try workspace.write("customer_id,segment,group\n13000,A,target\n13007,A,control\n", to: "c.csv")
    try workspace.write("customer_id,segment,group\n13000,A,target\n13000,A,control\n", to: "d.csv")
    try workspace.write("customer_id,group,as_of\n13000,target,09/12/2010\n", to: "e.csv")
    func measure(_ list: String, _ more: String...) throws -> Outcome {
      try workspace.rfm(["uplift", list, "sales.csv"] + more)
    }
    expectError(try measure("a.csv"), saying: "no column group", "--holdout 10")
    expectError(try measure("b.csv"), saying: "line 3 of b.csv", "target or control")
    expectError(try measure("c.csv"), saying: "--from 2011-01-15")
    expectError(try measure("d.csv"), saying: "customer 13000 stands in the list twice")
    expectError(try measure("e.csv"), saying: "as_of '09/12/2010'", "--from")
    expectError(try measure("c.csv", "--from", "2012-01-01"), saying: "no row is left after cleaning")
    expectError(try measure("c.csv", "--window", "3d"), status: 64, saying: "--from and --days")
  }

  // MARK: - The prompt

  @Test func theListJustShownIsExported() throws {
    let outcome = try workspace.rfm(
      "--json",
      input: """
        top champ 4
        export top.csv
        watch-list 3
        export watch.jsonl
        find stark
        export found.csv
        export loy loyal.csv --holdout 10 --seed 7
        export "Champions & VIPs" "with space.csv"
        overdue 2
        export late.csv
        near champ 2
        export near.csv
        typical champ 3
        export typical.csv

        """)
    let answers = try outcome.jsonLines()
    #expect(outcome.status == 0, "\(outcome)")
    func first(_ path: String) throws -> [String] {
      try workspace.text(of: path).split(separator: "\n").dropFirst().map { String($0.prefix(5)) }
    }
    func ids(_ answer: Value) -> [String] { answer.items.compactMap { $0["customer"].text } }
    #expect(try first("top.csv") == ids(answers[0]))
    #expect(answers[1]["customers"].int == 4)
    #expect(try workspace.text(of: "watch.jsonl").contains("\"customer_id\": \"\(ids(answers[2])[0])\""))
    // All who were found, not only those shown.
    #expect(try first("found.csv").count == answers[4]["found"].int)
    #expect(answers[6]["controls"].int ?? 0 >= 1)
    #expect(try workspace.text(of: "loyal.csv").hasPrefix(Self.header + ",group,as_of\n"))
    #expect(try first("with space.csv").count > 3)
    #expect(try first("late.csv") == ids(answers[8]))
    #expect(try first("near.csv") == ids(answers[10]))
    #expect(try first("typical.csv") == ids(answers[12]))
    #expect(try workspace.mode(of: "top.csv") == 0o600)
  }

  @Test func exportSaysWhatIsMissing() throws {
    let outcome = try workspace.rfm(
      input: "export a.csv\nexport\nexport champ\nexport champ a.csv --holdout\nexport champ a.csv --x 1\n")
    #expect(outcome.status == 1)
    #expect(outcome.errorLines.count == 5, "\(outcome)")
    for (line, words) in zip(
      outcome.errorLines,
      [
        "which list?", "where to?", "the end of the name says no format", "a value is expected",
        "--holdout, --seed and --again",
      ])
    {
      #expect(line.contains(words))
    }
    #expect(try workspace.names().filter { $0.hasSuffix("a.csv") }.isEmpty)
  }
}
