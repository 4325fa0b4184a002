import Tabular
import TestSupport
import Testing

@testable import Transactions

@Suite("Files of sales")
struct FilesTests {
  @Test func severalFilesAreOneSetOfSales() throws {
    let result = try readSales(
      "Customer ID,Invoice,StockCode,Quantity,InvoiceDate,Price\nann,536365,22423,1,2010-12-01,1\n",
      "CustomerID;InvoiceNo;InvoiceDate;UnitPrice;Quantity;StockCode\nann.0;536365;2010-12-02;2,50;2;22423\n17850.0;536366;2010-12-02;2,50;2;22423\n"
    )
    #expect(result.ids == ["17850", "ann", "ann.0"])
    #expect(result.revenue("17850") == "5.00")
    #expect(result["ann"]?.recency == 1)
    #expect(result.report.files.map(\.rows) == [1, 2])
    #expect(result.report.rowsRead == 3)
  }

  @Test func oneInvoiceInTwoFilesIsOneInvoice() throws {
    let text = "customer,invoice,date,amount\nann,1,2010-12-01,1\n"
    #expect(try readSales(text, text)["ann"] == ReadCustomer(recency: 0, frequency: 1, monetary: 2))
  }

  @Test func aFileWithoutRowsIsSaidSo() {
    #expect(refusal("").message == "the file is empty; a header and rows are needed")
    #expect(refusal("customer,date,amount\n").message == "there is a header, but no row below it")
    #expect(refusal("customer,date,amount\n\n\r\n").message == "there is a header, but no row below it")
    #expect(
      refusal("customer,date,amount\nann,2010-12-01,1\n", "customer,date,amount\n").message
        == "there is a header, but no row below it")
  }

  @Test func aFileThatIsNotThereAndAFolderAreNamed() {
    let reader = SalesReader(options: SalesOptions(), threads: 2)
    let missing = #expect(throws: TabularError.self) { try reader.read([.file("/no/such/sales.csv")]) }
    #expect(missing?.description == "/no/such/sales.csv: there is no such file")
    let folder = #expect(throws: TabularError.self) { try reader.read([.file("/tmp")]) }
    #expect(folder?.description == "/tmp: this is a folder; name the file in it")
  }

  @Test("An upload in memory is read together with a file, and its faults name it")
  func uploads() throws {
    let file = try TemporaryFile("customer,date,amount\nann,2010-12-01,1\n")
    func upload(_ text: String) -> RowSource { .bytes(Array(text.utf8), named: "may.csv") }
    let reader = SalesReader(options: SalesOptions(), threads: 2)
    let result = try reader.read([
      .file(file.path), upload("customer,date,amount\nann,2010-12-03,2\n"),
    ])
    #expect(result["ann"] == ReadCustomer(recency: 0, frequency: 2, monetary: 3))
    #expect(result.report.files.last == SalesReport.File(name: "may.csv", bytes: 38, rows: 1))
    let wrong = #expect(throws: TabularError.self) {
      try reader.read([upload("customer,date,amount\nann,2010-12-03,x\n")])
    }
    #expect(wrong?.description == "line 2 of may.csv: amount 'x' is not a number")
  }

  @Test func aBadRowOfTheSecondFileNamesThatFile() throws {
    let good = try TemporaryFile("customer,date,amount\nann,2010-12-01,1\n")
    let bad = try TemporaryFile("customer,date,amount\nann,2010-12-01,x\n")
    let reader = SalesReader(options: SalesOptions(), threads: 2)
    let wrong = #expect(throws: TabularError.self) { try reader.read([.file(good.path), .file(bad.path)]) }
    #expect(wrong?.description == "line 2 of \(bad.path): amount 'x' is not a number")
  }
}
