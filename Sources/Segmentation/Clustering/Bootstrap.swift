/// Clusters looked for again among customers drawn anew, as many as there are, each as often as chance has it: how
/// stable they are (the bootstrap scheme of Hennig, "Cluster-wise assessment of cluster stability", 2007).
///
/// Each resample is clustered, all customers are labelled by the nearest of its centroids, and each original cluster
/// is compared with the one that is most like it.
public struct Bootstrap: Sendable {
  /// How many resamples are drawn.
  public let resamples: Int
  /// How many are drawn in all where a cluster is doubtful after these.
  public let resamplesInDoubt: Int
  /// Where the random numbers start: the same seed draws the same customers on any number of threads.
  public let seed: UInt64

  /// Starts by k-means++ in each resample, beside the one from the original centroids. That one alone finds what it
  /// comes from: it says .88 of clusters of which ten starts say .76, as scikit-learn does with ten.
  static let restarts = 10
  static let maxIterations = 100
  /// Above so many customers a random sample of as many stands for them: resamples of fewer differ more, so that
  /// clusters look a little less stable, never more.
  static let mostPoints = 32_768
  /// The numbers of the resamples' generators start here, away from those of `KMeans`.
  static let firstStream = 1 << 32

  /// - Parameters:
  ///   - resamples: how many are drawn.
  ///   - resamplesInDoubt: at least `resamples`, which is taken where it is less.
  ///   - seed: where the random numbers start.
  public init(resamples: Int = 50, resamplesInDoubt: Int = Stability.mostResamples, seed: UInt64 = 42) {
    self.resamples = resamples
    self.resamplesInDoubt = max(resamples, resamplesInDoubt)
    self.seed = seed
  }

  /// The stability of each cluster, by its id; none of them without resamples.
  ///
  /// O(resamples · steps · n · k). Resamples are shared out over the threads, each with a generator of its own, so
  /// the result does not depend on their number.
  ///
  /// - Parameters:
  ///   - clustering: what is to be found again.
  ///   - points: the customers that it was made on, scaled (customers × 3).
  ///   - threads: how many work at once.
  ///   - isCancelled: asked before each resample; what comes of a search that was cancelled means nothing.
  public func stability(
    of clustering: Clustering, _ points: Points, threads: Int,
    isCancelled: @Sendable () -> Bool = { false }
  ) -> [Stability] {
    guard resamples > 0, points.count > 0 else { return [] }
    let original = Original(clustering, points, seed: seed)
    var tally = Tally(k: clustering.k)
    for range in [0..<resamples, resamples..<resamplesInDoubt] where tally.isInDoubt {
      let similarities = Parallel.map(count: range.count, threads: threads) { number in
        isCancelled()
          ? [Double](repeating: 0, count: clustering.k)
          : self.similarities(original, resample: range.lowerBound + number)
      }
      for found in similarities { tally.add(found) }
    }
    return tally.stabilities
  }

  /// The clusters that are looked for, in all points or in a sample of them.
  private struct Original: Sendable {
    let points: Points
    let labels: [Int32]
    let centroids: [Point]

    init(_ clustering: Clustering, _ points: Points, seed: UInt64) {
      centroids = clustering.trained.centres
      guard points.count > Bootstrap.mostPoints else {
        self.points = points
        labels = clustering.labels
        return
      }
      let rows = Silhouette.sample(Bootstrap.mostPoints, of: points.count, seed: seed)
      self.points = points.rows(rows)
      labels = rows.map { clustering.labels[$0] }
    }
  }

  // MARK: One resample

  /// How like each cluster the one is that is most like it in a resample.
  private func similarities(_ original: Original, resample: Int) -> [Double] {
    let points = original.points
    var generator = SeededGenerator(seed: seed, stream: Self.firstStream + resample)
    let drawn = Self.drawn(points, using: &generator)
    let squares = drawn.squares
    var best = Self.descend(drawn, from: original.centroids)
    for _ in 0..<Self.restarts {
      let start = Seeding.plusPlus(drawn, k: original.centroids.count, using: &generator)
      let other = Self.descend(drawn, from: start, race: .init(toBeat: best.inertia, squares: squares))
      if other.inertia < best.inertia { best = other }
    }
    var labels = original.labels
    Assignment.assign(points, to: best.centroids, labels: &labels)
    return Self.jaccards(original.labels, labels, k: original.centroids.count)
  }

  /// As many of the points as there are, drawn with replacement: those that were drawn, each with its number as
  /// weight.
  private static func drawn(_ points: Points, using generator: inout SeededGenerator) -> Points {
    var times = [Double](repeating: 0, count: points.count)
    for _ in 0..<points.count { times[generator.index(below: points.count)] += 1 }
    let rows = times.indices.filter { times[$0] > 0 }
    return Points(
      x: rows.map { points.x[$0] }, y: rows.map { points.y[$0] }, z: rows.map { points.z[$0] },
      weights: rows.map { times[$0] })
  }

  private static func descend(_ points: Points, from start: [Point], race: Lloyd.Race? = nil) -> Lloyd {
    var lloyd = Lloyd(points, from: start, threads: 1, empties: .stay)
    lloyd.settle(tolerance: 0, maxIterations: maxIterations, race: race)
    lloyd.measure()
    return lloyd
  }

  /// For each cluster of `a` the greatest Jaccard similarity to one of `b`: those in both over those in either.
  ///
  /// Two clusters without points are alike in nothing: 0.
  static func jaccards(_ a: [Int32], _ b: [Int32], k: Int) -> [Double] {
    var both = [Int](repeating: 0, count: k * k)
    for (a, b) in zip(a, b) { both[Int(a) * k + Int(b)] += 1 }
    let ofA = (0..<k).map { i in both[i * k..<(i + 1) * k].reduce(0, +) }
    let ofB = (0..<k).map { j in (0..<k).reduce(0) { $0 + both[$1 * k + j] } }
    return (0..<k).map { i in
      (0..<k).reduce(0.0) { greatest, j in
        let either = ofA[i] + ofB[j] - both[i * k + j]
        return either > 0 ? max(greatest, Double(both[i * k + j]) / Double(either)) : greatest
      }
    }
  }

  // MARK: All resamples

  private struct Tally {
    private var sums: [Double]
    private var found: [Int]
    private var resamples = 0

    init(k: Int) {
      sums = [Double](repeating: 0, count: k)
      found = [Int](repeating: 0, count: k)
    }

    mutating func add(_ similarities: [Double]) {
      resamples += 1
      for (cluster, similarity) in similarities.enumerated() {
        sums[cluster] += similarity
        if similarity >= Stability.leastFound { found[cluster] += 1 }
      }
    }

    /// Whether more resamples are needed: with none so far, or a doubtful cluster.
    var isInDoubt: Bool { resamples == 0 || stabilities.contains { $0.standing == .doubtful } }

    var stabilities: [Stability] {
      sums.indices.map {
        Stability(jaccard: sums[$0] / Double(resamples), found: found[$0], resamples: resamples)
      }
    }
  }
}
