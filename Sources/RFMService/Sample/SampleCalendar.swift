import Customers
import Segmentation

/// When the invented shop sells: from 1 December 2010 to 9 December 2011, on weekdays and Sundays, most before
/// Christmas and around noon.
///
/// Whole numbers only, so that a row has the same moment on every machine.
struct SampleCalendar {
  private static let first = Timestamp.day(year: 2010, month: 12, day: 1) ?? 0
  private static let days = 374
  /// January to December.
  private static let months = [52, 50, 68, 62, 74, 70, 70, 68, 110, 122, 160, 130]
  /// Monday to Sunday.
  private static let weekdays = [96, 106, 98, 114, 82, 0, 62]
  /// 8 to 18 o'clock.
  private static let hours = [4, 9, 13, 14, 18, 16, 13, 11, 7, 4, 1]

  private let rows: Int
  /// The weight of all days before each.
  private let before: [Int]
  private var day = 0
  private var firstRow = 0
  private var endRow = 0

  /// - Parameter rows: how many rows the sales have in all.
  init(rows: Int) {
    self.rows = rows
    var sum = 0
    var before = [0]
    for day in 0..<Self.days {
      let (_, month, dayOfMonth) = Timestamp.date(ofDay: Self.first + day)
      // 1 January 1970 was a Thursday.
      let weekday = (Self.first + day + 3) % 7
      let isClosed = month == 12 && dayOfMonth > 23 || month == 1 && dayOfMonth < 4
      sum += isClosed ? 0 : Self.months[month - 1] * Self.weekdays[weekday]
      before.append(sum)
    }
    self.before = before
    endRow = rows * before[1] / sum
  }

  /// When the row with this number was sold, to the minute; rows are asked for in order.
  mutating func moment(ofRow row: Int) -> Timestamp {
    while row >= endRow && day < Self.days - 1 {
      day += 1
      firstRow = endRow
      endRow = rows * before[day + 1] / before[Self.days]
    }
    return Timestamp(
      seconds: Int64(Self.first + day) * Timestamp.secondsPerDay + Int64(60 * minute(ofRow: row)))
  }

  private func minute(ofRow row: Int) -> Int {
    let all = Self.hours.reduce(0, +) * 60
    var place = (row - firstRow) * all / max(1, endRow - firstRow)
    for (hour, weight) in Self.hours.enumerated() {
      if place < weight * 60 { return (8 + hour) * 60 + place / weight }
      place -= weight * 60
    }
    return 19 * 60 - 1
  }
}
