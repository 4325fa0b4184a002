import CDistance
import TestSupport
import Testing

@testable import Segmentation

/// The path of this machine and the portable one must give the same bits, or a model would depend on where
/// it was trained.
@Suite("Paths of the distances", .enabled(if: distance_fastest_path() != .portable, "there is one path here"))
struct DistancePathTests {
  private static let paths: [distance_path] = [.portable, .fastest]
  private static let counts = [1, 3, 4, 7, 64, 255, 1023, 1024, 1025, 3000]

  private func bits(_ values: [Double]) -> [UInt64] { values.map(\.bitPattern) }

  /// What each path makes of the same points, told apart by `body`.
  private func agree<Outcome: Equatable>(
    _ body: (distance_path, Points, [Point], distance_columns) -> Outcome
  ) throws {
    var generator = RandomNumbers(seed: 21)
    for count in Self.counts {
      let cloud = Points.cloud(count, using: &generator)
      // Every other time each point stands for several.
      let weights = (0..<count).map { _ in Double(1 + generator.below(4000)) * Coreset.grain }
      let points = Points(x: cloud.x, y: cloud.y, z: cloud.z, weights: count % 2 == 0 ? nil : weights)
      let centroids = (0..<(1 + generator.below(12))).map { _ in
        Point(generator.unit(), generator.unit(), generator.unit())
      }
      let outcomes = Self.paths.compactMap { path in
        points.withColumns { body(path, points, centroids, $0) }
      }
      try #require(outcomes.count == 2)
      #expect(outcomes[0] == outcomes[1], "\(count) points, \(centroids.count) centroids")
    }
  }

  private struct Assigned: Equatable {
    var labels: [Int32]
    var bits: [UInt64]
    var changed: Int64
  }

  @Test func labelAlike() throws {
    try agree { path, points, centroids, columns in
      var labels = [Int32](repeating: 1, count: points.count)
      var squared = [Double](repeating: 0, count: points.count)
      var inertia = 0.25
      let changed = distance_assign(
        path, columns, Int64(points.count), centroids.rows, Int32(centroids.count), &labels, &squared,
        &inertia)
      return Assigned(labels: labels, bits: bits(squared + [inertia]), changed: changed)
    }
  }

  @Test func standAtTheSameMargins() throws {
    try agree { path, points, centroids, columns in
      // The first once more, so that two centroids have no boundary between them.
      let centroids = centroids + [centroids[0]]
      let twiceApart = centroids.flatMap { own in
        centroids.map { 2 * own.squaredDistance(to: $0).squareRoot() }
      }
      var labels = [Int32](repeating: -1, count: points.count)
      var margins = [Double](repeating: -1, count: points.count)
      distance_margins(
        path, columns, Int64(points.count), centroids.rows, Int32(centroids.count), twiceApart, &labels,
        &margins)
      return Assigned(labels: labels, bits: bits(margins), changed: 0)
    }
  }

  @Test func passOverTheSamePoints() throws {
    try agree { path, points, centroids, columns in
      var labels = [Int32](repeating: -1, count: points.count)
      var limits = [Float](repeating: -.infinity, count: points.count)
      var sums = [Double](repeating: 0, count: 3 * centroids.count)
      var sizes = [Double](repeating: 0, count: centroids.count)
      var changed: Int64 = 0
      for step in 0..<4 {
        // Each step moves all centroids by the same way.
        let moved = centroids.map { Point($0.x + Double(step) * 0.05, $0.y, $0.z) }
        changed += distance_reassign(
          path, columns, Int64(points.count), moved.rows, Int32(centroids.count), Double(step) * 0.05,
          &labels,
          &limits, &sums, &sizes)
      }
      let all = limits.map { UInt64($0.bitPattern) } + bits(sums + sizes)
      return Assigned(labels: labels, bits: all, changed: changed)
    }
  }

  @Test func findTheSameWorthOfCentroids() throws {
    try agree { path, points, centroids, columns in
      let centroids = centroids + [Point(0, 0, 0)]
      var labels = [Int32](repeating: 0, count: points.count)
      var errors = [Double](repeating: 0, count: centroids.count)
      var costs = errors
      distance_removals(
        path, columns, Int64(points.count), centroids.rows, Int32(centroids.count), &labels, &errors, &costs)
      return Assigned(labels: labels, bits: bits(errors + costs), changed: 0)
    }
  }

  @Test func leaveTheSamePotentials() throws {
    try agree { path, points, centroids, columns in
      var nearest = [Double](repeating: .infinity, count: points.count)
      var potentials = [Double](repeating: 0, count: centroids.count)
      distance_potentials(
        path, columns, Int64(points.count), &nearest, [0.5, 0.25, 0], centroids.rows, Int32(centroids.count),
        &potentials)
      return bits(nearest + potentials)
    }
  }

  @Test func addUpTheSameDistances() throws {
    try agree { path, points, _, columns in
      let starts = [0, points.count / 3, points.count / 3, points.count].map(Int64.init)
      var sums = [Double](repeating: 0, count: 12)
      distance_group_sums(path, columns, starts, 3, [Point](repeating: points[0], count: 4).rows, &sums)
      return bits(sums)
    }
  }
  @Test func addUpTheSameDistancesInSinglePrecision() throws {
    try agree { path, points, centroids, _ in
      let single = SinglePoints(points, 0..<points.count)
      let from = (0..<8).flatMap { single.single(centroids[$0 % centroids.count]) }
      var sums = [Double](repeating: 0, count: 8)
      single.withColumns { distance_sums_single(path, $0, Int64(points.count), from, 2, &sums) }
      return bits(sums)
    }
  }
}
