import Customers

/// Fitting one k or several: the one path that `train` and `sweep` take.
extension Trainer {
  /// The clustering for one k, numbered best first, and how well its points sit.
  struct Fit {
    let clustering: Clustering
    let silhouette: Silhouette

    var step: Sweep.Step {
      Sweep.Step(k: clustering.k, inertia: clustering.inertia, silhouette: silhouette.mean)
    }
  }

  /// A fit for each of the ks: all restarts of all of them side by side, then all silhouettes from one pass.
  func fits(_ points: Points, ks: ClosedRange<Int>) throws(TrainingError) -> [Fit] {
    let means = ks.map {
      KMeans(k: $0, restarts: options.restarts, maxIterations: options.maxIterations, seed: options.seed)
    }
    let progress = progress
    let clusterings = KMeans.fit(points, means, threads: threads, isCancelled: isCancelled) {
      progress?("k-means, k = \($0.k)")
    }.map(\.bestFirst)
    if isCancelled() { throw .stopped }
    progress?("silhouettes")
    let silhouettes = Silhouette.of(
      points, clusterings, exact: options.exactSilhouette, seed: options.seed, threads: threads)
    return zip(clusterings, silhouettes).map { Fit(clustering: $0, silhouette: $1) }
  }

  /// A fit for each k from 2 to `maxK`, or to as many as there are distinct points.
  func fits(_ points: Points) throws(TrainingError) -> [Fit] {
    let distinct = points.distinctCount(upTo: max(2, options.maxK))
    guard distinct >= 2 else { throw TrainingError.tooFewCustomers(distinct: distinct, k: 2) }
    return try fits(points, ks: 2...min(options.maxK, distinct))
  }

  /// How surely each cluster is found again.
  ///
  /// - Parameter resamplesInDoubt: how many resamples are drawn where a cluster is doubtful.
  func stability(
    of clustering: Clustering, _ points: Points, resamplesInDoubt: Int
  ) throws(TrainingError) -> [Stability] {
    let found = Bootstrap(
      resamples: options.stability, resamplesInDoubt: resamplesInDoubt, seed: options.seed
    ).stability(of: clustering, points, threads: threads, isCancelled: isCancelled)
    if isCancelled() { throw .stopped }
    return found
  }

  /// The clusters that the options ask for.
  func cluster(_ points: Points, _ notes: inout [String]) throws(TrainingError) -> (Clustering, Quality) {
    switch options.clusters {
    case .fixed(let k):
      let distinct = points.distinctCount(upTo: k)
      guard k <= distinct else { throw TrainingError.tooFewCustomers(distinct: distinct, k: k) }
      let fit = try fits(points, ks: k...k)[0]
      return (fit.clustering, Self.quality(fit, sweep: []))
    case .best:
      let fits = try fits(points)
      let steps = fits.map(\.step)
      let best = Sweep.bestSilhouette(steps) ?? 2
      let elbow = Sweep.elbow(steps)
      notes.append(
        "k = \(best), since its silhouette is the best of k = 2…\(steps.count + 1)"
          + (elbow.map { $0 == best ? "; the elbow says the same" : "; the elbow says \($0)" } ?? ""))
      let chosen = fits[best - 2]
      return (chosen.clustering, Self.quality(chosen, sweep: steps))
    }
  }

  private static func quality(_ fit: Fit, sweep: [Sweep.Step]) -> Quality {
    Quality(
      inertia: fit.clustering.inertia, silhouette: fit.silhouette.mean,
      silhouetteSample: fit.silhouette.sample,
      sweep: sweep)
  }

  /// Every k from 2 to `maxK`, measured over the customers that training would take.
  ///
  /// - Throws: `TrainingError` where there are fewer than two distinct customers.
  public func sweep(on table: RFMTable) throws(TrainingError) -> Sweep {
    let prepared = prepare(table)
    return Sweep(
      rows: try sweep(over: prepared.points), trainedOn: prepared.trained.count, notes: prepared.notes)
  }

  /// The same over points in scaled units, such as those that a model was trained on.
  public func sweep(over points: Points) throws(TrainingError) -> [Sweep.Row] {
    let fits = try fits(points)
    if options.stability > 0 { progress?("looking for the clusters again") }
    return try fits.map { fit throws(TrainingError) in
      let separation = Separation(points, fit.clustering)
      return Sweep.Row(
        step: fit.step, silhouetteSample: fit.silhouette.sample, daviesBouldin: separation.daviesBouldin,
        calinskiHarabasz: separation.calinskiHarabasz, sizes: fit.clustering.sizes,
        stability: try stability(of: fit.clustering, points, resamplesInDoubt: options.stability))
    }
  }
}
