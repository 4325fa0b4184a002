import CDistance
import TestSupport
import Testing

@testable import Segmentation

@Suite("The silhouette")
struct SilhouetteTests {
  /// As the definition says it, point by point.
  private func naive(_ points: Points, _ labels: [Int32], k: Int) -> [Double] {
    func distance(_ i: Int, _ j: Int) -> Double { points[i].squaredDistance(to: points[j]).squareRoot() }
    return (0..<points.count).map { i in
      let means = (0..<k).map { c -> Double? in
        let others = (0..<points.count).filter { $0 != i && Int(labels[$0]) == c }
        return others.isEmpty ? nil : others.reduce(0) { $0 + distance(i, $1) } / Double(others.count)
      }
      guard let a = means[Int(labels[i])] else { return 0 }
      let b = means.indices.filter { $0 != Int(labels[i]) }.compactMap { means[$0] }.min()
      guard let b, max(a, b) > 0 else { return 0 }
      return (b - a) / max(a, b)
    }
  }

  private func silhouette(_ points: Points, _ labels: [Int32], k: Int, threads: Int = 1) -> Silhouette {
    Silhouette(points, Clustering(labels: labels, k: k), exact: true, seed: 42, threads: threads)
  }

  @Test(arguments: 1...25)
  func isWhatItsDefinitionSays(seed: Int) {
    var generator = RandomNumbers(seed: UInt64(seed))
    let count = 2 + generator.below(150)
    let k = 2 + generator.below(6)
    let points = Points.cloud(count, using: &generator)
    let labels = (0..<count).map { _ in Int32(generator.below(k)) }
    let expected = naive(points, labels, k: k).reduce(0, +) / Double(count)
    #expect(abs(silhouette(points, labels, k: k).mean - expected) < 1e-12)
  }

  @Test func aClusterOfOneCountsNothing() {
    let points = Points([Point(0, 0, 0), Point(1, 0, 0), Point(10, 0, 0)])
    // (10 − 1) / 10 and (9 − 1) / 9 and 0.
    let expected = (0.9 + 8.0 / 9) / 3
    #expect(abs(silhouette(points, [0, 0, 1], k: 2).mean - expected) < 1e-15)
    #expect(silhouette(points, [0, 1, 2], k: 3).mean == 0)
  }

  @Test func pointsThatCoincideAndClustersWithoutPointsAreNoTrouble() {
    let points = Points([Point](repeating: Point(1, 1, 1), count: 5))
    #expect(silhouette(points, [0, 0, 1, 1, 1], k: 2).mean == 0)
    #expect(silhouette(points, [0, 0, 0, 0, 0], k: 1).mean == 0)
    let apart = Points([Point(0, 0, 0), Point(0, 0, 0), Point(5, 0, 0), Point(5, 0, 0)])
    #expect(silhouette(apart, [0, 0, 2, 2], k: 3).mean == 1)
  }

  @Test(arguments: [2, 5])
  func threadsChangeNothing(threads: Int) {
    var generator = RandomNumbers(seed: 4)
    let points = Points.cloud(700, using: &generator)
    let labels = (0..<700).map { _ in Int32(generator.below(4)) }
    #expect(silhouette(points, labels, k: 4, threads: threads) == silhouette(points, labels, k: 4))
  }

  @Test(arguments: [1, 3])
  func ofSeveralClusteringsIsThatOfEach(threads: Int) {
    var generator = RandomNumbers(seed: 5)
    let points = Points.cloud(600, using: &generator)
    let several =
      (2...8).map { KMeans(k: $0, restarts: 1).fit(points, threads: 1) }
      // A clustering that cuts across all others, with a cluster of one and one without points.
      + [Clustering(labels: (0..<600).map { $0 == 7 ? 4 : Int32($0 % 3) }, k: 5)]
    let together = Silhouette.of(points, several, exact: true, seed: 1, threads: threads)
    for (clustering, silhouette) in zip(several, together) {
      let alone = self.silhouette(points, clustering.labels, k: clustering.k)
      #expect(abs(silhouette.mean - alone.mean) < 1e-13)
    }
    #expect(together == Silhouette.of(points, several, exact: true, seed: 1, threads: 1))
  }

  @Test func samplesOfSeveralClusteringsAreOfTheSameCustomers() {
    var generator = RandomNumbers(seed: 6)
    let points = Points.cloud(Silhouette.exactLimit + 1, using: &generator)
    let one = Clustering(labels: points.x.map { $0 > 0 ? 0 : 1 }, k: 2)
    let other = Clustering(labels: points.y.map { $0 > 0.2 ? 0 : 1 }, k: 2)
    let together = Silhouette.of(points, [other, one], exact: false, seed: 42, threads: 2)
    let alone = Silhouette(points, one, exact: false, seed: 42, threads: 1)
    // Measured in single precision, in other groups.
    #expect(abs(together[1].mean - alone.mean) < 1e-8)
    #expect(together[1].sample?.size == alone.sample?.size)
  }

  @Test func ofManyPointsIsThatOfASampleWithItsStandardError() throws {
    var generator = RandomNumbers(seed: 6)
    let count = Silhouette.exactLimit + 1
    let points = Points.cloud(count, using: &generator)
    let labels = (0..<count).map { Int32(points.x[$0] > 0 ? 0 : 1) }
    let sampled = Silhouette(points, Clustering(labels: labels, k: 2), exact: false, seed: 42, threads: 2)
    let sample = try #require(sampled.sample)
    #expect(sample.size == Silhouette.sampleSize)
    #expect(0.001..<0.01 ~= sample.standardError)
    // Every twelfth of the same points, all of them measured, tells what the figure is near to.
    let some = (0..<(count / 12)).map { $0 * 12 }
    let near = silhouette(Points(some.map { points[$0] }), some.map { labels[$0] }, k: 2, threads: 2)
    #expect(near.mean != sampled.mean)
    #expect(abs(near.mean - sampled.mean) < 6 * sample.standardError)
  }

  /// Measured in single precision, also where a cluster is small and far from the others.
  @Test(arguments: [0.0, 1000])
  func ofASampleIsThatOfItsPointsAgainstAll(distance: Double) {
    var generator = RandomNumbers(seed: 11)
    let count = 1200
    let cloud = Points.cloud(count, using: &generator)
    let labels = (0..<count).map { Int32($0 % 50 == 0 ? 2 : generator.below(2)) }
    func placed(_ column: [Double]) -> [Double] {
      (0..<count).map { labels[$0] == 2 ? distance + column[$0] / 1000 : column[$0] }
    }
    let points = Points(x: placed(cloud.x), y: placed(cloud.y), z: placed(cloud.z))
    let chosen = Silhouette.sample(133, of: count, seed: 3)
    let values = naive(points, labels, k: 3)
    let pairs = PairwiseDistances(points, [Clustering(labels: labels, k: 3)])
    let total = pairs.sums(ofSample: chosen, threads: 2)[0]
    let expected = chosen.map { values[$0] }
    #expect(abs(total.sum - expected.reduce(0, +)) < 133e-6)
    #expect(abs(total.squares - expected.reduce(0) { $0 + $1 * $1 }) < 133e-6)
    #expect(pairs.sums(ofSample: chosen, threads: 1)[0].sum == total.sum)
  }

  @Test func singlePrecisionIsCountedFromTheMidstOfThePoints() {
    var generator = RandomNumbers(seed: 12)
    let cloud = Points.cloud(1500, using: &generator)
    // A hundred-thousandth of the distance to zero apart from each other.
    let points = Points(
      x: cloud.x.map { 5000 + $0 / 20 }, y: cloud.y.map { $0 / 20 - 3000 }, z: cloud.z.map { $0 / 20 })
    let single = SinglePoints(points, 100..<1400)
    #expect(single.count == 1300)
    let from = [points[3], points[100], points[700], Point(5000, -3000, 1)]
    var sums = [Double](repeating: 0, count: 4)
    single.withColumns {
      distance_sums_single(.fastest, $0, 1300, from.flatMap(single.single), 1, &sums)
    }
    for (point, sum) in zip(from, sums) {
      let expected = (100..<1400).reduce(0) { $0 + point.squaredDistance(to: points[$1]).squareRoot() }
      #expect(abs(sum / expected - 1) < 1e-6)
    }
  }

  @Test func upToTheLimitAllPointsAreMeasured() {
    var generator = RandomNumbers(seed: 9)
    let points = Points.cloud(500, using: &generator)
    let labels = (0..<500).map { _ in Int32(generator.below(2)) }
    let measured = Silhouette(points, Clustering(labels: labels, k: 2), exact: false, seed: 1, threads: 1)
    #expect(measured.sample == nil)
    #expect(measured.mean == silhouette(points, labels, k: 2).mean)
  }

  @Test func aSampleHasDifferentPointsOfAll() {
    for seed in 0..<20 {
      let sample = Silhouette.sample(50, of: 60, seed: UInt64(seed))
      #expect(sample.count == 50)
      #expect(Set(sample).count == 50)
      #expect(sample == sample.sorted())
      #expect(sample.allSatisfy { 0..<60 ~= $0 })
    }
    #expect(Silhouette.sample(60, of: 60, seed: 1) == Array(0..<60))
  }
}
