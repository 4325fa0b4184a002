/// How many days lie between purchase days that follow each other, over all customers: how often each length occurs.
///
/// Counts are whole, so their order is of no matter. Gaps of a century and more count as a century.
public struct DayGaps: Sendable, Hashable {
  /// By length in days; that of 0 stays empty.
  private var counts: [Int] = []
  /// How many gaps.
  public private(set) var count = 0

  private static let longest = 36_525

  /// No gap yet.
  public init() {}

  /// Adds the gaps between the purchase days of one customer.
  ///
  /// - Parameter days: ascending; the same day twice is no gap.
  @inlinable
  public mutating func add<Day: FixedWidthInteger>(_ days: [Day]) {
    guard days.count > 1 else { return }
    for i in 1..<days.count where days[i] > days[i &- 1] { add(Int(days[i] &- days[i &- 1])) }
  }

  /// Adds a gap of so many days, at least 1.
  @usableFromInline
  mutating func add(_ days: Int) {
    let days = min(days, Self.longest)
    if days >= counts.count {
      counts.append(contentsOf: repeatElement(0, count: days &+ 1 &- counts.count))
    }
    counts[days] &+= 1
    count &+= 1
  }

  /// Adds the gaps of other customers.
  public mutating func add(_ other: DayGaps) {
    if counts.count < other.counts.count {
      counts.append(contentsOf: repeatElement(0, count: other.counts.count - counts.count))
    }
    for days in other.counts.indices { counts[days] += other.counts[days] }
    count += other.count
  }

  /// The mean length in days; nil without gaps.
  public var mean: Double? {
    guard count > 0 else { return nil }
    return Double(counts.indices.reduce(0) { $0 + $1 * counts[$1] }) / Double(count)
  }

  /// The least length in days that at least this share of the gaps does not exceed; nil without gaps.
  ///
  /// - Parameter share: 0…1.
  public func quantile(_ share: Double) -> Int? {
    guard count > 0 else { return nil }
    var seen = 0
    for days in counts.indices {
      seen += counts[days]
      if seen > 0, Double(seen) >= share * Double(count) { return days }
    }
    return counts.count - 1
  }
}
