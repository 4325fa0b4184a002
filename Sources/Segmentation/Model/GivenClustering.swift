import Customers

/// A scaler and centroids that were made elsewhere, in the order recency, frequency, monetary.
public struct GivenClustering: Sendable, Hashable {
  /// Of the values, or of their logarithms (3 numbers).
  public var mean: [Double]
  /// Above 0 (3 numbers).
  public var scale: [Double]
  /// The features that are taken to log(1 + value).
  public var logged: Set<FeatureName>
  /// In scaled units (k × 3).
  public var centroids: [Point]
  /// Whether the clusters keep their numbers; else they are numbered best first.
  public var keepsOrder = true

  /// Numbers that were read.
  public init(mean: [Double], scale: [Double], logged: Set<FeatureName>, centroids: [Point]) {
    self.mean = mean
    self.scale = scale
    self.logged = logged
    self.centroids = centroids
  }
}

extension Trainer {
  /// What customers come to in clusters that were made elsewhere: all that training finds but for the scaler and the
  /// centroids. O(n · k), and the silhouette.
  ///
  /// - Parameters:
  ///   - given: the scaler and the centroids.
  ///   - table: a row per customer, in the byte order of their IDs.
  public func take(_ given: GivenClustering, on table: RFMTable) -> Result {
    let prepared = prepare(table)
    let (features, points) = scaled(given, prepared, table)
    var clustering = clustering(given, points)
    if !given.keepsOrder { clustering = self.clustering(clustering.bestFirst.trained, points) }
    let silhouette = Silhouette(
      points, clustering, exact: options.exactSilhouette, seed: options.seed, threads: threads)
    let (labels, squared) = clustering.trained.assign(self.points(table, nil, features), threads: threads)
    var notes = prepared.notes
    let scores = scores(prepared.sorted, &notes)
    let best = clustering.trained.bestFirst
    let ranks = best.indices.map { best.firstIndex(of: $0) ?? $0 }
    return Result(
      features: features, clustering: clustering.trained,
      clusters: clusters(table, clustering, prepared.isOutlier, labels, squared), scores: scores,
      rhythm: Rhythm(table.gaps),
      quality: Quality(
        inertia: clustering.inertia, silhouette: silhouette.mean, silhouetteSample: silhouette.sample,
        sweep: []),
      labels: labels, isOutlier: prepared.isOutlier, trainedOn: prepared.trained.count, match: nil,
      order: ranks == Array(best.indices) ? nil : ranks, notes: notes)
  }

  /// How many customers each given cluster has of those that are not left out, and their inertia. O(n · k).
  public func sizes(of given: GivenClustering, on table: RFMTable) -> (sizes: [Int], inertia: Double) {
    let prepared = prepare(table)
    let clustering = clustering(given, scaled(given, prepared, table).points)
    return (clustering.sizes, clustering.inertia)
  }

  private func scaled(
    _ given: GivenClustering, _ prepared: Prepared, _ table: RFMTable
  ) -> (features: [Feature], points: Points) {
    let features = prepared.features.map { feature in
      var feature = feature
      feature.transform = given.logged.contains(feature.name) ? .log1p : .none
      feature.mean = given.mean[feature.name.index]
      feature.scale = given.scale[feature.name.index]
      return feature
    }
    return (features, points(table, prepared.trained, features))
  }

  private func clustering(_ given: GivenClustering, _ points: Points) -> Clustering {
    clustering(.kMeans(centroids: VoronoiCells(given.centroids)), points)
  }

  private func clustering(_ trained: TrainedClustering, _ points: Points) -> Clustering {
    let (labels, squared) = trained.assign(points, threads: threads)
    return Clustering(trained: trained, labels: labels, inertia: CompensatedSum.of(squared) { $0 })
  }
}
