import TestSupport

@testable import Segmentation

extension Points {
  init(_ points: [Point]) {
    self.init(x: points.map(\.x), y: points.map(\.y), z: points.map(\.z))
  }

  /// `count` points around each of some centres, at most `spread` from it in each direction.
  static func blobs(
    _ centres: [Point], count: Int, spread: Double, using generator: inout RandomNumbers
  ) -> Points {
    func near(_ value: Double) -> Double { value + (generator.unit() * 2 - 1) * spread }
    // One after the other, so that the labels are known, and are not in runs.
    return Points(
      (0..<(count * centres.count)).map { i in
        let centre = centres[i % centres.count]
        return Point(near(centre.x), near(centre.y), near(centre.z))
      })
  }

  /// Points without any clusters in them.
  static func cloud(_ count: Int, using generator: inout RandomNumbers) -> Points {
    blobs([Point(0, 0, 0)], count: count, spread: 1, using: &generator)
  }
}

extension TrainedClustering {
  static func kMeans(_ centroids: [Point]) -> Self { .kMeans(centroids: VoronoiCells(centroids)) }
}

extension Model {
  var centroids: [Point] {
    get { clustering.centres }
    set { clustering = .kMeans(newValue) }
  }
}

extension Clustering {
  var centroids: [Point] { trained.centres }

  init(centroids: [Point], labels: [Int32], inertia: Double) {
    self.init(trained: .kMeans(centroids), labels: labels, inertia: inertia)
  }

  /// The labels alone, for measures that need no centroids.
  init(labels: [Int32], k: Int) {
    self.init(centroids: [Point](repeating: Point(0, 0, 0), count: k), labels: labels, inertia: 0)
  }
}
