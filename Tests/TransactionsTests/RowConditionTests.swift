import Forgetting
import TestSupport
import Testing
import Wording

@testable import Transactions

@Suite struct RowConditionTests {
  private static let sales = """
    Invoice,Customer ID,InvoiceDate,Amount,Country
    1,a,2020-01-01,10,France
    2,b,2020-01-02,10,"Korea, South"
    3,c,2020-01-03,10, Spain
    4,d,2020-01-04,10,
    5,a,2020-01-05,10,france
    """

  private func ids(_ conditions: String...) throws -> [String] {
    let conditions = try conditions.map { try RowCondition($0) }
    return try readSales(Self.sales) { $0.conditions = conditions }.ids
  }

  @Test func onlyRowsForWhichAllConditionsHoldAreRead() throws {
    #expect(try ids("Country=France") == ["a"])
    #expect(try ids("Country!=France") == ["a", "b", "c", "d"])
    #expect(try ids("Country in (France, Spain)") == ["a", "c"])
    #expect(try ids("Country not in (France, Spain, france)") == ["b", "d"])
    #expect(try ids("Country in (\"Korea, South\")") == ["b"])
    #expect(try ids("Country=") == ["d"])
    #expect(try ids("country != Spain", "Invoice!=2") == ["a", "d"])
    #expect(try ids("Customer ID IN (b,c)") == ["b", "c"])
  }

  @Test func rowsLeftOutAreCountedBeforeAllOthers() throws {
    let condition = try RowCondition("Country=France")
    let result = try readSales(Self.sales + "\n6,,2020-01-06,1,France\n7,,2020-01-06,1,Spain") {
      $0.conditions = [condition]
    }
    #expect(result.dropped == ["left out by \(OptionName.where)": 5, "missing customer": 1])
    #expect(result.report.rowsKept == 1)
  }

  /// What Windows-1252 writes in other bytes is the same text.
  @Test func textIsComparedWhateverItsEncoding() throws {
    let bytes =
      Array("Customer,Date,Amount,City\na,2020-01-01,1,K".utf8) + [0xF6]
      + Array("ln\nb,2020-01-01,1,Bonn\n".utf8)
    let (same, other) = (try RowCondition("City=Köln"), try RowCondition("City!=Köln"))
    #expect(try readSales([bytes]) { $0.conditions = [same] }.ids == ["a"])
    #expect(try readSales([bytes]) { $0.conditions = [other] }.ids == ["b"])
  }

  @Test func aColumnThatIsNotThereIsRefusedWithTheNearest() throws {
    let condition = try RowCondition("Contry=France")
    let refused = refusal(Self.sales) { $0.conditions = [condition] }
    #expect(refused.message == "there is no column 'Contry' for \(OptionName.where); did you mean 'Country'?")
    #expect(refused.line == 1)
  }

  @Test(arguments: [
    ("Country=United Kingdom", "Country=United Kingdom"), ("Country != x ", "Country!=x"),
    ("Country in (A, B)", "Country in (A, B)"),
    ("Country NOT IN(A,\"B, C\")", "Country not in (A, \"B, C\")"),
    ("a=b=c", "a=b=c"), ("Country=\"x\"", "Country=x"), ("Country=", "Country="),
    ("Q in (\"say \"\"hi\"\"\", b)", "Q in (\"say \"\"hi\"\"\", b)"), ("Made in=UK", "Made in=UK"),
  ])
  func conditionsAreReadBackAsTheyAreWritten(_ text: String, _ canonical: String) throws {
    let condition = try RowCondition(text)
    #expect(condition.description == canonical)
    #expect(try RowCondition(condition.description) == condition)
  }

  @Test(arguments: [
    "Country", "=France", "Country in (A, B", "Country in (\"A, B)", "Country in (\"A\" B)", "",
  ])
  func whatIsNoConditionIsRefused(_ text: String) {
    #expect(throws: RowCondition.Problem.self) { try RowCondition(text) }
  }

  @Test func modelsKeepConditionsAndThoseWithoutAreAsBefore() throws {
    var options = SalesOptions()
    #expect(!options.json.contains { $0.0 == "where" })
    options.conditions = [try RowCondition("Country in (A, \"B, C\")"), try RowCondition("City!=X")]
    #expect(try SalesOptions(reading: options.json) == options)
  }
}

@Suite struct KeptColumnTests {
  private func kept(_ result: SalesResult) -> [[String]] {
    (0..<result.table.count).map { row in result.table.kept.map { $0.values[row] } }
  }

  private static let sales = #"""
    Invoice,Customer,Date,Amount,Name,E-Mail
    1,a,2020-03-01,10,Ann New,ann@new
    2,a,2020-01-01,10,Ann Old,ann@old
    3,b,2020-01-02,10,"Bob, ""B""",
    4,b,2020-01-05,10,,bob@x
    5,c,2020-01-05,10,First,'=1+1
    6,c,2020-01-05,10,Second,
    C7,c,2020-02-01,-5,Cancelled,c@x
    8,d,2020-01-01,10,nan,
    """#

  @Test func theLatestRowCountsAndEmptyFieldsReplaceNothing() throws {
    let result = try readSales(Self.sales) { $0.kept = ["Name", "e_mail"] }
    #expect(result.ids == ["a", "b", "c", "d"])
    #expect(
      kept(result) == [["Ann New", "ann@new"], ["Bob, \"B\"", "bob@x"], ["Second", "=1+1"], ["", ""]])
    #expect(result.table.kept.map(\.name) == ["Name", "e_mail"])
  }

  /// Whoever reads which block, in blocks that hold a few rows: the same texts.
  @Test func anyNumberOfThreadsKeepsTheSame() throws {
    var random = RandomNumbers(seed: 4)
    var lines = ["Invoice,Customer,Date,Amount,Name,Town"]
    for row in 0..<3000 {
      let day = 1 + Int.random(in: 0..<9, using: &random)
      let town =
        Int.random(in: 0..<3, using: &random) == 0 ? "" : "T\(Int.random(in: 0..<40, using: &random))"
      let customer = Int.random(in: 0..<60, using: &random)
      let name = String(repeating: "n", count: Int.random(in: 0..<12, using: &random))
      lines.append("\(row),c\(customer),2020-01-0\(day),1,\(name)\(row),\(town)")
    }
    let text = lines.joined(separator: "\n")
    let expected = kept(try readSales(text) { $0.kept = ["Name", "Town"] })
    #expect(expected.count == 60)
    for threads in [1, 2, 3, 8] {
      for blockSize in [256, 4096] {
        let result = try readSales(text, threads: threads, blockSize: blockSize) {
          $0.kept = ["Name", "Town"]
        }
        #expect(kept(result) == expected)
      }
    }
    // The law itself, from the rows.
    var latest: [String: (date: String, row: Int, name: String)] = [:]
    for (row, line) in lines.dropFirst().enumerated() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      if let known = latest[fields[1]], known.date > fields[2] { continue }
      latest[fields[1]] = (fields[2], row, fields[4])
    }
    #expect(expected.map { $0[0] } == latest.sorted { $0.key < $1.key }.map(\.value.name))
  }

  @Test func rfmTablesKeepColumnsToo() throws {
    let table = "customer,recency,frequency,monetary,Name\nb,1,2,3,\"B, b\"\na,1,2,3,\n"
    let result = try readSales(table) { $0.kept = ["Name"] }
    #expect(result.ids == ["a", "b"])
    #expect(kept(result) == [[""], ["B, b"]])
    let named = try RowCondition("Name!=")
    let some = try readSales(table) { $0.conditions = [named] }
    #expect(some.ids == ["b"])
    #expect(some.dropped == ["left out by \(OptionName.where)": 1])
  }

  @Test func textsOfWindows1252AreKeptAsUTF8() throws {
    let bytes = Array("Customer,Date,Amount,City\na,2020-01-01,1,K".utf8) + [0xF6] + Array("ln\n".utf8)
    #expect(kept(try readSales([bytes]) { $0.kept = ["City"] }) == [["Köln"]])
  }

  @Test func aColumnThatIsNotThereIsRefusedWithTheNearest() {
    #expect(
      refusal(Self.sales) { $0.kept = ["Nme"] }.message
        == "there is no column 'Nme' for \(OptionName.keep); did you mean 'Name'?")
  }
}

@Suite struct ForgottenRowTests {
  private func read(_ text: String, without ids: [String], threads: Int = 1) throws -> SalesResult {
    var random = SystemRandomNumberGenerator()
    var list = SuppressionList(using: &random)
    for id in ids { list.insert(id) }
    var reader = SalesReader(options: SalesOptions(), threads: threads)
    reader.blockSize = 128
    reader.forgotten = [SuppressionList(using: &random), list]
    return try reader.read([.bytes(Array(text.utf8), named: "sales.csv")])
  }

  @Test(arguments: [1, 4]) func rowsOfForgottenCustomersAreCountedAndNothingElse(threads: Int) throws {
    let rows = (0..<200).map { "\($0),\(17_850 + $0 % 10).0,2020-01-01,1" }
    let result = try read(
      (["Invoice,Customer,Date,Amount"] + rows).joined(separator: "\n"), without: ["17853", "17859", "1785"],
      threads: threads)
    #expect(result.ids == [17_850, 17_851, 17_852, 17_854, 17_855, 17_856, 17_857, 17_858].map(String.init))
    #expect(result.dropped == ["forgotten customer": 40])
    #expect(result.report.rowsKept == 160)
  }

  @Test func rowsOfRFMTablesToo() throws {
    let result = try read("customer,recency,frequency,monetary\na,1,1,1\nb,1,1,1\n", without: ["a"])
    #expect(result.ids == ["b"])
    #expect(result.dropped == ["forgotten customer": 1])
  }
}
