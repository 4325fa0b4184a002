import Customers

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How far the customers have shifted on one feature: the population stability index.
///
/// Σ (bᵢ − aᵢ) · ln(bᵢ / aᵢ) over bins, where a and b are the shares of the earlier and the later customers in a
/// bin (Lewis, "An Introduction to Credit Scoring", 1994; Siddiqi, "Credit Risk Scorecards", 2006). It is
/// Jeffreys' divergence of the two, so it is never below 0.
public struct PopulationStability: Sendable, Hashable {
  /// The usual thresholds (Siddiqi, 2006).
  public enum Change: String, Sendable {
    /// Below 0.1.
    case little
    /// From 0.1.
    case some
    /// From 0.25.
    case large
  }

  /// A bin without customers counts as this share, so that the logarithm is finite.
  static let floor = 1e-4

  /// What the customers are compared by.
  public let feature: FeatureName
  /// The upper ends of all bins but the last; a value on one belongs below it. The deciles of the earlier
  /// customers, of which equal ones are one.
  public let cuts: [Double]
  /// The share of the customers in each bin (cuts + 1 numbers).
  public let earlier: [Double]
  /// The same of the later customers.
  public let later: [Double]
  /// Σ (bᵢ − aᵢ) · ln(bᵢ / aᵢ), at least 0; 0 where both have the same shares in every bin.
  public let index: Double

  /// The index in a word.
  public var change: Change { index < 0.1 ? .little : index < 0.25 ? .some : .large }

  /// - Parameter deciles: at 10, 20, …, 90 percent, ascending.
  public init(
    _ feature: FeatureName, deciles: [Double], earlier: some Collection<Double>,
    later: some Collection<Double>
  ) {
    var cuts: [Double] = []
    for decile in deciles where decile != cuts.last { cuts.append(decile) }
    self.feature = feature
    self.cuts = cuts
    self.earlier = Self.shares(earlier, cuts)
    self.later = Self.shares(later, cuts)
    index = zip(self.earlier, self.later).reduce(0) { sum, shares in
      let (a, b) = (max(shares.0, Self.floor), max(shares.1, Self.floor))
      return sum + (b - a) * log(b / a)
    }
  }

  /// O(values · cuts).
  private static func shares(_ values: some Collection<Double>, _ cuts: [Double]) -> [Double] {
    var counts = [Int](repeating: 0, count: cuts.count + 1)
    cuts.withUnsafeBufferPointer { cuts in
      for value in values {
        var bin = 0
        for cut in cuts where cut < value { bin &+= 1 }
        counts[bin] &+= 1
      }
    }
    return counts.map { Double($0) / Double(max(values.count, 1)) }
  }
}
