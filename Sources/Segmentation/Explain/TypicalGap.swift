/// The mean gap between purchase days over all customers of a shop: g₀ = Σ t_x / Σ x, in days.
///
/// Each gap counts once, so customers who buy often count more. Sums are whole, so their order is of no matter.
public struct TypicalGap: Sendable, Hashable {
  private var span = 0
  private var gaps = 0

  /// Of no customers yet.
  public init() {}

  /// Adds a customer; one who bought on a single day adds nothing.
  ///
  /// - Parameters:
  ///   - firstDay: the day of the first purchase, counted from any day, as `Timestamp.day`.
  ///   - lastDay: the day of the last purchase, counted from the same day.
  ///   - purchaseDays: distinct days with a purchase.
  public mutating func add(firstDay: Int, lastDay: Int, purchaseDays: Int) {
    guard purchaseDays >= 2, lastDay > firstDay else { return }
    span += lastDay - firstDay
    gaps += purchaseDays - 1
  }

  /// Nil where nobody bought on two days.
  public var days: Double? { gaps > 0 ? Double(span) / Double(gaps) : nil }
}
