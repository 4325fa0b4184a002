import CustomerStore
import JSONText
import SafeFiles
import Segmentation

/// A model, its customers and its packs, and what a person asks of them: the same for the prompt, for lines
/// on standard input and for single commands.
struct Session {
  /// What recency is counted to in look-ups.
  enum AsOf {
    case model, today
    case moment(Timestamp)
  }

  let places: Places
  let style: Style
  private(set) var modelPath: String
  private(set) var model: Model
  private(set) var store: CustomerStore?
  /// Why there is no store though the model names one.
  private(set) var storeProblem: String?
  var shelf: PackShelf
  private(set) var pack: SegmentPack?
  var workshop = PackWorkshop()
  var asOf = AsOf.model
  var isJSON: Bool
  /// The columns that the store keeps of customers.
  private(set) var keptColumns: [String] = []
  /// The list that was shown last.
  var lastList: LastList?
  /// The model's file as it was read, and which file its store was.
  private var modelStamp: FileBytes.Stamp?
  private var storeFile: UInt64?
  /// Whom the last answer was about.
  var subject: Subject?
  /// Told how far a look at all customers is.
  var progress: Progress?
  /// Asks a yes-or-no question; nil where there is no terminal.
  var ask: ((String) -> Bool)?

  init(_ options: ModelOptions, isJSON: Bool) throws(Failure) {
    try self.init(options.choice, isJSON: isJSON)
  }

  init(_ options: ModelChoice, isJSON: Bool) throws(Failure) {
    try self.init(model: options.model, options.packs, isJSON: isJSON)
  }

  /// - Parameter name: of the model, or its file; nil for the newest.
  init(model name: String?, _ packs: PackChoice, isJSON: Bool) throws(Failure) {
    places = Places()
    style = Style.forOutput()
    self.isJSON = isJSON
    shelf = try PackShelf(given: packs.segments, places: places)
    modelPath = try places.model(named: name)
    modelStamp = FileBytes.stamp(modelPath)
    (model, store, storeProblem) = try Self.open(modelPath)
    storeFile = store.flatMap { FileBytes.stamp($0.path)?.inode }
    keptColumns = try Self.keptColumns(of: store)
    pack = try shelf.choose(named: packs.pack, for: model)
  }

  /// A model, its customers, and why there are none though it names some.
  static func open(_ path: String) throws(Failure) -> (Model, CustomerStore?, String?) {
    do throws(ModelFile.Problem) {
      let (model, store) = try ModelFile.open(path)
      return (model, store, nil)
    } catch {
      // A model without its store still scores.
      guard case .store(let problem) = error else { throw Failure(error) }
      do throws(ModelFile.Problem) {
        return (try ModelFile.read(path), nil, problem.description)
      } catch {
        throw Failure(error)
      }
    }
  }

  private static func keptColumns(of store: CustomerStore?) throws(Failure) -> [String] {
    guard let store else { return [] }
    return try held { () throws(StoreError) in try store.keptColumns() }
  }

  /// Takes up another model, or the same one again.
  ///
  /// - Parameter pack: stays in use where it fits.
  mutating func load(_ name: String?, keeping pack: String? = nil) throws(Failure) {
    let path = try places.model(named: name ?? modelPath)
    let stamp = FileBytes.stamp(path)
    let opened = try Self.open(path)
    let kept = try Self.keptColumns(of: opened.1)
    var chosen: SegmentPack?
    if let pack { chosen = (try? shelf.choose(named: pack, for: opened.0)) ?? nil }
    if chosen == nil { chosen = try shelf.choose(named: nil, for: opened.0) }
    (model, store, storeProblem) = opened
    modelPath = path
    modelStamp = stamp
    storeFile = store.flatMap { FileBytes.stamp($0.path)?.inode }
    keptColumns = kept
    self.pack = chosen
    subject = nil
    lastList = nil
  }

  /// Takes up the model in use where it was trained again, and its store where someone was taken out of it.
  ///
  /// - Returns: a sentence for a person.
  mutating func takeUpTraining() -> String? {
    let stamp = FileBytes.stamp(modelPath)
    if stamp != modelStamp {
      let old = pack?.name
      do throws(Failure) {
        guard stamp != nil else { throw Failure("\(modelPath): it is gone") }
        try load(modelPath, keeping: old)
      } catch {
        // Said once.
        modelStamp = stamp
        return "\(error.message); the prompt goes on with the model as it was"
      }
      let packNews =
        pack?.name == old ? "" : "; \(pack.map { "the pack in use is \($0.name) now" } ?? "no pack fits it")"
      return
        "\(modelPath) was trained again and is taken up: \(model.source.asOf.map { "as of \($0.date), " } ?? "")\(Figures.counted(model.source.customers, "customer"))\(packNews)"
    }
    guard let store, let inode = FileBytes.stamp(store.path)?.inode, inode != storeFile else { return nil }
    do throws(Failure) {
      let opened = try Self.open(modelPath)
      (model, self.store, storeProblem) = opened
      storeFile = inode
      // The person may be the one who was taken out.
      subject = nil
      lastList = nil
    } catch {
      return error.message
    }
    return nil
  }

  // MARK: Packs

  /// Puts another pack to use.
  mutating func use(_ name: String) throws(Failure) {
    pack = try shelf.choose(named: name, for: model)
  }

  /// Makes the store say what a pack says that was just edited, and puts it to use where its earlier state was;
  /// a store that may not be written stays as it is.
  mutating func adopt(_ edited: SegmentPack) {
    if let store { StoreView.refresh(store.path, model, edited: edited) }
    if pack?.name == edited.name { pack = edited }
  }

  /// Takes up packs that were changed on disk, and says what changed.
  @discardableResult
  mutating func takeUpChanges() -> [String] {
    var news = shelf.refresh()
    guard !news.isEmpty else { return [] }
    let old = pack?.name
    if let name = old, let book = shelf.books.first(where: { $0.pack.name == name }),
      book.pack.misfit(model) == nil
    {
      pack = book.pack
    } else {
      pack = (try? shelf.choose(named: nil, for: model)) ?? nil
      if pack?.name != old {
        news.append(pack.map { "the pack in use is \($0.name) now" } ?? "no pack fits the model now")
      }
    }
    return news
  }

  // MARK: Answers

  func answer(_ rfm: RFM, customer: StoredAnswer? = nil) -> Answer {
    let classification = model.classify(rfm)
    return Answer(
      classification: classification, margin: model.margin(of: classification),
      segment: pack?.segment(of: classification), customer: customer,
      clusterNames: (0..<model.k).map(clusterName),
      clusterColors: (0..<model.k).map { clusterSegment($0)?.color }, others: others(classification),
      hint: hint)
  }

  /// The segment that stands for a cluster alone: of the pack in use, or of another that fits and has one;
  /// nil where none has.
  func clusterSegment(_ cluster: Int) -> Segment? {
    let rule = Conditions(clusters: [cluster])
    let packs =
      [pack].compactMap { $0 } + [try? shelf.choose(named: nil, for: model)].compactMap { $0 ?? nil }
    return packs.lazy.compactMap { pack in pack.segments.first { $0.when.contains(rule) } }.first
  }

  /// What the other packs that fit say of the customer.
  private func others(_ classification: Classification) -> [(pack: String, segment: String)] {
    shelf.packs.filter { $0.name != pack?.name && $0.misfit(model) == nil }
      .compactMap { pack in pack.segment(of: classification).map { (pack.name, $0.name) } }
  }

  private var hint: String {
    if let pack {
      return
        "No segment of the pack \(pack.name) takes this customer; segments lint says who else falls through."
    }
    return shelf.packs.isEmpty
      ? "There is no segment pack: put a JSON file with names and recommendations in Segments/."
      : "No segment pack fits this model (\(shelf.packs.map { "\($0.name): \($0.misfit(model) ?? "")" }.joined(separator: "; ")))."
  }

  /// The observation date now in force; nil for a model of an RFM table.
  var observationDate: Timestamp? {
    switch asOf {
    case .model: return model.source.asOf
    case .today:
      let now = Console.now
      return Timestamp(
        year: now.year, month: now.month, day: now.day, hour: now.hour, minute: now.minute, second: now.second
      )
    case .moment(let moment): return moment
    }
  }

  func answer(_ stored: StoredCustomer) throws(Failure) -> Answer {
    answer(try Subject(stored, in: self))
  }

  /// The values of a customer as of the observation date in force.
  func values(of stored: StoredCustomer) throws(Failure) -> RFM {
    if case .model = asOf { return stored.rfm }
    guard let last = stored.lastPurchase, let date = observationDate else {
      throw Failure("this model knows no dates of purchases; as-of model goes back to its own recency")
    }
    var rfm = stored.rfm
    rfm.recency = last.wholeDays(until: date)
    guard rfm.recency >= 0 else {
      throw Failure("the last purchase of \(legible(stored.id)), \(last.date), is after \(date.date)")
    }
    return rfm
  }
}
