import TestSupport
import Testing

@testable import Segmentation

@Suite("Swaps of centroids")
struct CentroidSwapTests {
  /// Two clusters near each other and one far off.
  private static let centres = [Point(0, 0, 0), Point(6, 0, 0), Point(100, 0, 0)]

  /// The best of restarts alone, as `fit` starts them.
  private func plain(_ points: Points, _ means: KMeans) -> Double {
    (0..<means.restarts).map { restart in
      var generator = SeededGenerator(seed: means.seed, stream: restart)
      let start = Seeding.plusPlus(points, k: means.k, using: &generator)
      return means.run(points, from: start).inertia
    }.min() ?? .infinity
  }

  @Test func theMostPromisingLeadsOutOfAMinimumThatLloydsStepsCannotLeave() throws {
    var generator = RandomNumbers(seed: 1)
    var draws = SeededGenerator(seed: 1)
    let points = Points.blobs(Self.centres, count: 50, spread: 1, using: &generator)
    let stuck = KMeans(k: 3).run(
      points, from: [Point(3, 0, 0), Point(99.5, 0, 0), Point(100.5, 0, 0)])
    #expect(stuck.sizes == [100, 25, 25] || stuck.inertia > 900)
    let swap = try #require(
      CentroidSwap.mostPromising(1, points, stuck.centroids, threads: 1, using: &draws).first)
    #expect(swap.split == 0)
    #expect(swap.growth < -800)
    let better = KMeans(k: 3).run(points, from: swap.applied(to: stuck.centroids))
    #expect(better.sizes == [50, 50, 50])
    for centre in Self.centres {
      #expect(better.centroids.contains { $0.squaredDistance(to: centre) < 0.2 })
    }
  }

  @Test(arguments: 1...10)
  func oneIsWorthWhatItsTwoHalvesAre(seed: Int) {
    var generator = RandomNumbers(seed: UInt64(seed))
    var draws = SeededGenerator(seed: UInt64(seed))
    let points = Points.cloud(150, using: &generator)
    let k = 2 + generator.below(6)
    let rest = KMeans(k: k).run(points, from: Seeding.plusPlus(points, k: k, using: &draws))
    /// The inertia with these centroids, of only those points whose nearest of `rest` is asked for.
    func inertia(_ centroids: [Point], of cluster: Int) -> Double {
      (0..<points.count).reduce(0.0) { sum, i in
        Int(rest.labels[i]) == cluster ? sum + VoronoiCells(centroids).nearest(points[i]).squared : sum
      }
    }
    let swaps = CentroidSwap.mostPromising(k * k, points, rest.centroids, threads: 1, using: &draws)
    #expect(swaps.count == k * (k - 1))
    for (swap, next) in zip(swaps, swaps.dropFirst()) { #expect(swap.growth <= next.growth) }
    for swap in swaps {
      #expect(swap.removed != swap.split)
      var others = rest.centroids
      others.remove(at: swap.removed)
      let cost = inertia(others, of: swap.removed) - inertia(rest.centroids, of: swap.removed)
      let gain =
        inertia(rest.centroids, of: swap.split) - inertia([swap.halves.0, swap.halves.1], of: swap.split)
      #expect(gain >= 0)
      #expect(abs(swap.growth - (cost - gain)) < 1e-9)
    }
  }

  @Test(arguments: 1...10)
  func theMostPromisingAreTheFirstOfAll(seed: Int) {
    var generator = RandomNumbers(seed: UInt64(seed))
    var draws = SeededGenerator(seed: UInt64(seed))
    let points = Points.cloud(200, using: &generator)
    let rest = KMeans(k: 9).run(points, from: Seeding.plusPlus(points, k: 9, using: &draws))
    func places(_ most: Int) -> [[Int]] {
      var draws = SeededGenerator(seed: 1)
      return CentroidSwap.mostPromising(most, points, rest.centroids, threads: 1, using: &draws)
        .map { [$0.removed, $0.split] }
    }
    let all = places(100)
    for most in [1, 2, 5, 20] { #expect(places(most) == Array(all.prefix(most))) }
  }

  @Test func findTheClustersThatRestartsAloneMiss() {
    // Five rows of five: k-means++ does not put one centroid into each every time.
    let centres = (0..<25).map { Point(Double($0 % 5) * 4, Double($0 / 5) * 4, 0) }
    var missed = 0
    for seed in 1...20 {
      var generator = RandomNumbers(seed: UInt64(seed))
      let points = Points.blobs(centres, count: 20, spread: 1, using: &generator)
      let best = KMeans(k: 25).run(points, from: centres)
      let means = KMeans(k: 25, restarts: 1, seed: UInt64(seed))
      if plain(points, means) > best.inertia * 1.05 { missed += 1 }
      let clustering = means.fit(points, threads: 1)
      #expect(clustering.inertia <= best.inertia * (1 + 1e-9), "seed \(seed)")
      #expect(clustering.sizes == [Int](repeating: 20, count: 25), "seed \(seed)")
    }
    #expect(missed >= 5)
  }

  @Test(arguments: 1...40)
  func neverEndWorseThanRestartsAlone(seed: Int) {
    var generator = RandomNumbers(seed: UInt64(seed))
    let points = Points.cloud(50 + generator.below(500), using: &generator)
    let means = KMeans(
      k: 2 + generator.below(10), restarts: 1 + generator.below(4), seed: UInt64(seed))
    #expect(means.fit(points, threads: 1).inertia <= plain(points, means) * (1 + 1e-12))
  }

  @Test func ofPointsThatCoincideThereAreNone() {
    var draws = SeededGenerator(seed: 4)
    let distinct = [Point(0, 0, 0), Point(1, 0, 0), Point(0, 5, 0)]
    let points = Points(distinct + distinct + [distinct[1]])
    #expect(CentroidSwap.mostPromising(9, points, distinct, threads: 1, using: &draws).isEmpty)
    #expect(CentroidSwap.mostPromising(9, points, [distinct[0]], threads: 1, using: &draws).isEmpty)
  }

  @Test(arguments: 1...30)
  func fewDistinctPointsEndAtRest(seed: Int) {
    var generator = RandomNumbers(seed: UInt64(seed))
    let distinct = (0..<(2 + generator.below(8))).map { _ in
      Point(Double(generator.below(4)), Double(generator.below(4)), 0)
    }
    let points = Points((0..<60).map { _ in distinct[generator.below(distinct.count)] })
    let most = points.distinctCount(upTo: 60)
    for k in 1...most {
      let clustering = KMeans(k: k, restarts: 3, seed: UInt64(seed)).fit(points, threads: 1)
      #expect(clustering.sizes.allSatisfy { $0 > 0 })
      let again = KMeans(k: k).run(points, from: clustering.centroids)
      #expect(again.labels == clustering.labels)
      #expect(again.centroids == clustering.centroids)
      if k == most { #expect(clustering.inertia == 0) }
    }
  }

  @Test(arguments: [1, 2, 3, 7])
  func threadsChangeNothing(threads: Int) {
    var generator = RandomNumbers(seed: 9)
    // Over one block, so that sums are shared out, too.
    let points = Points.cloud(34_000, using: &generator)
    let means = KMeans(k: 5, restarts: 1, maxIterations: 30)
    let alone = means.fit(points, threads: 1)
    let together = means.fit(points, threads: threads)
    #expect(together.centroids == alone.centroids)
    #expect(together.labels == alone.labels)
    #expect(together.inertia == alone.inertia)
  }
}
