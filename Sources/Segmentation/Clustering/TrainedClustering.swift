import JSONText

/// What a model keeps of the clustering that it was trained with: all that tells which cluster any customer is in.
///
/// There is a case for each kind of clustering that can be trained; its code is a folder beside this file. What a
/// kind must answer stands here: who is in which cluster, how far from each, and what a model's file says of it.
public enum TrainedClustering: Sendable, Hashable {
  /// k-means: a customer belongs to the nearest centroid.
  case kMeans(centroids: VoronoiCells)

  /// The clusters as cells around centres. Answers (`RowClassifier`), margins, reasons, the ways to a segment or out
  /// of one (`Walk`) and lint (`ClusterCells`) take clusters for such cells, and are exact for every kind there is.
  /// A kind whose borders are no planes would make this optional, and each of those say what it does without.
  public var cells: VoronoiCells {
    switch self {
    case .kMeans(let centroids): centroids
    }
  }

  /// How many clusters there are.
  public var k: Int { cells.k }

  /// What stands for each cluster, in scaled units, by cluster id (k × 3).
  public var centres: [Point] { cells.centres }

  /// The clusters by what they are worth, the best first: by scaled frequency + scaled monetary − scaled recency of
  /// the centre, descending; ties by lower recency, then higher monetary.
  public var bestFirst: [Int] {
    centres.indices.sorted { a, b in
      let (p, q) = (centres[a], centres[b])
      let (worthP, worthQ) = (p.y + p.z - p.x, q.y + q.z - q.x)
      if worthP != worthQ { return worthP > worthQ }
      if p.x != q.x { return p.x < q.x }
      if p.z != q.z { return p.z > q.z }
      return a < b
    }
  }

  /// The same clusters in another order.
  func numbered(_ order: [Int]) -> TrainedClustering {
    switch self {
    case .kMeans(let centroids): .kMeans(centroids: VoronoiCells(order.map { centroids.centres[$0] }))
    }
  }

  /// The cluster of each point, and its squared distance from the centre. O(n · k), four points at a time.
  func assign(_ points: Points, threads: Int) -> (labels: [Int32], squared: [Double]) {
    var labels = [Int32](repeating: -1, count: points.count)
    var squared = [Double](repeating: 0, count: points.count)
    switch self {
    case .kMeans(let centroids):
      Assignment.assign(
        points, to: centroids.centres, labels: &labels, squared: &squared, threads: threads)
    }
    return (labels, squared)
  }
}

// MARK: - In a model's file

extension TrainedClustering {
  /// The members that any kind has in the object of a model.
  static let keys = ["centroids"]
  /// No value in scaled units is beyond: a customer is at most the square root of their number away from the mean.
  static let scaledLimit = 1e9

  /// The members of the object of a model.
  var parameters: [(String, JSON)] {
    switch self {
    case .kMeans(let centroids):
      [("centroids", .array(centroids.centres.map { .array($0.values.map(JSON.number)) }))]
    }
  }

  /// - Parameter model: the object of a model.
  init(reading model: JSONObject) throws(JSONError) {
    let rows = try model.required("centroids")
    let centroids = try rows.array().map { row throws(JSONError) in
      let values = try row.numbers(count: 3, within: Self.scaledLimit)
      return Point(values[0], values[1], values[2])
    }
    guard !centroids.isEmpty else { throw rows.error("a model has at least one centroid") }
    self = .kMeans(centroids: VoronoiCells(centroids))
  }
}
