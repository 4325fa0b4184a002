/// How well points sit in their clusters: (b − a) / max(a, b) of each point, where a is the mean distance to
/// the others of its own cluster and b the least mean distance to those of another; 0 for a cluster of one
/// (Rousseeuw, "Silhouettes: a graphical aid", 1987).
public struct Silhouette: Sendable, Hashable {
  /// The mean over the points.
  public let mean: Double
  /// Where the mean is over a random sample of the points: how many, and the standard error it leaves.
  public let sample: Sample?

  /// What stands behind a mean that was estimated from some of the points.
  public struct Sample: Sendable, Hashable {
    /// How many points were drawn.
    public let size: Int
    /// Of the mean, with the correction for a sample from a finite population.
    public let standardError: Double

    /// What is known of a sample that was drawn before, such as the one in a model's file.
    public init(size: Int, standardError: Double) {
      self.size = size
      self.standardError = standardError
    }
  }

  /// Up to this many points all pairs are measured; above it, a sample of `sampleSize` points against all.
  public static let exactLimit = 25_000
  /// How many points are drawn where there are more than `exactLimit`.
  public static let sampleSize = 2_000

  /// - Parameters:
  ///   - exact: measure all pairs however many there are. O(n²).
  ///   - seed: chooses the sample.
  public init(_ points: Points, _ clustering: Clustering, exact: Bool, seed: UInt64, threads: Int) {
    self = Self.of(points, [clustering], exact: exact, seed: seed, threads: threads)[0]
  }

  /// Those of several clusterings of the same points, from one pass over the pairs.
  ///
  /// Where all pairs are measured, distances are in double precision; those of a sample in single, which is off
  /// by far less than the sample's standard error.
  public static func of(
    _ points: Points, _ clusterings: [Clustering], exact: Bool, seed: UInt64, threads: Int
  ) -> [Silhouette] {
    let n = points.count
    let pairs = PairwiseDistances(points, clusterings)
    if exact || n <= exactLimit {
      return pairs.sums(threads: threads).map { Silhouette(mean: $0.sum / Double(n), sample: nil) }
    }
    let chosen = sample(sampleSize, of: n, seed: seed)
    let size = Double(chosen.count)
    return pairs.sums(ofSample: chosen, threads: threads).map { total in
      let mean = total.sum / size
      let variance = max(0, (total.squares - size * mean * mean) / (size - 1))
      // With the correction for a sample from a finite population (Cochran, "Sampling Techniques", 2.6).
      let finite = 1 - size / Double(n)
      return Silhouette(
        mean: mean,
        sample: Sample(size: chosen.count, standardError: (variance / size * finite).squareRoot()))
    }
  }

  private init(mean: Double, sample: Sample?) {
    self.mean = mean
    self.sample = sample
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
