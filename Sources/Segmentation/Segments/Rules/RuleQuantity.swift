import Customers

/// A value of a customer that a rule or a claim can bound.
public enum RuleQuantity: String, Sendable, CaseIterable, Hashable {
  /// Days since the last purchase.
  case recency
  /// Orders, or whatever the model counts.
  case frequency
  /// Currency.
  case monetary
  /// 1 for the longest ago.
  case recencyScore
  /// 1 for the fewest orders.
  case frequencyScore
  /// 1 for the least money.
  case monetaryScore
  /// Recency over the gap that is expected of the customer: see `Rhythm.expectedGap`.
  case gaps
  /// Days since the first purchase.
  case tenure
  /// Currency per order.
  case average
  /// How likely the customer buys within `BuyingAgain.days`: an order, so bounded by percentiles only.
  case again

  /// What it is a value or a score of; nil for what is computed from more than one.
  public var feature: FeatureName? {
    switch self {
    case .recency, .recencyScore: .recency
    case .frequency, .frequencyScore: .frequency
    case .monetary, .monetaryScore: .monetary
    case .gaps, .tenure, .average, .again: nil
    }
  }

  /// Whether it is a score, from 1, and not a raw value.
  public var isScore: Bool {
    switch self {
    case .recencyScore, .frequencyScore, .monetaryScore: true
    case .recency, .frequency, .monetary, .gaps, .tenure, .average, .again: false
    }
  }

  /// Those that are computed from more than one value, or from the days of purchases.
  public static let derived: [RuleQuantity] = allCases.filter { $0.feature == nil }
  /// Those that claims can bound.
  static let claimed: [RuleQuantity] = allCases.filter { !$0.isScore }
}
