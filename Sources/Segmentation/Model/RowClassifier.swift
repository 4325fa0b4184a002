/// What a model says of one row of a long table.
public struct RowAnswer: Sendable, Hashable {
  /// The nearest centroid; of equally near ones the first.
  public var cluster: Int
  public var scores: Scores
  /// Beyond the fences that the model was trained within.
  public var isOutlier: Bool
  /// The distance to the nearest boundary of the cluster, in scaled units; nil where there is none.
  public var margin: Double?
}

/// A model made ready for millions of rows: the same answers as `Model.classify` and `Model.margin`, to the
/// last bit, without a piece of memory per row.
public struct RowClassifier: Sendable {
  /// One feature: how it is scaled, and between which raw values nobody is an outlier.
  private struct Axis: Sendable {
    var isLogged: Bool
    var mean: Double
    var scale: Double
    var low: Double
    var high: Double
    var cuts: [Double]

    init(_ feature: Feature, cuts: [Double]) {
      isLogged = feature.transform == .log1p
      mean = feature.mean
      scale = feature.scale
      low = feature.fence?.low ?? -.infinity
      high = feature.fence?.high ?? .infinity
      self.cuts = cuts
    }

    @inline(__always)
    func scaled(_ value: Double) -> Double {
      ((isLogged ? Feature.transformed(value, by: .log1p) : value) - mean) / scale
    }

    @inline(__always)
    func isInside(_ value: Double) -> Bool { value >= low && value <= high }

    @inline(__always)
    func cutsBelow(_ value: Double) -> Int {
      var below = 0
      for cut in cuts where cut < value { below &+= 1 }
      return below
    }
  }

  public let k: Int
  private let centroids: [Point]
  /// Twice the distance between two centroids (k × k); 0 where they coincide.
  private let twiceApart: [Double]
  private let recency: Axis
  private let frequency: Axis
  private let monetary: Axis

  public init(_ model: Model) {
    k = model.k
    centroids = model.centroids
    twiceApart = model.centroids.flatMap { own in
      model.centroids.map { 2 * own.squaredDistance(to: $0).squareRoot() }
    }
    recency = Axis(model.feature(.recency), cuts: model.scores.recency)
    frequency = Axis(model.feature(.frequency), cuts: model.scores.frequency)
    monetary = Axis(model.feature(.monetary), cuts: model.scores.monetary)
  }

  /// The values in scaled units.
  public func point(_ r: Double, _ f: Double, _ m: Double) -> Point {
    Point(recency.scaled(r), frequency.scaled(f), monetary.scaled(m))
  }

  /// The Euclidean distance from a centroid, in scaled units.
  public func distance(_ point: Point, to cluster: Int) -> Double {
    point.squaredDistance(to: centroids[cluster]).squareRoot()
  }

  /// What the model says of recency in days, frequency and monetary. O(k).
  public func answer(_ r: Double, _ f: Double, _ m: Double) -> RowAnswer {
    let point = point(r, f, m)
    var cluster = 0
    var nearest = Double.infinity
    for c in 0..<k {
      let squared = point.squaredDistance(to: centroids[c])
      if squared < nearest { (cluster, nearest) = (c, squared) }
    }
    var margin = Double.infinity
    for c in 0..<k where c != cluster {
      let apart = twiceApart[cluster &* k &+ c]
      guard apart > 0 else { continue }
      let distance = (point.squaredDistance(to: centroids[c]) - nearest) / apart
      if distance < margin { margin = distance }
    }
    return RowAnswer(
      cluster: cluster,
      scores: Scores(
        recency: recency.cuts.count + 1 - recency.cutsBelow(r), frequency: 1 + frequency.cutsBelow(f),
        monetary: 1 + monetary.cutsBelow(m)),
      isOutlier: !(recency.isInside(r) && frequency.isInside(f) && monetary.isInside(m)),
      margin: margin.isFinite ? margin : nil)
  }
}
