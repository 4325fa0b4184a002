import Customers
import TestSupport
import Testing

@testable import Lifetime

@Suite("Histories of customers")
struct HistoryTests {
  @Test("a customer who bought on days 10, 12 and 30 has, on day 50, two repeats in 20 of 40 days")
  func one() {
    let history = History(firstDay: 10, lastDay: 30, purchaseDays: 3, asOf: 50)
    #expect(history == History(repeats: 2, ageAtLast: 20, age: 40))
    #expect(
      History(firstDay: 10, lastDay: 10, purchaseDays: 1, asOf: 10)
        == History(repeats: 0, ageAtLast: 0, age: 0))
  }

  @Test("what cannot be is no history")
  func impossible() {
    #expect(History(firstDay: 10, lastDay: 30, purchaseDays: 3, asOf: 29) == nil)
    #expect(History(firstDay: 10, lastDay: 30, purchaseDays: 0, asOf: 50) == nil)
    #expect(History(firstDay: 10, lastDay: 11, purchaseDays: 3, asOf: 50) == nil)
    #expect(History(firstDay: 10, lastDay: 11, purchaseDays: 1, asOf: 50) == nil)
    #expect(History(firstDay: 10, lastDay: 9, purchaseDays: 1, asOf: 50) == nil)
  }

  @Test("customers who are alike are counted together, and who cannot be is left out")
  func together() {
    let histories = Histories(
      firstDays: [10, 10, 20, 10, 60], lastDays: [30, 30, 20, 30, 60], purchaseDays: [3, 3, 1, 4, 1], asOf: 50
    )
    #expect(histories.customers == 4)
    #expect(histories.leftOut == 1)
    #expect(histories.distinct == 3)
    #expect(histories.counts == [1, 2, 1])
    #expect(histories.repeats == 7)
    #expect(histories.greatestAge == 40)
    #expect(histories.days == [0, 20, 30, 40])
    #expect(histories.customersOfAge == [0, 0, 1, 3])
    #expect(histories.repeatsOfAge == [0, 0, 0, 7])
    #expect(histories.customersBeyond == [3, 3, 1])
    #expect(histories[1] == History(repeats: 2, ageAtLast: 20, age: 40))
    #expect(histories.place(of: History(repeats: 3, ageAtLast: 20, age: 40)) == 2)
    #expect(histories.place(of: History(repeats: 3, ageAtLast: 20, age: 41)) == nil)
  }

  @Test("a table with dates has histories, one without has none")
  func table() {
    var table = RFMTable()
    table.recency = [0, 5]
    table.frequency = [2, 1]
    table.monetary = [10, 20]
    #expect(Histories(table, asOf: 100).customers == 0)
    // Just before midnight, and just after.
    table.firstPurchase = [Timestamp(seconds: 86_399), Timestamp(seconds: -1)]
    table.lastPurchase = [Timestamp(seconds: 2 * 86_400), Timestamp(seconds: -1)]
    table.purchaseDays = [2, 1]
    let histories = Histories(table, asOf: 3)
    #expect(
      (0..<histories.distinct).map { histories[$0] } == [
        History(repeats: 0, ageAtLast: 0, age: 4), History(repeats: 1, ageAtLast: 2, age: 3),
      ])
  }
}
