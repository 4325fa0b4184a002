extension Feature {
  /// Where a value stands among all customers, 0…100: the share of customers below it and half of those who
  /// share it.
  ///
  /// It is read from the 101 quantiles of the model. Where i of them lie below the value and the i-th to the
  /// j-th equal it, the mid-rank is (i + j) / 2; between two quantiles it is interpolated linearly. Below the
  /// least customer it is 0, above the greatest 100. With a third of the customers at frequency 1, frequency 1
  /// is at 16.
  ///
  /// - Complexity: O(log 101).
  public func percentile(of value: Double) -> Double {
    let below = Self.count(in: quantiles) { $0 < value }
    let upTo = Self.count(in: quantiles) { $0 <= value }
    if upTo > below { return Double(below + upTo - 1) / 2 }
    guard below > 0 else { return 0 }
    guard below < quantiles.count else { return Double(quantiles.count - 1) }
    let (low, high) = (quantiles[below - 1], quantiles[below])
    return Double(below - 1) + (value - low) / (high - low)
  }

  /// How many of the ascending values come first for which the predicate holds.
  private static func count(in values: [Double], while predicate: (Double) -> Bool) -> Int {
    var (low, high) = (0, values.count)
    while low < high {
      let middle = (low + high) / 2
      if predicate(values[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
