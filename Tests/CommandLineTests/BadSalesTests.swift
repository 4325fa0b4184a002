import Foundation
import TestSupport
import Testing

/// Sales that cannot be read: one line says why, and nothing is written.
@Suite struct BadSalesTests {
  private let workspace: Workspace
  private static let header = "customer,invoice,date,quantity,price"
  private static let good = "ann,100001,2010-03-01,2,9.50"

  init() throws {
    workspace = try Workspace()
  }

  /// Trains on a file of these lines, which has to fail.
  private func refused(
    _ lines: [String], _ options: [String] = [], saying words: [String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try refused(
      text: lines.joined(separator: "\n") + "\n", options, saying: words, sourceLocation: sourceLocation)
  }

  private func refused(
    text: String, _ options: [String] = [], saying words: [String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try workspace.write(text, to: "sales.csv")
    let outcome = try workspace.rfm(["train", "sales.csv"] + options)
    expectError(outcome, sourceLocation: sourceLocation)
    for word in words {
      #expect(outcome.errors.contains(word), "\(outcome)", sourceLocation: sourceLocation)
    }
    #expect(try workspace.names() == ["sales.csv"], sourceLocation: sourceLocation)
  }

  // MARK: - Files

  @Test func aFileThatIsNotThere() throws {
    expectError(try workspace.rfm("train", "nowhere.csv"), saying: "nowhere.csv", "no such file")
    expectError(try workspace.rfm("train", "no/where.csv"), saying: "no/where.csv")
    #expect(try workspace.names().isEmpty)
  }

  @Test func oneOfSeveralFilesIsNotThere() throws {
    try workspace.write(TrainedShop.sales.csv, to: "sales.csv")
    expectError(try workspace.rfm("train", "sales.csv", "nowhere.csv"), saying: "nowhere.csv")
    #expect(try workspace.names() == ["sales.csv"])
  }

  @Test func aFolder() throws {
    try workspace.write("", to: "2010/january.csv")
    expectError(try workspace.rfm("train", "2010"), saying: "2010", "folder")
    #expect(try workspace.names() == ["2010", "2010/january.csv"])
  }

  @Test("An empty file", arguments: ["", "\n", "\u{FEFF}", "\n\n\n"])
  func emptyFile(text: String) throws {
    try refused(text: text, saying: ["sales.csv", "empty"])
  }

  @Test func emptyStandardInput() throws {
    expectError(try workspace.rfm("train", "-", "-o", "shop.json", input: ""), saying: "standard input")
    #expect(try workspace.names().isEmpty)
  }

  @Test("A header alone", arguments: ["", "\n", "\r\n", "\n\n"])
  func headerAlone(end: String) throws {
    try refused(text: Self.header + end, saying: ["sales.csv", "no row below"])
  }

  @Test func aFileThatMayNotBeRead() throws {
    try workspace.write(Self.header, to: "sales.csv")
    // The administrator may read everything but the memory of the kernel's own threads.
    let path = geteuid() == 0 ? "/proc/self/mem" : "sales.csv"
    chmod(workspace.url("sales.csv").path, 0)
    expectError(try workspace.rfm("train", path, "-o", "shop.json"), saying: path)
    #expect(try workspace.names() == ["sales.csv"])
  }

  @Test func bytesThatAreNoTable() throws {
    var random = RandomNumbers(seed: 3)
    try workspace.write(bytes: (0..<5000).map { _ in UInt8(random.below(256)) }, to: "sales.csv")
    expectError(try workspace.rfm("train", "sales.csv"), saying: "sales.csv")
    #expect(try workspace.names() == ["sales.csv"])
  }

  // MARK: - Columns

  @Test(
    "A needed column is missing",
    arguments: [
      ("invoice,date,quantity,price", ["no customer", "--column customer=", "'invoice', 'date'"]),
      ("customer,invoice,quantity,price", ["no date", "--column date="]),
      ("customer,invoice,date,quantity", ["no amount", "price", "--column amount="]),
      ("customer,date", ["no amount", "'customer', 'date'"]),
    ])
  func missingColumn(header: String, words: [String]) throws {
    try refused([header, "1,2,3,4"], saying: words)
  }

  @Test func aNamedColumnIsMissing() throws {
    try refused(
      [Self.header, Self.good], ["--column", "customer=Buyer"], saying: ["'Buyer'", "'customer', 'invoice'"])
  }

  @Test(
    "Rows of another length than the header",
    arguments: ["ann,100001,2010-03-01,2", "ann,100001,2010-03-01,2,9.50,x"])
  func raggedRow(row: String) throws {
    let found = row.split(separator: ",").count
    try refused([Self.header, Self.good, row], saying: ["line 3 of sales.csv", "\(found)", "5"])
  }

  @Test func aQuoteThatNeverEnds() throws {
    try refused(
      text: "\(Self.header)\n\(Self.good)\n\"ann,100001,2010-03-01,2,9.50\n\(Self.good)",
      saying: ["line 3 of sales.csv", "quote"])
  }

  @Test func aRecordBeyondMeasure() throws {
    let long = "\"" + String(repeating: "x", count: 17 << 20)
    try refused(text: "\(Self.header)\n\(long)\n", saying: ["line 2 of sales.csv", "16 MiB", "quote"])
  }

  // MARK: - Values

  @Test(
    "A number that is none",
    arguments: ["1,2,3", "nan", "NaN", "inf", "-inf", "1e400", "", "x", "--1", "1.2.3", "£", "0x10", "1 2"])
  func badNumber(text: String) throws {
    try refused(
      [Self.header, Self.good, "ann,100001,2010-03-01,2,\"\(text)\""],
      saying: ["line 3 of sales.csv", "price"] + (text.isEmpty ? [] : ["'\(text)'"]))
    try refused(
      [Self.header, Self.good, "ann,100001,2010-03-01,\"\(text)\",9.50"],
      saying: ["line 3 of sales.csv", "quantity"])
  }

  @Test(
    "A date that is none",
    arguments: ["", "yesterday", "2010-02-30", "2010-13-01", "2010-03-01 25:00", "20100301x"])
  func badDate(text: String) throws {
    try refused(
      [Self.header, Self.good, "ann,100001,\(text),2,9.50"], saying: ["line 3 of sales.csv", "date"])
  }

  @Test func datesAndNumbersWithTwoMeanings() throws {
    try refused(
      [Self.header, "ann,100001,03/04/2010,2,9.50"], saying: ["line 2", "03/04/2010", "--date-order"])
    let semicolons = Self.header.replacingOccurrences(of: ",", with: ";")
    try refused([semicolons, "ann;100001;2010-03-01;2;1.840"], saying: ["line 2", "1.840", "--decimal"])
  }

  @Test func twoCurrencies() throws {
    let lines = [Self.header, "ann,100001,2010-03-01,2,£9.50", "bob,100002,2010-03-02,1,€3.00"]
    try refused(lines, saying: ["line 3 of sales.csv", "€", "£", "line 2"])
    try workspace.write(lines[..<2].joined(separator: "\n"), to: "one.csv")
    try workspace.write([lines[0], lines[2]].joined(separator: "\n"), to: "two.csv")
    expectError(try workspace.rfm("train", "one.csv", "two.csv"), saying: "line 2 of two.csv", "one.csv")
  }

  @Test(
    "A table of RFM with a bad row",
    arguments: [
      ("ann,-1,2,9.50", "recency"), ("ann,5,0,9.50", "frequency"), ("ann,5,-2,9.50", "frequency"),
      ("ann,5,1.5,9.50", "frequency"), ("ann,5,2,nan", "monetary"), ("ann,x,2,9.50", "recency"),
      ("bob,5,2,9.50", "'bob' stands in line 2 already"),
    ])
  func badTable(row: String, words: String) throws {
    try refused(
      ["customer,recency,frequency,monetary", "bob,1,1,1", row], saying: ["line 3 of sales.csv", words])
  }

  // MARK: - Too little of it

  @Test func fewerCustomersThanClusters() throws {
    let rows = (1...3).map { "c\($0),10000\($0),2010-03-0\($0),2,\($0).50" }
    try refused([Self.header] + rows, saying: ["only 3 distinct customers", "4 clusters", "--k"])
    // Many, but all alike.
    let alike = (1...9).map { "c\($0),10000\($0),2010-03-01,2,9.50" }
    try refused([Self.header] + alike, saying: ["alike", "at least two different ones"])
    try refused([Self.header] + alike, ["--k", "auto"], saying: ["alike"])
  }

  @Test func nothingIsLeft() throws {
    try refused(
      [Self.header, ",100001,2010-03-01,2,9.50"], saying: ["no row is left", "1 missing customer"])
    try refused(
      [Self.header, Self.good], ["--as-of", "2009-01-01"], saying: ["no row is left", "1 later than"])
  }

  @Test("Fewer than two clusters", arguments: ["1", "0", "-3"])
  func fewClusters(k: String) throws {
    try workspace.write(TrainedShop.sales.csv, to: "sales.csv")
    expectError(
      try workspace.rfm(["train", "sales.csv", "--k=\(k)"]), status: 64, saying: "2")
    #expect(try workspace.names() == ["sales.csv"])
  }

  // MARK: - On the command line

  @Test(
    "Values that are none",
    arguments: [
      (["-1", "5", "7"], "recency -1"), (["12", "0", "7"], "frequency 0"),
      (["12", "-5", "7"], "frequency -5"),
      (["1", "2", "3", "4"], "three numbers"), (["1", "2"], "three numbers"), (["12", "5", "nan"], "'nan'"),
      (["12", "5", "inf"], "'inf'"), (["12", "5", "1e400"], "'1e400'"), (["12", "5", "1,2,3"], "'1,2,3'"),
      (["x", "y", "z"], "recency 'x'"), (["17850"], "three numbers"),
    ])
  func badScores(values: [String], words: String) throws {
    try TrainedShop.place(in: workspace, "Models")
    let outcome = try workspace.rfm(["score"] + values)
    expectError(outcome, status: words == "three numbers" ? 64 : 1, saying: words)
  }
}
