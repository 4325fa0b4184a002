import Testing

@testable import Transactions

@Suite("A file that already is an RFM table")
struct RFMTableInputTests {
  @Test func isUsedAsItIs() throws {
    let result = try readSales(
      "Customer ID,Recency_Days,Transaction_Count,Revenue\n17850.0,12,5,\"£1,840.50\"\n 12 ,0,1,-3\n,1,1,1\n  ,1,1,1\n"
    )
    #expect(result.ids == ["12", "17850"])
    #expect(result["17850"] == ReadCustomer(recency: 12, frequency: 5, monetary: 1840.5))
    #expect(result["12"] == ReadCustomer(recency: 0, frequency: 1, monetary: -3))
    #expect(result.dropped == ["missing customer": 2])
    #expect(result.report.rowsKept == 2)
    #expect(result.report.currencySign == "£")
    #expect(result.sales == nil)
    #expect(!result.table.hasDates)
  }

  @Test(arguments: [
    ("ann,-1,1,1", "recency -1 is below 0"), ("ann,1,0,1", "frequency 0 is below 1"),
    ("ann,1.5,1,1", "recency 1.5 is not a whole number of days"),
    ("ann,x,1,1", "recency 'x' is not a number"),
    ("ann,1,£2,1", "frequency '£2' is not a number"),
    ("ann,99999999999,1,1", "recency 99999999999 is too large"),
    ("ann,1,1,nan", "monetary 'nan' is not a finite number"), ("ann,1,1", "3 fields where the header has 4"),
    ("bob,7,7,7", "customer 'bob' stands in line 2 already; an RFM table has one row for each"),
  ])
  func aBadRowNamesItsLine(row: String, message: String) {
    let wrong = refusal("customer,recency,frequency,monetary\nbob,1,1,1\n\(row)\n")
    #expect(wrong.line == 3)
    #expect(wrong.message == message)
  }

  @Test func theFirstBadRowInFileOrderIsReported() {
    let table = "customer,recency,frequency,monetary\nann,1,1,1\nann,-2,1,1\nbob,1\nbob,x,1,1\n"
    #expect(refusal(table).line == 3)
    #expect(refusal(table.replacing("ann,-2", with: "eve,2")).line == 4)
  }

  @Test func aCustomerInTwoFilesNamesBothPlaces() throws {
    let header = "customer,recency,frequency,monetary\n"
    let wrong = refusal(header + "zoe,1,1,1\nbob,1,1,1\nann,1,1,1\n", header + "zoe,1,1,1\nann,1,1,1\n")
    #expect(wrong.line == 2)
    #expect(wrong.message.hasPrefix("customer 'zoe' stands in line 2 of "))
  }

  @Test func badRowsCanBeSkippedAndCounted() throws {
    let result = try readSales("customer,recency,frequency,monetary\nann,1,1,1\nbob,x,1,1\ncat,1\n") {
      $0.skipsBadRows = true
    }
    #expect(result.ids == ["ann"])
    #expect(result.dropped == ["bad row": 2])
    #expect(result.report.rowsRead == 3)
  }

  @Test func cannotBeReadTogetherWithSales() {
    let wrong = refusal(
      "customer,recency,frequency,monetary\nann,1,1,1\n", "customer,date,amount\nann,2010-12-01,1\n")
    #expect(wrong.message == "raw sales and RFM tables cannot be read together")
  }

  @Test func twoCurrenciesAreRefused() {
    let wrong = refusal("customer,recency,frequency,monetary\nann,1,1,£1\nbob,1,1,$1\n")
    #expect(wrong.line == 3)
    #expect(wrong.message == "'$1' is in another currency than '£' before it")
  }

  @Test func isTheSameInAnyOrderOfItsRows() throws {
    let rows = (0..<500).map { "c\(1000 + $0 * 7),\($0),\(1 + $0 % 9),\($0).\($0 % 10),Name \($0)" }
    let header = "customer,recency,frequency,monetary,name\n"
    func read(_ rows: [String]) throws -> SalesResult {
      try readSales(header + rows.joined(separator: "\n") + "\n") { $0.kept = ["name"] }
    }
    let (inOrder, mixed) = (try read(rows), try read(rows.indices.map { rows[$0 * 137 % 500] }))
    #expect(inOrder.ids == rows.map { String($0.prefix { $0 != "," }) })
    #expect(mixed.ids == inOrder.ids)
    for id in inOrder.ids { #expect(mixed[id] == inOrder[id]) }
    #expect(mixed.table.revenue == inOrder.table.revenue)
    for row in 0..<500 {
      #expect(inOrder.table.kept[0].values[row] == "Name \(row)")
      #expect(mixed.table.kept[0].values[row] == "Name \(row)")
    }
  }
}
