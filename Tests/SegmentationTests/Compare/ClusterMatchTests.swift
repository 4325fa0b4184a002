import Customers
import TestSupport
import Testing

@testable import Segmentation

/// Which cluster is which.
@Suite struct ClusterMatchTests {
  // MARK: - The assignment problem

  /// The least cost over all ways to pair rows and columns, by trying them all.
  private func leastCost(_ costs: [[Double]], _ used: Set<Int> = [], row: Int = 0, skips: Int) -> Double {
    guard row < costs.count else { return 0 }
    var least = Double.infinity
    for column in costs[row].indices where !used.contains(column) {
      least = min(
        least, costs[row][column] + leastCost(costs, used.union([column]), row: row + 1, skips: skips))
    }
    if skips > 0 { least = min(least, leastCost(costs, used, row: row + 1, skips: skips - 1)) }
    return least
  }

  @Test("the pairs cost as little as those of trying every way", arguments: 0..<60)
  func assignment(seed: Int) {
    var random = RandomNumbers(seed: UInt64(seed))
    let (rows, columns) = (1 + random.below(5), 1 + random.below(5))
    // Few different costs, so that there are ties; some below 0.
    let costs = (0..<rows).map { _ in
      (0..<columns).map { _ in Double(random.below(seed % 2 == 0 ? 4 : 1000)) - 2 }
    }
    let pairs = OneToOne.pairs(costs)
    let taken = pairs.compactMap { $0 }
    #expect(taken.count == min(rows, columns) && Set(taken).count == taken.count)
    let cost = zip(costs, pairs).reduce(0) { sum, pair in sum + (pair.1.map { pair.0[$0] } ?? 0) }
    #expect(cost == leastCost(costs, skips: max(0, rows - columns)))
    #expect(pairs == OneToOne.pairs(costs))
  }

  @Test func nothingIsPairedWithNothing() {
    #expect(OneToOne.pairs([]) == [])
    #expect(OneToOne.pairs([[], []]) == [nil, nil])
  }

  // MARK: - Clusters

  private let points = [Point(0, 0, 0), Point(5, 0, 0), Point(0, 5, 0)]

  @Test func customersDecideWhereThereAreEnough() {
    // By their centroids 0 and 1 would stay; the customers have changed places.
    let swapped = [[0, 60, 0], [39, 0, 0], [0, 0, 1]]
    let match = ClusterMatch(earlier: points, later: points, shared: swapped)
    #expect(match.basis == .customers(100))
    #expect(match.earlier == [1, 0, 2])
    let few = ClusterMatch(earlier: points, later: points, shared: [[0, 60, 0], [39, 0, 0], [0, 0, 0]])
    #expect(few.basis == .centres)
    #expect(few.earlier == [0, 1, 2])
  }

  @Test func amongEqualCustomersTheNearerCentroidsDecide() {
    let match = ClusterMatch(
      earlier: points, later: [points[2], points[0], points[1]],
      shared: [[50, 50, 0], [50, 50, 0], [0, 0, 0]])
    #expect(match.earlier.sorted { $0 ?? 9 < $1 ?? 9 } == [0, 1, 2])
    #expect(match.earlier[1] == 0)
  }

  @Test func clustersTooManyGetTheFollowingNumbers() {
    let later = [Point(9, 9, 9), Point(0, 5.5, 0), Point(-9, 0, 0), Point(0.5, 0, 0), Point(4, 0, 0)]
    let match = ClusterMatch(
      earlier: points, later: later, shared: [[Int]](repeating: [0, 0, 0, 0, 0], count: 3))
    #expect(match.earlier == [nil, 2, nil, 0, 1])
    #expect(match.numbers == [3, 2, 4, 0, 1])
    #expect(match.order == [3, 4, 1, 0, 2])
    #expect(match.ordered.earlier == [0, 1, 2, nil, nil])
  }

  @Test func withFewerClustersTheNumbersCloseUp() {
    let match = ClusterMatch(
      earlier: points, later: [Point(0, 5, 0), Point(0.1, 0, 0)],
      shared: [[Int]](repeating: [0, 0], count: 3))
    #expect(match.numbers == [2, 0])
    #expect(match.order == [1, 0])
    #expect(match.ordered.earlier == [0, 2])
  }

  @Test func centroidsAreComparedInScaledUnits() throws {
    // Raw, 300 more in money would drown 300 days.
    let model = try Model.trained()
    let raw = { (r: Double, f: Double, m: Double) in
      Point(model.features[0].scaled(r), model.features[1].scaled(f), model.features[2].scaled(m))
    }
    // The same raw places in the units of a model that measures otherwise.
    var others = model.features
    others[0].mean += 10
    others[0].scale *= 3
    others[2] = Feature(
      name: .monetary, transform: .none, mean: 500, scale: 250, min: 0, max: 0,
      quantiles: others[2].quantiles, fence: nil)
    let places: [(Double, Double, Double)] = [(10, 2, 400), (200, 1, 90.5)]
    let foreign = places.map { place in
      Point(others[0].scaled(place.0), others[1].scaled(place.1), others[2].scaled(place.2))
    }
    for (own, place) in zip(model.rescaled(foreign, of: others), places) {
      #expect(own.squaredDistance(to: raw(place.0, place.1, place.2)) < 1e-18)
    }
    #expect(model.rescaled(model.centroids, of: model.features) == model.centroids)
  }

  // MARK: - Customers in both

  @Test("a merge of two columns of IDs finds what sets find", arguments: 0..<30)
  func join(seed: Int) {
    var random = RandomNumbers(seed: UInt64(seed))
    func ids() -> (IDColumn, [String]) {
      let texts = Set(
        (0..<random.below(60)).map { _ in
          ["", "a", "é", "17850 "][random.below(4)] + String(random.below(50))
        }
      ).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      var column = IDColumn()
      for text in texts { column.append(text) }
      return (column, texts)
    }
    let ((a, textsA), (b, textsB)) = (ids(), ids())
    let join = CustomerJoin(earlier: a, later: b)
    #expect(join.shared == Set(textsA).intersection(textsB).count)
    #expect(join.later.map(Int.init) == textsA.map { textsB.firstIndex(of: $0) ?? -1 })
    #expect(join.isInEarlier == textsB.map(textsA.contains))
  }
}
