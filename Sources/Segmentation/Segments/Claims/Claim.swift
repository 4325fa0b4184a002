import Customers

/// What a segment's text says of its customers, in a form that can be checked.
///
/// ```json
/// {"recency": {"max": 90}, "of": "median"}
/// {"frequency": {"min": 2}, "share": 0.6, "says": "They come back again and again"}
/// ```
public struct Claim: Sendable, Hashable {
  /// Whom the bounds are about.
  public enum Measure: Sendable, Hashable {
    /// The mean of each quantity over the segment's customers.
    case mean
    /// The median of each.
    case median
    /// At least this share of them (above 0, at most 1), each by all bounds.
    case share(Double)
  }

  /// The range of each quantity; at least one.
  public var bounds: [ClaimQuantity: ClaimBounds]
  /// Whom they are about.
  public var of: Measure
  /// The words of the segment's text that claim it; nil for its name alone.
  public var says: String?

  /// A claim as a program makes it.
  public init(_ bounds: [ClaimQuantity: ClaimBounds], of measure: Measure, says: String? = nil) {
    self.bounds = bounds
    of = measure
    self.says = says
  }
}

extension Segment {
  /// Whether some words stand in one of its texts.
  public func says(_ words: String) -> Bool {
    ([interpretation] + recommendations).contains { $0.contains(words) }
  }
}

/// A quantity of a customer that a claim can bound.
public enum ClaimQuantity: String, Sendable, CaseIterable, Hashable {
  /// Days since the last purchase.
  case recency
  /// Orders, or whatever the model counts.
  case frequency
  /// Currency.
  case monetary
  /// Recency over the gap that is expected of the customer: see `Rhythm.expectedGap`.
  case gaps
  /// Days since the first purchase.
  case tenure
  /// Currency per order.
  case average

  /// The feature that it is; nil where it is none.
  public var feature: FeatureName? { FeatureName(rawValue: rawValue) }
}

/// A range of one quantity: `min` and `max` are inside it, `below` is not.
public struct ClaimBounds: Sendable, Hashable {
  /// The least value inside; nil for no bound.
  public var min: ClaimLimit?
  /// The greatest value inside; nil for no bound.
  public var max: ClaimLimit?
  /// All values inside are less; nil for no bound.
  public var below: ClaimLimit?

  /// A range; without arguments all values.
  public init(min: ClaimLimit? = nil, max: ClaimLimit? = nil, below: ClaimLimit? = nil) {
    self.min = min
    self.max = max
    self.below = below
  }

  /// The range in days, orders or currency; nil where the model lacks what a limit is relative to.
  public func resolved(_ quantity: ClaimQuantity, _ model: Model) -> Bounds? {
    var bounds = Bounds()
    for (limit, target) in [(min, \Bounds.min), (max, \Bounds.max), (below, \Bounds.below)] {
      guard let limit else { continue }
      guard let value = limit.value(quantity, model) else { return nil }
      bounds[keyPath: target] = value
    }
    return bounds
  }
}

/// One end of a range.
public enum ClaimLimit: Sendable, Hashable {
  /// In days, orders or currency.
  case number(Double)
  /// `"p80"`: a percentile (0…100) of recency, frequency or monetary over all customers of the model.
  case percentile(Int)
  /// `"gap50"` or `"gap90"`: the median or the 90th percentile of the shop's gaps between purchase days.
  case gap(Gap)

  /// A figure of `Rhythm`.
  public enum Gap: String, Sendable, CaseIterable {
    /// Half of the gaps are no longer.
    case gap50
    /// Nine in ten are no longer.
    case gap90
  }

  /// In days, orders or currency; nil where the model does not know its rhythm.
  public func value(_ quantity: ClaimQuantity, _ model: Model) -> Double? {
    switch self {
    case .number(let number): return number
    case .percentile(let percent):
      guard let feature = quantity.feature else { return nil }
      let quantiles = model.feature(feature).quantiles
      return quantiles.indices.contains(percent) ? quantiles[percent] : nil
    case .gap(.gap50): return model.rhythm?.median
    case .gap(.gap90): return model.rhythm?.p90
    }
  }
}
