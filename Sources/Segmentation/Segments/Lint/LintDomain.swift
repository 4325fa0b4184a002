import Customers

/// The customers that there can be: recency in whole days, frequency in whole orders, monetary in whole
/// smallest units of the currency (pennies).
///
/// The upper ends are far beyond any customer, and finite so that every question has an exact answer: a
/// century of days, ten million orders, and 10¹² smallest units to either side of zero.
public struct LintDomain: Sendable, Hashable {
  /// Days.
  public var recency: ClosedRange<Int>
  /// Orders.
  public var frequency: ClosedRange<Int>
  /// Smallest units: −5…20 with 100 units to one are −0.05 to 0.20.
  public var monetary: ClosedRange<Int>
  /// How many smallest units make one of the currency: 100 pennies a pound, 1 for yen.
  public var minorUnits: Int

  /// The customers that there can be; without arguments all that sales can give.
  public init(
    recency: ClosedRange<Int> = 0...36_525, frequency: ClosedRange<Int> = 1...10_000_000,
    monetary: ClosedRange<Int> = -1_000_000_000_000...1_000_000_000_000, minorUnits: Int = 100
  ) {
    self.recency = recency
    self.frequency = frequency
    self.monetary = monetary
    self.minorUnits = Swift.max(1, minorUnits)
  }

  /// The steps of a feature, from the first to the last.
  public subscript(feature: FeatureName) -> ClosedRange<Int> {
    switch feature {
    case .recency: recency
    case .frequency: frequency
    case .monetary: monetary
    }
  }

  /// The raw value at a step: days, orders or currency. For money it is the `Double` nearest to the decimal,
  /// as it is read from text.
  func value(_ feature: FeatureName, _ step: Int) -> Double {
    feature == .monetary ? Double(step) / Double(minorUnits) : Double(step)
  }

  /// The step nearest to a raw value, and in a range.
  func step(_ feature: FeatureName, near value: Double, in range: ClosedRange<Int>) -> Int {
    let step = (feature == .monetary ? value * Double(minorUnits) : value).rounded()
    // Written so that what is no number, too, is at the lower end.
    guard step > Double(range.lowerBound) else { return range.lowerBound }
    return step >= Double(range.upperBound) ? range.upperBound : Int(step)
  }

  func rfm(_ recency: Int, _ frequency: Int, _ monetary: Int) -> RFM {
    RFM(recency: recency, frequency: frequency, monetary: value(.monetary, monetary))
  }
}

extension ClosedRange<Int> {
  /// The first number for which the predicate holds, once it holds for all after it; the number behind the
  /// range where it never does. O(log n).
  func firstStep(where holds: (Int) -> Bool) -> Int {
    var low = lowerBound
    var high = upperBound + 1
    while low < high {
      let middle = low + (high - low) / 2
      if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
