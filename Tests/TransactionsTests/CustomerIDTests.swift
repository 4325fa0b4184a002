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
