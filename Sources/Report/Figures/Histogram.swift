import Segmentation

/// How many customers have a value in each of some ranges.
struct Histogram {
  /// Ascending, one more than counts. A value that equals an edge belongs above it; the greatest value belongs to
  /// the last range.
  let edges: [Double]
  let counts: [Int]

  /// Ranges of the same width on the scale; whole numbers are never cut in two.
  ///
  /// - Parameters:
  ///   - sorted: ascending.
  ///   - limit: how many ranges there may be.
  init(_ sorted: [Double], _ scale: Scale, isWhole: Bool, limit: Int = 40) {
    edges = Self.edges(scale, isWhole: isWhole, limit: limit)
    var counts = [Int](repeating: 0, count: max(edges.count - 1, 0))
    // Both ascend, so one walk through them is enough.
    var bin = 0
    for value in sorted where !counts.isEmpty {
      while bin + 1 < counts.count, value >= edges[bin + 1] { bin += 1 }
      counts[bin] += 1
    }
    self.counts = counts
  }

  private static func edges(_ scale: Scale, isWhole: Bool, limit: Int) -> [Double] {
    if case .linear = scale.kind {
      // Round widths, so that a range can be named.
      var width = Scale.roundStep((scale.high - scale.low) / Double(limit))
      if isWhole { width = max(1, width) }
      guard width > 0, width.isFinite else { return [scale.low, scale.high] }
      let count = min(Int(((scale.high - scale.low) / width).rounded(.up)), 4 * limit)
      // Around each whole number, where the ranges are that narrow.
      let shift = isWhole && width == 1 ? -0.5 : 0
      let extra = shift == 0 ? 0 : 1
      return (0...max(count, 1) + extra).map { scale.low + Double($0) * width + shift }
    }
    let edges = (0...limit).map { scale.value(at: Double($0) / Double(limit)) }
    guard isWhole else { return edges }
    var whole: [Double] = []
    for edge in edges {
      let half = edge.rounded(.up) - 0.5
      if half > whole.last ?? -.infinity { whole.append(half) }
    }
    return whole.count > 1 ? whole : [scale.low, scale.high]
  }

  /// The fullest range.
  var mode: (low: Double, high: Double, count: Int)? {
    guard let i = counts.indices.max(by: { counts[$0] < counts[$1] }) else { return nil }
    return (edges[i], edges[i + 1], counts[i])
  }
}

/// The five numbers of a box plot (Tukey, "Exploratory Data Analysis", 1977), and what lies beyond them.
struct BoxSummary {
  let q1: Double
  let median: Double
  let q3: Double
  /// The farthest values within 1.5 times the box's width.
  let low: Double
  let high: Double
  /// The values beyond, ascending.
  let beyond: [Double]

  /// - Parameter sorted: ascending; nil where there is none.
  init?(_ sorted: [Double]) {
    guard !sorted.isEmpty else { return nil }
    q1 = Quantile.type7(0.25, ofSorted: sorted)
    median = Quantile.type7(0.5, ofSorted: sorted)
    q3 = Quantile.type7(0.75, ofSorted: sorted)
    let reach = 1.5 * (q3 - q1)
    let first = Self.count(sorted, below: q1 - reach, orEqual: false)
    let end = Self.count(sorted, below: q3 + reach, orEqual: true)
    guard first < end else {
      (low, high, beyond) = (q1, q3, [])
      return
    }
    low = sorted[first]
    high = sorted[end - 1]
    beyond = Array(sorted[..<first]) + Array(sorted[end...])
  }

  private static func count(_ sorted: [Double], below limit: Double, orEqual: Bool) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < limit || (orEqual && sorted[middle] == limit) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }
}
