/// A few weighted points that stand for many: of any centroids the weighted inertia is near that of all.
///
/// Far points count most, so a plain sample, which misses nearly all of them, would be clustered quite
/// differently. Each point is taken with the chance size · (1/2n + d² / 2Σd²), where d is its distance to the
/// mean of all, and weighs as much as the inverse (Bachem, Lucic and Krause, "Scalable k-Means Clustering via
/// Lightweight Coresets", 2018). Points whose chance is 1 or more are taken once and stand for themselves.
enum Coreset {
  /// Weights are multiples of it, so that their sums are exact.
  static let grain = 0x1p-10

  /// About `size` of the points, the same for the same points. O(n).
  ///
  /// Each is drawn from a stretch of its own, so that no order of the rows matters.
  static func of(_ points: Points, size: Int) -> Points {
    let n = points.count
    let mean = points.mean
    let total = (0..<n).reduce(0.0) { $0 + points[$1].squaredDistance(to: mean) }
    // Where all points coincide, all chances are the same.
    let even = (total > 0 ? 0.5 : 1) * Double(size) / Double(n)
    let scale = total > 0 ? 0.5 * Double(size) / total : 0
    var generator = SeededGenerator(seed: UInt64(n))
    var rows: [Int] = []
    var weights: [Double] = []
    rows.reserveCapacity(size + size / 8)
    weights.reserveCapacity(size + size / 8)
    var passed = 0.0
    var stretch = 0.0
    var next = generator.unit()
    for row in 0..<n {
      let chance = even + scale * points[row].squaredDistance(to: mean)
      if chance >= 1 {
        rows.append(row)
        weights.append(1)
        continue
      }
      passed += chance
      while passed > next {
        rows.append(row)
        weights.append((1 / chance / grain).rounded() * grain)
        stretch += 1
        next = stretch + generator.unit()
      }
    }
    return Points(
      x: rows.map { points.x[$0] }, y: rows.map { points.y[$0] }, z: rows.map { points.z[$0] },
      weights: weights)
  }
}

extension Points {
  fileprivate var mean: Point {
    let n = Double(count)
    return Point(x.reduce(0, +) / n, y.reduce(0, +) / n, z.reduce(0, +) / n)
  }
}
