/// How late a customer is by their own rhythm.
public enum Overdue {
  /// Recency over the customer's mean gap between purchase days: 1 when the next purchase would be due, 2 when
  /// one was missed.
  ///
  /// The mean gap is (last − first) / (purchaseDays − 1), in days.
  ///
  /// - Parameters:
  ///   - recency: whole days since the last purchase.
  ///   - firstDay: the day of the first purchase, counted from any day, as `Timestamp.day`.
  ///   - lastDay: the day of the last purchase, counted from the same day.
  ///   - purchaseDays: distinct days with a purchase.
  /// - Returns: nil with fewer than two purchase days, or no gap between first and last.
  public static func ratio(recency: Int, firstDay: Int, lastDay: Int, purchaseDays: Int) -> Double? {
    guard purchaseDays >= 2, lastDay > firstDay else { return nil }
    return Double(recency) * Double(purchaseDays - 1) / Double(lastDay - firstDay)
  }
}
