import Customers
import Testing

@testable import Transactions

@Suite("Dates and times in words")
struct WrittenDateTests {
  @Test(
    "The month may have a name, in ten languages",
    arguments: [
      "Jul 1, 2022", "July 1, 2022", "1 July 2022", "1. Juli 2022", "1er juillet 2022", "1 de julio de 2022",
      "1 lug. 2022", "1 juli 2022", "1 de julho de 2022", "1 lipca 2022 r.", "den 1 juli 2022",
      "d. 1. juli 2022",
      "Jul-01-22", "01-Jul-22", "01-JUL-2022", "2022-Jul-01", "1st of July 2022", "Fri, 1 Jul 2022",
      "vendredi 1 juillet 2022", "Freitag, 1. Juli 2022", "July 1st, 2022",
    ])
  func months(text: String) {
    #expect(NamedDate.moment(text)?.description == "2022-07-01 00:00:00")
  }

  @Test(
    "With a time of day behind it",
    arguments: [
      "Jul 1, 2022 7:02 PM", "Jul 1, 2022, 7:02:00 PM", "1. Juli 2022, 19:02 Uhr", "1 juillet 2022 à 19:02",
      "Fri, 01 Jul 2022 19:02:00 GMT", "Jul 1, 2022 at 7:02 p.m.", "July 1, 2022 12:02:00 PM PDT",
      "1 Jul 2022 21:02 +0200",
    ])
  func moments(text: String) {
    #expect(NamedDate.moment(text)?.description == "2022-07-01 19:02:00")
  }

  @Test("A Tuesday in March is told from a March") func tuesdays() {
    #expect(NamedDate.moment("mar 5 mar 2022")?.description == "2022-03-05 00:00:00")
    #expect(NamedDate.moment("mar. 5 juil. 2022")?.description == "2022-07-05 00:00:00")
  }

  @Test(
    "What is no date is none",
    arguments: [
      "", "July", "July 2022", "2022", "1 Jul", "31 Jun 2022", "Jul 1, 2022 25:00", "Jul 1 2 2022",
      "Jul Jul 1 2022", "1 Jux 2022", "1 Jul 20222", "hello 1 Jul 2022", "2022-07-01", "1/7/2022",
      "Jul 1, 2022 7:02 XM",
    ])
  func noDates(text: String) {
    #expect(NamedDate.moment(text) == nil)
  }

  @Test("No name is that of two months")
  func names() {
    for (name, month) in [
      ("März", 3), ("Mrz", 3), ("mars", 3), ("août", 8), ("aout", 8), ("października", 10), ("sierpnia", 8),
      ("maj", 5),
      ("mei", 5), ("Sept", 9), ("déc", 12), ("gen", 1), ("out", 10), ("ago", 8), ("okt", 10), ("lis", 11),
    ] {
      #expect(MonthNames.month(name) == month, "\(name)")
    }
    #expect(MonthNames.month("total") == nil)
  }

  @Test("A time of day in a column of its own")
  func clocks() {
    let evening: Int64 = 19 * 3600 + 2 * 60
    for text in [
      "19:02", "19:02:00", "7:02 PM", "7:02:00 pm", "7:02 p.m.", "7:02PM", "19h02", "19.02", "19.02 Uhr",
      "19:02:00.999",
    ] {
      #expect(ClockText.seconds(text) == evening, "\(text)")
    }
    #expect(ClockText.seconds("12:00 AM") == 0)
    #expect(ClockText.seconds("12:30 PM") == 45_000)
    #expect(ClockText.seconds("7 pm") == 68_400)
    #expect(ClockText.seconds("23:59:60") == 86_399)
    for text in [
      "", "25:00", "19:60", "13:00 PM", "19", "19:02 x", "1:2:3:4", "-1:00", "19.2", "noon", "0:00 pm",
    ] {
      #expect(ClockText.seconds(text) == nil, "\(text)")
    }
  }

  @Test("A zone takes the time to UTC, to another day if need be")
  func zones() {
    #expect(ClockText.seconds("19:02Z") == 68_520)
    #expect(ClockText.seconds("19:02 UTC") == 68_520)
    #expect(ClockText.seconds("19:02+02:00") == 61_320)
    #expect(ClockText.seconds("00:30 +0100") == -1800)
    #expect(ClockText.seconds("20:00 PST") == 100_800)
    #expect(ClockText.seconds("8:00 PM PST") == 100_800)
    #expect(ClockText.seconds("19:02 GMT+2") == nil)
    #expect(ClockText.seconds("19:02 GMT+02:00") == 61_320)
  }

  @Test("A day above 12 settles the order for all")
  func evidence() {
    func order(_ texts: String...) -> DateEvidence {
      var evidence = DateEvidence()
      for text in texts { Array(text.utf8).withUnsafeBufferPointer { evidence.add($0) } }
      return evidence
    }
    #expect(order("01/07/2022", "13/07/2022", "02/02/2022").order == .dmy)
    #expect(order("7/1/2022 9:05", "7/30/2022 21:00").order == .mdy)
    #expect(order("01/07/2022", "02/07/2022").order == nil)
    #expect(order("01/07/2022", "02/07/2022").open == 2)
    #expect(order("05/05/2022").open == 0)
    #expect(order("01.07.2022").order == .dmy)
    #expect(order("13/07/2022", "07/13/2022").disagrees)
    #expect(order("13/07/2022", "07/13/2022").order == nil)
    #expect(order("2022-07-13", "soon", "", "1/", "13/14/2022", "100/7/2022").order == nil)
  }
}
