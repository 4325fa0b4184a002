import Customers
import TestSupport
import Testing

@testable import Segmentation

@Suite("How surely clusters are found again")
struct StabilityTests {
  private static func blobs() -> Points {
    var generator = RandomNumbers(seed: 3)
    return .blobs(
      [Point(0, 0, 0), Point(10, 0, 0), Point(0, 10, 0)], count: 50, spread: 1, using: &generator)
  }

  private static func stability(_ points: Points, k: Int, threads: Int = 1, seed: UInt64 = 42) -> [Stability]
  {
    let clustering = KMeans(k: k).fit(points, threads: 1)
    return Bootstrap(seed: seed).stability(of: clustering, points, threads: threads)
  }

  @Test("clusters that stand apart are found again in every resample, all of them")
  func apart() {
    let stability = Self.stability(Self.blobs(), k: 3)
    #expect(stability == [Stability](repeating: Stability(jaccard: 1, found: 50, resamples: 50), count: 3))
    #expect(stability.areAllSolid)
    #expect(stability.leastJaccard == 1)
  }

  @Test("a cloud cut in pieces is doubtful, which takes 200 resamples to say")
  func cloud() {
    var generator = RandomNumbers(seed: 4)
    let stability = Self.stability(.cloud(300, using: &generator), k: 7)
    #expect(stability.count == 7)
    #expect(stability.allSatisfy { $0.resamples == 200 && $0.found < 200 })
    #expect(stability.contains { $0.standing == .doubtful })
    #expect(!stability.areAllSolid)
  }

  @Test("a wide cluster that is cut in two is told from the two that stand apart")
  func oneIsCut() {
    var generator = RandomNumbers(seed: 7)
    let apart = Points.blobs([Point(0, 0, 0), Point(90, 0, 0)], count: 50, spread: 1, using: &generator)
    let wide = Points.blobs([Point(0, 90, 0)], count: 120, spread: 9, using: &generator)
    let points = Points(x: apart.x + wide.x, y: apart.y + wide.y, z: apart.z + wide.z)
    let clustering = KMeans(k: 4).fit(points, threads: 1)
    #expect(clustering.sizes.count { $0 == 50 } == 2)
    let stability = Bootstrap().stability(of: clustering, points, threads: 1)
    for (size, stability) in zip(clustering.sizes, stability) {
      #expect((stability.standing == .solid) == (size == 50), "\(size): \(stability)")
    }
  }

  @Test("threads change nothing, another seed draws others", arguments: [2, 3, 16])
  func threads(threads: Int) {
    var generator = RandomNumbers(seed: 5)
    let points = Points.cloud(200, using: &generator)
    let clustering = KMeans(k: 4).fit(points, threads: 1)
    func stability(threads: Int, seed: UInt64 = 42) -> [Stability] {
      Bootstrap(resamples: 7, resamplesInDoubt: 9, seed: seed)
        .stability(of: clustering, points, threads: threads)
    }
    let alone = stability(threads: 1)
    #expect(stability(threads: threads) == alone)
    #expect(stability(threads: threads, seed: 43) != alone)
  }

  @Test("the similarity is that of those in both over those in either, to the most similar cluster")
  func jaccards() {
    // 0 keeps three of its four and takes one in; 1 loses one to each; 2 is empty.
    let a: [Int32] = [0, 0, 0, 0, 1, 1, 1, 1]
    let b: [Int32] = [2, 2, 2, 0, 2, 1, 1, 1]
    #expect(Bootstrap.jaccards(a, b, k: 3) == [3.0 / 5, 3.0 / 4, 0])
  }

  @Test(
    "words come from the similarity alone",
    arguments: [
      (1.0, Stability.Standing.solid), (0.95, .solid), (0.9499, .mostly), (0.85, .mostly),
      (0.8499, .doubtful),
      (0, .doubtful),
    ])
  func words(jaccard: Double, standing: Stability.Standing) {
    #expect(Stability(jaccard: jaccard, found: 1, resamples: 50).standing == standing)
  }

  @Test("a sentence says how often, how much, and what may be built on it; a handful is warned about")
  func sentences() {
    let solid = Stability(jaccard: 0.9717, found: 50, resamples: 50)
    #expect(solid.words(ofSize: 500) == "found again in 50 of 50 resamples, 97 % the same customers: solid")
    let doubtful = Stability(jaccard: 0.61, found: 9, resamples: 200)
    #expect(
      doubtful.words(ofSize: 10)
        == "found again in 9 of 200 resamples, 61 % the same customers: do not build on it")
    let almost = Stability(jaccard: 0.999, found: 50, resamples: 50).words(ofSize: 5)
    #expect(almost.contains("99 % the same customers: solid, and it is a handful: 5 customers"))
  }

  @Test("a model aligned to an earlier one has the figures of each cluster under its number")
  func aligned() throws {
    let table = RFMTable.shop(90)
    let first = try Trainer(options: TrainingOptions(), threads: 1).train(on: table)
    var earlier = try Model.trained()
    earlier.features = first.features
    let order = [2, 0, 3, 1]
    earlier.clustering = first.clustering.numbered(order)
    let again = try Trainer(options: TrainingOptions(), threads: 2)
      .train(on: table, alignedTo: Alignment(to: earlier, customers: nil))
    let numbers = try #require(again.order)
    #expect(numbers == order)
    #expect(again.quality.stability == numbers.map { first.quality.stability[$0] })
  }

  @Test("without resamples or customers nothing is said")
  func nothing() {
    let points = Self.blobs()
    let clustering = KMeans(k: 3).fit(points, threads: 1)
    #expect(
      Bootstrap(resamples: 0, resamplesInDoubt: 0).stability(of: clustering, points, threads: 1).isEmpty)
    #expect(Bootstrap(resamples: 7, resamplesInDoubt: 3).resamplesInDoubt == 7)
    #expect([Stability]().leastJaccard == nil)
  }

  @Test("of many customers a sample is looked at, and clusters that stand apart are found again in it")
  func many() {
    var generator = RandomNumbers(seed: 6)
    let points = Points.blobs(
      [Point(0, 0, 0), Point(10, 0, 0)], count: Bootstrap.mostPoints / 2 + 1, spread: 1, using: &generator)
    let clustering = KMeans(k: 2, restarts: 1).fit(points, threads: 2)
    let stability = Bootstrap(resamples: 1, resamplesInDoubt: 1).stability(of: clustering, points, threads: 2)
    #expect(stability.map(\.jaccard) == [1, 1])
  }
}
