import Testing

@testable import Transactions

@Suite("Sums of money are exact")
struct MoneyTests {
  private func sum(_ amounts: [String]) throws -> SalesResult {
    try readSales("customer,date,amount\n" + amounts.map { "ann,2010-12-01,\"\($0)\"\n" }.joined())
  }

  @Test func tenthsAddUp() throws {
    let result = try sum(["0.1", "0.2"])
    #expect(result["ann"]?.monetary == 0.3)
    #expect(result.revenue("ann") == "0.30")
    #expect(try sum([String](repeating: "0.01", count: 1000))["ann"]?.monetary == 10)
  }

  @Test func manyDecimalsAreKeptWhereverTheyFirstStand() throws {
    for amounts in [["1.5", "0.000000000001", "2"], ["0.000000000001", "2", "1.5"], ["2", "1.5", "1e-12"]] {
      #expect(try sum(amounts).revenue("ann") == "3.500000000001")
    }
  }

  @Test func bigQuantitiesTimesBigPricesAreExact() throws {
    let text = """
      customer,date,quantity,price
      ann,2010-12-01,999999999999999999,99999999999999.99
      ann,2010-12-01,1,0.01

      """
    #expect(try readSales(text).revenue("ann") == "99999999999999989900000000000000.02")
  }

  @Test func whatCannotBeAddedUpExactlyIsSaidSo() throws {
    let large = "ann,2010-12-01,999999999999999999,999999999999999999\n"
    let small = "ann,2010-12-01,0.000000000000000001,0.000000000000000001\n"
    let header = "customer,date,quantity,price\n"
    #expect(try readSales(header + small).revenue("ann") == "0.000000000000000000000000000000000001")
    for text in [large, large + small, small + large, String(repeating: large, count: 300)] {
      #expect(
        refusal(header + text).message
          == "the amounts are too large, or have too many decimals, to be added up exactly")
    }
    let table = "customer,recency,frequency,monetary\n"
    let rows = (0..<2000).map { "c\($0),1,1,999999999999999999\n" }.joined()
    #expect(
      refusal(table + rows + "x,1,1,0.000000000000000001\n").message
        == "the amounts are too large, or have too many decimals, to be added up exactly")
  }

  @Test func signsAndThousandsAreTakenOff() throws {
    let result = try sum(["£1,840.50", "£0.50"])
    #expect(result.revenue("ann") == "1841.00")
    #expect(result.report.currencySign == "£")
  }

  @Test(
    "The currency is the one that the sign names; a sign that several currencies share names none",
    arguments: [("£5.00", "GBP"), ("CHF 5.00", "CHF"), ("AU $5.00", "AUD"), ("$5.00", nil), ("5.00", nil)])
  func currency(amount: String, code: String?) throws {
    #expect(try sum([amount]).report.currency == code)
  }

  @Test func twoCurrenciesCannotBeAddedUp() {
    let wrong = refusal(
      "customer,date,amount\nann,2010-12-01,£1\nann,2010-12-01,2\nann,2010-12-01,$3\nann,2010-12-01,€3\n")
    #expect(wrong.line == 4)
    #expect(
      wrong.message
        == "'$3' in column amount, but '£1' in column amount in line 2: two currencies cannot be added up")
  }

  @Test func aCurrencyInARowThatIsDroppedIsNotRead() throws {
    let text = """
      Customer ID,Invoice,StockCode,Quantity,InvoiceDate,Price
      ann,536365,22423,1,2010-12-01,£1
      ann,536365,POST,1,2010-12-01,$5
      ,536365,22423,1,2010-12-01,€5

      """
    let result = try readSales(text) { $0.cleaning = .products }
    #expect(result.report.currencySign == "£")
    let auto = try readSales(text + (0..<30).map { "ann,536365,\(30_000 + $0),1,2010-12-01,1\n" }.joined())
    #expect(auto.sales?.cleaning == .products)
    #expect(auto.report.currencySign == "£")
  }

  @Test func aFileWithSemicolonsSaysItsDecimalMarkOrIsAsked() throws {
    let text = "customer;date;amount\nann;2010-12-01;1.840\n"
    let wrong = refusal(text)
    #expect(wrong.line == 2)
    #expect(wrong.message.hasPrefix("amount '1.840' could be a decimal or a thousand"))
    #expect(try readSales(text) { $0.decimal = .comma }.revenue("ann") == "1840.00")
    #expect(try readSales(text) { $0.decimal = .point }.revenue("ann") == "1.840")
    #expect(try readSales("customer;date;amount\nann;2010-12-01;1.840,50\n").revenue("ann") == "1840.50")
  }

  @Test(arguments: ["1,2,3", "nan", "inf", "1e400", "", "12x"])
  func aNumberThatIsNoneNamesLineColumnAndText(text: String) {
    let wrong = refusal("customer,date,Order Total\nann,2010-12-01,1\nann,2010-12-01,\"\(text)\"\n")
    #expect(wrong.line == 3)
    #expect(wrong.message.hasPrefix(text.isEmpty ? "Order Total is empty" : "Order Total '\(text)' is not a"))
  }
}
