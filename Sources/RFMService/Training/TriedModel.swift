import Segmentation

/// A model as a training would make it, that nobody has saved, and the segments that would come of it.
public struct TriedModel: Sendable {
  /// With the curve of the sweep that it was chosen by.
  public let model: Model
  /// The pack that would be used; one in words from these customers where no other fits.
  public let pack: SegmentPack
  /// By segment of the pack: how many of the customers are in it.
  public let customers: [Int]
}

extension Library {
  /// Trains on sales that were summed up before; nothing is written.
  ///
  /// - Parameters:
  ///   - sales: whose customers they are.
  ///   - swept: every number of clusters for these sales, measured before: gives the stability.
  ///   - options: with a fixed number of clusters.
  ///   - work: says how far it is, and when to stop.
  public func tryOut(
    _ sales: SummedFile, _ swept: SweptClusters, _ options: TrainingOptions, _ work: Work
  ) throws(Problem) -> TriedModel {
    var quick = options
    // The sweep has looked for it already.
    quick.stability = 0
    let trainer = Trainer(options: quick, threads: work.threads) { work.say($0) }
    let trained = try explained { () throws(TrainingError) in try trainer.train(on: sales.table) }
    var quality = trained.quality
    quality.sweep = swept.sweep.rows.map(\.step)
    quality.stability = swept.sweep.rows.first { $0.k == trained.clusters.count }?.stability ?? []
    let model = Model(
      name: "tried", pack: nil, currency: sales.currency, store: nil, features: trained.features,
      clustering: trained.clustering, clusters: trained.clusters, scores: trained.scores,
      rhythm: trained.rhythm, quality: quality, source: swept.source,
      training: Training(options: options, sales: SalesRecipe(sales.options.json), order: trained.order)
    ).withQuantiles(of: sales.table, threads: work.threads)
    let known = (try? packs())?.preferred(for: model).first {
      $0.namesClusters && ChosenPack.objections(to: $0, model, sales.table).isEmpty
    }
    let pack =
      known
      ?? PackScaffold.pack(
        for: model, sales.table, labels: trained.labels, isOutlier: trained.isOutlier, named: "tried")
    let members = SegmentMembers(pack, model, sales.table)
    let customers = pack.segments.indices.map { members.figures(of: $0).customers }
    work.progress(.finished)
    return TriedModel(model: model, pack: pack, customers: customers)
  }
}
