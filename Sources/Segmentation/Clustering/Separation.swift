/// How compact clusters are and how far apart, from their means alone: two figures beside the silhouette.
///
/// Clusters without points are passed over. O(n + k²).
public struct Separation: Sendable, Hashable {
  /// The mean over the clusters i of the greatest (Sᵢ + Sⱼ) / Mᵢⱼ over the others j, where S is the mean
  /// distance of a cluster's points to its mean and M the distance between two means (Davies & Bouldin, "A
  /// Cluster Separation Measure", 1979, definitions 3–5 with p = 2 and q = 1). Least is best. Two clusters
  /// with one mean leave each other out of account, as in scikit-learn. Nil for fewer than two clusters.
  public let daviesBouldin: Double?
  /// (B / (k − 1)) / (W / (n − k)), where B is Σ nᵢ · |mean of i − mean of all|² and W the sum of the squared
  /// distances to the own mean (Caliński & Harabasz, "A dendrite method for cluster analysis", 1974, the
  /// variance ratio criterion). Greatest is best. Nil for fewer than two clusters, and where each point is
  /// its cluster's mean: the ratio has no bound then.
  public let calinskiHarabasz: Double?

  /// Measures points in the clusters that `clustering` puts them into; it must have a label for each. O(n +
  /// k²).
  public init(_ points: Points, _ clustering: Clustering) {
    let sizes = clustering.sizes
    let used = sizes.indices.filter { sizes[$0] > 0 }
    guard used.count >= 2 else {
      daviesBouldin = nil
      calinskiHarabasz = nil
      return
    }
    let (means, centre) = Self.means(points, clustering, sizes)
    var distances = [Double](repeating: 0, count: sizes.count)
    var within = 0.0
    for (i, label) in clustering.labels.enumerated() {
      let squared = points[i].squaredDistance(to: means[Int(label)])
      distances[Int(label)] += squared.squareRoot()
      within += squared
    }
    let spreads = distances.indices.map { distances[$0] / Double(max(sizes[$0], 1)) }
    daviesBouldin = Self.daviesBouldin(means, spreads, used)
    let between = used.reduce(0) { $0 + Double(sizes[$1]) * means[$1].squaredDistance(to: centre) }
    calinskiHarabasz =
      within > 0
      ? between * Double(points.count - used.count) / (within * Double(used.count - 1)) : nil
  }

  /// The mean of each cluster, and that of all points.
  private static func means(
    _ points: Points, _ clustering: Clustering, _ sizes: [Int]
  ) -> (clusters: [Point], all: Point) {
    var sums = [Point](repeating: Point(0, 0, 0), count: sizes.count)
    var all = Point(0, 0, 0)
    for (i, label) in clustering.labels.enumerated() {
      let point = points[i]
      sums[Int(label)] = sums[Int(label)] + point
      all = all + point
    }
    return (sums.indices.map { sums[$0] / Double(max(sizes[$0], 1)) }, all / Double(max(points.count, 1)))
  }

  private static func daviesBouldin(_ means: [Point], _ spreads: [Double], _ used: [Int]) -> Double {
    let worst = used.map { i in
      used.reduce(0.0) { greatest, j in
        let distance = means[i].squaredDistance(to: means[j]).squareRoot()
        return i != j && distance > 0 ? max(greatest, (spreads[i] + spreads[j]) / distance) : greatest
      }
    }
    return worst.reduce(0, +) / Double(used.count)
  }
}

extension Point {
  fileprivate static func + (a: Point, b: Point) -> Point { Point(a.x + b.x, a.y + b.y, a.z + b.z) }

  fileprivate static func / (a: Point, divisor: Double) -> Point {
    Point(a.x / divisor, a.y / divisor, a.z / divisor)
  }
}
