import Foundation
import Tabular
import Testing
import Workbooks

/// Workbooks and packed files, as they come from a shop and go back to it.
@Suite struct WorkbookCommandTests {
  private let workspace: Workspace
  private let sales = TrainedShop.sales

  private static let sample = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "shared/data/online-retail-sample.xlsx")

  init() throws {
    workspace = try TrainedShop.workspace()
    try workspace.write(sales.csv, to: "sales.csv")
  }

  /// The rows of a CSV as a workbook, numbers as numbers.
  private func book(_ csv: String, rowsPerSheet: Int = 1_000_000, sheet: String = "sales") throws -> [UInt8] {
    try workspace.write(csv, to: "rows.csv")
    let file = try CSVFile(.file(workspace.url("rows.csv").path))
    let writer = WorkbookWriter(
      columns: file.header.map { .init($0, width: 10) }, sheet: sheet, rowsPerSheet: rowsPerSheet)
    let index = RecordIndex(columns: file.header.count, delimiter: file.delimiter)
    let block = RecordBlock()
    while try file.records.next(into: block) {
      index.index(block)
      for row in 0..<index.rows {
        writer.beginRow()
        for column in 0..<index.columns {
          let range = index.field(row, column, in: block)
          let text = FieldText.string(
            UnsafeBufferPointer(start: block.bytes + range.lowerBound, count: range.count))
          if let number = Double(text), "\(number)".hasPrefix(text) {
            writer.number(number)
          } else {
            Array(text.utf8).withUnsafeBufferPointer { writer.text($0) }
          }
        }
        writer.endRow()
      }
    }
    try writer.finish()
    let out = ByteBuffer()
    writer.take(into: out)
    return Array(out.content)
  }

  /// A model's text without the names of files and their sizes.
  private func model(_ name: String) throws -> [String] {
    try workspace.text(of: "\(name).json").split(separator: "\n").map(String.init).filter {
      !$0.contains("\"name\": \"\(name)\"") && !$0.contains("\"files\":") && !$0.contains("\"store\":")
    }
  }

  @Test func aWorkbookAndTheCSVOfTheSameRowsGiveTheSameModel() throws {
    try workspace.write(bytes: try book(sales.csv, rowsPerSheet: 100), to: "sales.xlsx")
    _ = try workspace.run("/bin/sh", ["-c", "gzip -c sales.csv > sales.data"])
    for (file, name) in [("sales.csv", "plain"), ("sales.xlsx", "book"), ("sales.data", "packed")] {
      let outcome = try workspace.rfm("train", file, "-o", "\(name).json")
      #expect(outcome.status == 0, "\(outcome)")
    }
    #expect(try model("plain").count > 50)
    #expect(try model("book") == (try model("plain")))
    #expect(try model("packed") == (try model("plain")))
    let piped = try workspace.run(
      "/bin/sh", ["-c", "cat sales.xlsx | '\(BuiltProgram.path)' train - -o pipe.json"])
    #expect(piped.status == 0, "\(piped)")
    #expect(try model("pipe") == (try model("plain")))
  }

  @Test func everyCommandTakesWorkbooks() throws {
    try workspace.write(bytes: try book(sales.csv), to: "sales.xlsx")
    let profile = try workspace.rfm("profile", "sales.xlsx", "--json").json()["files"][0]
    #expect(profile["sheets"][0].text == "sales")
    #expect(
      profile["rows"].int
        == (try workspace.rfm("profile", "sales.csv", "--json").json())["files"][0]["rows"].int)
    #expect(
      try workspace.rfm("sweep", "sales.xlsx", "--json").json()["sweep"].description
        == (try workspace.rfm("sweep", "sales.csv", "--json").json())["sweep"].description)
    #expect(
      try workspace.rfm("classify", "sales.xlsx").output
        == (try workspace.rfm("classify", "sales.csv").output))
  }

  @Test("A workbook of answers has the columns that the model keeps, for the customers that it knows")
  func keptColumns() throws {
    let sold = sales.csv.split(separator: "\n").enumerated().map {
      "\($1),\($0 == 0 ? "Name" : "=Ann \($0 % 3)")"
    }
    try workspace.write(sold.joined(separator: "\n") + "\n", to: "named.csv")
    let trained = try workspace.rfm("train", "named.csv", "-o", "Models/named.json", "--keep", "Name")
    #expect(trained.status == 0, "\(trained)")
    try workspace.write(InventedSales(customers: 150).csv, to: "more.csv")
    let outcome = try workspace.rfm("classify", "more.csv", "-o", "out.xlsx")
    #expect(outcome.status == 0, "\(outcome)")
    let columns = try workspace.rfm("profile", "out.xlsx", "--json").json()["files"][0]["columns"].items
    #expect(columns.compactMap { $0["name"].text }.prefix(3) == ["customer_id", "Name", "recency"])
    #expect(columns[1]["distinct"].int == 3 && columns[1]["missing"].int == 30, "\(columns[1])")
    let lines = try workspace.rfm("classify", "more.csv").lines
    #expect(!lines[0].contains("Name"))
  }

  @Test func sheetsAreChosenByName() throws {
    try workspace.write(bytes: try book(sales.csv, rowsPerSheet: 100), to: "sales.xlsx")
    let one = try workspace.rfm("train", "sales.xlsx", "--sheet", "Sales 2", "-o", "one.json", "--json")
      .json()
    #expect(one["source"]["files"][0]["name"].text == "sales.xlsx (sales 2)")
    #expect(one["source"]["rowsRead"].int == 100)
    let wrong = try workspace.rfm("train", "sales.xlsx", "--sheet", "slaes", "-o", "x.json")
    expectError(wrong, saying: "there is no sheet 'slaes'; there are 'sales', 'sales 2'")
    expectError(
      try workspace.rfm("train", "sales.csv", "--sheet", "sales", "-o", "x.json"), saying: "no workbook")
  }

  @Test func aBadValueIsNamedByItsSheetAndRow() throws {
    let text = "customer,date,amount\nann,2024-01-01,5\nbob,2024-01-02,six\n"
    try workspace.write(bytes: try book(text, sheet: "2024"), to: "bad.xlsx")
    expectError(
      try workspace.rfm("train", "bad.xlsx"),
      saying: "row 3 of sheet \"2024\" of bad.xlsx: amount 'six' is not")
    try workspace.write(bytes: Array(try book(text).prefix(900)), to: "cut.xlsx")
    expectError(try workspace.rfm("train", "cut.xlsx"), saying: "cut.xlsx", "damaged or cut short")
  }

  @Test func whatIsClassifiedIntoAWorkbookIsWhatTheCSVSays() throws {
    try workspace.write(
      "customer_id,recency,frequency,monetary\n=1+1,5,2,10.1\n007,7,3,1234567.89\n17850,3,4,5\n\"a<b> & \"\"c\"\"\",1,9,3.333\n",
      to: "table.csv")
    for file in ["table.csv", "sales.csv"] {
      let written = try workspace.rfm("classify", file, "-o", "out.xlsx")
      #expect(written.status == 0, "\(written)")
      // A workbook is packed as one stream, after all has been read: in the order of the IDs.
      let csv = try workspace.rfm("classify", file, "--sort", "customer").output
      #expect(try workspace.rfm("classify", "out.xlsx").output == csv)
      let piped = try workspace.run(
        "/bin/sh", ["-c", "'\(BuiltProgram.path)' classify \(file) --format xlsx | cmp - out.xlsx"])
      #expect(piped.status == 0, "\(piped)")
    }
  }

  @Test(
    "The sample of the real workbook", .enabled(if: FileManager.default.fileExists(atPath: sample.path)))
  func theSample() throws {
    let outcome = try workspace.rfm("train", Self.sample.path, "-o", "sample.json", "--json")
    let source = try outcome.json()["source"]
    #expect(source["rowsRead"].int == 12_000)
    #expect(source["rowsKept"].int == 8_189)
    #expect(source["customers"].int == 346)
  }
}
