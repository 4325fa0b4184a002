import Testing

@testable import Transactions

@Suite("Rows that cannot be read")
struct BadRowTests {
  private static let header = "customer,invoice,stock,quantity,date,price\n"

  /// `count` good rows of the shop's kind, with some lines replaced.
  private func file(_ count: Int, _ bad: [Int: String]) -> String {
    Self.header
      + (2..<(count + 2)).map { line in
        (bad[line] ?? "c\(line % 7),\(500_000 + line % 50),\(20_000 + line % 90),1,2010-12-01 08:26:00,2.50")
          + "\n"
      }.joined()
  }

  @Test(arguments: [1, 2, 4], [nil, 128, 1000])
  func theFirstInFileOrderIsReportedWhateverTheThreads(threads: Int, blockSize: Int?) {
    let bad = [
      180: "c1,500001,20001,1,never,2", 90: "c1,500001,20001,x,2010-12-01,2", 95: "c1,500001,20001",
      700: "c1,500001,20001,1,2010-12-01,y",
    ]
    let wrong = refusal(file(900, bad), threads: threads, blockSize: blockSize)
    #expect(wrong.line == 90)
    #expect(wrong.message == "quantity 'x' is not a number")
    let later = refusal(file(900, bad.filter { $0.key > 90 }), threads: threads, blockSize: blockSize)
    #expect(later.line == 95)
    #expect(later.message == "3 fields where the header has 6")
  }

  @Test(arguments: [1, 3], [nil, 128])
  func anOpenQuoteComesAfterTheBadRowsBeforeIt(threads: Int, blockSize: Int?) {
    let open = [300: "c1,500001,\"20001,1,2010-12-01,2"]
    let wrong = refusal(file(400, open), threads: threads, blockSize: blockSize)
    #expect(wrong.line == 300)
    #expect(wrong.message == "a quote that opens in this record is never closed")
    let before = open.merging([20: "c1,500001,20001,x,2010-12-01,2"]) { a, _ in a }
    #expect(refusal(file(400, before), threads: threads, blockSize: blockSize).line == 20)
  }

  @Test(arguments: [1, 4], [nil, 128])
  func aRowThatIsDroppedIsReadNoFurther(threads: Int, blockSize: Int?) throws {
    let dropped = [
      40: ",500001,20001,x,never,y", 50: "c1,C500001,20001,x,never,y", 60: "c1,X1,20001,x,never,y",
      70: "c1,500001,POST,x,never,y",
    ]
    for cleaning in [SalesOptions.Cleaning.auto, .products] {
      let result = try readSales(file(600, dropped), threads: threads, blockSize: blockSize) {
        $0.cleaning = cleaning
      }
      #expect(
        result.dropped == [
          "missing customer": 1, "cancelled invoice": 1, "other invoice": 1, "not a product": 1,
        ])
      // The first row that is bad under the rules that are taken, not under those that might have been.
      let bad = dropped.merging([500: "c1,500001,20001,x,2010-12-01,2"]) { a, _ in a }
      let wrong = refusal(file(600, bad), threads: threads, blockSize: blockSize) { $0.cleaning = cleaning }
      #expect(wrong.line == 500)
    }
    let sales = refusal(file(600, dropped), threads: threads, blockSize: blockSize) { $0.cleaning = .sales }
    #expect(sales.line == 60)
  }

  @Test func salesReadsNoPriceOfAQuantityBelowZero() throws {
    let bad = [
      40: "c1,500001,20001,-1,never,y", 50: "c1,500001,20001,0,never,y", 60: "c1,500001,20001,1,never,-2",
    ]
    let result = try readSales(file(100, bad)) { $0.cleaning = .sales }
    #expect(result.dropped == ["quantity": 2, "price": 1])
  }

  @Test func badRowsCanBeSkippedAndCounted() throws {
    let bad = [
      10: "c1,500001,20001,x,2010-12-01,2", 20: "c1,500001,20001", 30: "c1,500001,20001,1,never,2",
      40: "c1,500001,20001,1,2010-12-01,nan", 50: "c1,500001,20001,1,2010-12-01,1,2",
    ]
    let result = try readSales(file(100, bad)) { $0.skipsBadRows = true }
    #expect(result.dropped == ["bad row": 5])
    #expect(result.report.rowsRead == 100)
    #expect(result.report.rowsKept == 95)
  }

  @Test func aRaggedRowNamesItsLineAndCount() {
    let wrong = refusal("customer,date,amount\n\"ann\nsmith\",2010-12-01,1\nbob\n")
    #expect(wrong.line == 4)
    #expect(wrong.message == "1 field where the header has 3")
  }
}
