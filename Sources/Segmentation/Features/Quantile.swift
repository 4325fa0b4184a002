/// Quantiles of a sample.
public enum Quantile {
  /// The quantile of type 7 (Hyndman and Fan, "Sample Quantiles in Statistical Packages", 1996): linear
  /// between the order statistics, the default of NumPy and R.
  ///
  /// The interpolation is written as NumPy writes it, so that the figures are equal to the last bit.
  ///
  /// - Parameters:
  ///   - p: 0…1.
  ///   - sorted: ascending; must not be empty.
  public static func type7(_ p: Double, ofSorted sorted: [Double]) -> Double {
    guard let last = sorted.last else { return .nan }
    let position = p * Double(sorted.count - 1)
    let below = Int(position)
    guard below + 1 < sorted.count else { return last }
    let t = position - Double(below)
    let a = sorted[below]
    let b = sorted[below + 1]
    return t >= 0.5 ? b - (b - a) * (1 - t) : a + (b - a) * t
  }
}
