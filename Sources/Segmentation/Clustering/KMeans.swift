/// k-means clustering: centroids that minimise the inertia, the sum of squared distances from each point to
/// its nearest centroid.
public struct KMeans: Sendable {
  public var k: Int
  /// How often to start anew; the best inertia wins, of equal ones the earliest.
  public var restarts: Int
  public var maxIterations: Int
  public var seed: UInt64

  /// Up to this many points each restart goes on until no point changes its cluster.
  static let strictLimit = 32_768
  /// Restarts warm up on so many points where there are at least twice as many.
  static let sampleSize = 65_536

  public init(k: Int, restarts: Int = 10, maxIterations: Int = 300, seed: UInt64 = 42) {
    self.k = k
    self.restarts = restarts
    self.maxIterations = maxIterations
    self.seed = seed
  }

  /// Clusters the points; k must not be greater than the number of distinct ones.
  ///
  /// Restarts are shared out over the threads; each has a generator of its own, so the result does not depend
  /// on their number. O(restarts · iterations · n · k) at worst.
  ///
  /// Above `strictLimit` points a restart stops when a step moves the centroids, in sum of squares, by no more
  /// than 1e-4 of the mean variance, as in scikit-learn; only the best goes on until no point changes its
  /// cluster. Far above it each restart first warms up on a sample (Bradley and Fayyad, "Refining Initial
  /// Points for K-Means Clustering", 1998).
  public func fit(_ points: Points, threads: Int) -> Clustering {
    Self.fit(points, [self], threads: threads)[0]
  }

  /// Several clusterings of the same points at once: all restarts of all of them are shared out.
  ///
  /// - Parameter begins: told which one is begun, once for each.
  package static func fit(
    _ points: Points, _ several: [KMeans], threads: Int, begins: (@Sendable (KMeans) -> Void)? = nil
  ) -> [Clustering] {
    // The longest first, so that no thread is left with one at the end.
    let runs = several.indices.reversed().flatMap { which in
      (0..<max(1, several[which].restarts)).map { (which: which, restart: $0) }
    }
    // Where there are fewer runs than threads, these share the points of each run instead.
    let (outer, inner) = runs.count >= threads ? (threads, 1) : (1, threads)
    let course = Course(points)
    let results = Parallel.map(count: runs.count, threads: outer) { run in
      let (which, restart) = runs[run]
      if restart == 0 { begins?(several[which]) }
      return several[which].result(points, course, restart: restart, threads: inner)
    }
    var best = [Result?](repeating: nil, count: several.count)
    for ((which, _), result) in zip(runs, results) {
      if let found = best[which], found.inertia <= result.inertia { continue }
      best[which] = result
    }
    return zip(several, best).compactMap { means, best in
      best.map { means.finish(points, course, $0, threads: threads) }
    }
  }

  /// What one restart ends with; its labels follow from the centroids.
  private struct Result: Sendable {
    var centroids: [Point]
    var inertia: Double
    var steps: Int
  }

  /// How far restarts go.
  private struct Course: Sendable {
    /// Nil where each restart goes on until no point changes its cluster.
    var tolerance: Double?
    /// Where many points warm up: some of them.
    var some: Points?

    init(_ points: Points) {
      guard points.count > KMeans.strictLimit else { return }
      tolerance = 1e-4 * points.meanVariance
      if points.count >= 2 * KMeans.sampleSize { some = points.sample(KMeans.sampleSize) }
    }
  }

  private func result(_ points: Points, _ course: Course, restart: Int, threads: Int) -> Result {
    var generator = SeededGenerator(seed: seed, stream: restart)
    var start = Seeding.plusPlus(points, k: k, threads: threads, using: &generator)
    guard let tolerance = course.tolerance else {
      var lloyd = Lloyd(points, from: start, threads: threads)
      lloyd.run(maxIterations: maxIterations)
      return Result(centroids: lloyd.centroids, inertia: lloyd.inertia, steps: lloyd.steps)
    }
    if let some = course.some {
      // A centroid far off, with none of the sample near it, stays for its own points.
      var warmUp = Lloyd(some, from: start, threads: threads, empties: .stay)
      warmUp.settle(tolerance: tolerance, maxIterations: maxIterations)
      start = warmUp.centroids
    }
    var lloyd = Lloyd(points, from: start, threads: threads)
    lloyd.settle(tolerance: tolerance, maxIterations: maxIterations)
    lloyd.measure()
    return Result(centroids: lloyd.centroids, inertia: lloyd.inertia, steps: lloyd.steps)
  }

  private func finish(_ points: Points, _ course: Course, _ best: Result, threads: Int) -> Clustering {
    if course.tolerance != nil {
      var rest = self
      rest.maxIterations = max(0, maxIterations - best.steps)
      return rest.run(points, from: best.centroids, threads: threads)
    }
    var labels = [Int32](repeating: 0, count: points.count)
    let inertia = Assignment.assign(points, to: best.centroids, labels: &labels, threads: threads).inertia
    return Clustering(centroids: best.centroids, labels: labels, inertia: inertia)
  }

  /// Lloyd's steps from the given centroids until no point changes its cluster.
  func run(_ points: Points, from start: [Point], threads: Int = 1) -> Clustering {
    var lloyd = Lloyd(points, from: start, threads: threads)
    lloyd.run(maxIterations: maxIterations)
    return Clustering(centroids: lloyd.centroids, labels: lloyd.labels, inertia: lloyd.inertia)
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
