import CDistance

/// What a model says of one row of a long table.
public struct RowAnswer: Sendable, Hashable {
  /// The one with the nearest centre; of equally near ones the first.
  public var cluster: Int
  /// Each from 1 to the number of bins.
  public var scores: Scores
  /// Beyond the fences that the model was trained within.
  public var isOutlier: Bool
  /// The distance to the nearest boundary of the cluster, in scaled units; nil where there is none.
  public var margin: Double?
}

/// A model made ready for millions of rows: the same answers as `Model.classify` and `Model.margin`, to the
/// last bit, without a piece of memory per row. Exact for clusters that are `VoronoiCells`.
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

    /// Fills columns of so many values: the scaled ones, the scores, and a 1 for each beyond the fences.
    ///
    /// - Parameter falls: whether the highest score is that of the least values.
    func fill(
      _ values: UnsafeMutablePointer<Double>, _ count: Int, scaled: UnsafeMutablePointer<Double>,
      scores: UnsafeMutablePointer<Double>, falls: Bool, outliers: UnsafeMutablePointer<Double>
    ) {
      // Apart from the logarithm, loops that the compiler lays side by side.
      if isLogged {
        for row in 0..<count { scaled[row] = self.scaled(values[row]) }
      } else {
        for row in 0..<count { scaled[row] = (values[row] - mean) / scale }
      }
      scores.update(repeating: falls ? Double(cuts.count + 1) : 1, count: count)
      let step: Double = falls ? -1 : 1
      for cut in cuts {
        for row in 0..<count { scores[row] += cut < values[row] ? step : 0 }
      }
      for row in 0..<count { outliers[row] = isInside(values[row]) ? outliers[row] : 1 }
    }

    @inline(__always)
    func cutsBelow(_ value: Double) -> Int {
      var below = 0
      for cut in cuts where cut < value { below &+= 1 }
      return below
    }
  }

  /// How many clusters the model has.
  public let k: Int
  private let cells: VoronoiCells
  /// The centres as rows of three.
  private let rows: [Double]
  /// Twice the distance between two centres (k × k); 0 where they coincide.
  private let twiceApart: [Double]
  private let recency: Axis
  private let frequency: Axis
  private let monetary: Axis

  /// Lays out what the model says for the loops. O(k²).
  public init(_ model: Model) {
    k = model.k
    let cells = model.clustering.cells
    self.cells = cells
    rows = cells.centres.rows
    twiceApart = cells.centres.flatMap { own in
      cells.centres.map { 2 * own.squaredDistance(to: $0).squareRoot() }
    }
    recency = Axis(model.feature(.recency), cuts: model.scores.recency)
    frequency = Axis(model.feature(.frequency), cuts: model.scores.frequency)
    monetary = Axis(model.feature(.monetary), cuts: model.scores.monetary)
  }

  /// The values in scaled units.
  public func point(_ r: Double, _ f: Double, _ m: Double) -> Point {
    Point(recency.scaled(r), frequency.scaled(f), monetary.scaled(m))
  }

  /// The Euclidean distance from a centre, in scaled units.
  public func distance(_ point: Point, to cluster: Int) -> Double {
    point.squaredDistance(to: cells.centres[cluster]).squareRoot()
  }

  /// The same for many rows whose values stand in the first three columns.
  func fill(_ answers: RowAnswers) {
    let (count, column) = (answers.count, answers.column)
    let outliers = column(6)
    outliers.update(repeating: 0, count: count)
    recency.fill(column(0), count, scaled: column(8), scores: column(3), falls: true, outliers: outliers)
    frequency.fill(column(1), count, scaled: column(9), scores: column(4), falls: false, outliers: outliers)
    monetary.fill(column(2), count, scaled: column(10), scores: column(5), falls: false, outliers: outliers)
    let points = distance_columns(x: column(8), y: column(9), z: column(10), weight: nil)
    distance_margins(
      .fastest, points, Int64(count), rows, Int32(k), twiceApart, answers.clusters, column(7))
  }

  /// What the model says of recency in days, frequency and monetary. O(k).
  public func answer(_ r: Double, _ f: Double, _ m: Double) -> RowAnswer {
    let point = point(r, f, m)
    let (cluster, nearest) = cells.nearest(point)
    var margin = Double.infinity
    for c in 0..<k where c != cluster {
      let apart = twiceApart[cluster &* k &+ c]
      guard apart > 0 else { continue }
      let distance = (point.squaredDistance(to: cells.centres[c]) - nearest) / apart
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
