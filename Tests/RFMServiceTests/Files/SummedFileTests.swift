import RFMService
import Testing
import Transactions

@Suite("Sales summed up to a table")
struct SummedFileTests {
  private let shop: InventedShop

  init() throws { shop = try InventedShop() }

  private func summed(_ sales: String, _ options: SalesOptions = SalesOptions()) throws -> SummedFile {
    try shop.write(sales, to: "sales.csv")
    return try SummedFile(
      SalesFiles([shop.folder + "/sales.csv"]), options, shop.library, .still)
  }

  private func text(_ file: SummedFile, _ format: SummedFile.Format) throws -> String {
    let sink = CollectedBytes()
    try file.write(as: format, to: sink, .still)
    #expect(sink.isFinished)
    return sink.text
  }

  private static let sales = """
    Invoice,Date,Amount,Customer
    1,2024-01-01 09:00,£10.10,ann
    2,2024-01-05 09:00,£0.20,ann
    3,2024-01-03 10:30,£7.00,=bob
    4,2024-01-04 10:30,£7.00,

    """

  @Test("Money is exact, dates are whole, and no cell is run as a formula")
  func csv() throws {
    #expect(
      try text(summed(Self.sales), .csv) == """
        customer_id,recency,frequency,monetary,first_purchase,last_purchase
        '=bob,1,1,7.00,2024-01-03 10:30:00,2024-01-03 10:30:00
        ann,0,2,10.30,2024-01-01 09:00:00,2024-01-05 09:00:00

        """)
  }

  @Test("JSON has the same, as a list or an object in a line")
  func json() throws {
    let file = try summed(Self.sales)
    let lines = try text(file, .jsonLines)
    #expect(
      lines.split(separator: "\n").last
        == #"{"customer_id": "ann", "recency": 0, "frequency": 2, "monetary": 10.30, "first_purchase": "2024-01-01 09:00:00", "last_purchase": "2024-01-05 09:00:00"}"#
    )
    let list = try text(file, .json)
    #expect(list == "[\n" + lines.split(separator: "\n").joined(separator: ",\n") + "\n]\n")
  }

  @Test("An average is no exact decimal, and is written as the number that it is")
  func average() throws {
    var options = SalesOptions()
    options.monetary = .average
    #expect(try text(summed(Self.sales, options), .csv).contains("ann,0,2,5.15,"))
  }

  @Test("It says how many rows became how many customers, and the currency of the amounts")
  func notes() throws {
    let file = try summed(Self.sales)
    #expect(file.currency == "GBP")
    guard case .rows(let read, let kept, let dropped, let customers, _)? = file.notes.first else {
      Issue.record("\(file.notes)")
      return
    }
    #expect((read, kept, customers) == (4, 3, 2))
    #expect(dropped.map(\.reason.rule) == [.missingCustomer] && dropped.map(\.rows) == [1])
    #expect(
      file.notes[0].sentence
        == "4 rows read, 3 kept (dropped: 1 missing customer); 2 customers, as of 2024-01-05 09:00:00")
  }
}
