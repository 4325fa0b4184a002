import TestSupport
import Testing

@testable import Segmentation

@Suite("k-means")
struct KMeansTests {
  private static let centres = [
    Point(0, 0, 0), Point(10, 0, 0), Point(0, 10, 0), Point(0, 0, 10), Point(10, 10, 10),
  ]

  @Test(arguments: 1...10)
  func findsClustersThatStandApart(seed: Int) {
    var generator = RandomNumbers(seed: UInt64(seed))
    let points = Points.blobs(Self.centres, count: 40, spread: 1, using: &generator)
    let clustering = KMeans(k: 5, seed: UInt64(seed)).fit(points, threads: 1)
    #expect(clustering.sizes == [40, 40, 40, 40, 40])
    for (i, label) in clustering.labels.enumerated() { #expect(label == clustering.labels[i % 5]) }
    for centre in Self.centres {
      #expect(clustering.centroids.contains { $0.squaredDistance(to: centre) < 0.2 })
    }
  }

  @Test(arguments: 1...10)
  func endsWhereEveryPointIsNearestItsCentroidAndEveryCentroidIsTheMean(seed: Int) {
    var generator = RandomNumbers(seed: UInt64(seed))
    let points = Points.cloud(203, using: &generator)
    let clustering = KMeans(k: 7).fit(points, threads: 1)
    var inertia = 0.0
    for i in 0..<points.count {
      let nearest = VoronoiCells(clustering.centroids).nearest(points[i])
      #expect(nearest.cluster == Int(clustering.labels[i]))
      inertia += nearest.squared
    }
    #expect(abs(inertia - clustering.inertia) < 1e-9)
    for (c, centroid) in clustering.centroids.enumerated() {
      let own = (0..<points.count).filter { Int(clustering.labels[$0]) == c }.map { points[$0] }
      let size = Double(own.count)
      #expect(abs(own.reduce(0) { $0 + $1.x } / size - centroid.x) < 1e-12)
      #expect(abs(own.reduce(0) { $0 + $1.y } / size - centroid.y) < 1e-12)
      #expect(abs(own.reduce(0) { $0 + $1.z } / size - centroid.z) < 1e-12)
    }
  }

  @Test(arguments: [1, 2, 5, 16])
  func threadsChangeNothing(threads: Int) {
    var generator = RandomNumbers(seed: 7)
    let points = Points.cloud(300, using: &generator)
    let alone = KMeans(k: 6).fit(points, threads: 1)
    let together = KMeans(k: 6).fit(points, threads: threads)
    #expect(together.centroids == alone.centroids)
    #expect(together.labels == alone.labels)
    #expect(together.inertia == alone.inertia)
  }

  @Test func anotherSeedIsAnotherStartAndMoreRestartsAreNoWorse() {
    var generator = RandomNumbers(seed: 8)
    let points = Points.cloud(200, using: &generator)
    let inertias = (0..<8).map { KMeans(k: 9, restarts: 1, seed: UInt64($0)).fit(points, threads: 1).inertia }
    #expect(Set(inertias).count > 1)
    let few = KMeans(k: 9, restarts: 3).fit(points, threads: 1)
    let many = KMeans(k: 9, restarts: 20).fit(points, threads: 1)
    #expect(many.inertia <= few.inertia)
  }

  @Test func anEmptyClusterTakesTheFarthestPoint() {
    let points = Points([Point(0, 0, 0), Point(1, 0, 0), Point(2, 0, 0), Point(9, 0, 0)])
    let clustering = KMeans(k: 2).run(points, from: [Point(0, 0, 0), Point(1000, 0, 0)])
    #expect(clustering.centroids == [Point(1, 0, 0), Point(9, 0, 0)])
    #expect(clustering.labels == [0, 0, 0, 1])
    #expect(clustering.inertia == 2)
  }

  @Test func anEmptyClusterNeverTakesTheOnlyPointOfAnother() {
    // The first point is the farthest from its centroid, and alone with it.
    let points = Points([Point(100, 0, 0), Point(0, 0, 0), Point(1, 0, 0), Point(0, 1, 0)])
    let clustering = KMeans(k: 3).run(
      points, from: [Point(60, 0, 0), Point(0, 0, 0), Point(-1000, 0, 0)])
    #expect(clustering.sizes.allSatisfy { $0 > 0 })
    #expect(clustering.centroids.allSatisfy { $0.values.allSatisfy(\.isFinite) })
    #expect(clustering.centroids[0] == Point(100, 0, 0))
  }

  @Test func twoEmptyClustersTakeTwoPoints() {
    let points = Points((0..<6).map { Point(Double($0 * $0), 0, 0) })
    let clustering = KMeans(k: 4).run(
      points, from: [Point(0, 0, 0), Point(-1000, 0, 0), Point(-2000, 0, 0), Point(-3000, 0, 0)])
    #expect(clustering.sizes.allSatisfy { $0 > 0 })
  }

  @Test func asManyClustersAsDistinctPointsLeaveNothingOver() {
    let distinct = [Point(0, 0, 0), Point(1, 0, 0), Point(0, 5, 0), Point(0, 0, 9)]
    let points = Points(distinct + distinct + [distinct[2]])
    #expect(points.distinctCount(upTo: 9) == 4)
    for seed in 0..<20 {
      let clustering = KMeans(k: 4, restarts: 1, seed: UInt64(seed)).fit(points, threads: 1)
      #expect(clustering.inertia == 0)
      #expect(Set(clustering.centroids) == Set(distinct))
    }
  }

  @Test func aPointBetweenTwoCentroidsBelongsToTheFirst() {
    let centroids = [Point(2, 0, 0), Point(0, 0, 0), Point(0, 0, 0)]
    // Seven points: four are measured at a time, the others one by one.
    let points = Points([Point](repeating: Point(1, 0, 0), count: 7))
    var labels = [Int32](repeating: -1, count: 7)
    var squared = [Double](repeating: 0, count: 7)
    #expect(Assignment.assign(points, to: centroids, labels: &labels, squared: &squared).changed == 7)
    #expect(labels == [Int32](repeating: 0, count: 7))
    #expect(squared == [Double](repeating: 1, count: 7))
    #expect(Assignment.assign(points, to: centroids, labels: &labels, squared: &squared).changed == 0)
  }

  @Test func fourPointsAtATimeAreMeasuredAsOneIs() {
    var generator = RandomNumbers(seed: 3)
    for count in [1, 3, 4, 5, 8, 31] {
      let points = Points.cloud(count, using: &generator)
      let centroids = (0..<6).map { _ in Point(generator.unit(), generator.unit(), generator.unit()) }
      var labels = [Int32](repeating: -1, count: count)
      var squared = [Double](repeating: 0, count: count)
      _ = Assignment.assign(points, to: centroids, labels: &labels, squared: &squared)
      for i in 0..<count {
        let nearest = VoronoiCells(centroids).nearest(points[i])
        #expect(labels[i] == Int32(nearest.cluster))
        #expect(squared[i] == nearest.squared)
      }
    }
  }
}
