import TestSupport
import Testing

@testable import Segmentation

@Suite("Lloyd's steps")
struct LloydTests {
  /// As the book says them: every point, every centroid, every step.
  private func plain(
    _ points: Points, from start: [Point], maxIterations: Int
  ) -> (centroids: [Point], labels: [Int32], inertia: Double) {
    var centroids = start
    func nearest() -> [Int32] {
      (0..<points.count).map { Int32(VoronoiCells(centroids).nearest(points[$0]).cluster) }
    }
    var labels = nearest()
    for _ in 0..<maxIterations {
      for c in centroids.indices {
        var sum = Point(0, 0, 0)
        var size = 0.0
        for i in 0..<points.count where Int(labels[i]) == c {
          sum = Point(sum.x + points.x[i], sum.y + points.y[i], sum.z + points.z[i])
          size += 1
        }
        if size > 0 { centroids[c] = Point(sum.x / size, sum.y / size, sum.z / size) }
      }
      let new = nearest()
      if new == labels { break }
      labels = new
    }
    let inertia = (0..<points.count).reduce(0.0) { $0 + VoronoiCells(centroids).nearest(points[$1]).squared }
    return (centroids, labels, inertia)
  }

  @Test(arguments: 1...30)
  func passingOverPointsThatCannotChangeChangesNothing(seed: Int) {
    var generator = RandomNumbers(seed: UInt64(seed))
    var draws = SeededGenerator(seed: UInt64(seed))
    let k = 2 + generator.below(9)
    // Whole numbers bring points that are as near to one centroid as to another.
    let isWhole = seed % 3 == 0
    let cloud = Points.cloud(k + generator.below(1500), using: &generator)
    let points = isWhole ? cloud.rounded : cloud
    let start = Seeding.plusPlus(points, k: k, using: &draws)
    let expected = plain(points, from: start, maxIterations: 300)
    guard Set(expected.labels).count == k else { return }
    var lloyd = Lloyd(points, from: start, threads: 1 + seed % 3)
    lloyd.run(maxIterations: 300)
    if !isWhole {
      #expect(lloyd.labels == expected.labels)
      #expect(lloyd.centroids == expected.centroids)
    }
    #expect(abs(lloyd.inertia - expected.inertia) <= 1e-9 * (isWhole ? 1e7 : 1) * expected.inertia)
    #expect(
      lloyd.labels
        == (0..<points.count).map { Int32(VoronoiCells(lloyd.centroids).nearest(points[$0]).cluster) })
  }

  @Test(arguments: [0, 1, 2, 4])
  func endAfterTheMostSteps(steps: Int) {
    var generator = RandomNumbers(seed: 3)
    var draws = SeededGenerator(seed: 3)
    let points = Points.cloud(500, using: &generator)
    let start = Seeding.plusPlus(points, k: 8, using: &draws)
    let expected = plain(points, from: start, maxIterations: steps)
    var lloyd = Lloyd(points, from: start, threads: 1)
    lloyd.run(maxIterations: steps)
    #expect(lloyd.steps == steps)
    #expect(lloyd.labels == expected.labels)
    for (centroid, other) in zip(lloyd.centroids, expected.centroids) {
      #expect(centroid.squaredDistance(to: other) < 1e-24)
    }
  }

  @Test func aCentroidWithoutPointsStaysWhereItIsIfAsked() {
    let points = Points([Point(0, 0, 0), Point(2, 0, 0)])
    var lloyd = Lloyd(points, from: [Point(0, 0, 0), Point(90, 0, 0)], threads: 1, empties: .stay)
    lloyd.settle(tolerance: 0, maxIterations: 10)
    #expect(lloyd.centroids == [Point(1, 0, 0), Point(90, 0, 0)])
  }

  @Test(arguments: [40_000, KMeans.coresetSize + 3])
  func manyPointsAreSharedOutAndThreadsChangeNothing(count: Int) {
    var generator = RandomNumbers(seed: 11)
    let centres = [Point(0, 0, 0), Point(2, 0, 0), Point(0, 2, 1)]
    let points = Points.blobs(centres, count: (count + 2) / 3, spread: 1, using: &generator)
    // More restarts than threads are shared out; fewer share the points.
    for restarts in [1, 2] {
      let means = KMeans(k: 3, restarts: restarts, maxIterations: 20)
      let alone = means.fit(points, threads: 1)
      let together = means.fit(points, threads: 2)
      let many = means.fit(points, threads: 5)
      for other in [together, many] {
        #expect(other.centroids == alone.centroids)
        #expect(other.labels == alone.labels)
        #expect(other.inertia == alone.inertia)
      }
      for centre in centres { #expect(alone.centroids.contains { $0.squaredDistance(to: centre) < 0.01 }) }
    }
  }

  @Test func severalAtOnceAreWhatEachIsAlone() {
    var generator = RandomNumbers(seed: 12)
    let points = Points.cloud(400, using: &generator)
    let means = (2...6).map { KMeans(k: $0, restarts: 3) }
    let together = KMeans.fit(points, means, threads: 2)
    for (one, clustering) in zip(means, together) {
      let alone = one.fit(points, threads: 1)
      #expect(alone.centroids == clustering.centroids)
      #expect(alone.labels == clustering.labels)
      #expect(alone.inertia == clustering.inertia)
    }
  }
}

extension Points {
  /// To whole tenths.
  fileprivate var rounded: Points {
    func tenths(_ values: [Double]) -> [Double] { values.map { ($0 * 10).rounded() } }
    return Points(x: tenths(x), y: tenths(y), z: tenths(z))
  }
}
