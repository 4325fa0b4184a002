import Customers

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How one of the three values enters the distance: what it is transformed and scaled by, and how it is
/// spread among the customers.
public struct Feature: Sendable, Hashable {
  /// What is done to raw values before they are scaled.
  public enum Transform: String, Sendable, CaseIterable {
    /// Nothing.
    case none
    /// log(1 + value); values of 0 or less become 0.
    case log1p
  }

  /// Which of the three it is.
  public var name: FeatureName
  /// What is done to raw values before they are scaled.
  public var transform: Transform
  /// Mean and population standard deviation of the transformed values of those trained on.
  public var mean: Double
  /// The population standard deviation of those trained on, above 0; 1 where all are alike.
  public var scale: Double
  /// The least and the greatest raw value of those trained on.
  public var min: Double
  /// The greatest raw value of those trained on.
  public var max: Double
  /// The raw value at 0, 1, …, 100 percent of all customers, outliers included.
  public var quantiles: [Double]
  /// Raw values beyond it were left out of training; nil for none.
  public var fence: Fence?

  /// A feature as training found it or a model's file says it.
  public init(
    name: FeatureName, transform: Transform, mean: Double, scale: Double, min: Double, max: Double,
    quantiles: [Double], fence: Fence?
  ) {
    self.name = name
    self.transform = transform
    self.mean = mean
    self.scale = scale
    self.min = min
    self.max = max
    self.quantiles = quantiles
    self.fence = fence
  }

  /// The raw value, transformed but not scaled.
  public func transformed(_ value: Double) -> Double { Self.transformed(value, by: transform) }

  /// A raw value in days, orders or currency, transformed; of values below 0 the logarithm is that of 0.
  public static func transformed(_ value: Double, by transform: Transform) -> Double {
    switch transform {
    case .none: value
    case .log1p: value > 0 ? log1p(value) : 0
    }
  }

  /// The value in scaled units: standard deviations from the mean.
  public func scaled(_ value: Double) -> Double { (transformed(value) - mean) / scale }

  /// The raw value at a place in scaled units: the inverse of `scaled`, but for rounding and for the values of
  /// 0 or less that a logarithm makes one.
  func raw(_ scaled: Double) -> Double {
    let transformed = scaled * scale + mean
    switch transform {
    case .none: return transformed
    case .log1p: return expm1(transformed)
    }
  }
}

/// Centre and spread of a column.
public struct StandardScaler: Sendable, Hashable {
  /// Of the column.
  public let mean: Double
  /// The population standard deviation; 1 for a constant column, as scikit-learn has it.
  public let scale: Double
  /// Whether all values are one and the same but for rounding: then it tells nobody apart.
  public let isConstant: Bool

  /// Two passes, each a compensated sum (Neumaier, 1974), in the order of the rows.
  public init(_ values: [Double]) {
    let count = Double(values.count)
    let mean = CompensatedSum.of(values) { $0 } / count
    let variance = CompensatedSum.of(values) { ($0 - mean) * ($0 - mean) } / count
    self.mean = mean
    let deviation = variance.squareRoot()
    // A column of one value can leave a deviation of some rounding errors.
    isConstant = deviation <= 10 * Double.ulpOfOne * Swift.max(abs(mean), Double.leastNormalMagnitude)
    scale = isConstant ? 1 : deviation
  }
}

/// A sum whose error does not grow with the number of terms.
public struct CompensatedSum: Sendable {
  private var sum = 0.0
  private var lost = 0.0

  /// An empty sum.
  public init() {}

  /// Adds one more number.
  public mutating func add(_ value: Double) {
    let next = sum + value
    lost += abs(sum) >= abs(value) ? (sum - next) + value : (value - next) + sum
    sum = next
  }

  /// The sum so far.
  public var value: Double { sum + lost }

  static func of(_ values: [Double], _ term: (Double) -> Double) -> Double {
    var sum = CompensatedSum()
    for value in values { sum.add(term(value)) }
    return sum.value
  }
}
