import CustomerStore
import Customers
import SafeFiles
import Segmentation
import Transactions
import Wording

extension Library {
  /// Makes a model and a store of its customers from raw sales, and a pack for its clusters where none is made for
  /// them.
  ///
  /// Model and store are on disk when the call returns; where it throws, what was there before is as it was.
  ///
  /// - Parameters:
  ///   - request: what is read, how, and where the model goes.
  ///   - sinks: where tables of the same sales go before the model takes its place, so that a full disk keeps
  ///     the old one. The result writes them, too: to who may be slow to take them.
  ///   - work: threads, progress and cancellation.
  /// - Throws: `Problem`; of the kind `conflict` where another training is writing this model.
  public func train(
    _ request: TrainingRequest, tables sinks: TrainingSinks = TrainingSinks(), _ work: Work
  ) throws(Problem) -> TrainedModel {
    let made = try explained { () throws(FileProblem) in
      try FileBytes.makeFolder(FileBytes.folder(of: request.path), mode: 0o755)
    }
    do throws(Problem) {
      return try TrainingJob(library: self, request: request, work: work).run(sinks)
    } catch {
      FileBytes.removeEmpty(made)
      throw error
    }
  }
}

/// One training.
private struct TrainingJob {
  let library: Library
  let request: TrainingRequest
  let work: Work

  private var path: String { request.path }
  private var folder: String { FileBytes.folder(of: path) }

  func run(_ sinks: TrainingSinks) throws(Problem) -> TrainedModel {
    try FileOfOurs.protect(path, from: "the model", made: .model)
    let lock = try explained { () throws(ModelFile.Problem) in try ModelFile.lock(path) }
    defer { withExtendedLifetime(lock) {} }

    let aligned = try request.align.map { name throws(Problem) in try AlignedModel(name, library, work) }
    let sales = try library.read(request.files, request.sales, besides: folder, work)
    var trainer = Trainer(options: request.options, threads: work.threads) { work.say($0) }
    trainer.isCancelled = work.isCancelled
    let importNotes = try request.imported?.check(sales.table, trainer) ?? []
    let trained = try train(trainer, sales.table, aligned)
    try work.check()
    let tables = TrainingTables(
      files: request.files, options: library.withLayouts(request.sales), sales: sales.sales,
      forgotten: try ForgottenLists(of: library, besides: folder),
      features: FeaturesForm(
        table: sales.table, features: trained.features, labels: trained.labels, isOutlier: trained.isOutlier))
    if request.keepsCleaned { try tables.checkedSales() }
    try tables.write(to: sinks, work)
    try work.check()

    var model = model(sales, trained)
    if let asOf = model.source.asOf {
      work.say("who will buy again")
      model.again = BuyingAgain(sales.table, asOf: asOf, threads: work.threads)
      try work.check()
    }
    model = model.withQuantiles(of: sales.table, threads: work.threads)
    if request.pack == nil { model.pack = aligned?.pack(for: model, beside: path) }
    let choice = ChosenPack(for: &model, request, sales.table, trained, in: shelf)
    work.say("saving")
    let saved = try save(model, sales.table, trained)
    work.progress(.finished)
    model.store = saved?.reference
    let alignmentNotes = trained.match.flatMap { match in aligned?.notes(match, model) } ?? []
    let packNotes = choice.notes + choice.write()
    // A pack may have been written just now.
    if let saved { StoreView.refresh(saved.store, views(model, sales.table)) }
    return TrainedModel(
      model: model, path: path, storePath: saved?.store, netUnderHalf: sales.sales?.netUnderHalf,
      match: trained.match,
      notes: sales.report.notes + importNotes + trained.notes + alignmentNotes + packNotes, tables: tables)
  }

  private func train(
    _ trainer: Trainer, _ table: RFMTable, _ aligned: AlignedModel?
  ) throws(Problem) -> Trainer.Result {
    if let imported = request.imported { return trainer.take(imported.given, on: table) }
    return try explained { () throws(TrainingError) in
      try trainer.train(on: table, alignedTo: aligned?.alignment)
    }
  }

  private func model(_ sales: SalesResult, _ trained: Trainer.Result) -> Model {
    var recipe = request.sales
    // What was recognised is kept as a whole, so that other sales are read the same way.
    if case .among = recipe.layout, sales.report.layouts.count == 1 {
      recipe.layout = .among(sales.report.layouts)
    }
    let currency = request.currency ?? sales.report.currency
    return Model(
      name: Library.modelName(path), pack: request.pack, currency: currency, store: nil,
      features: trained.features, clustering: trained.clustering, clusters: trained.clusters,
      scores: trained.scores, rhythm: trained.rhythm, quality: trained.quality,
      source: Source(sales, trainedOn: trained.trainedOn),
      training: Training(
        options: request.options, sales: SalesRecipe(recipe.json), order: trained.order,
        imported: request.imported?.file))
  }

  /// - Returns: where the customers are; nil where none are kept.
  private func save(
    _ model: Model, _ table: RFMTable, _ trained: Trainer.Result
  ) throws(Problem) -> (reference: StoreReference, store: String)? {
    guard request.keepsCustomers else {
      try explained { () throws(ModelFile.Problem) in try ModelFile.save(withoutCustomers: model, to: path) }
      return nil
    }
    let customers = StoreContent(
      table: table, labels: trained.labels, isOutlier: trained.isOutlier, views: views(model, table))
    return try explained { () throws(ModelFile.Problem) in
      try ModelFile.save(model, customers: customers, to: path) {
        work.count("saving", $0, of: table.count)
      }
    }
  }

  // MARK: Packs

  private var shelf: PackShelf? { try? library.packs(besides: path) }

  /// What the store says of segments: by the pack that the prompt would use, and by each other that fits.
  private func views(_ model: Model, _ table: RFMTable) -> [StoreView] {
    let shelf = shelf
    let own = shelf?.preferred(for: model).first
    let said = own.map { MemberMemo.Said(SegmentMembers($0.resolved(by: model), model, table)).text(of: $0) }
    return StoreView.all(model, own: own, said: said, among: shelf?.packs ?? [])
  }
}
