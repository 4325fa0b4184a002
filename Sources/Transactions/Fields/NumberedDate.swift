import Customers

/// A moment that is written as one number: the days of a spreadsheet, or the seconds since 1970 or parts of them.
enum NumberedDate {
  /// What a number counts.
  enum Unit: String {
    /// Days in which 1970-01-01 is 25569, with the time of day as a fraction.
    case days = "days as a spreadsheet counts them"
    /// Since 1970-01-01, UTC.
    case seconds = "seconds since 1970"
    /// Since 1970-01-01, UTC.
    case milliseconds = "milliseconds since 1970"
    /// Since 1970-01-01, UTC.
    case microseconds = "microseconds since 1970"
  }

  /// What a text counts if it is such a number: days from 1954 to 2119 have five digits, seconds from 2001 on ten,
  /// milliseconds thirteen, and microseconds sixteen.
  static func unit(of text: String) -> Unit? {
    let parts = text.split(whereSeparator: { $0 == "." || $0 == "," })
    guard 1...2 ~= parts.count, parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }),
      parts.count == 1 || text.count == parts[0].count + parts[1].count + 1, let whole = Int(parts[0])
    else { return nil }
    switch parts[0].count {
    case 5: return 20_000...80_000 ~= whole ? .days : nil
    case 10: return 1_000_000_000...4_102_444_800 ~= whole ? .seconds : nil
    case 13: return 1_000_000_000_000...4_102_444_800_000 ~= whole ? .milliseconds : nil
    case 16: return 1_000_000_000_000_000...4_102_444_800_000_000 ~= whole ? .microseconds : nil
    default: return nil
    }
  }

  /// The moment; nil for a text that is no such number.
  static func moment(_ text: String) -> Timestamp? {
    guard let unit = unit(of: text) else { return nil }
    let parts = text.split(whereSeparator: { $0 == "." || $0 == "," })
    let whole = Int64(parts[0]) ?? 0
    switch unit {
    case .days:
      let fraction = parts.count == 2 ? Double("0." + parts[1]) ?? 0 : 0
      let clock = Int64((fraction * Double(Timestamp.secondsPerDay)).rounded())
      return Timestamp(seconds: (whole - 25_569) * Timestamp.secondsPerDay + clock)
    case .seconds: return Timestamp(seconds: whole)
    case .milliseconds: return Timestamp(seconds: whole / 1000)
    case .microseconds: return Timestamp(seconds: whole / 1_000_000)
    }
  }
}
