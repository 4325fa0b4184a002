import CustomerStore
import Customers
import Dispatch
import SafeFiles
import Segmentation
import Synchronization
import Transactions

extension Library {
  /// The earlier side of a comparison: a model with its customers.
  ///
  /// - Parameters:
  ///   - name: of the model, or its file.
  ///   - later: what it is compared with, for the message where the earlier side is no model.
  ///   - packs: see `packs(given:)`.
  ///   - pack: the pack to compare by, by name.
  /// - Throws: `Problem` where there is no such model, or it has no customers.
  public func earlierSide(
    _ name: String, before later: String, packs: String? = nil, using pack: String? = nil
  ) throws(Problem) -> LoadedModel {
    if FileBytes.exists(name), !FileBytes.isFolder(name), !LaterSide.isModel(name) {
      throw Problem("\(name): this is no model; the earlier side must be one: rfm compare MODEL \(later)")
    }
    let loaded = try model(named: name, packs: packs, using: pack)
    _ = try loaded.requireStore()
    return loaded
  }
}

extension LoadedModel {
  /// Who moved between this model and what came later. O(customers · (k + rules)).
  ///
  /// - Parameters:
  ///   - later: another model, or later sales.
  ///   - changes: how later sales are read otherwise than those of this model; none for a model.
  ///   - work: threads, progress and cancellation.
  /// - Throws: `Problem` where there are no customers, or they cannot be compared: money of two currencies.
  public func compare(
    with later: LaterSide, reading changes: SalesChanges = SalesChanges(), _ work: Work
  ) throws(Problem) -> ModelComparison {
    let sides =
      switch later {
      case .model(let path): try ComparedSides(self, model: path, changes, work)
      case .sales(let files): try ComparedSides(self, files, changes, work)
      }
    try work.check()
    work.say("comparing")
    let comparison = Comparison(sides.earlier, model, sides.later, sides.laterModel, pack: sides.pack)
    work.progress(.finished)
    return ModelComparison(comparison, self, sides)
  }
}

/// The two sides of a comparison, read.
struct ComparedSides {
  let earlier: RFMTable
  let later: RFMTable
  /// Nil where the later side is sales, which the earlier model classifies.
  let laterModel: Model?
  let laterPath: String
  /// Where the later customers came from.
  let laterSource: Source
  /// The pack whose segments are compared; nil for clusters alone.
  let pack: SegmentPack?
  /// What a person should know before.
  let warnings: [String]

  /// Two models.
  init(_ loaded: LoadedModel, model path: String, _ changes: SalesChanges, _ work: Work) throws(Problem) {
    let store = try loaded.requireStore()
    let model = loaded.model
    guard changes.applied(to: SalesOptions()) == SalesOptions() else {
      throw Problem("\(path) is a model; options of reading and cleaning are for sales files")
    }
    let (other, otherStore) = try explained { () throws(ModelFile.Problem) in try ModelFile.open(path) }
    guard let otherStore else { throw Problem("\(path): this model has no customers to compare", .notFound) }
    if let a = model.currency, let b = other.currency, a != b {
      throw Problem(
        "\(loaded.path) is in \(a) and \(path) in \(b): money of two currencies cannot be compared")
    }
    (earlier, later) = try Self.read(store, model, otherStore, other, work)
    laterModel = other
    laterPath = path
    laterSource = other.source
    let notes = ModelDifferences(model, loaded.path, other, path)
    let overlap = try Self.overlap(model.source, other.source, otherStore)
    (pack, warnings) = Self.pack(
      loaded.pack, model, for: other, notes.sentences + [overlap].compactMap { $0 })
  }

  /// A model and later sales.
  init(
    _ loaded: LoadedModel, _ files: SalesFiles, _ changes: SalesChanges, _ work: Work
  ) throws(Problem) {
    let store = try loaded.requireStore()
    let model = loaded.model
    let inherited = try InheritedSales(loaded, changes)
    let read = try loaded.library.read(files, inherited.options, tableOptions: inherited.tableOptions, work)
    if let code = inherited.otherCurrency(read.report) {
      throw Problem(
        "the amounts are in \(code), and \(loaded.path) is in \(model.currency ?? ""): money of two currencies cannot be compared"
      )
    }
    earlier = try Self.table(store, model.source.customers, work)
    later = read.table
    laterModel = nil
    laterPath = files.paths.joined(separator: ", ")
    laterSource = Source(read, trainedOn: 0)
    pack = loaded.pack
    warnings =
      inherited.notes(read).map { "\($0.isWarning ? "warning" : "note"): \($0.sentence)" }
      + [ModelDifferences.order(model.source.asOf, laterSource.asOf, loaded.path, laterPath)]
      .compactMap { $0 }
  }

  /// Where B begins before A ends and goes on after it: who bought only up to that end did not come back.
  private static func overlap(
    _ a: Source, _ b: Source, _ store: CustomerStore
  ) throws(Problem) -> String? {
    guard let end = a.asOf, let from = b.from, let asOf = b.asOf, from <= end, end < asOf else { return nil }
    var customers = 0
    var later = 0
    try explained { () throws(StoreError) in
      try store.scan { row in
        if row.lastPurchase.map({ $0 <= end }) ?? false { customers += 1 } else { later += 1 }
      }
    }
    // Where nothing was bought after A, B is of the same time.
    guard later > 0 else { return nil }
    return "warning: \(SalesNote.overlap("the sales of B", from, "A", end, customers))"
  }

  // MARK: - Customers

  private static func table(
    _ store: CustomerStore, _ count: Int, _ work: Work
  ) throws(Problem) -> RFMTable {
    try explained { () throws(StoreError) in
      try store.table(count: count) { work.count("reading customers", $0, of: count) }
    }
  }

  /// Both stores, each on a thread of its own.
  private static func read(
    _ store: CustomerStore, _ model: Model, _ other: CustomerStore, _ otherModel: Model, _ work: Work
  ) throws(Problem) -> (RFMTable, RFMTable) {
    let results = Mutex<[Result<RFMTable, StoreError>?]>([nil, nil])
    let counts = Mutex([0, 0])
    let all = model.source.customers + otherModel.source.customers
    DispatchQueue.concurrentPerform(iterations: 2) { side in
      let expected = (side == 0 ? model : otherModel).source.customers
      let result: Result<RFMTable, StoreError>
      do throws(StoreError) {
        result = .success(
          try (side == 0 ? store : other).table(count: expected) { count in
            let sum = counts.withLock { counts in
              counts[side] = count
              return counts[0] + counts[1]
            }
            work.count("reading customers", sum, of: all)
          })
      } catch {
        result = .failure(error)
      }
      results.withLock { $0[side] = result }
    }
    let (first, second) = results.withLock { ($0[0], $0[1]) }
    guard let first, let second else { throw Problem("the customers were not read") }
    return try explained { () throws(StoreError) in (try first.get(), try second.get()) }
  }

  // MARK: - Packs

  /// The pack for both models: that of the earlier one, unless its scores mean something else in the later one.
  private static func pack(
    _ pack: SegmentPack?, _ model: Model, for other: Model, _ warnings: [String]
  ) -> (SegmentPack?, [String]) {
    guard let pack else { return (nil, warnings) }
    let scores = Set(
      pack.segments.flatMap(\.when).flatMap(\.bounds.keys).filter(\.isScore).compactMap(\.feature))
    guard
      let feature = FeatureName.allCases.first(where: { feature in
        scores.contains(feature) && model.scores.bins(feature) != other.scores.bins(feature)
      })
    else { return (pack, warnings) }
    return (
      nil,
      warnings + [
        "warning: clusters are compared and not the segments of the pack \(pack.name): its rules are about scores, and those of \(feature.rawValue) go to \(model.scores.bins(feature)) in A and to \(other.scores.bins(feature)) in B"
      ]
    )
  }
}
