import CDistance

/// One centroid taken away, and the cluster of another split in two.
///
/// Lloyd's steps cannot move a centroid from where there are too many to where there are too few; a swap does.
/// Swaps tried one by one, each followed by Lloyd's steps and kept if the inertia fell, lead out of nearly all
/// poor minima (Fränti and Kivijärvi, "Randomised Local Search Algorithm for the Clustering Problem", 2000;
/// Fränti, "Efficiency of random swap clustering", 2018). Here they are not drawn at random but tried in the
/// order of what they promise: the clusters that are dearest to split first, the centroids that are cheapest to
/// do without (Kaukoranta, Fränti and Nevalainen, "Iterative split-and-merge algorithm for vector quantization
/// codebook generation", 1998).
struct CentroidSwap {
  /// The centroid to do without, and the cluster to split.
  let removed: Int
  let split: Int
  /// Where the two centroids of the split cluster are.
  let halves: (Point, Point)
  /// What the inertia grows by at most, before any of Lloyd's steps, where the two clusters are no neighbours:
  /// less than nothing if it falls.
  let growth: Double

  /// What a swap makes of the centroids.
  func applied(to centroids: [Point]) -> [Point] {
    var swapped = centroids
    swapped[split] = halves.0
    swapped[removed] = halves.1
    return swapped
  }

  /// The `most` swaps that promise most, the best first, of equal ones in the order of the centroids.
  ///
  /// O(n · k).
  static func mostPromising(
    _ most: Int, _ points: Points, _ centroids: [Point], threads: Int, using generator: inout SeededGenerator
  ) -> [CentroidSwap] {
    guard centroids.count >= 2 else { return [] }
    let removals = Removals(points, centroids, threads: threads)
    let splits = removals.parts(of: points).enumerated().compactMap { cluster, part in
      removals.errors[cluster] > 0
        ? Split(cluster, part, removals.errors[cluster], threads: threads, using: &generator) : nil
    }
    // One more than asked for of both, since none is swapped with itself: no others can be among the best.
    let dearest = splits.sorted { ($1.gain, $0.cluster) < ($0.gain, $1.cluster) }.prefix(most + 1)
    let cheapest = centroids.indices.sorted { (removals.costs[$0], $0) < (removals.costs[$1], $1) }
      .prefix(most + 1)
    let swaps = dearest.flatMap { split in
      cheapest.filter { $0 != split.cluster }.map { removed in
        CentroidSwap(
          removed: removed, split: split.cluster, halves: split.halves,
          growth: removals.costs[removed] - split.gain)
      }
    }
    return Array(
      swaps.sorted { ($0.growth, $0.removed, $0.split) < ($1.growth, $1.removed, $1.split) }.prefix(most))
  }
}

/// A cluster in two.
private struct Split {
  let cluster: Int
  let halves: (Point, Point)
  /// What the inertia falls by.
  let gain: Double

  /// Lloyd's steps in the halves; more change little.
  private static let steps = 20

  /// - Parameter error: what the cluster adds to the inertia as it is.
  init(_ cluster: Int, _ part: Points, _ error: Double, threads: Int, using generator: inout SeededGenerator)
  {
    self.cluster = cluster
    let start = Seeding.plusPlus(part, k: 2, threads: threads, using: &generator)
    var lloyd = Lloyd(part, from: start, threads: threads, empties: .stay)
    lloyd.settle(tolerance: 0, maxIterations: Self.steps)
    lloyd.measure()
    halves = (lloyd.centroids[0], lloyd.centroids[1])
    gain = error - lloyd.inertia
  }
}

/// The points by cluster, and what each cluster and each centroid is worth.
private struct Removals {
  private var labels: [Int32]
  /// What each cluster adds to the inertia.
  private(set) var errors: [Double]
  /// What each centroid saves: how much the inertia would grow without it.
  private(set) var costs: [Double]

  init(_ points: Points, _ centroids: [Point], threads: Int) {
    let (k, rows) = (centroids.count, centroids.rows)
    let blocks = Blocks(of: points.count)
    var labels = [Int32](repeating: 0, count: points.count)
    let parts = labels.withUnsafeMutableBufferPointer { labels -> [(errors: [Double], costs: [Double])] in
      guard let base = labels.baseAddress else { return [] }
      let labels = SharedColumn(base)
      return Parallel.map(count: blocks.count, threads: threads) { block in
        let range = blocks[block]
        var errors = [Double](repeating: 0, count: k)
        var costs = errors
        _ = points.withColumns(from: range.lowerBound) { columns in
          distance_removals(
            .fastest, columns, Int64(range.count), rows, Int32(k), labels.from(range.lowerBound), &errors,
            &costs)
        }
        return (errors, costs)
      }
    }
    self.labels = labels
    errors = [Double](repeating: 0, count: k)
    costs = errors
    for part in parts {
      for c in 0..<k {
        errors[c] += part.errors[c]
        costs[c] += part.costs[c]
      }
    }
  }

  /// The points of each cluster, in their order.
  func parts(of points: Points) -> [Points] {
    var rows = [[Int]](repeating: [], count: errors.count)
    for (row, label) in labels.enumerated() { rows[Int(label)].append(row) }
    return rows.map { points.rows($0) }
  }
}
