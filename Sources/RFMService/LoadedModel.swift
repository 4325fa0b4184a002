import CustomerStore
import SafeFiles
import Segmentation
import Wording

/// A model, its customers, the packs at hand and the one in use: what every question is asked of.
///
/// It is a value: taking up a new training, another pack or an edit makes a new one, and whoever still works with
/// the old one goes on with that. Asking it anything writes nothing.
public struct LoadedModel: Sendable {
  /// The model's file.
  public let path: String
  /// The model as it was read.
  public let model: Model
  /// The customers; nil where the model names none, or where they cannot be opened.
  public let store: CustomerStore?
  /// Why there is no store though the model names one.
  public let storeProblem: String?
  /// The columns that the store keeps of customers.
  public let keptColumns: [String]
  /// The packs at hand.
  public private(set) var shelf: PackShelf
  /// The pack in use, by name; nil where none fits.
  private var packName: String?
  /// What should be known of that pack: what it says that is not so, and which ones were passed over for it. A
  /// sentence each.
  public private(set) var packNotes: [String] = []
  /// The model's file as it was read, and which file its store was.
  private let stamp: FileBytes.Stamp?
  private let storeFile: UInt64?
  /// What the customers said of the segments; copies share it.
  let memo = MemberMemo()

  /// Where models, packs and layouts are found.
  public var library: Library { shelf.library }

  /// The pack in use, as it is on the shelf, with the limits that are relative to a model in this one's numbers.
  public var pack: SegmentPack? {
    packName.flatMap { name in shelf.books.first { $0.pack.name == name }?.pack.resolved(by: model) }
  }

  /// Opens the model at `path`.
  ///
  /// - Parameter pack: the pack to use; nil for the one that fits best and says nothing false of the customers.
  init(_ path: String, shelf: PackShelf, pack: String?) throws(Problem) {
    // Taken before the reading: a training in between is seen at the next look.
    let stamp = FileBytes.stamp(path)
    let (model, store, problem) = try Self.open(path)
    let shelf = shelf.with(model: path)
    self.init(path, stamp, model, store, problem, try Self.keptColumns(of: store), shelf)
    guard let pack else {
      (packName, packNotes) = truePack()
      return
    }
    try use(pack)
  }

  private mutating func use(_ name: String) throws(Problem) {
    let pack = try shelf.pack(named: name, for: model)
    packName = pack.name
    packNotes = warnings(of: pack)
  }

  private init(
    _ path: String, _ stamp: FileBytes.Stamp?, _ model: Model, _ store: CustomerStore?,
    _ storeProblem: String?,
    _ keptColumns: [String], _ shelf: PackShelf
  ) {
    self.path = path
    self.stamp = stamp
    self.model = model
    self.store = store
    self.storeProblem = storeProblem
    self.keptColumns = keptColumns
    self.shelf = shelf
    storeFile = store.flatMap { FileBytes.stamp($0.path)?.inode }
  }

  /// A model, its customers, and why there are none though it names some: without them it still scores.
  public static func open(_ path: String) throws(Problem) -> (Model, CustomerStore?, String?) {
    do throws(ModelFile.Problem) {
      let (model, store) = try ModelFile.open(path)
      return (model, store, nil)
    } catch {
      guard case .store(let problem) = error else { throw Problem(error) }
      let model = try explained { () throws(ModelFile.Problem) in try ModelFile.read(path) }
      return (model, nil, problem.description)
    }
  }

  private static func keptColumns(of store: CustomerStore?) throws(Problem) -> [String] {
    guard let store else { return [] }
    return try explained { () throws(StoreError) in try store.keptColumns() }
  }

  /// The store, or why there is none.
  public func requireStore() throws(Problem) -> CustomerStore {
    if let store { return store }
    if let storeProblem { throw Problem(storeProblem, .io) }
    throw Problem("the model \(model.name) has no customers to look up", .notFound)
  }

  // MARK: Another model, or another pack

  /// The same packs with another model, or with the same one as it is now.
  ///
  /// - Parameters:
  ///   - name: of the model, or its file.
  ///   - pack: stays in use where it fits and says nothing false.
  public func loading(_ name: String, keeping pack: String? = nil) throws(Problem) -> LoadedModel {
    let path = try library.modelPath(named: name)
    if let pack, let kept = try? LoadedModel(path, shelf: shelf, pack: pack), kept.packNotes.isEmpty {
      return kept
    }
    return try LoadedModel(path, shelf: shelf, pack: nil)
  }

  /// With another pack in use.
  public func using(_ name: String) throws(Problem) -> LoadedModel {
    var other = self
    try other.use(name)
    return other
  }

  // MARK: What changed on disk

  /// What a look at the disk found.
  public struct News: Sendable {
    /// A sentence for each change.
    public var sentences: [String] = []
    /// Whether customers may be others than before: what was said of one may not hold any more.
    public var isOfCustomers = false
  }

  /// Takes up the model where it was trained again, its store where someone was taken out of it, and the packs that
  /// were edited.
  public func refreshed() -> (LoadedModel, News) {
    var news = News()
    var now = takingUpTraining(&news)
    now = now.takingUpPacks(&news)
    return (now, news)
  }

  private func takingUpTraining(_ news: inout News) -> LoadedModel {
    let now = FileBytes.stamp(path)
    if now != stamp {
      do throws(Problem) {
        guard now != nil else { throw Problem("\(path): it is gone", .notFound) }
        let other = try loading(path, keeping: pack?.name)
        news.isOfCustomers = true
        news.sentences.append(other.sentence(insteadOf: pack?.name))
        news.sentences += other.packNotes
        return other
      } catch {
        news.sentences.append("\(error.message); the prompt goes on with the model as it was")
        // Said once.
        return replaced(model, store, storeProblem, keptColumns, stamp: now)
      }
    }
    guard let store, let inode = FileBytes.stamp(store.path)?.inode, inode != storeFile else { return self }
    do throws(Problem) {
      let (model, store, problem) = try Self.open(path)
      // The person may be the one who was taken out.
      news.isOfCustomers = true
      return replaced(model, store, problem, try Self.keptColumns(of: store), stamp: stamp)
    } catch {
      news.sentences.append(error.message)
      return self
    }
  }

  private func sentence(insteadOf old: String?) -> String {
    let packNews =
      pack?.name == old ? "" : "; \(pack.map { "the pack in use is \($0.name) now" } ?? "no pack fits it")"
    let asOf = model.source.asOf.map { "as of \($0.date), " } ?? ""
    return
      "\(path) was trained again and is taken up: \(asOf)\(Figures.counted(model.source.customers, "customer"))\(packNews)"
  }

  private func replaced(
    _ model: Model, _ store: CustomerStore?, _ problem: String?, _ kept: [String], stamp: FileBytes.Stamp?
  ) -> LoadedModel {
    var other = LoadedModel(path, stamp, model, store, problem, kept, shelf)
    other.packName = packName
    return other
  }

  private func takingUpPacks(_ news: inout News) -> LoadedModel {
    var now = self
    let sentences = now.shelf.refresh()
    guard !sentences.isEmpty else { return self }
    news.sentences += sentences
    if let taken = now.pack, taken.misfit(model) == nil {
      // Said once, when the pack has been changed.
      if taken.segments != pack?.segments { news.sentences += now.warnings(of: taken) }
      return now
    }
    (now.packName, now.packNotes) = now.truePack()
    news.sentences += now.packNotes
    if now.packName != packName {
      news.sentences.append(
        now.packName.map { "the pack in use is \($0) now" } ?? "no pack fits the model now")
    }
    return now
  }

  /// With a file of a pack looked at again at the next look, whatever its stamp says.
  public func distrusting(_ path: String) -> LoadedModel {
    var other = self
    other.shelf.distrust(path)
    return other
  }

  /// With the packs as an edit has left them.
  func with(_ shelf: PackShelf) -> LoadedModel {
    var other = self
    other.shelf = shelf
    return other
  }

  // MARK: What things are called

  /// The segment of the pack in use that stands for a cluster alone; nil where none does.
  public func segment(ofCluster cluster: Int) -> Segment? {
    pack?.segments.first { $0.when.contains(Conditions(clusters: [cluster])) }
  }

  /// What a cluster is called among the others.
  public func name(ofCluster cluster: Int) -> String {
    (segment(ofCluster: cluster) ?? .unnamed(cluster: cluster)).name
  }

  /// A cluster in a sentence: by number, behind the name where it has one.
  public func phrase(ofCluster cluster: Int) -> String {
    segment(ofCluster: cluster).map { "\($0.name) (cluster \(cluster))" } ?? "cluster \(cluster)"
  }

  /// What a place is called; a customer whom no rule takes is in a cluster without a name.
  public func name(of place: Place) -> String { place.name(in: pack) }

  /// The colour of a place, as `#1f77b4`.
  public func color(of place: Place) -> String? {
    switch place {
    case .segment(let index): pack?.segments[index].color
    case .cluster(let cluster): segment(ofCluster: cluster)?.color
    }
  }

  /// A segment of the pack in use by name, by an unambiguous beginning, or by cluster id.
  public func segment(named text: String) throws(Problem) -> Int {
    guard let pack else { throw Problem("no segment pack fits this model", .notFound) }
    // Quotes around a name are as good as none.
    switch pack.resolve(text.withoutQuotes) {
    case .success(let index): return index
    case .failure(let error): throw Problem(error)
    }
  }
}

extension StringProtocol {
  /// Without the quotes around it, where it has some.
  fileprivate var withoutQuotes: String {
    guard count >= 2, let first, let last, first == last, first == "\"" || first == "'" else {
      return String(self)
    }
    return String(dropFirst().dropLast())
  }
}
