import Customers
import TestSupport
import Testing

@Suite("Moments and days")
struct TimestampTests {
  @Test(arguments: 1...20)
  func aDayIsItsDateAndBack(seed: Int) throws {
    var numbers = RandomNumbers(seed: UInt64(seed))
    for _ in 0..<30 {
      // The years 1 to 9999.
      let day = Int.random(in: -719_162..<2_932_897, using: &numbers)
      let date = Timestamp.date(ofDay: day)
      #expect(Timestamp.day(year: date.year, month: date.month, day: date.day) == day)
      let next = Timestamp.date(ofDay: day + 1)
      #expect((date.year, date.month, date.day) < (next.year, next.month, next.day))
      let moment = Timestamp(seconds: Int64(day) * 86_400 + Int64.random(in: 0..<86_400, using: &numbers))
      #expect(moment.day == day)
      let read = try #require(Timestamp.parse(moment.description))
      #expect(read.moment == moment)
      #expect(read.hasTime)
      #expect(moment.endOfDay.day == day)
      #expect(moment.endOfDay.description.hasSuffix("23:59:59"))
    }
  }

  @Test func everyDayOfFourHundredYearsFollowsTheOneBefore() {
    var expected = Timestamp.day(year: 1800, month: 1, day: 1)
    var gaps = 0
    for year in 1800..<2200 {
      for month in 1...12 {
        for day in 1...31 {
          guard let count = Timestamp.day(year: year, month: month, day: day) else { continue }
          if count != expected { gaps += 1 }
          expected = count + 1
        }
      }
    }
    #expect(gaps == 0)
    #expect(expected == Timestamp.day(year: 2200, month: 1, day: 1))
  }

  @Test func knownDaysAreWhereTheyBelong() {
    #expect(Timestamp.day(year: 1970, month: 1, day: 1) == 0)
    #expect(Timestamp.day(year: 2000, month: 3, day: 1) == 11_017)
    #expect(Timestamp.day(year: 1, month: 1, day: 1) == -719_162)
    #expect(Timestamp(seconds: -1).description == "1969-12-31 23:59:59")
  }

  @Test func wholeDaysAreRoundedDown() {
    let noon = Timestamp(seconds: 43_200)
    func days(_ seconds: Int64) -> Int { noon.wholeDays(until: Timestamp(seconds: 43_200 + seconds)) }
    #expect([0, 86_399, 86_400, 86_401, 172_800].map(days) == [0, 0, 1, 1, 2])
    #expect([-1, -86_399, -86_400, -86_401].map(days) == [-1, -1, -1, -2])
  }

  @Test func datesOfPeopleAreRead() throws {
    #expect(Timestamp.parse("2010-12-09")?.moment.description == "2010-12-09 00:00:00")
    #expect(Timestamp.parse("2010-12-09")?.hasTime == false)
    #expect(Timestamp.parse("2010-12-09T20:01")?.moment.description == "2010-12-09 20:01:00")
    #expect(Timestamp.parse("2010-12-09 20:01:07")?.hasTime == true)
    #expect(Timestamp.parse("2010-1-9")?.moment.date == "2010-01-09")
  }

  @Test(arguments: [
    "", "2010", "2010-12", "10-12-09", "2010-02-29", "2010-12-09 25:00", "2010-12-09 8", "2010-12-09 08:61",
    "0000-01-01", "2010-+1-09", "2010-12-09 +8:01", "2010-12-09 08:01:00:00", "tomorrow", "2010-12-09-01",
  ])
  func whatIsNoDateIsNone(text: String) {
    #expect(Timestamp.parse(text) == nil)
  }
}
