/// What the values of a column tell of the order of day and month.
///
/// A day above 12 settles it for the whole column. With points it is always the day that comes first: no place
/// writes month.day.year.
struct DateEvidence: Sendable, Equatable {
  /// Dates that are one only with the day first, with the month first, and with either as different days.
  private(set) var dayFirst = 0
  private(set) var monthFirst = 0
  private(set) var open = 0
  /// Of dates such as 24-03-01, whose year may come first or last, the least and the most of both.
  private var firsts: ClosedRange<Int>?
  private var lasts: ClosedRange<Int>?

  /// The order that the dates so far have; nil where they leave it open, or disagree.
  var order: SalesOptions.DateOrder? {
    // There are more days than years.
    if let firsts, let lasts, firsts.count <= lasts.count { return nil }
    if dayFirst > 0 { return monthFirst > 0 ? nil : .dmy }
    return monthFirst > 0 ? .mdy : nil
  }

  /// Whether some dates can be read only with the day first, and some only with the month first.
  var disagrees: Bool { dayFirst > 0 && monthFirst > 0 }

  /// Takes up a date: one or two digits, a sign, one or two digits, the same sign; any other text tells nothing.
  mutating func add(_ text: UnsafeBufferPointer<UInt8>) {
    var place = 0
    func number() -> Int? {
      var (value, digits) = (0, 0)
      while place < text.count, isDigit(text[place]), digits < 3 {
        value = value * 10 + Int(text[place] - UInt8(ascii: "0"))
        place += 1
        digits += 1
      }
      return 1...2 ~= digits ? value : nil
    }
    while place < text.count, text[place] == 0x20 { place += 1 }
    guard let first = number(), place < text.count, case let sign = text[place],
      [UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-")].contains(sign)
    else { return }
    place += 1
    guard let second = number(), place < text.count, text[place] == sign else { return }
    place += 1
    if sign == UInt8(ascii: "-"), let third = number() {
      firsts = Self.joined(firsts, first...first)
      lasts = Self.joined(lasts, third...third)
    }
    switch (1...12 ~= first && 1...31 ~= second, 1...12 ~= second && 1...31 ~= first) {
    case (false, false): break
    case (true, false): monthFirst += 1
    case (false, true): dayFirst += 1
    case (true, true):
      if sign == UInt8(ascii: ".") {
        dayFirst += 1
      } else if first != second {
        open += 1
      }
    }
  }

  private static func joined(_ a: ClosedRange<Int>?, _ b: ClosedRange<Int>?) -> ClosedRange<Int>? {
    guard let a, let b else { return a ?? b }
    return min(a.lowerBound, b.lowerBound)...max(a.upperBound, b.upperBound)
  }

  mutating func merge(_ other: DateEvidence) {
    dayFirst += other.dayFirst
    monthFirst += other.monthFirst
    open += other.open
    firsts = Self.joined(firsts, other.firsts)
    lasts = Self.joined(lasts, other.lasts)
  }
}
