import Customers
import TestSupport
import Testing
import Wording

@testable import Transactions

@Suite("Dates of sales")
struct DateTests {
  private func read(_ text: String, _ order: SalesOptions.DateOrder? = nil) -> Result<
    String, DateReader.Fault
  > {
    var reader = DateReader(order: order)
    // Dates stand in blocks that may be read beyond their end.
    let bytes = Array(text.utf8) + [UInt8](repeating: 0, count: 64)
    return bytes.withUnsafeBufferPointer { buffer in
      let field = UnsafeBufferPointer(rebasing: buffer[..<text.utf8.count])
      if let plain = reader.readPlain(field) {
        return .success(Timestamp(seconds: Int64(plain.day) * 86_400 + Int64(plain.second)).description)
      }
      return reader.read(field).map(\.description)
    }
  }

  @Test(arguments: [
    "2010-12-01 08:26:00", "2010-12-01T08:26:00", "2010-12-01 08:26", "2010-12-01T08:26:00Z",
    "2010-12-01T08:26:00.000Z", "2010-12-01 08:26:00 UTC", "2010-12-01T09:26:00+01:00",
    "2010-12-01 09:26:00 +0100", "2010-12-01 08:26:00 +0000", "2010-12-01T09:26:00+0100", "01.12.2010 08:26",
    "Dec 1, 2010 8:26 AM", "1. Dezember 2010, 08:26 Uhr", "2010-12-01 00:26:00 -0800",
    "2010-12-01T03:26:00 EST",
    "2010-11-30T23:56:00-0830", "2010-12-01T10:26+02", "2010/12/01 08:26:00",
    "2010.12.01 08:26", "2010-12-1 8:26", "2010-12-01 8:26 AM", "20101201 08:26:00", "  2010-12-01  08:26:00",
  ])
  func isoDatesAreReadWithOrWithoutTimeAndZone(text: String) {
    #expect(read(text) == .success("2010-12-01 08:26:00"))
  }

  @Test func aDateWithoutATimeIsItsFirstMoment() {
    #expect(read("2010-12-01") == .success("2010-12-01 00:00:00"))
    #expect(read("20101201") == .success("2010-12-01 00:00:00"))
  }

  @Test func slashesAndDotsAreReadInTheOrderThatIsSaid() {
    for text in ["3/4/2010 17:05", "03.04.2010 17:05:00", "3-4-2010 5:05 PM", "3/4/10 17:05"] {
      #expect(read(text, .dmy) == .success("2010-04-03 17:05:00"), "\(text)")
      #expect(read(text, .mdy) == .success("2010-03-04 17:05:00"), "\(text)")
      // No place writes month.day.year.
      let open: Result<String, DateReader.Fault> =
        text.contains(".") ? .success("2010-04-03 17:05:00") : .failure(.ambiguousOrder)
      #expect(read(text) == open, "\(text)")
    }
  }

  @Test func slashesThatCanBeOnlyOneDayNeedNoOrder() {
    #expect(read("31/12/2010") == .success("2010-12-31 00:00:00"))
    #expect(read("12/31/2010") == .success("2010-12-31 00:00:00"))
    #expect(read("5/5/2010") == .success("2010-05-05 00:00:00"))
    #expect(read("31/12/2010", .mdy) == .failure(.notADate))
  }

  @Test func midnightAndNoonAreToldApart() {
    #expect(read("2010-12-01 12:00 AM") == .success("2010-12-01 00:00:00"))
    #expect(read("2010-12-01 12:00 pm") == .success("2010-12-01 12:00:00"))
    #expect(read("2010-12-01 13:00 PM") == .failure(.notADate))
  }

  @Test(arguments: [
    "2010-02-29", "2010-13-01", "2010-00-10", "2010-04-31 08:00:00", "2010-12-01 24:00:00",
    "2010-12-01 08:60:00", "2010-12-01 08:26:61", "yesterday", "129119196012345", "2010-12", "31/31/2010",
    "2010-12-01x08:26:00", "2010-12-01 08:26:00+99:00", "2010-12-01 08", "0000-01-01", "١٢-١٢-٢٠١٠", "-",
    "2010-12-01 -8:26", "2010-12-01 +8:26",
  ])
  func whatIsNoDayOrTimeIsNone(text: String) {
    #expect(read(text) == .failure(.notADate))
  }

  /// The way of the files of most rows must not tell another date than the one that takes texts apart.
  @Test func digitsAndSignsAreReadAsTextsAre() {
    var random = RandomNumbers(seed: 11)
    var read = 0
    for _ in 0..<30_000 {
      let numbers = (0..<6).map { _ in
        let limit = [13, 32, 61, 100, 2030].randomElement(using: &random) ?? 13
        let number = String(Int.random(in: 0..<limit, using: &random))
        return Bool.random(using: &random) && number.count == 1 ? "0" + number : number
      }
      let year = Bool.random(using: &random) ? "2011" : numbers[2]
      let sign = ["-", "/", ".", ":"].randomElement(using: &random) ?? "-"
      let date = [
        "\(year)\(sign)\(numbers[0])\(sign)\(numbers[1])", "\(numbers[0])\(sign)\(numbers[1])\(sign)\(year)",
      ]
      let clock = [
        "", " \(numbers[3]):\(numbers[4])", "T\(numbers[3]):\(numbers[4]):\(numbers[5])", " ", ":",
      ]
      let text = (date.randomElement(using: &random) ?? "") + (clock.randomElement(using: &random) ?? "")
      for order in [nil, .dmy, .mdy] as [SalesOptions.DateOrder?] {
        Array(text.utf8).withUnsafeBufferPointer { bytes in
          var digits = DateDigits(bytes)
          guard let moment = digits.moment(order: order) else { return }
          read += 1
          var reader = DateReader(order: order)
          let seconds = Int64(moment.day) * Timestamp.secondsPerDay + Int64(moment.second)
          #expect(reader.read(bytes) == .success(Timestamp(seconds: seconds)), "\(text)")
        }
      }
    }
    #expect(read > 2_000)
  }

  @Test(arguments: ["1/12/2010 8:26", "31.12.10", "2010/1/2", "2010-12-01 08:26", "12/31/2010 08:26:05"])
  func datesAsSpreadsheetsWriteThemTakeNoText(text: String) {
    let isRead = Array(text.utf8).withUnsafeBufferPointer { bytes in
      var digits = DateDigits(bytes)
      return digits.moment(order: text.hasPrefix("1/") ? .dmy : nil) != nil
    }
    #expect(isRead)
  }

  @Test func leapDaysAreDays() {
    #expect(read("2000-02-29") == .success("2000-02-29 00:00:00"))
    #expect(read("1900-02-29") == .failure(.notADate))
  }

  @Test func oneReaderKeepsDaysApart() throws {
    var reader = DateReader(order: nil)
    let texts = [
      "2010-12-01 08:26:00", "2010-12-02 08:26:00", "2010-12-02", "2010-12-01T09:00:00Z",
      "2010-12-01T09:00:00Z",
    ]
    let days = texts.map { text in
      (Array(text.utf8) + [UInt8](repeating: 0, count: 64)).withUnsafeBufferPointer { buffer in
        let field = UnsafeBufferPointer(rebasing: buffer[..<text.utf8.count])
        return reader.readPlain(field).map { Int($0.day) } ?? (try? reader.read(field).get().day)
      }
    }
    #expect(days == [14944, 14945, 14945, 14944, 14944])
  }

  @Test func aBadDateNamesLineColumnAndText() {
    let wrong = refusal("customer,When,amount\nann,2010-12-01,1\nann,2010-02-30,1\n") {
      $0.columns = [.date: "When"]
    }
    #expect(wrong.line == 3)
    #expect(wrong.message == "When '2010-02-30' is not a date; expected 2010-12-31 or 2010-12-31 08:26:00")
  }

  @Test func anAmbiguousDateNamesTheOption() {
    let wrong = refusal("customer,date,amount\nann,1/2/2010,1\n")
    #expect(wrong.message.contains("\(OptionName.dateOrder) dmy or \(OptionName.dateOrder) mdy"))
  }
}
