import Customers
import Testing

@testable import Transactions

@Suite("Recency, and which purchases count")
struct TimeTests {
  private static let text = """
    customer,invoice,date,amount
    ann,1,2010-12-01 12:00:00,1
    ann,2,2010-12-08 12:00:01,10
    bob,3,2010-11-30 11:00:00,100
    cat,4,2010-12-09 12:00:00,1000
    dan,5,2009-12-09 12:00:00,10000

    """

  private func moment(_ text: String) throws -> Timestamp {
    let parsed = try #require(Timestamp.parse(text))
    return parsed.hasTime ? parsed.moment : parsed.moment.endOfDay
  }

  @Test func theDayAfterTheLastDayOfAllIsRefused() throws {
    let text = "customer,date,amount\nann,9999-12-31,1\nbob,9999-12-30,1\n"
    #expect(refusal(text) { $0.asOf = .nextDay }.message.contains("year 10000"))
    #expect(try readSales(text).sales?.asOf.date == "9999-12-31")
  }

  @Test func recencyIsWholeDaysToTheLastPurchaseOfAll() throws {
    let result = try readSales(Self.text)
    #expect(result.sales?.asOf.description == "2010-12-09 12:00:00")
    #expect(result.sales?.from.description == "2009-12-09 12:00:00")
    // A second short of a day is no day.
    #expect(result["ann"]?.recency == 0)
    #expect(result["bob"]?.recency == 9)
    #expect(result["cat"]?.recency == 0)
    #expect(result["dan"]?.recency == 365)
    #expect(result.firstAndLast("ann") == ["2010-12-01 12:00:00", "2010-12-08 12:00:01"])
  }

  @Test func nextDayAddsADayForEveryone() throws {
    let result = try readSales(Self.text) { $0.asOf = .nextDay }
    #expect(result.ids.compactMap { result[$0]?.recency } == [1, 10, 1, 366])
  }

  @Test func aDateIsItsEndAndLaterPurchasesAreLeftOutAndCounted() throws {
    let asOf = try moment("2010-12-08")
    let result = try readSales(Self.text) { $0.asOf = .moment(asOf) }
    #expect(result.ids == ["ann", "bob", "dan"])
    #expect(result["ann"]?.recency == 0)
    #expect(result["bob"]?.recency == 8)
    #expect(result.dropped == ["later than the observation date": 1])
    #expect(result.report.rowsKept == 4)
  }

  @Test func aMomentIsTakenToTheSecond() throws {
    let asOf = try moment("2010-12-08 12:00:00")
    let result = try readSales(Self.text) { $0.asOf = .moment(asOf) }
    #expect(result["ann"] == ReadCustomer(recency: 7, frequency: 1, monetary: 1))
    #expect(result.dropped == ["later than the observation date": 2])
  }

  @Test func anObservationDateBeforeAllPurchasesLeavesNone() throws {
    let asOf = try moment("2000-01-01")
    let wrong = refusal(Self.text) { $0.asOf = .moment(asOf) }
    #expect(wrong.message == "no row is left after cleaning: 5 later than the observation date")
  }

  @Test func aWindowLeavesOutWhatLiesFurtherBack() throws {
    let asOf = try moment("2010-12-09 12:00:00")
    // Whether the observation date is given or is that of the last purchase: the same rows are cut.
    for last in [SalesOptions.AsOf.last, .moment(asOf)] {
      let year = try readSales(Self.text) { ($0.asOf, $0.windowDays) = (last, 365) }
      #expect(year.ids == ["ann", "bob", "cat", "dan"])
      let less = try readSales(Self.text) { ($0.asOf, $0.windowDays) = (last, 364) }
      #expect(less.ids == ["ann", "bob", "cat"])
      #expect(less.dropped == ["before the first day that counts": 1])
      #expect(less.report.rowsKept == 4)
      let week = try readSales(Self.text) { ($0.asOf, $0.windowDays) = (last, 7) }
      #expect(week["ann"] == ReadCustomer(recency: 0, frequency: 1, monetary: 10))
      #expect(week.dropped == ["before the first day that counts": 3])
      #expect(week.sales?.from.description == "2010-12-08 12:00:01")
    }
  }

  @Test func aWindowCutsAnInvoiceWhoseRowsLieOnBothSides() throws {
    let text = """
      customer,invoice,date,amount
      ann,1,2010-12-02 11:59:59,1
      ann,1,2010-12-02 12:00:00,10
      ann,1,2010-12-02 12:00:00,100
      ann,2,2010-12-09 12:00:00,1000

      """
    let result = try readSales(text) { $0.windowDays = 7 }
    #expect(result["ann"] == ReadCustomer(recency: 0, frequency: 2, monetary: 1110))
    #expect(result.dropped == ["before the first day that counts": 1])
  }
}

@Suite("Frequency and monetary")
struct MeasureTests {
  private static let text = """
    customer,invoice,date,amount
    ann,1,2010-12-01 10:00:00,1.10
    ann,1,2010-12-01 10:00:00,2.20
    ann,2,2010-12-01 18:00:00,3.30
    ann,3,2010-12-02 00:00:00,4.40
    ann,1,2010-12-01 10:00:00,0

    """

  @Test(arguments: [(FrequencyUnit.invoices, 3), (.lines, 5), (.days, 2)])
  func frequencyCountsWhatItIsToldTo(frequency: FrequencyUnit, count: Int) throws {
    let result = try readSales(Self.text) { $0.frequency = frequency }
    #expect(result["ann"]?.frequency == count)
    #expect(result.purchaseDays("ann") == 2)
  }

  @Test("what was bought by the middle of the span is known apart: how many days, and the last of them")
  func firstHalf() throws {
    let rows = """
      customer,invoice,date,amount
      ann,1,2010-12-01 10:00:00,1
      ann,4,2010-12-09 23:59:59,1
      ann,2,2010-12-06 23:59:59,1
      ann,3,2010-12-06 00:00:00,1
      ann,5,2010-12-07 00:00:00,1
      bob,6,2010-12-07 00:00:00,1
      cid,7,2010-12-06 10:00:00,1
      dan,8,2010-12-05 10:00:00,1
      dan,9,2010-12-05 11:00:00,1

      """
    // From 1 to 11 December: the first half ends on the 6th.
    let table = try readSales(rows) { $0.asOf = .moment(Timestamp(seconds: 1_292_025_600)) }.table
    let sixth = Int32(14_949)
    #expect(table.firstHalf.end == Int(sixth))
    #expect(table.purchaseDays == [4, 1, 1, 1])
    #expect(table.firstHalf.purchaseDays == [2, 0, 1, 1])
    #expect(table.firstHalf.lastDays == [sixth, 0, sixth, sixth - 1])
  }

  @Test func anInvoiceOfTwoCustomersIsOneForEach() throws {
    let result = try readSales("customer,invoice,date,amount\nann,1,2010-12-01,1\nbob,1,2010-12-01,1\n")
    #expect(result["ann"]?.frequency == 1)
    #expect(result["bob"]?.frequency == 1)
  }

  @Test func monetaryIsTheTotalOrTheAverageOfAnInvoice() throws {
    #expect(try readSales(Self.text)["ann"]?.monetary == 11)
    for frequency in FrequencyUnit.allCases {
      let result = try readSales(Self.text) {
        $0.monetary = .average
        $0.frequency = frequency
      }
      #expect(result["ann"]?.monetary == 11.0 / 3)
      #expect(result.revenue("ann") == "11.00")
    }
  }
}
