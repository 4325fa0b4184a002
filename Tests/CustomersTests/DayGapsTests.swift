import Customers
import Testing

/// The days between purchase days, counted.
@Suite struct DayGapsTests {
  @Test func gapsOfSeveralCustomers() {
    var gaps = DayGaps()
    gaps.add([Int32(10), 10, 17, 24])
    gaps.add([Int32(5)])
    var others = DayGaps()
    others.add([Int32(0), 100])
    gaps.add(others)
    // 7, 7, 100
    #expect(gaps.count == 3)
    #expect(gaps.mean == 38)
    #expect(gaps.quantile(0.5) == 7)
    #expect(gaps.quantile(0.9) == 100)
    #expect(gaps.quantile(0) == 7)
  }

  @Test func nobodyCameTwice() {
    let gaps = DayGaps()
    #expect(gaps.mean == nil && gaps.quantile(0.5) == nil)
  }
}
