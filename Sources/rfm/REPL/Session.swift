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

  /// Makes the view `segments` of the store say what the pack in use says; a store that may not be written
  /// keeps its own.
  private func refreshView() {
    if let store { StoreView.refresh(store.path, SegmentSQL(model, pack)) }
  }

  // MARK: Packs

  /// Puts another pack to use.
  mutating func use(_ name: String) throws(Failure) {
    pack = try shelf.choose(named: name, for: model)
    refreshView()
  }

  /// Puts a pack to use that was just edited, where its earlier state was in use.
  mutating func adopt(_ new: SegmentPack, insteadOf old: SegmentPack) {
    guard pack?.name == old.name else { return }
    pack = new
    refreshView()
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
    refreshView()
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

  // MARK: Customers

  func lookUp(_ id: String) throws(Failure) -> Answer { try answer(try stored(id)) }

  /// The customer with an ID.
  func stored(_ id: String) throws(Failure) -> StoredCustomer {
    if let stored = try find(id) { return stored }
    // Spreadsheets write whole numbers as 17850.0.
    if id.hasSuffix(".0"), let stored = try find(String(id.dropLast(2))) { return stored }
    throw Failure(try notFound(id))
  }

  /// - Returns: nil where there is no such customer, or no store to look in.
  func find(_ id: String) throws(Failure) -> StoredCustomer? {
    guard let store else { return nil }
    do throws(StoreError) { return try store.customer(id) } catch { throw Failure(error) }
  }

  /// The store, or why there is none.
  func requireStore() throws(Failure) -> CustomerStore {
    if let store { return store }
    throw Failure(storeProblem ?? "the model \(model.name) has no customers to look up")
  }

  private func notFound(_ id: String) throws(Failure) -> String {
    let store = try requireStore()
    let start = "no customer \(legible(id)) in \(model.name)"
    // What is near is looked for by trying, which takes too long for what is no ID anyway.
    guard id.utf8.count <= 200 else { return start }
    let near: [String]
    do throws(StoreError) {
      var candidates = try store.neighbours(of: id, count: 20)
      var stem = id.dropLast()
      while !stem.isEmpty && candidates.count < 80 {
        candidates += try store.ids(startingWith: String(stem), limit: 20)
        stem = stem.dropLast()
      }
      // A swapped or mistyped letter early in the ID is far away in byte order.
      for variant in Self.singleEdits(of: id) where try store.customer(variant) != nil {
        candidates.append(variant)
      }
      var seen: Set<String> = []
      near = Array(byNearness(to: id, candidates.filter { seen.insert($0).inserted }).prefix(5))
    } catch {
      throw Failure(error)
    }
    return near.isEmpty ? start : "\(start). Nearest IDs: \(near.map { legible($0) }.joined(separator: ", "))"
  }

  /// Each word with a capital, as names are written.
  private static func titled(_ id: String) -> String {
    id.split(separator: " ").map { $0.prefix(1).uppercased() + $0.dropFirst().lowercased() }.joined(
      separator: " ")
  }

  private static func singleEdits(of id: String) -> [String] {
    let letters = Array(id)
    guard letters.count <= 24 else { return [] }
    var edits = [id.lowercased(), id.uppercased(), titled(id)]
    for i in letters.indices {
      if i + 1 < letters.count {
        var swapped = letters
        swapped.swapAt(i, i + 1)
        edits.append(String(swapped))
      }
      if letters[i].isNumber {
        for digit in "0123456789" where digit != letters[i] {
          var changed = letters
          changed[i] = digit
          edits.append(String(changed))
        }
      } else {
        var changed = letters
        changed[i] = Character(letters[i].isUppercase ? letters[i].lowercased() : letters[i].uppercased())
        edits.append(String(changed))
      }
    }
    return edits
  }

  /// All customers, each with what the model says.
  func scan(_ body: (CustomerStore.ScannedRow, Classification) -> Void) throws(Failure) {
    try scanRows { row in body(row, model.classify(row.rfm)) }
  }

  /// All customers, until Ctrl-C.
  func scanRows(_ body: (CustomerStore.ScannedRow) -> Void) throws(Failure) {
    let store = try requireStore()
    var rows = 0
    try held { () throws(StoreError) in
      try store.scan(while: { !AnswerStop.isAsked }) { row in
        body(row)
        rows &+= 1
        if rows & 0xFFF == 0 { progress?.count("looking at customers", rows, of: model.source.customers) }
      }
    }
    progress?.finish()
    if AnswerStop.isAsked { throw Failure("stopped") }
  }
}
