import Testing

@testable import Transactions

@Suite("Customer IDs")
struct CustomerIDTests {
  private func ids(_ fields: String...) throws -> [String] {
    try readSales("customer,date,amount\n" + fields.map { "\($0),2010-12-01,1\n" }.joined()).ids
  }

  @Test func wholeNumbersLoseThePointOfTheirColumn() throws {
    #expect(try ids("17850.0", "17850", "17850.00", " 17850.0 ", "\"17850.0\"") == ["17850"])
    #expect(try ids("17850.5", "a.0", ".0", "1.0.0") == [".0", "1.0.0", "17850.5", "a.0"])
  }

  @Test func otherwiseTheyAreText() throws {
    #expect(
      try ids("Ann O'Neil", "00017", "17", "\"Smith, \"\"Bob\"\"\"", "Zoë", "  Ann O'Neil ")
        == ["00017", "17", "Ann O'Neil", "Smith, \"Bob\"", "Zoë"])
  }

  @Test func whatStandsForNothingIsNoCustomer() throws {
    let result = try readSales(
      "customer,date,amount\nann,2010-12-01,1\n,2010-12-01,1\n   ,2010-12-01,1\n\"\",2010-12-01,1\nnan,2010-12-01,1\nNULL,2010-12-01,1\n"
    )
    #expect(result.ids == ["ann"])
    #expect(result.dropped == ["missing customer": 5])
  }

  @Test func whiteSpaceOfAnyKindAtTheEdgesIsNoPartOfThem() throws {
    let edges = ["\t", "\r", "\u{A0}", "\u{2003}", "\u{3000}", "\u{85}", " \t\u{A0} ", "\u{2028}"]
    let fields = edges.flatMap { ["\"\($0)ann\"", "\"ann\($0)\"", "\"\($0)Zoë\($0)\"", "\"\($0)\""] }
    let result = try readSales("customer,date,amount\n" + fields.map { "\($0),2010-12-01,1\n" }.joined())
    #expect(result.ids == ["Zoë", "ann"])
    #expect(result["ann"]?.monetary == 16)
    #expect(result.dropped == ["missing customer": 8])
    // What is inside, and what only looks like white space, stays.
    #expect(try ids("a\u{A0}b", "\u{200B}a", "\u{1}") == ["\u{1}", "a\u{A0}b", "\u{200B}a"])
    let latin = Array("customer,date,amount\n".utf8) + [0xA0, 0xEB, 0xA0] + Array(",2010-12-01,1\n".utf8)
    #expect(try readSales([latin]).ids == ["ë"])
  }

  @Test(arguments: [1, 3])
  func wordsForNothingAreCountedInANote(threads: Int) throws {
    let rows = (0..<50).map { "\(["NULL", "nan", "\\N", "", "ann"][$0 % 5]),2010-12-01,1\n" }
    let result = try readSales("customer,date,amount\n" + rows.joined(), threads: threads, blockSize: 200)
    #expect(
      result.report.notes.contains("30 rows have NULL, NaN or \\N for the customer, which is taken for none"))
    let table = try readSales("customer,recency,frequency,monetary\nNull,1,1,1\nann,1,1,1\n")
    #expect(
      table.report.notes.contains("1 row has NULL, NaN or \\N for the customer, which is taken for none"))
  }

  @Test func windows1252IsTakenToUTF8() throws {
    let text =
      Array("customer,date,amount\nZo".utf8) + [0xEB] + Array(",2010-12-01,1\nZoë,2010-12-01,2\n".utf8)
    let result = try readSales([text])
    #expect(result.ids == ["Zoë"])
    #expect(result["Zoë"]?.monetary == 3)
  }

  @Test func idsThatShareTheirFirstBytesAreKeptApart() throws {
    let long = (0..<300).map { "customer-number-\($0)" } + ["customer", "customer-", "c", "customer-number-"]
    let result = try readSales(
      "customer,date,amount\n" + long.map { "\($0),2010-12-01,1\n" }.joined(), threads: 2, blockSize: 256)
    #expect(result.ids == long.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
  }
}
