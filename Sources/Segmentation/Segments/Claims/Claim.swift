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
  public var bounds: [RuleQuantity: Limits]
  /// Whom they are about.
  public var of: Measure
  /// The words of the segment's text that claim it; nil for its name alone.
  public var says: String?

  /// A claim as a program makes it.
  public init(_ bounds: [RuleQuantity: Limits], of measure: Measure, says: String? = nil) {
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
