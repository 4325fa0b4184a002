import CDistance

/// Lloyd's steps: each point to its nearest centroid, each centroid to the mean of its points, until no point
/// changes its cluster (Lloyd, "Least squares quantization in PCM", 1982).
///
/// A point is looked at only when centroids have wandered far enough to change its label, which its distances
/// to the nearest two tell (Hamerly, "Making k-means even faster", 2010; here with one bound for a point that
/// stays as it is until the sum of the greatest moves has passed it). What changed is taken off one sum and
/// added to another. When all is at rest the sums are added up anew in the order of the points and every point
/// is measured once more, so the result is that of plain steps, to the last bit of the means.
struct Lloyd {
  private let points: Points
  private let threads: Int
  private let blocks: Blocks
  private(set) var centroids: [Point]
  private(set) var labels: [Int32]
  private(set) var inertia = 0.0
  private var totals: Totals
  /// How far centroids may wander before each point's label can change.
  private var limits: [Float]
  private var wandered = 0.0
  private(set) var steps = 0
  /// What becomes of a cluster without points.
  private let empties: Empties

  enum Empties {
    /// It takes the point that is farthest from its own centroid.
    case areFilled
    /// It stays where it is.
    case stay
  }

  init(_ points: Points, from start: [Point], threads: Int, empties: Empties = .areFilled) {
    self.points = points
    self.threads = threads
    self.empties = empties
    blocks = Blocks(of: points.count)
    centroids = start
    labels = [Int32](repeating: -1, count: points.count)
    limits = [Float](repeating: -.infinity, count: points.count)
    totals = Totals(k: start.count)
  }

  /// Steps until no point changes its cluster.
  mutating func run(maxIterations: Int) {
    if settle(tolerance: 0, maxIterations: maxIterations) == 0 {
      totals = addUp()
      moveCentroids()
    }
    while measure() > 0, steps < maxIterations {
      totals = addUp()
      moveCentroids()
      steps += 1
    }
  }

  /// Steps until no point changes its cluster, or the squares of the moves of all centroids in one step come
  /// to `tolerance`.
  ///
  /// - Parameter race: what the inertia should come below; without hope of that, the steps end.
  /// - Returns: how many points the last step changed.
  @discardableResult
  mutating func settle(tolerance: Double, maxIterations: Int, race: Race? = nil) -> Int {
    var race = race
    var changed = reassign()
    while changed > 0, steps < maxIterations {
      let moved = moveCentroids()
      changed = reassign()
      steps += 1
      if moved <= tolerance { break }
      if let isLost = race?.isLost(totals.inertia(centroids)), isLost { break }
    }
    return changed
  }

  /// A bar that the inertia should come below, and how near it has come.
  struct Race {
    private let bar: Double
    /// The last few inertias, the latest last.
    private var latest: [Double] = []
    /// The fall of so many steps is looked at,
    private static let span = 3
    /// and the race is lost where the bar is so many times the mean fall of one away.
    private static let reach = 10.0

    /// - Parameter squares: the sum of the squares of the points.
    init(toBeat inertia: Double, squares: Double) { bar = inertia - squares }

    /// - Parameter inertia: without the squares of the points.
    mutating func isLost(_ inertia: Double) -> Bool {
      latest.append(inertia)
      guard latest.count > Self.span else { return false }
      let fall = latest.removeFirst() - inertia
      return (inertia - bar) * Double(Self.span) > fall * Self.reach
    }
  }

  /// Measures every point anew, and the inertia.
  @discardableResult
  mutating func measure() -> Int {
    let measured = Assignment.assign(points, to: centroids, labels: &labels, threads: threads)
    inertia = measured.inertia
    return measured.changed
  }

  // MARK: Points

  /// Looks at the points whose label may have changed, and returns how many did.
  private mutating func reassign() -> Int {
    let rows = centroids.rows
    let (points, blocks, k, wandered) = (points, blocks, centroids.count, wandered)
    let parts = labels.withUnsafeMutableBufferPointer { labels in
      limits.withUnsafeMutableBufferPointer { limits -> [(changed: Int, totals: Totals)] in
        guard let labelBase = labels.baseAddress, let limitBase = limits.baseAddress else { return [] }
        let labels = SharedColumn(labelBase)
        let limits = SharedColumn(limitBase)
        return Parallel.map(count: blocks.count, threads: threads) { block in
          let range = blocks[block]
          var totals = Totals(k: k)
          let changed = points.withColumns(from: range.lowerBound) { columns in
            distance_reassign(
              .fastest, columns, Int64(range.count), rows, Int32(k), wandered,
              labels.from(range.lowerBound), limits.from(range.lowerBound), &totals.sums, &totals.sizes)
          }
          return (Int(changed ?? 0), totals)
        }
      }
    }
    for part in parts where part.changed > 0 { totals.add(part.totals) }
    return parts.reduce(0) { $0 + $1.changed }
  }

  /// The sums of all clusters, in the order of the points.
  private func addUp() -> Totals {
    let (points, blocks, labels, k) = (points, blocks, labels, centroids.count)
    let parts = Parallel.map(count: blocks.count, threads: threads) { block in
      let range = blocks[block]
      var totals = Totals(k: k)
      labels.withUnsafeBufferPointer { labels in
        guard let base = labels.baseAddress else { return }
        _ = points.withColumns(from: range.lowerBound) { columns in
          distance_add_up(
            columns, Int64(range.count), base + range.lowerBound, &totals.sums, &totals.sizes)
        }
      }
      return totals
    }
    var totals = parts.first ?? Totals(k: k)
    for part in parts.dropFirst() { totals.add(part) }
    return totals
  }

  // MARK: Centroids

  /// - Returns: the sum of the squares of the moves.
  @discardableResult
  private mutating func moveCentroids() -> Double {
    if empties == .areFilled { fillEmptyClusters() }
    var farthest = 0.0
    var moved = 0.0
    for c in centroids.indices {
      guard let mean = totals.mean(of: c) else { continue }
      let squared = mean.squaredDistance(to: centroids[c])
      farthest = max(farthest, squared)
      moved += squared
      centroids[c] = mean
    }
    // Rounded up, since limits must not be passed unseen.
    wandered = (wandered + farthest.squareRoot()) * (1 + 1e-15)
    return moved
  }

  /// A cluster without points takes the point that is farthest from its own centroid.
  private mutating func fillEmptyClusters() {
    guard totals.sizes.contains(0) else { return }
    var squared = [Double](repeating: 0, count: points.count)
    var nearest = labels
    Assignment.assign(points, to: centroids, labels: &nearest, squared: &squared, threads: threads)
    for empty in totals.sizes.indices where totals.sizes[empty] == 0 {
      // Never the only point of its cluster: that one would be empty then.
      var candidate: Int?
      for i in 0..<points.count where totals.sizes[Int(labels[i])] > 1 {
        if candidate.map({ squared[i] > squared[$0] }) ?? true { candidate = i }
      }
      guard let farthest = candidate else { break }
      totals.move(points[farthest], from: Int(labels[farthest]), to: empty)
      labels[farthest] = Int32(empty)
      limits[farthest] = -.infinity
      squared[farthest] = 0
    }
  }
}

/// The sum and the number of the points of each cluster, each counted as many times as its weight says.
private struct Totals: Sendable {
  /// Rows of three, by cluster.
  var sums: [Double]
  /// Whole, or multiples of `Coreset.grain`, so that a cluster that all points have left comes to nothing.
  var sizes: [Double]

  init(k: Int) {
    sums = [Double](repeating: 0, count: 3 * k)
    sizes = [Double](repeating: 0, count: k)
  }

  mutating func add(_ other: Totals) {
    for i in sums.indices { sums[i] += other.sums[i] }
    for c in sizes.indices { sizes[c] += other.sizes[c] }
  }

  mutating func move(_ point: Point, from: Int, to: Int) {
    for (i, value) in point.values.enumerated() {
      sums[3 * from + i] -= value
      sums[3 * to + i] += value
    }
    sizes[from] -= 1
    sizes[to] += 1
  }

  /// The inertia about these centroids without the squares of the points, which never change: Σ n|c|² − 2 c·s,
  /// where s is the sum of the n points of a cluster. O(k).
  func inertia(_ centroids: [Point]) -> Double {
    var inertia = 0.0
    for (c, centroid) in centroids.enumerated() {
      let own = centroid.squaredDistance(to: Point(0, 0, 0))
      let across = centroid.x * sums[3 * c] + centroid.y * sums[3 * c + 1] + centroid.z * sums[3 * c + 2]
      inertia += sizes[c] * own - 2 * across
    }
    return inertia
  }

  /// Nil for a cluster without points.
  func mean(of c: Int) -> Point? {
    let size = sizes[c]
    guard size > 0 else { return nil }
    return Point(sums[3 * c] / size, sums[3 * c + 1] / size, sums[3 * c + 2] / size)
  }
}
