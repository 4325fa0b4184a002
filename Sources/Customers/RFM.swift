/// A customer's three values.
public struct RFM: Sendable, Hashable {
  /// Whole days from the last purchase to the observation date, at least 0.
  public var recency: Int
  /// Orders (or lines, or days, as the model defines it), at least 1.
  public var frequency: Int
  /// Money spent, in the currency of the sales; total or average per order, as the model defines it.
  public var monetary: Double

  /// Three values as sales give them.
  @inlinable
  public init(recency: Int, frequency: Int, monetary: Double) {
    self.recency = recency
    self.frequency = frequency
    self.monetary = monetary
  }

  /// One of the values as a number.
  @inlinable
  public subscript(feature: FeatureName) -> Double {
    switch feature {
    case .recency: Double(recency)
    case .frequency: Double(frequency)
    case .monetary: monetary
    }
  }
}

/// The three features, in the order that models and tables use.
public enum FeatureName: String, Sendable, CaseIterable, Hashable {
  /// Days since the last purchase.
  case recency
  /// Orders, or whatever is counted.
  case frequency
  /// Money spent.
  case monetary

  /// Where the feature stands in columns, centres and JSON: 0, 1 or 2.
  @inlinable
  public var index: Int {
    switch self {
    case .recency: 0
    case .frequency: 1
    case .monetary: 2
    }
  }
}
