import RFMService
import Segmentation
import Synchronization
import Tabular

/// The models that are asked, as they are on disk at the moment of the question.
final class Catalog: Sendable {
  /// A model with its packs, and a tag that changes when an answer may.
  struct Entry: Sendable {
    let loaded: LoadedModel
    /// In quotes, as a header has it.
    let tag: String
  }

  private struct Key: Hashable {
    let path: String
    let pack: String?
  }

  private let settings: ServerSettings
  private let entries = Mutex<[Key: Entry]>([:])

  /// What requests were answered with since anything changed on disk.
  private struct Settled {
    struct Request: Hashable {
      let model: String?
      let pack: String?
    }
    var entries: [Request: Entry] = [:]
    /// How often something may have changed.
    var changes = 0
  }
  private let settled = Mutex(Settled())
  private let watch: FolderWatch

  init(_ settings: ServerSettings) {
    self.settings = settings
    watch = FolderWatch(
      settings.library.foldersOfModels(besides: settings.options.model, settings.options.segments))
  }

  var library: Library { settings.library }

  /// The file of a model that a request names: by name alone, since a path could lead anywhere.
  func path(_ name: String?) throws(Problem) -> String {
    guard let name else { return try library.modelPath(named: settings.options.model) }
    if let path = library.models.first(where: { Library.modelName($0) == name }) { return path }
    if let own = settings.options.model, let path = try? library.modelPath(named: own),
      Library.modelName(path) == name
    {
      return path
    }
    let known = Array(Set(library.models.map(Library.modelName))).sorted()
    throw Problem(
      "there is no model '\(name)'" + (known.isEmpty ? "" : "; known: \(known.joined(separator: ", "))"),
      .notFound)
  }

  /// A model and its packs where they are known and have not changed; else nil.
  func unchanged(model: String?, pack: String?) throws(Problem) -> Entry? {
    let request = Settled.Request(model: model, pack: pack)
    let (answered, changes) = settled.withLock { settled in
      if watch.mayHaveNews() {
        settled.entries = [:]
        settled.changes += 1
      }
      return (settled.entries[request], settled.changes)
    }
    if let answered { return answered }
    let key = Key(path: try path(model), pack: pack ?? settings.options.pack)
    guard let known = entries.withLock({ $0[key] }) else { return nil }
    let news = known.loaded.refreshed().1
    guard news.sentences.isEmpty && !news.isOfCustomers else { return nil }
    // Unless something changed during the look.
    settled.withLock { if $0.changes == changes { $0.entries[request] = known } }
    return known
  }

  /// A model and its packs, taken up anew where they changed.
  ///
  /// - Parameters:
  ///   - model: by name; nil for the one taken unless said.
  ///   - pack: by name; nil for the one that is used unless said.
  func entry(model: String? = nil, pack: String? = nil) throws(Problem) -> Entry {
    let key = Key(path: try path(model), pack: pack ?? settings.options.pack)
    if let known = entries.withLock({ $0[key] }) {
      let (now, news) = known.loaded.refreshed()
      if news.sentences.isEmpty && !news.isOfCustomers { return known }
      // A pack that was named must still fit.
      let loaded = try key.pack.map { name throws(Problem) in try now.using(name) } ?? now
      return put(loaded, key)
    }
    let loaded = try library.model(named: key.path, packs: settings.options.segments, using: key.pack)
    return put(loaded, key)
  }

  private func put(_ loaded: LoadedModel, _ key: Key) -> Entry {
    let entry = Entry(loaded: loaded, tag: Self.tag(loaded))
    entries.withLock { entries in
      // Packs that do not exist are not kept, so there are few; names of models come and go.
      if entries.count > 64 { entries = [:] }
      entries[key] = entry
    }
    return entry
  }

  /// Forgets what was read of a model, since it was just changed here.
  func forget() {
    entries.withLock { $0 = [:] }
    settled.withLock { $0 = .init(changes: $0.changes + 1) }
  }

  private static func tag(_ loaded: LoadedModel) -> String {
    var hash = FNV()
    hash.add(loaded.model.store?.id ?? "")
    hash.add(loaded.overview.text(.compact))
    hash.add(loaded.pack?.name ?? "")
    for book in loaded.shelf.books { hash.add(book.text.bytes) }
    return hash.tag
  }

  /// The tag of a pack's text.
  static func tag(_ book: PackShelf.Book) -> String { tag(book.text.bytes) }

  /// The tag of what never depends on anything else.
  static func tag(_ bytes: [UInt8]) -> String {
    var hash = FNV()
    hash.add(bytes)
    return hash.tag
  }
}

/// FNV-1a in 128 bits: tells texts apart that nobody chose to be taken for each other.
private struct FNV {
  private var value: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d

  mutating func add(_ bytes: [UInt8]) {
    for byte in bytes { value = (value ^ UInt128(byte)) &* 0x0000_0000_0100_0000_0000_0000_0000_013B }
    value = (value ^ 0xFF) &* 0x0000_0000_0100_0000_0000_0000_0000_013B
  }

  mutating func add(_ text: String) { add(Array(text.utf8)) }

  var tag: String {
    "\"\(hexadecimal(UInt64(truncatingIfNeeded: value >> 64)))\(hexadecimal(UInt64(truncatingIfNeeded: value)))\""
  }
}
