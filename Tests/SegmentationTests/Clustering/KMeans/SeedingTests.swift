import TestSupport
import Testing

@testable import Segmentation

@Suite("Seeding")
struct SeedingTests {
  @Test func centroidsArePointsAndDiffer() {
    var generator = RandomNumbers(seed: 5)
    var draws = SeededGenerator(seed: 5)
    let points = Points.cloud(50, using: &generator)
    let all = Set((0..<50).map { points[$0] })
    for k in 1...12 {
      let centroids = Seeding.plusPlus(points, k: k, using: &draws)
      #expect(Set(centroids).count == k)
      #expect(all.isSuperset(of: centroids))
    }
  }

  @Test func whereAllPointsCoincideCentroidsDoToo() {
    var draws = SeededGenerator(seed: 5)
    let points = Points([Point](repeating: Point(1, 2, 3), count: 6))
    #expect(Seeding.plusPlus(points, k: 3, using: &draws) == [Point](repeating: Point(1, 2, 3), count: 3))
  }
}
