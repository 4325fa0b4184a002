import Testing
import Wording

@testable import Transactions

@Suite("Which column is which")
struct ColumnTests {
  @Test(arguments: [
    "Customer ID,InvoiceDate,Invoice,StockCode,Quantity,Price",
    "customer_id,order_date,order_id,sku,qty,unit_price",
    "CUSTOMERID,Date,OrderNo,ProductID,Units,UnitPrice",
    "email,created-at,transaction_id,item code,pieces,price each",
  ])
  func theUsualSpellingsAreFound(header: String) throws {
    let result = try readSales(header + "\n17850,2010-12-01,536365,85123A,6,2.55\n")
    #expect(result["17850"] == ReadCustomer(recency: 0, frequency: 1, monetary: 15.3))
    #expect(result.sales?.cleaning == .products)
  }

  @Test(arguments: ["amount", "Revenue", "sales", "Total", "Order Value", "line_total"])
  func anAmountStandsForQuantityTimesPrice(name: String) throws {
    let result = try readSales("customer,date,\(name)\nann,2010-12-01,12.5\nann,2010-12-03,2\n")
    #expect(result["ann"] == ReadCustomer(recency: 0, frequency: 2, monetary: 14.5))
  }

  @Test func aNameThatStandsTwiceIsPointedOut() throws {
    let result = try readSales("customer,date,Amount,amount,note,note\nann,2010-12-01,5,7,a,b\n")
    #expect(result["ann"]?.monetary == 5)
    #expect(
      result.report.notes.contains(
        "the header has the column 'Amount' more than once; the first of them is read"))
    #expect(result.report.notes.count { $0.contains("more than once") } == 1)
    let table = try readSales("customer,recency,frequency,monetary,monetary\nann,1,1,1,2\n")
    #expect(table.report.notes.contains { $0.contains("'monetary' more than once") })
  }

  @Test func oneColumnForTwoRolesIsRefused() {
    let wrong = refusal("customer,a,b\nann,1,2\n") {
      $0.columns = [.recency: "a", .frequency: "a", .monetary: "b"]
    }
    #expect(wrong.message == "the column 'a' cannot be both frequency and recency")
  }

  @Test func messagesStayInOneLineHoweverLongTheFileMakesThem() {
    let header = (1...100_000).map { "column\($0)" }.joined(separator: ",")
    #expect(refusal(header + "\n").message.utf8.count < 1000)
    let long = String(repeating: "9", count: 100_000)
    for (text, words) in [
      ("customer,date,amount\nann,\"2010\n12\",1\n", "date '2010\\n12' is not a date"),
      ("customer,date,amount\nann,2010-12-01,\(long)\n", "999…' has more than 18 digits"),
      ("customer,date,amount\nann,\(long),1\n", "999…' is not a date"),
      ("customer,date,amount\nann,2010-12-01,\u{1B}[2Jx\n", "'\\u001b[2Jx' is not a number"),
      ("customer,recency,frequency,monetary\nann,1,1,\"\(long)\n\"\n", "999…'"),
      ("customer,recency,frequency,monetary\n\(long),1,1,1\n\(long),1,1,1\n", "999…' stands"),
    ] {
      let message = refusal(text).message
      #expect(message.contains(words), "\(message.prefix(300))")
      #expect(message.utf8.count < 300 && !message.contains("\n"))
    }
  }

  @Test func aColumnThatIsNamedIsTaken() throws {
    let result = try readSales("who,customer,when,date,sum\nann,x,2010-12-01,never,5\n") {
      $0.columns = [.customer: "who", .date: "WHEN", .amount: "sum"]
    }
    #expect(result["ann"] == ReadCustomer(recency: 0, frequency: 1, monetary: 5))
  }

  @Test func quantityTimesPriceWinsOverAnAmountAndTheSummarySaysSo() throws {
    let result = try readSales("customer,date,amount,qty,price\nann,2010-12-01,999,3,1.10\n")
    #expect(result.revenue("ann") == "3.30")
    #expect(result.report.notes.contains("amounts are qty × price; the column amount is not used"))
  }

  @Test func withoutAnInvoiceColumnEachRowIsOnePurchase() throws {
    let result = try readSales(
      "customer,date,amount\nann,2010-12-01,1\nann,2010-12-01,1\nann,2010-12-01,1\n")
    #expect(result["ann"]?.frequency == 3)
    #expect(result.report.notes.contains("there is no invoice column: each row is one purchase"))
  }

  @Test func aFileWithoutInvoicesIsCountedByRowsBesideOneWithThem() throws {
    let result = try readSales(
      "customer,invoice,date,amount\nann,1,2010-12-01,1\nann,1,2010-12-01,1\nbob,2,2010-12-01,1\n",
      "customer,date,amount\nann,2010-12-02,1\nann,2010-12-02,1\nbob,2010-12-02,1\n")
    #expect(result["ann"]?.frequency == 3)
    #expect(result["bob"]?.frequency == 2)
  }

  @Test func aMissingColumnIsNamedAndWhatWasFound() {
    #expect(
      refusal("customer,when,amount\nann,2010-12-01,5\n").message
        == "no date. Columns: 'customer', 'when', 'amount'. Try: \(OptionName.column) date=when")
    #expect(
      refusal("customer,date,qty\nann,2010-12-01,5\n").message
        == "no amount (or price). Columns: 'customer', 'date', 'qty'. Try: \(OptionName.column) amount=HEADER"
    )
    #expect(
      refusal("who,what\nann,2\n").message.hasPrefix(
        "no customer, no date, no amount. Columns: 'who', 'what'"))
  }

  @Test func aNamedColumnThatIsNotThereIsAnError() {
    let wrong = refusal("customer,date,amount\nann,2010-12-01,5\n") { $0.columns = [.customer: "client"] }
    #expect(wrong.message == "there is no column 'client' for customer; Found: 'customer', 'date', 'amount'")
    #expect(wrong.line == 1)
  }

  @Test func oneColumnCannotBeTwoThings() {
    let wrong = refusal("customer,date,amount\nann,2010-12-01,5\n") {
      $0.columns = [.invoice: "customer", .customer: "customer"]
    }
    #expect(wrong.message == "the column 'customer' cannot be both customer and invoice")
  }
}
