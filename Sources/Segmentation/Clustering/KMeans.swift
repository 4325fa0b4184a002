import Dispatch

/// k-means clustering: centroids that minimise the inertia, the sum of squared distances from each point to
/// its nearest centroid (Lloyd, "Least squares quantization in PCM", 1982).
public struct KMeans: Sendable {
  public var k: Int
  /// How often to start anew; the best inertia wins, of equal ones the earliest.
  public var restarts: Int
  public var maxIterations: Int
  public var seed: UInt64

  public init(k: Int, restarts: Int = 10, maxIterations: Int = 300, seed: UInt64 = 42) {
    self.k = k
    self.restarts = restarts
    self.maxIterations = maxIterations
    self.seed = seed
  }

  /// Clusters the points; k must not be greater than the number of distinct ones.
  ///
  /// Restarts are shared out over the threads; each has a generator of its own, so the result does not depend
  /// on their number. O(restarts · iterations · n · k).
  public func fit(_ points: Points, threads: Int) -> Clustering {
    let results = Parallel.map(count: max(1, restarts), threads: threads) { restart in
      var generator = SeededGenerator(seed: seed, stream: restart)
      return run(points, from: Seeding.plusPlus(points, k: k, using: &generator))
    }
    return results.dropFirst().reduce(results[0]) { $1.inertia < $0.inertia ? $1 : $0 }
  }

  /// Lloyd's steps from the given centroids until no point changes its cluster.
  func run(_ points: Points, from start: [Point]) -> Clustering {
    var centroids = start
    var labels = [Int32](repeating: -1, count: points.count)
    var squared = [Double](repeating: 0, count: points.count)
    var changed = Assignment.assign(points, to: centroids, labels: &labels, squared: &squared)
    for _ in 0..<maxIterations where changed > 0 {
      centroids = Self.means(points, &labels, &squared, k: centroids.count)
      changed = Assignment.assign(points, to: centroids, labels: &labels, squared: &squared)
    }
    return Clustering(centroids: centroids, labels: labels, inertia: squared.reduce(0, +))
  }

  /// The mean of each cluster, added up in the order of the points. A cluster without points takes the point
  /// that is farthest from its own centroid.
  private static func means(
    _ points: Points, _ labels: inout [Int32], _ squared: inout [Double], k: Int
  ) -> [Point] {
    var sums = [Point](repeating: Point(0, 0, 0), count: k)
    var sizes = [Int](repeating: 0, count: k)
    for i in 0..<points.count {
      let label = Int(labels[i])
      sums[label].x += points.x[i]
      sums[label].y += points.y[i]
      sums[label].z += points.z[i]
      sizes[label] += 1
    }
    for empty in 0..<k where sizes[empty] == 0 {
      // Never the only point of its cluster: that one would be empty then.
      var candidate: Int?
      for i in 0..<points.count where sizes[Int(labels[i])] > 1 {
        if candidate.map({ squared[i] > squared[$0] }) ?? true { candidate = i }
      }
      guard let farthest = candidate else { break }
      let donor = Int(labels[farthest])
      sums[donor].x -= points.x[farthest]
      sums[donor].y -= points.y[farthest]
      sums[donor].z -= points.z[farthest]
      sizes[donor] -= 1
      labels[farthest] = Int32(empty)
      squared[farthest] = 0
      sums[empty] = points[farthest]
      sizes[empty] = 1
    }
    return (0..<k).map { c in
      let size = Double(sizes[c])
      return Point(sums[c].x / size, sums[c].y / size, sums[c].z / size)
    }
  }
}

/// Points shared out among centroids.
public struct Clustering: Sendable {
  public var centroids: [Point]
  /// The cluster of each point.
  public var labels: [Int32]
  public var inertia: Double

  public var k: Int { centroids.count }

  /// How many points each cluster has.
  public var sizes: [Int] {
    labels.reduce(into: [Int](repeating: 0, count: k)) { $0[Int($1)] += 1 }
  }

  /// The same clusters numbered best first.
  public var bestFirst: Clustering { numbered(Self.bestFirst(centroids)) }

  /// Clusters by scaled frequency + scaled monetary − scaled recency of the centroid, descending; ties by lower
  /// recency, then higher monetary.
  static func bestFirst(_ centroids: [Point]) -> [Int] {
    centroids.indices.sorted { a, b in
      let (p, q) = (centroids[a], centroids[b])
      let (worthP, worthQ) = (p.y + p.z - p.x, q.y + q.z - q.x)
      if worthP != worthQ { return worthP > worthQ }
      if p.x != q.x { return p.x < q.x }
      if p.z != q.z { return p.z > q.z }
      return a < b
    }
  }

  /// The same clusters in another order.
  func numbered(_ order: [Int]) -> Clustering {
    var rank = [Int32](repeating: 0, count: k)
    for (new, old) in order.enumerated() { rank[old] = Int32(new) }
    return Clustering(
      centroids: order.map { centroids[$0] }, labels: labels.map { rank[Int($0)] }, inertia: inertia)
  }
}
