import Testing
import Wording

@testable import Transactions

@Suite("Which rows are sales")
struct CleaningTests {
  private static let header = "Customer ID,Invoice,StockCode,Quantity,InvoiceDate,Price\n"

  /// One row for each rule that it may break, and for some that break several.
  private static let dirty =
    header + """
      17850,536365,85123A,6,2010-12-01 08:26:00,2.55
      17850,536365,PADS,1,2010-12-01 08:26:00,0.001
      ,536366,85123A,6,2010-12-01 08:26:00,2.55
      ,C536367,POST,-1,2010-12-01 08:26:00,-5
      17850,C536368,85123A,-6,2010-12-01 08:26:00,2.55
      17850,C536368,POST,-6,2010-12-01 08:26:00,2.55
      17850,A536369,B,1,2010-12-01 08:26:00,-53594.36
      17850,536370,POST,1,2010-12-01 08:26:00,18
      17850,536371,22423,-3,2010-12-01 08:26:00,4
      17850,536372,22423,0,2010-12-01 08:26:00,-4
      17850,536373,22423,2,2010-12-01 08:26:00,-4

      """

  @Test func productsDropsWhatIsNoProductAndKeepsOddQuantities() throws {
    let result = try readSales(Self.dirty) { $0.cleaning = .products }
    #expect(
      result.dropped == [
        "missing customer": 2, "cancelled invoice": 2, "other invoice": 1, "not a product": 1,
      ])
    #expect(result.report.rowsRead == 11)
    #expect(result.report.rowsKept == 5)
    #expect(result.revenue("17850") == "-4.699")
  }

  @Test func salesDropsQuantitiesAndPricesBelowWhatASaleHas() throws {
    let result = try readSales(Self.dirty) { $0.cleaning = .sales }
    #expect(result.dropped == ["missing customer": 2, "cancelled invoice": 2, "quantity": 2, "price": 2])
    #expect(result.report.rowsKept == 3)
    #expect(result.revenue("17850") == "33.301")
  }

  @Test func customersDropsOnlyRowsWithoutACustomer() throws {
    let result = try readSales(Self.dirty) { $0.cleaning = .customers }
    #expect(result.dropped == ["missing customer": 2])
    #expect(result.report.rowsKept == 9)
    #expect(result["17850"]?.frequency == 7)
  }

  @Test func droppedRowsAreNamedInTheOrderOfTheRules() throws {
    let result = try readSales(Self.dirty) { $0.cleaning = .products }
    #expect(
      result.report.dropped.map(\.reason.rule) == [
        .missingCustomer, .cancelledInvoice, .otherInvoice, .notAProduct,
      ])
  }

  @Test(arguments: [(95, 100, true), (94, 100, false), (100, 95, true), (100, 94, false)])
  func autoTakesProductsWhereNinetyFivePercentFit(invoices: Int, stocks: Int, isProducts: Bool) throws {
    // A hundred invoices and a hundred stock codes, of which so many look like those of products; the odd
    // stock codes stand on invoices that fit.
    var text = Self.header
    for i in 0..<100 {
      let invoice = i < invoices ? "\(500_000 + i)" : "X\(i)"
      text += "17850,\(invoice),20000,1,2010-12-01,1\n"
      text += "17850,500000,\(i < stocks ? "\(20_000 + i)" : "S\(i)"),1,2010-12-01,1\n"
    }
    text += "17850,C500001,POST,1,2010-12-01,1\n17850,A500001,ADJUST,1,2010-12-01,1\n"
    let result = try readSales(text)
    #expect(result.sales?.cleaning == (isProducts ? .products : .sales))
    #expect(
      result.report.notes.contains {
        $0.hasPrefix("cleaned by the rules for \(isProducts ? "products" : "sales"), since ")
          && $0.contains("\(invoices) % of the invoices") && $0.contains("\(stocks) % of the stock codes")
      })
  }

  @Test func autoWithoutAStockColumnIsSalesAndSaysWhy() throws {
    let result = try readSales("customer,invoice,date,amount\nann,536365,2010-12-01,5\n")
    #expect(result.sales?.cleaning == .sales)
    #expect(
      result.report.notes.contains("cleaned by the rules for sales, since there is no stock code column"))
  }

  @Test func aRuleWhoseColumnIsMissingIsOffAndTheSummarySaysSo() throws {
    let result = try readSales("customer,date,qty,price\nann,2010-12-01,5,1\n") { $0.cleaning = .products }
    #expect(
      result.report.notes.contains(
        "rules that are off: cancelled invoices (no invoice column), other invoices (no invoice column), what is not a product (no stock code column)"
      ))
  }

  @Test func patternsReplaceTheShapesAndMatchAllOfAValue() throws {
    let text =
      Self.header + """
        ann,R-1,tea-1,1,2010-12-01,1
        ann,R-2,tea-2,1,2010-12-01,10
        ann,R-2b,tea-2,1,2010-12-01,100
        ann,R-3,tea,1,2010-12-01,1000

        """
    let result = try readSales(text) {
      $0.cleaning = .products
      $0.invoicePattern = "R-[0-9]"
      $0.stockPattern = "tea-[0-9]"
    }
    #expect(result.revenue("ann") == "11.00")
    #expect(result.dropped == ["other invoice": 1, "not a product": 1])
  }

  @Test func aPatternThatIsNoneIsAnError() {
    let wrong = refusal(Self.dirty) { $0.stockPattern = "(" }
    #expect(wrong.message == "'(' is not a regular expression")
  }

  @Test(
    "A pattern that is no good, or too deep to be one",
    arguments: [
      (String(repeating: "(", count: 3000) + "a" + String(repeating: ")", count: 3000), "6001 bytes"),
      (String(repeating: "(", count: 400) + "a" + String(repeating: ")", count: 400), "regular expression"),
      (String(repeating: "[", count: 900), "regular expression"), ("", "empty"), ("a)(b", "regular"),
    ])
  func aPatternThatCannotBeRead(pattern: String, words: String) {
    #expect(refusal(Self.dirty) { $0.stockPattern = pattern }.message.contains(words))
    #expect(refusal(Self.dirty) { $0.invoicePattern = pattern }.message.contains(words))
  }

  @Test("A pattern that tries without end is named with the first value", arguments: [1, 2, 4])
  func aPatternWithoutEnd(threads: Int) {
    let value = String(repeating: "a", count: 60)
    let rows = (0..<200).map { "ann,R-\($0),\($0 < 7 ? "tea" : value + "\($0)"),1,2010-12-01,1\n" }
    for pattern in ["(a+)+", "(a|aa)+", "(a*)*b", "a*a*a*a*a*a*a*a*a*a*b"] {
      let wrong = refusal(Self.header + rows.joined(), threads: threads, blockSize: 500) {
        $0.cleaning = .products
        $0.invoicePattern = "R-[0-9]+"
        $0.stockPattern = pattern
      }
      #expect(wrong.line == 9)
      #expect(wrong.message.contains("\(OptionName.stockPattern) tries too many ways to match 'aaaaaa"))
    }
  }

  @Test func aPatternMeansTheRulesOfProducts() throws {
    let text = Self.header + "ann,R-1,tea,1,2010-12-01,1\nann,R-2,cup,1,2010-12-01,10\n"
    let result = try readSales(text) {
      $0.stockPattern = "tea"
      $0.invoicePattern = "R-."
    }
    #expect(result.revenue("ann") == "1.00")
    #expect(result.sales?.cleaning == .products)
    #expect(
      result.report.notes.contains("cleaned by the rules for products, since a pattern for them is given"))
    let wrong = refusal(text) {
      $0.stockPattern = "SKU.*"
      $0.invoicePattern = "R-."
    }
    #expect(
      wrong.message
        == "the rule 'not a product' would drop 2 of 2 rows with a customer; 'SKU.*', the \(OptionName.stockPattern) that is given, fits few of them; give another or none"
    )
  }

  @Test func aRuleThatWouldDropOverHalfOfTheRowsStops() {
    let text =
      Self.header + """
        ann,1,22423,1,2010-12-01,1
        ann,2,22423,1,2010-12-01,1
        ann,536365,22423,1,2010-12-01,1

        """
    #expect(refusal(text) { $0.cleaning = .products }.message.contains("\(OptionName.invoicePattern)"))
    let stock = refusal(text.replacing("22423", with: "tea")) {
      $0.cleaning = .products
      $0.invoicePattern = ".*"
    }
    #expect(stock.message.contains("would drop 3 of 3 rows"))
    #expect(stock.message.contains("\(OptionName.stockPattern)"))
  }

  @Test func whenNothingIsLeftTheReasonsAreSaid() {
    let wrong = refusal("customer,date,amount\n,2010-12-01,1\nann,2010-12-01,-1\n")
    #expect(
      wrong.message == "no row is left after cleaning: 1 missing customer, 1 negative amount (refund)")
  }
}

@Suite("Goods that came back")
struct ReturnsTests {
  private static let text = """
    Customer ID,Invoice,StockCode,Quantity,InvoiceDate,Price
    ann,536365,22423,10,2010-12-01 10:00:00,2.50
    ann,C536366,22423,-8,2010-12-05 10:00:00,2.50
    bob,536367,22423,4,2010-12-02 10:00:00,1
    bob,C536368,22423,-1,2010-12-03 10:00:00,1
    cat,C536369,22423,-1,2010-12-03 10:00:00,1

    """

  @Test func areIgnoredAndTheSaleStaysAsInTheStudy() throws {
    let result = try readSales(Self.text)
    #expect(result["ann"] == ReadCustomer(recency: 1, frequency: 1, monetary: 25))
    #expect(result.dropped == ["cancelled invoice": 3])
    #expect(result.sales?.netUnderHalf == nil)
  }

  @Test func orReduceWhatWasSpentAndNothingElse() throws {
    let result = try readSales(Self.text) { $0.returns = .net }
    #expect(result["ann"] == ReadCustomer(recency: 1, frequency: 1, monetary: 5))
    #expect(result["bob"] == ReadCustomer(recency: 0, frequency: 1, monetary: 3))
    #expect(result.ids == ["ann", "bob"])
    #expect(result.sales?.netUnderHalf == 1)
    #expect(result.firstAndLast("ann") == ["2010-12-01 10:00:00", "2010-12-01 10:00:00"])
  }

  @Test func aReturnTakesMoneyAwayWhateverItsSign() throws {
    let result = try readSales(Self.text.replacing("-8", with: "8")) { $0.returns = .net }
    #expect(result["ann"]?.monetary == 5)
  }

  @Test func amountsBelowZeroAreReturnsWhereThereAreNoInvoices() throws {
    let text = "customer,date,amount\nann,2010-12-01,10\nann,2010-12-02,-4\n"
    #expect(
      try readSales(text) { $0.returns = .net }["ann"] == ReadCustomer(recency: 0, frequency: 1, monetary: 6))
    let ignored = try readSales(text)
    #expect(ignored.dropped == ["negative amounts (refunds)": 1])
    #expect(ignored.report.notes.contains { $0.contains("taken for refunds") && $0.contains("net") })
  }
}
