import Customers
import JSONText
import TestSupport
import Testing

@testable import Segmentation

@Suite("Davies-Bouldin and Calinski-Harabasz")
struct SeparationTests {
  // MARK: - scikit-learn

  @Test func agreeWithScikitLearn() throws {
    let cases = try JSONNode.parse(Array(ScoresFixture.json.utf8), file: "the fixture").elements
    #expect(cases.count == 4)
    for one in cases {
      let points = Points(
        one["points"].elements.map { point in
          let values = point.elements.map(\.double)
          return Point(values[0], values[1], values[2])
        })
      let clustering = Clustering(
        labels: one["labels"].elements.map { Int32($0.double) }, k: Int(one["k"].double))
      let separation = Separation(points, clustering)
      let silhouette = Silhouette(points, clustering, exact: true, seed: 1, threads: 1)
      #expect(isNear(separation.daviesBouldin, one["daviesBouldin"].double))
      #expect(isNear(separation.calinskiHarabasz, one["calinskiHarabasz"].double))
      #expect(isNear(silhouette.mean, one["silhouette"].double))
    }
  }

  /// To 1e-9 of the figure.
  private func isNear(_ value: Double?, _ expected: Double) -> Bool {
    guard let value else { return false }
    return abs(value - expected) <= 1e-9 * max(1, abs(expected))
  }

  // MARK: - By the definitions

  private func mean(_ points: [Point]) -> Point {
    let n = Double(points.count)
    return Point(
      points.map(\.x).reduce(0, +) / n, points.map(\.y).reduce(0, +) / n, points.map(\.z).reduce(0, +) / n)
  }

  private func distance(_ a: Point, _ b: Point) -> Double { a.squaredDistance(to: b).squareRoot() }

  private func naiveDaviesBouldin(_ clusters: [[Point]]) -> Double {
    func spread(_ points: [Point]) -> Double {
      points.map { distance($0, mean(points)) }.reduce(0, +) / Double(points.count)
    }
    let worst = clusters.indices.map { i in
      clusters.indices.filter { $0 != i }.map { j in
        (spread(clusters[i]) + spread(clusters[j])) / distance(mean(clusters[i]), mean(clusters[j]))
      }.max() ?? 0
    }
    return worst.reduce(0, +) / Double(clusters.count)
  }

  private func naiveCalinskiHarabasz(_ clusters: [[Point]]) -> Double {
    let all = clusters.flatMap { $0 }
    let between = clusters.map { Double($0.count) * mean($0).squaredDistance(to: mean(all)) }.reduce(0, +)
    let within = clusters.flatMap { own in own.map { $0.squaredDistance(to: mean(own)) } }.reduce(0, +)
    return between / Double(clusters.count - 1) / (within / Double(all.count - clusters.count))
  }

  @Test(arguments: 1...25)
  func areWhatTheirDefinitionsSay(seed: Int) {
    var generator = RandomNumbers(seed: UInt64(seed))
    let k = 2 + generator.below(6)
    let count = 2 * k + generator.below(150)
    let points = Points.cloud(count, using: &generator)
    // The first labels see to it that no cluster is empty; the highest number is never used.
    let labels = (0..<count).map { Int32($0 < k ? $0 : generator.below(k)) }
    let clusters = (0..<k).map { c in (0..<count).filter { Int(labels[$0]) == c }.map { points[$0] } }
    let separation = Separation(points, Clustering(labels: labels, k: k + 1))
    #expect(isNear(separation.daviesBouldin, naiveDaviesBouldin(clusters)))
    #expect(isNear(separation.calinskiHarabasz, naiveCalinskiHarabasz(clusters)))
  }

  @Test func oneClusterHasNoSeparation() {
    let points = Points([Point(0, 0, 0), Point(1, 0, 0)])
    let separation = Separation(points, Clustering(labels: [1, 1], k: 3))
    #expect(separation.daviesBouldin == nil)
    #expect(separation.calinskiHarabasz == nil)
  }

  @Test func clustersThatArePointsHaveNoSpread() {
    let points = Points([Point(0, 0, 0), Point(0, 0, 0), Point(5, 0, 0)])
    let separation = Separation(points, Clustering(labels: [0, 0, 1], k: 2))
    #expect(separation.daviesBouldin == 0)
    #expect(separation.calinskiHarabasz == nil)
  }

  @Test func clustersWithOneMeanLeaveEachOtherOut() {
    let points = Points([Point(-1, 0, 0), Point(1, 0, 0), Point(0, -1, 0), Point(0, 1, 0)])
    let separation = Separation(points, Clustering(labels: [0, 0, 1, 1], k: 2))
    #expect(separation.daviesBouldin == 0)
    #expect(separation.calinskiHarabasz == 0)
  }
}

extension JSONNode {
  fileprivate var elements: [JSONNode] {
    guard case .array(let elements) = value else { return [] }
    return elements
  }

  fileprivate var double: Double {
    guard case .number(let text) = value else { return .nan }
    return Double(text) ?? .nan
  }

  fileprivate subscript(key: String) -> JSONNode {
    guard case .object(let members) = value else { return self }
    return members.first { $0.key == key }?.node ?? self
  }
}
