/// The range outside of which a customer is left out of training.
public struct Fence: Sendable, Hashable {
  /// Values below lie beyond the fence.
  public let low: Double
  /// Values above lie beyond the fence.
  public let high: Double

  /// A fence by its ends, in raw values.
  public init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }

  /// Tukey's fences: [Q1 − 1.5·IQR, Q3 + 1.5·IQR] (Tukey, "Exploratory Data Analysis", 1977).
  ///
  /// - Parameter sorted: ascending.
  /// - Returns: nil where the middle half of the values is one value: then nothing but that value would be
  ///   inside.
  public init?(tukey sorted: [Double]) {
    let q1 = Quantile.type7(0.25, ofSorted: sorted)
    let q3 = Quantile.type7(0.75, ofSorted: sorted)
    let spread = q3 - q1
    guard spread > 0 else { return nil }
    self.init(low: q1 - 1.5 * spread, high: q3 + 1.5 * spread)
  }

  /// Whether a raw value lies within the fence; its ends do.
  public func contains(_ value: Double) -> Bool { value >= low && value <= high }
}
