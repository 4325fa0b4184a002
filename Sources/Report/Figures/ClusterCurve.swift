import Segmentation

/// Inertia and silhouette over k: as the model was trained, or measured anew over its customers.
public struct ClusterCurve: Sendable {
  /// By k, ascending.
  public let steps: [Sweep.Step]
  /// How many customers it was measured on, where they are a sample of those trained on.
  public let sample: Int?

  /// Up to this many customers are measured all; above it, a sample of `sampleSize`.
  ///
  /// Trying every k on a million takes minutes, and the shape of the curve is that of the sample.
  static let limit = Silhouette.exactLimit
  static let sampleSize = 10_000

  /// The sweep that the model has from its training.
  ///
  /// - Returns: nil where it was trained without one.
  public init?(_ model: Model) {
    guard !model.quality.sweep.isEmpty else { return nil }
    steps = Self.with(model, model.quality.sweep)
    sample = nil
  }

  /// Every k from 2 to the model's `maxK`, by the options that it was trained with, over the customers that it
  /// was trained on.
  ///
  /// - Throws: `TrainingError` where there are fewer than two distinct customers.
  public init(
    _ model: Model, _ customers: CustomerColumns, threads: Int,
    progress: (@Sendable (String) -> Void)? = nil
  ) throws(TrainingError) {
    try self.init(
      model, customers, threads: threads, limit: Self.limit, sampleSize: Self.sampleSize, progress: progress)
  }

  init(
    _ model: Model, _ customers: CustomerColumns, threads: Int, limit: Int, sampleSize: Int,
    progress: (@Sendable (String) -> Void)? = nil
  ) throws(TrainingError) {
    var rows = (0..<customers.count).filter { !customers.isOutlier[$0] }
    let all = rows.count
    if all > limit {
      rows = Silhouette.sample(sampleSize, of: all, seed: model.training.options.seed).map { rows[$0] }
    }
    let points = Points(
      x: rows.map { model.features[0].scaled(Double(customers.recency[$0])) },
      y: rows.map { model.features[1].scaled(Double(customers.frequency[$0])) },
      z: rows.map { model.features[2].scaled(customers.monetary[$0]) })
    var options = model.training.options
    // No picture shows it.
    options.stability = 0
    let trainer = Trainer(options: options, threads: threads, progress: progress)
    // The inertia is a sum over customers: that of a sample is what the sample stands for.
    let scale = rows.isEmpty ? 1 : Double(all) / Double(rows.count)
    let steps = try trainer.sweep(over: points).map { row in
      Sweep.Step(k: row.k, inertia: row.step.inertia * scale, silhouette: row.step.silhouette)
    }
    self.steps = Self.with(model, steps)
    sample = all > rows.count ? rows.count : nil
  }

  /// The model's own k belongs to the curve, also where it is greater than those that were tried.
  private static func with(_ model: Model, _ steps: [Sweep.Step]) -> [Sweep.Step] {
    guard !steps.contains(where: { $0.k == model.k }) else { return steps }
    let own = Sweep.Step(
      k: model.k, inertia: model.quality.inertia, silhouette: model.quality.silhouette)
    return (steps + [own]).sorted { $0.k < $1.k }
  }
}
