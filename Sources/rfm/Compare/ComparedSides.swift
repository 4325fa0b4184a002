import CustomerStore
import Customers
import Dispatch
import RFMService
import SafeFiles
import Segmentation
import Synchronization
import Transactions

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The two sides of a comparison, read: a model with its customers, and what came later.
struct ComparedSides {
  /// On the earlier model.
  let loaded: LoadedModel
  let earlier: RFMTable
  let later: RFMTable
  /// Nil where the later side is sales, which the earlier model classifies.
  let laterModel: Model?
  let laterPath: String
  /// Where the later customers came from.
  let laterSource: Source
  /// The pack whose segments are compared; nil for clusters alone.
  let pack: SegmentPack?
  /// Sentences for standard error.
  let warnings: [String]

  init(
    earlier name: String, later names: [String], packs: PackChoice, sales: SalesArguments,
    work: WorkArguments, progress: Progress
  ) throws {
    if FileBytes.exists(name), !FileBytes.isFolder(name), !Self.isModel(name) {
      throw Problem("\(name): this is no model; the earlier side must be one: rfm compare MODEL \(names[0])")
    }
    let loaded = try Folders.library.model(named: name, packs: packs.segments, using: packs.pack)
    let store = try loaded.requireStore()
    self.loaded = loaded
    let model = loaded.model
    if let path = try Self.modelPath(names, loaded.library) {
      guard Self.isEmpty(try sales.options()) else {
        throw Problem("\(path) is a model; options of reading and cleaning are for sales files")
      }
      let (other, otherStore) = try explained { () throws(ModelFile.Problem) in try ModelFile.open(path) }
      guard let otherStore else { throw Problem("\(path): this model has no customers to compare") }
      if let a = model.currency, let b = other.currency, a != b {
        throw Problem(
          "\(loaded.path) is in \(a) and \(path) in \(b): money of two currencies cannot be compared")
      }
      (earlier, later) = try Self.read(store, model, otherStore, other, progress)
      laterModel = other
      laterPath = path
      laterSource = other.source
      let notes = ModelDifferences(model, loaded.path, other, path)
      (pack, warnings) = Self.pack(loaded.pack, model, for: other, notes.sentences)
    } else {
      let inherited = try InheritedSales(loaded, try sales.changes(for: loaded))
      let read = try loaded.library.read(
        SalesFiles(names, sheets: sales.sheet), inherited.options, tableOptions: inherited.tableOptions,
        work.work(progress))
      if let code = inherited.otherCurrency(read.report) {
        throw Problem(
          "the amounts are in \(code), and \(loaded.path) is in \(model.currency ?? ""): money of two currencies cannot be compared"
        )
      }
      earlier = try Self.table(store, model.source.customers, progress)
      later = read.table
      laterModel = nil
      laterPath = names.joined(separator: ", ")
      laterSource = Source(read, trainedOn: 0)
      pack = loaded.pack
      warnings =
        inherited.notes(read).map(\.line)
        + [ModelDifferences.order(model.source.asOf, laterSource.asOf, loaded.path, laterPath)]
        .compactMap { $0 }
    }
  }

  // MARK: - Which is which

  /// The later side as a model's file; nil where it is sales.
  private static func modelPath(_ names: [String], _ library: Library) throws(Problem) -> String? {
    let files = names.filter { $0 == "-" || (FileBytes.exists($0) && !FileBytes.isFolder($0)) }
    let models = files.filter(isModel)
    if let model = models.first {
      if names.count > 1 { throw Problem("\(model): give one later model, or files of later sales") }
      return model
    }
    if !files.isEmpty {
      if let missing = names.first(where: { !files.contains($0) }) {
        throw Problem("\(missing): there is no such file")
      }
      return nil
    }
    do throws(Problem) {
      return try library.modelPath(named: names[0])
    } catch {
      // sales.csv was meant as a file, sales as a model.
      let isFile = names.count > 1 || names[0].contains("/") || names[0].contains(".")
      throw isFile ? Problem("\(names[0]): there is no such file, and no model of that name") : error
    }
  }

  /// Whether a file begins as a JSON object does.
  private static func isModel(_ path: String) -> Bool {
    guard path != "-" else { return false }
    // A pipe must be left as it is.
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return path.hasSuffix(".json") }
    defer { close(descriptor) }
    var start = [UInt8](repeating: 0, count: 256)
    let got = start.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
    let bytes = start.prefix(max(got, 0)).drop { [0xEF, 0xBB, 0xBF, 0x20, 0x09, 0x0A, 0x0D].contains($0) }
    return bytes.first == UInt8(ascii: "{")
  }

  private static func isEmpty(_ options: SalesOptions) -> Bool { options == SalesOptions() }

  // MARK: - Customers

  private static func table(
    _ store: CustomerStore, _ count: Int, _ progress: Progress
  ) throws(Problem) -> RFMTable {
    try explained { () throws(StoreError) in
      try store.table(count: count) { progress.count("reading customers", $0, of: count) }
    }
  }

  /// Both stores, each on a thread of its own.
  private static func read(
    _ store: CustomerStore, _ model: Model, _ other: CustomerStore, _ otherModel: Model, _ progress: Progress
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
            progress.count("reading customers", sum, of: all)
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
    let scores = Set(pack.segments.flatMap(\.when).flatMap(\.bounds.keys).filter(\.isScore).map(\.feature))
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
