import Customers

/// From the first purchase to the observation date.
public struct HistorySpan: Sendable {
  /// Spans may differ by this share of the one before it is worth a warning.
  private static let tolerance = 0.1

  /// Whole days.
  public let days: Int
  private let seconds: Double

  /// - Returns: nil for an RFM table, which has no dates.
  public init?(from: Timestamp?, asOf: Timestamp?) {
    guard let from, let asOf else { return nil }
    days = from.wholeDays(until: asOf)
    seconds = Double(asOf.seconds - from.seconds)
  }

  /// Whether it goes further back.
  func isLonger(than other: HistorySpan) -> Bool { seconds > other.seconds }

  /// Whether frequency and monetary, which grow with history, can be measured by those of the other.
  public func isLike(_ other: HistorySpan) -> Bool {
    abs(seconds - other.seconds) <= Self.tolerance * other.seconds
  }
}
