/// k-means clustering: centroids that minimise the inertia, the sum of squared distances from each point to
/// its nearest centroid.
///
/// ```swift
/// let points = Points(x: [0, 0.1, 5], y: [0, 0, 5], z: [0, 0, 5])
/// let clustering = KMeans(k: 2).fit(points, threads: 2)
/// clustering.sizes.sorted()  // [1, 2]
/// ```
public struct KMeans: Sendable {
  /// How many clusters to make, at least 1 and at most as many as there are distinct points.
  public var k: Int
  /// How often to start anew; the best inertia wins, of equal ones the earliest.
  public var restarts: Int
  /// The most of Lloyd's steps that one run takes.
  public var maxIterations: Int
  /// Where the random numbers start: the same seed gives the same clusters on any number of threads.
  public var seed: UInt64

  /// Up to this many points each run of Lloyd's steps goes on until no point changes its cluster.
  static let strictLimit = 32_768
  /// From so many points on, minima are looked for among a few that stand for them: half, or as many as this.
  static let coresetSize = 65_536
  /// From how many restarts, the best that differ, swaps of centroids are tried.
  static let finalists = 10
  /// Swaps that may fail, one after the other, before a finalist is left as it is.
  static let patience = 8
  /// Swaps that a finalist may take: a dozen clusters need a few, hundreds could go on for long.
  static let mostRounds = 16
  /// How many of the minima that were found among a few points are followed over all.
  static let followed = 3
  /// A swap must lower the inertia by more than this part of it; so much must two minima differ to be two.
  static let leastGain = 1e-4

  /// Settings for a fit; the defaults are those of `TrainingOptions`.
  public init(k: Int, restarts: Int = 10, maxIterations: Int = 300, seed: UInt64 = 42) {
    self.k = k
    self.restarts = restarts
    self.maxIterations = maxIterations
    self.seed = seed
  }

  /// Clusters the points; k must not be greater than the number of distinct ones.
  ///
  /// 1. Each restart is seeded by greedy k-means++, and takes Lloyd's steps.
  /// 2. From the best few that differ, swaps of centroids are tried (see `CentroidSwap`), each followed by
  ///    Lloyd's steps: the first that lowers the inertia is kept, until `patience` of them in turn did not.
  /// 3. The best goes on until no point changes its cluster.
  ///
  /// From `coresetSize` points on, 1 and 2 work on a weighted few that stand for all (see `Coreset`), and
  /// the finalists then take Lloyd's steps over all points before the best is chosen. Over more than
  /// `strictLimit` points these stop when one moves the centroids, in sum of squares, by no more than 1e-4 of
  /// the mean variance, as in scikit-learn, until 3.
  ///
  /// All is shared out over the threads; each restart and finalist has a generator of its own, so the result
  /// does not depend on their number. O(restarts · iterations · n · k) at worst.
  public func fit(_ points: Points, threads: Int) -> Clustering {
    Self.fit(points, [self], threads: threads)[0]
  }

  /// Several clusterings of the same points at once: all restarts of all of them are shared out.
  ///
  /// - Parameters:
  ///   - isCancelled: asked before each restart and each swap; what comes of a fit that was cancelled means nothing.
  ///   - begins: told which one is begun, once for each.
  package static func fit(
    _ points: Points, _ several: [KMeans], threads: Int,
    isCancelled: @escaping @Sendable () -> Bool = { false }, begins: (@Sendable (KMeans) -> Void)? = nil
  ) -> [Clustering] {
    let course = Course(points)
    // The longest first, so that no thread is left with one at the end.
    let runs = several.indices.reversed().flatMap { which in
      (0..<max(1, several[which].restarts)).map { (which: which, number: $0) }
    }
    let restarts = shared(runs.count, threads: threads) { run, threads in
      let (which, restart) = runs[run]
      if restart == 0 { begins?(several[which]) }
      if isCancelled() { return course.anything(k: several[which].k) }
      return several[which].restart(restart, course, threads: threads)
    }
    var minima = [[Minimum]](repeating: [], count: several.count)
    for ((which, _), minimum) in zip(runs, restarts) { minima[which].append(minimum) }
    minima = minima.map { different($0, most: finalists) }
    minima = swapped(minima, several, course, threads: threads, isCancelled)
    if course.few != nil {
      minima = minima.map { different($0, most: followed) }
      minima = each(minima, threads: threads) { which, _, minimum, threads in
        isCancelled() ? minimum : several[which].follow(minimum, over: course, threads: threads)
      }
    }
    return zip(several, minima).compactMap { means, minima in
      different(minima, most: 1).first.map {
        means.finish(points, $0, isEnough: isCancelled(), threads: threads)
      }
    }
  }

  /// Where Lloyd's steps ended; labels follow from the centroids.
  private struct Minimum: Sendable {
    var centroids: [Point]
    var inertia: Double
    var steps: Int
  }

  /// The points, and how far Lloyd's steps go over them.
  private struct Course: Sendable {
    let points: Points
    /// Nil where they go on until no point changes its cluster.
    let tolerance: Double?
    /// Where there are many: the few that stand for them.
    let few: Points?
    /// The sum of the squares of the points that minima are looked for among.
    private let squares: Double

    var searched: Points { few ?? points }

    init(_ points: Points) {
      self.points = points
      let isLong = points.count > KMeans.strictLimit
      tolerance = isLong ? 1e-4 * points.meanVariance : nil
      let size = min(points.count / 2, KMeans.coresetSize)
      few = points.count >= KMeans.coresetSize ? Coreset.of(points, size: size) : nil
      squares = (few ?? points).squares
    }

    /// Some centroids, for a fit that nobody wants any more.
    func anything(k: Int) -> Minimum {
      Minimum(
        centroids: (0..<k).map { searched[$0 % max(1, searched.count)] }, inertia: .infinity, steps: 0)
    }

    /// Lloyd's steps over the points that minima are looked for among.
    ///
    /// - Parameter bar: they end early where there is no hope to come below it.
    func descend(from start: [Point], maxIterations: Int, threads: Int, toBeat bar: Double? = nil) -> Minimum
    {
      // A centroid far off, with none of the few near it, stays for its own points.
      var lloyd = Lloyd(searched, from: start, threads: threads, empties: few == nil ? .areFilled : .stay)
      let race = bar.map { Lloyd.Race(toBeat: $0, squares: squares) }
      lloyd.settle(
        tolerance: few == nil ? tolerance ?? 0 : 0, maxIterations: maxIterations, race: race)
      lloyd.measure()
      return Minimum(centroids: lloyd.centroids, inertia: lloyd.inertia, steps: lloyd.steps)
    }
  }

  /// `body` of 0 ..< count, each with as many threads as it may use: all where there are fewer than these.
  private static func shared<Result: Sendable>(
    _ count: Int, threads: Int, _ body: @Sendable (Int, _ threads: Int) -> Result
  ) -> [Result] {
    let (outer, inner) = count >= threads ? (threads, 1) : (1, threads)
    return Parallel.map(count: count, threads: outer) { body($0, inner) }
  }

  /// The best that differ, the best first, of equal ones the earliest.
  private static func different(_ minima: [Minimum], most: Int) -> [Minimum] {
    let order = minima.indices.sorted { (minima[$0].inertia, $0) < (minima[$1].inertia, $1) }
    var chosen: [Minimum] = []
    for minimum in order.lazy.map({ minima[$0] }) where chosen.count < most {
      if let last = chosen.last, minimum.inertia <= last.inertia * (1 + leastGain) { continue }
      chosen.append(minimum)
    }
    return chosen
  }

  /// The minima of each that swaps lead to.
  ///
  /// In rounds, in which each minimum is followed by the next that one swap leads to: those that meet go on as
  /// one.
  private static func swapped(
    _ minima: [[Minimum]], _ several: [KMeans], _ course: Course, threads: Int,
    _ isCancelled: @Sendable () -> Bool
  ) -> [[Minimum]] {
    var moving = minima
    var resting = [[Minimum]](repeating: [], count: minima.count)
    var round = 0
    while round < mostRounds, moving.contains(where: { !$0.isEmpty }) {
      let found = each(moving, threads: threads) { [round] which, number, minimum, threads in
        // Numbers below −1, so that no restart draws the same.
        let stream = -2 - round * finalists - number
        return isCancelled() ? nil : several[which].swap(minimum, course, stream: stream, threads: threads)
      }
      for which in minima.indices {
        resting[which] += zip(moving[which], found[which]).compactMap { $1 == nil ? $0 : nil }
        let all = different(found[which].compactMap(\.self), most: finalists)
        moving[which] = all.filter { new in
          !resting[which].contains { abs($0.inertia - new.inertia) <= leastGain * new.inertia }
        }
      }
      round += 1
    }
    return zip(resting, moving).map { $0 + $1 }
  }

  /// `body` of each minimum of each, all shared out.
  private static func each<Result: Sendable>(
    _ minima: [[Minimum]], threads: Int,
    _ body: @Sendable (_ which: Int, _ number: Int, Minimum, _ threads: Int) -> Result
  ) -> [[Result]] {
    let all = minima.indices.reversed().flatMap { which in
      minima[which].indices.map { (which: which, number: $0) }
    }
    let results = shared(all.count, threads: threads) { i, threads in
      let (which, number) = all[i]
      return body(which, number, minima[which][number], threads)
    }
    var sorted = [[Result]](repeating: [], count: minima.count)
    for ((which, _), result) in zip(all, results) { sorted[which].append(result) }
    return sorted
  }

  private func restart(_ number: Int, _ course: Course, threads: Int) -> Minimum {
    var generator = SeededGenerator(seed: seed, stream: number)
    let start = Seeding.plusPlus(course.searched, k: k, threads: threads, using: &generator)
    return course.descend(from: start, maxIterations: maxIterations, threads: threads)
  }

  /// The first minimum that a promising swap leads to and that is better; nil where `patience` of them are not.
  private func swap(_ minimum: Minimum, _ course: Course, stream: Int, threads: Int) -> Minimum? {
    var generator = SeededGenerator(seed: seed, stream: stream)
    let swaps = CentroidSwap.mostPromising(
      Self.patience, course.searched, minimum.centroids, threads: threads, using: &generator)
    for swap in swaps {
      let tried = course.descend(
        from: swap.applied(to: minimum.centroids), maxIterations: maxIterations, threads: threads,
        toBeat: minimum.inertia)
      if tried.inertia < minimum.inertia * (1 - Self.leastGain) { return tried }
    }
    return nil
  }

  /// Lloyd's steps over all points from what was found among a few.
  private func follow(_ minimum: Minimum, over course: Course, threads: Int) -> Minimum {
    var lloyd = Lloyd(course.points, from: minimum.centroids, threads: threads)
    lloyd.settle(tolerance: course.tolerance ?? 0, maxIterations: maxIterations)
    lloyd.measure()
    return Minimum(centroids: lloyd.centroids, inertia: lloyd.inertia, steps: lloyd.steps)
  }

  private func finish(_ points: Points, _ best: Minimum, isEnough: Bool, threads: Int) -> Clustering {
    var rest = self
    rest.maxIterations = isEnough ? 0 : max(0, maxIterations - best.steps)
    return rest.run(points, from: best.centroids, threads: threads)
  }

  /// Lloyd's steps from the given centroids until no point changes its cluster.
  func run(_ points: Points, from start: [Point], threads: Int = 1) -> Clustering {
    var lloyd = Lloyd(points, from: start, threads: threads)
    lloyd.run(maxIterations: maxIterations)
    return Clustering(
      trained: .kMeans(centroids: VoronoiCells(lloyd.centroids)), labels: lloyd.labels, inertia: lloyd.inertia
    )
  }
}
