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

  // MARK: The rows are believed

  /// Rows of ann, bo and cy in turn, on days that follow each other.
  private func rows(_ count: Int, _ row: (_ who: String, _ day: String, _ number: Int) -> String) -> String {
    (0..<count).map { row(["ann", "bo", "cy"][$0 % 3], "2024-03-\($0 + 10)", $0) + "\n" }.joined()
  }

  @Test("A number that each customer has one of is no invoice") func aNumberOfTheCustomerIsNoInvoice() throws
  {
    let result = try readSales(
      "client,reference,date,amount\n" + rows(12) { who, day, _ in "\(who),R-\(who),\(day),5" })
    #expect(result["ann"]?.frequency == 4)
    // The lines of one order differ in their time of day.
    let till = try readSales(
      "client,receipt,date,amount\n"
        + (0..<12).map { "c\($0 / 4),R-\($0 / 4),2024-03-01 10:0\($0 % 4),5\n" }.joined())
    #expect(till["c0"]?.frequency == 1)
  }

  @Test("The user of a till is no customer") func theUserOfATillIsNoCustomer() throws {
    let result = try readSales(
      "user,email,order,date,amount\n"
        + rows(12) { who, day, number in "Sam,\(who)@x.org,\(number),\(day),5" })
    #expect(result["ann@x.org"]?.frequency == 4)
  }

  @Test("A total that stands on each row of an order counts once, and is typed away with --clean")
  func theTotalOfAnOrder() throws {
    let header = "order,customer,date,product,total\n"
    let text =
      header
      + rows(8) { who, day, number in
        "\(number),\(who),\(day),a,\(number + 3).50\n\(number),\(who),\(day),b,\(number + 3).50"
      }
    let result = try readSales(text)
    #expect(result["ann"] == ReadCustomer(recency: 1, frequency: 3, monetary: 19.5))
    #expect(
      result.report.notes.contains("'total' is the same on all rows of an order, and counts once for each"))
    let typed = try readSales(text) {
      $0.cleaning = .sales
      $0.isCleaningGiven = true
    }
    #expect(typed["ann"]?.monetary == 39)
    // Rows that are alike in all columns are no lines of an order.
    let doubled = try readSales(text.replacing(",b,", with: ",a,"))
    #expect(doubled["ann"]?.monetary == 39)
  }

  @Test("What is paid of a row goes before quantity × price where they differ") func theAmountOfARow() throws
  {
    let result = try readSales(
      "customer,date,qty,price,line total\n" + rows(6) { who, day, _ in "\(who),\(day),2,10,18" })
    #expect(result["ann"]?.monetary == 36)
    let same = try readSales(
      "customer,date,qty,price,line total\n" + rows(6) { who, day, _ in "\(who),\(day),2,10,20" })
    #expect(same.report.notes.contains { $0.contains("amounts are qty × price") })
  }

  @Test("Money given back is taken off, and a yes or no is no money") func refunds() throws {
    let result = try readSales(
      "customer,order,date,amount,Amount refunded\n"
        + rows(6) { who, day, number in
          "\(who),\(number),\(day),10,\(number == 0 ? "10" : number == 1 ? "2.5" : "0")"
        })
    #expect(result["ann"] == ReadCustomer(recency: 2, frequency: 1, monetary: 10))
    #expect(result["bo"]?.monetary == 17.5)
    let flags = try readSales(
      "customer,order,date,amount,Refunded?\n"
        + rows(6) { who, day, number in "\(who),\(number),\(day),10,\(number == 0 ? 1 : 0)" })
    #expect(flags["ann"]?.monetary == 20)
    #expect(
      flags.report.notes.contains { $0.contains("--where 'Refunded?!=1'") || $0.contains("Refunded?!=1") })
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
