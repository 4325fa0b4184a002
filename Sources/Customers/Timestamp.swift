/// A moment to the second, counted from 1970-01-01 00:00:00 in the clock of the sales file.
///
/// Sales files seldom name a time zone; where one does, its moments are taken to UTC. The calendar is the
/// Gregorian one, also before 1582.
public struct Timestamp: Sendable, BitwiseCopyable, Hashable, Comparable, CustomStringConvertible {
  /// From 1970-01-01 00:00:00 on the shop's own clock, which knows no leap seconds.
  public var seconds: Int64

  /// 86,400.
  @inlinable public static var secondsPerDay: Int64 { 86_400 }

  /// The moment so many seconds from 1970-01-01 00:00:00.
  @inlinable
  public init(seconds: Int64) {
    self.seconds = seconds
  }

  /// The moment of a date and time; nil where there is no such day or time.
  public init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
    guard let days = Self.day(year: year, month: month, day: day),
      0..<24 ~= hour, 0..<60 ~= minute, 0...60 ~= second
    else { return nil }
    seconds = Int64(days) * Self.secondsPerDay + Int64(hour * 3600 + minute * 60 + min(second, 59))
  }

  /// Days from 1970-01-01 (negative before it).
  @inlinable
  public var day: Int {
    let quotient = seconds / Self.secondsPerDay
    return Int(seconds % Self.secondsPerDay < 0 ? quotient - 1 : quotient)
  }

  /// Whole days (of 24 hours) from `self` to `later`, rounded down.
  @inlinable
  public func wholeDays(until later: Timestamp) -> Int {
    let difference = later.seconds - seconds
    let quotient = difference / Self.secondsPerDay
    return Int(difference % Self.secondsPerDay < 0 ? quotient - 1 : quotient)
  }

  @inlinable
  public static func < (a: Timestamp, b: Timestamp) -> Bool { a.seconds < b.seconds }

  /// Days from 1970-01-01 to a date; nil where the calendar has no such day.
  ///
  /// The count of days is the algorithm "days_from_civil" of Howard Hinnant's paper
  /// "chrono-Compatible Low-Level Date Algorithms".
  public static func day(year: Int, month: Int, day: Int) -> Int? {
    guard 1...12 ~= month, 1...daysInMonth(year: year, month: month) ~= day, 1...9999 ~= year else {
      return nil
    }
    let y = month <= 2 ? year - 1 : year
    let era = y / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The date of a count of days from 1970-01-01.
  public static func date(ofDay days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let m = (5 * dayOfYear + 2) / 153
    let month = m < 10 ? m + 3 : m - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * m + 2) / 5 + 1)
  }

  private static func daysInMonth(year: Int, month: Int) -> Int {
    switch month {
    case 2: return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: return 30
    default: return 31
    }
  }

  /// The last second of the day.
  public var endOfDay: Timestamp {
    Timestamp(seconds: Int64(day + 1) * Self.secondsPerDay - 1)
  }

  /// 2010-12-09
  public var date: String {
    let (year, month, day) = Self.date(ofDay: day)
    return "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
  }

  /// 2010-12-09 20:01:00
  public var description: String {
    let rest = Int(seconds - Int64(day) * Self.secondsPerDay)
    return
      "\(date) \(Self.padded(rest / 3600, 2)):\(Self.padded(rest / 60 % 60, 2)):\(Self.padded(rest % 60, 2))"
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }

  /// Reads `2010-12-09` or `2010-12-09 20:01[:00]` (also with a T), as models and people write it.
  ///
  /// - Returns: the moment, and whether a time of day was given.
  public static func parse(_ text: some StringProtocol) -> (moment: Timestamp, hasTime: Bool)? {
    let parts = text.split(maxSplits: 1) { $0 == " " || $0 == "T" }
    guard let dateText = parts.first else { return nil }
    let fields = dateText.split(separator: "-", omittingEmptySubsequences: false)
    guard fields.count == 3, fields[0].count == 4, fields[1].count <= 2, fields[2].count <= 2,
      let year = whole(fields[0]), let month = whole(fields[1]), let day = whole(fields[2])
    else { return nil }
    guard parts.count == 2 else {
      return Timestamp(year: year, month: month, day: day).map { ($0, false) }
    }
    let clock = parts[1].split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(clock.count), let hour = whole(clock[0]), let minute = whole(clock[1]),
      let second = clock.count == 3 ? whole(clock[2]) : 0
    else { return nil }
    return Timestamp(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
      .map { ($0, true) }
  }

  /// A number without a sign.
  private static func whole(_ digits: some StringProtocol) -> Int? {
    digits.allSatisfy { $0.isASCII && $0.isNumber } ? Int(digits) : nil
  }
}
