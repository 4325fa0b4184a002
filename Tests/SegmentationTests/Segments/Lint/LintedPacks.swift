import Customers
import Segmentation

extension Model {
  /// A model of centroids and cut points alone, as lint and rules see it.
  static func hand(
    features: [Feature], centroids: [Point], scores: ScoreCuts, name: String = "hand"
  ) -> Model {
    let everyone = Cluster.Everyone(size: 1, mean: [0, 0, 0], median: [0, 0, 0], revenue: .zero)
    return Model(
      name: name, pack: nil, currency: nil, store: nil, features: features, clustering: .kMeans(centroids),
      clusters: centroids.map { _ in Cluster(size: 1, mean: [0, 0, 0], radius: 1, all: everyone) },
      scores: scores, quality: Quality(inertia: 0, silhouette: 0, silhouetteSample: nil, sweep: []),
      source: Source(
        files: [], rowsRead: 0, rowsKept: 0, dropped: [], from: nil, asOf: nil, customers: 1, trainedOn: 1),
      training: Training(options: TrainingOptions(), sales: SalesRecipe([])))
  }

  /// A shop like the study's: four clusters over days, orders and pounds.
  static func shop(log: Bool = false) -> Model {
    let transform = log ? Feature.Transform.log1p : .none
    func feature(
      _ name: FeatureName, _ mean: Double, _ scale: Double, _ range: ClosedRange<Double>, _ fence: Fence?
    ) -> Feature {
      let quantiles = (0...100).map {
        range.lowerBound + (range.upperBound - range.lowerBound) * Double($0) / 100
      }
      return Feature(
        name: name, transform: name == .recency ? .none : transform, mean: mean, scale: scale,
        min: range.lowerBound, max: range.upperBound, quantiles: quantiles, fence: fence)
    }
    return hand(
      features: [
        feature(.recency, 92, 100, 0...373, nil),
        feature(.frequency, log ? 1.1 : 2.8, log ? 0.6 : 2.3, 1...209, Fence(low: -5, high: 11)),
        feature(.monetary, log ? 6.5 : 850, log ? 1.2 : 790, 0...280_206, Fence(low: -1700, high: 3300.5)),
      ],
      centroids: [
        Point(-0.70, 2.1, 2.1), Point(-0.45, 0.4, 0.5), Point(-0.40, -0.6, -0.5), Point(1.6, -0.6, -0.55),
      ],
      scores: ScoreCuts(
        recency: [14, 33, 72, 180], frequency: [1, 1, 3, 5], monetary: [250.5, 490, 942, 2060]))
  }
}

extension SegmentPack {
  init(_ segments: [(String, [Conditions])], requirement: Requirement? = nil) {
    self.init(
      name: "test", title: "Test", requirement: requirement,
      segments: segments.map { Segment(name: $0.0, when: $0.1) }, file: "test.json")
  }
}
