import Testing

@testable import Segmentation

@Suite("Who is late, by a gap drawn towards the shop's")
struct OverdueTests {
  @Test("two orders a day apart make no customer of every day")
  func twoOrders() throws {
    // (1 + 2 · 45) / (1 + 2) days instead of one.
    let gap = try #require(Overdue.gap(firstDay: 100, lastDay: 101, purchaseDays: 2, typicalGap: 45))
    #expect(gap == 91.0 / 3)
    #expect(abs(Overdue.ratio(recency: 30, gap: gap) - 90.0 / 91) < 1e-12)
  }

  @Test("of a customer with many gaps, their own count")
  func manyOrders() throws {
    let gap = try #require(Overdue.gap(firstDay: 0, lastDay: 700, purchaseDays: 101, typicalGap: 45))
    #expect(abs(gap - 790.0 / 102) < 1e-12)
  }

  @Test("who bought on one day has no gap")
  func oneDay() {
    #expect(Overdue.gap(firstDay: 100, lastDay: 100, purchaseDays: 1, typicalGap: 45) == nil)
    #expect(Overdue.gap(firstDay: 100, lastDay: 100, purchaseDays: 2, typicalGap: 45) == nil)
  }

  @Test("the shop's gap is all days between first and last purchases over all gaps")
  func typical() {
    var typical = TypicalGap()
    #expect(typical.days == nil)
    typical.add(firstDay: 5, lastDay: 5, purchaseDays: 1)
    #expect(typical.days == nil)
    typical.add(firstDay: 0, lastDay: 30, purchaseDays: 4)
    typical.add(firstDay: 0, lastDay: 70, purchaseDays: 2)
    #expect(typical.days == 25)
  }
}
