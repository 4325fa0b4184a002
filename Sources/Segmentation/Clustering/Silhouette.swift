/// How well points sit in their clusters: (b − a) / max(a, b) of each point, where a is the mean distance to
/// the others of its own cluster and b the least mean distance to those of another; 0 for a cluster of one
/// (Rousseeuw, "Silhouettes: a graphical aid", 1987).
public struct Silhouette: Sendable, Hashable {
  /// The mean over the points.
  public let mean: Double
  /// Where the mean is over a random sample of the points: how many, and the standard error it leaves.
  public let sample: Sample?

  public struct Sample: Sendable, Hashable {
    public let size: Int
    public let standardError: Double

    public init(size: Int, standardError: Double) {
      self.size = size
      self.standardError = standardError
    }
  }

  /// Up to this many points all pairs are measured; above it, a sample of `sampleSize` points against all.
  public static let exactLimit = 25_000
  public static let sampleSize = 2_000

  /// - Parameters:
  ///   - exact: measure all pairs however many there are. O(n²).
  ///   - seed: chooses the sample.
  public init(_ points: Points, _ clustering: Clustering, exact: Bool, seed: UInt64, threads: Int) {
    let n = points.count
    let sorted = SortedByCluster(points, clustering)
    if exact || n <= Self.exactLimit {
      let values = sorted.sums(over: nil, threads: threads)
      mean = values.reduce(0) { $0 + $1.sum } / Double(n)
      sample = nil
      return
    }
    let chosen = Self.sample(Self.sampleSize, of: n, seed: seed)
    let parts = sorted.sums(over: chosen, threads: threads)
    let size = Double(chosen.count)
    let mean = parts.reduce(0) { $0 + $1.sum } / size
    let squares = parts.reduce(0) { $0 + $1.squares }
    let variance = Swift.max(0, (squares - size * mean * mean) / (size - 1))
    self.mean = mean
    // With the correction for a sample from a finite population (Cochran, "Sampling Techniques", 2.6).
    let finite = 1 - size / Double(n)
    sample = Sample(size: chosen.count, standardError: (variance / size * finite).squareRoot())
  }

  /// `size` different numbers below `count`, ascending (Floyd's algorithm).
  public static func sample(_ size: Int, of count: Int, seed: UInt64) -> [Int] {
    var generator = SeededGenerator(seed: seed, stream: -1)
    var chosen: Set<Int> = []
    for limit in (count - size)..<count {
      let candidate = generator.index(below: limit + 1)
      chosen.insert(chosen.contains(candidate) ? limit : candidate)
    }
    return chosen.sorted()
  }
}

/// Points with those of one cluster side by side, so that sums of distances run through memory in order.
private struct SortedByCluster: Sendable {
  private let points: Points
  private let label: [Int32]
  private let starts: [Int]
  /// Points are measured in groups of this size; sums are added up by group, whatever the threads.
  private static let group = 128

  init(_ points: Points, _ clustering: Clustering) {
    var starts = [Int](repeating: 0, count: clustering.k + 1)
    for (c, size) in clustering.sizes.enumerated() { starts[c + 1] = starts[c] + size }
    var next = starts
    var order = [Int](repeating: 0, count: points.count)
    for (i, label) in clustering.labels.enumerated() {
      order[next[Int(label)]] = i
      next[Int(label)] += 1
    }
    self.starts = starts
    self.points = Points(
      x: order.map { points.x[$0] }, y: order.map { points.y[$0] }, z: order.map { points.z[$0] })
    label = order.map { clustering.labels[$0] }
  }

  /// Sums of the silhouettes and of their squares, group by group; over all points, or those chosen.
  func sums(over chosen: [Int]?, threads: Int) -> [(sum: Double, squares: Double)] {
    let count = chosen?.count ?? points.count
    let groups = (count + Self.group - 1) / Self.group
    return Parallel.map(count: groups, threads: threads) { group in
      var sum = 0.0
      var squares = 0.0
      for position in (group * Self.group)..<min(count, (group + 1) * Self.group) {
        let value = silhouette(of: chosen.map { $0[position] } ?? position)
        sum += value
        squares += value * value
      }
      return (sum, squares)
    }
  }

  private func silhouette(of i: Int) -> Double {
    let own = Int(label[i])
    let ownSize = starts[own + 1] - starts[own]
    guard ownSize > 1 else { return 0 }
    let point = points[i]
    var a = 0.0
    var b = Double.infinity
    for c in 0..<(starts.count - 1) where starts[c + 1] > starts[c] {
      let sum = sumOfDistances(from: point, to: starts[c]..<starts[c + 1])
      if c == own {
        a = sum / Double(ownSize - 1)
      } else {
        b = min(b, sum / Double(starts[c + 1] - starts[c]))
      }
    }
    guard b.isFinite else { return 0 }
    let greater = max(a, b)
    return greater > 0 ? (b - a) / greater : 0
  }

  @inline(__always)
  private func sumOfDistances(from point: Point, to range: Range<Int>) -> Double {
    points.x.withUnsafeBufferPointer { x in
      points.y.withUnsafeBufferPointer { y in
        points.z.withUnsafeBufferPointer { z in
          var sum = SIMD4<Double>.zero
          var i = range.lowerBound
          while i &+ 4 <= range.upperBound {
            sum += squaredDistances(load4(x, i), load4(y, i), load4(z, i), point).squareRoot()
            i &+= 4
          }
          var total = sum.sum()
          while i < range.upperBound {
            total += Point(x[i], y[i], z[i]).squaredDistance(to: point).squareRoot()
            i &+= 1
          }
          return total
        }
      }
    }
  }
}
