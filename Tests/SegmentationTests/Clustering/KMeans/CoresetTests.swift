import TestSupport
import Testing

@testable import Segmentation

@Suite("A few points that stand for many")
struct CoresetTests {
  /// Most points in a heap, and some far off: sales are like that.
  private static func longTailed(_ count: Int, seed: UInt64) -> Points {
    var generator = RandomNumbers(seed: seed)
    func value() -> Double {
      let unit = generator.unit()
      return 1 / (1 - unit * 0.9999)
    }
    return Points((0..<count).map { _ in Point(generator.unit(), value(), value()) })
  }

  private func inertia(_ points: Points, _ centroids: [Point]) -> Double {
    (0..<points.count).reduce(0.0) {
      $0 + (points.weights?[$1] ?? 1) * VoronoiCells(centroids).nearest(points[$1]).squared
    }
  }

  @Test(arguments: 1...5)
  func haveNearlyTheInertiaOfAllAboutAnyCentroids(seed: UInt64) throws {
    let points = Self.longTailed(10_000, seed: seed)
    let few = Coreset.of(points, size: 2000)
    #expect(few.count <= 2200)
    var draws = SeededGenerator(seed: seed)
    for k in [1, 5] {
      let centroids = Seeding.plusPlus(points, k: k, using: &draws)
      let all = inertia(points, centroids)
      #expect(abs(inertia(few, centroids) - all) < 0.1 * all)
    }
    let weights = try #require(few.weights)
    #expect(abs(weights.reduce(0, +) - 10_000) < 500)
    #expect(weights.allSatisfy { $0 >= 1 && ($0 / Coreset.grain).rounded() * Coreset.grain == $0 })
  }

  @Test func holdThePointThatIsFarFromAllOthers() {
    var generator = RandomNumbers(seed: 3)
    let near = Points.cloud(5000, using: &generator)
    let points = Points((0..<5000).map { near[$0] } + [Point(900, 0, 0)])
    let few = Coreset.of(points, size: 100)
    #expect((0..<few.count).filter { few[$0] == Point(900, 0, 0) }.map { few.weights?[$0] } == [1])
  }

  @Test func areAnyWhereAllCoincide() {
    let few = Coreset.of(Points([Point](repeating: Point(1, 2, 3), count: 1000)), size: 100)
    #expect((99...101).contains(few.count))
    #expect(few.weights?.allSatisfy { $0 == 10 } == true)
  }

  @Test func areTheSameForTheSamePoints() {
    let points = Self.longTailed(3000, seed: 1)
    let (a, b) = (Coreset.of(points, size: 300), Coreset.of(points, size: 300))
    #expect(a.x == b.x)
    #expect(a.weights == b.weights)
  }

  @Test func aWeightCountsAsSoManyPoints() {
    var generator = RandomNumbers(seed: 6)
    var draws = SeededGenerator(seed: 6)
    let cloud = Points.cloud(301, using: &generator)
    let weights = (0..<cloud.count).map { _ in 1 + generator.below(4) }
    let weighted = Points(x: cloud.x, y: cloud.y, z: cloud.z, weights: weights.map(Double.init))
    let repeated = cloud.rows(weights.enumerated().flatMap { [Int](repeating: $0, count: $1) })
    let start = (0..<6).map { cloud[$0] }
    let (a, b) = (KMeans(k: 6).run(weighted, from: start), KMeans(k: 6).run(repeated, from: start))
    #expect(abs(a.inertia - b.inertia) < 1e-9)
    for (one, other) in zip(a.centroids, b.centroids) { #expect(one.squaredDistance(to: other) < 1e-24) }
    #expect(abs(weighted.squares - repeated.squares) < 1e-9)
    // Swaps promise the same where their halves are the same.
    let (swaps, others) = (
      CentroidSwap.mostPromising(99, weighted, a.centroids, threads: 1, using: &draws),
      CentroidSwap.mostPromising(99, repeated, a.centroids, threads: 1, using: &draws)
    )
    for swap in swaps {
      let other = others.first { $0.removed == swap.removed && $0.split == swap.split }
      if let other, other.halves.0.squaredDistance(to: swap.halves.0) < 1e-12 {
        #expect(abs(other.growth - swap.growth) < 1e-9)
      }
    }
  }

  @Test func pointsAreDrawnByTheirWeights() {
    let points = Points(x: [0, 1, 2], y: [0, 0, 0], z: [0, 0, 0], weights: [1, 8, 1])
    var draws = SeededGenerator(seed: 2)
    let firsts = (0..<1000).map { _ in Seeding.plusPlus(points, k: 1, using: &draws)[0].x }
    #expect((750...850).contains(firsts.count { $0 == 1 }))
    #expect((60...140).contains(firsts.count { $0 == 0 }))
  }

  @Test func whatIsFoundAmongThemIsAtRestAmongAll() {
    let points = Self.longTailed(KMeans.coresetSize + 7, seed: 8)
    let means = KMeans(k: 4, restarts: 2)
    let clustering = means.fit(points, threads: 2)
    let again = means.run(points, from: clustering.centroids)
    #expect(again.labels == clustering.labels)
    #expect(again.centroids == clustering.centroids)
    #expect(abs(again.inertia - inertia(points, clustering.centroids)) < 1e-9 * again.inertia)
  }

  @Test func clustersOfWhichTheyHoldNothingAreFoundAmongAll() {
    // One customer in all, who need not be among the few.
    let many = KMeans.coresetSize + 100
    let points = Points(
      (0..<many).map { $0 == 777 ? Point(0.5, 0, 0) : Point(Double($0 % 2), 0, 0) })
    let clustering = KMeans(k: 3, restarts: 1).fit(points, threads: 1)
    #expect(clustering.inertia == 0)
    #expect(clustering.sizes.sorted().first == 1)
  }
}
