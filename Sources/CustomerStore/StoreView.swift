import Exchange
import GRDB
import SafeFiles
import Segmentation

/// A view of a store: each customer's scores and segment under one pack.
///
/// The model's own pack, the one that was chosen when it was trained, has the view `segments`; each other pack
/// that fits the model has `segments_NAME`. Views are written by a training and by edits of their packs, and are
/// the one thing of a store that is changed in place, in a transaction of its own: readers see the old view or
/// the new one. Reading a store never changes it.
public struct StoreView: Sendable {
  /// `segments` or `segments_NAME`.
  public let name: String
  /// What the view selects; nil where there is none, since the pack does not fit the model or asks who will buy again.
  private let select: String?
  /// For `segments`: the name of the model's own pack; empty where none fits.
  private let own: String?
  /// For `segments`: what was counted of the customers for that pack; nil where nothing was.
  private let said: String?
  private var create: String? { select.map { "CREATE VIEW \(quoted) AS\n\($0)" } }
  private var quoted: String { own == nil ? StoreSchema.quoted(name) : name }

  /// The view `segments`.
  ///
  /// - Parameters:
  ///   - model: whose store it is.
  ///   - pack: the model's own; with none that fits, the view says `Cluster n`.
  ///   - said: what the customers say of its segments, to be read again as `CustomerStore.said`.
  public init(_ model: Model, own pack: SegmentPack?, said: String? = nil) {
    name = "segments"
    select = StoreQuery(model, pack)?.select
    own = pack?.name ?? ""
    self.said = said
  }

  /// The view `segments_NAME` of a pack that is not the model's own.
  public init(_ model: Model, _ pack: SegmentPack) {
    name = "segments_\(pack.name)"
    select = pack.misfit(model) == nil ? StoreQuery(model, pack)?.select : nil
    own = nil
    said = nil
  }

  /// The views that a training writes: of the model's own pack, and of each other one that fits.
  public static func all(
    _ model: Model, own: SegmentPack?, said: String? = nil, among packs: [SegmentPack]
  ) -> [StoreView] {
    let others = packs.filter { $0.name != own?.name && $0.misfit(model) == nil }
    return [StoreView(model, own: own, said: said)] + others.map { StoreView(model, $0) }
  }

  // MARK: Writing

  func write(_ db: Database) throws {
    try db.execute(sql: "DROP VIEW IF EXISTS \(quoted)")
    if let create { try db.execute(sql: create) }
    guard let own else { return }
    try db.execute(sql: "INSERT OR REPLACE INTO about VALUES ('pack', ?)", arguments: [own])
    try db.execute(sql: "CREATE TABLE IF NOT EXISTS said (value TEXT NOT NULL); DELETE FROM said")
    if let said { try db.execute(sql: "INSERT INTO said VALUES (?)", arguments: [said]) }
  }

  private func isWritten(_ db: Database) throws -> Bool {
    let known = try String.fetchOne(
      db, sql: "SELECT sql FROM sqlite_master WHERE type = 'view' AND name = ?", arguments: [name])
    guard known == create else { return false }
    guard own != nil else { return true }
    return try Self.ownPack(db) == own && Self.said(db) == said
  }

  /// What was counted for the model's own pack. It has a table of its own, so that the pages of `about`, which every
  /// opening reads, stay few.
  static func said(_ db: Database) throws -> String? {
    try db.tableExists("said") ? String.fetchOne(db, sql: "SELECT value FROM said") : nil
  }

  /// The name of the pack that the view `segments` is of.
  private static func ownPack(_ db: Database) throws -> String? {
    try String.fetchOne(db, sql: "SELECT value FROM about WHERE key = 'pack'")
  }

  /// Makes views of a store say what they should, and leaves the others as they are. Writes nothing where all
  /// do already.
  ///
  /// - Returns: false where the store cannot be written: then its views stay as they were.
  @discardableResult
  public static func refresh(_ path: String, _ views: [StoreView]) -> Bool {
    refresh(path) { _ in views }
  }

  /// Makes the view of a pack that was edited say what the pack says now: `segments` where it is the model's
  /// own, else `segments_NAME`, which goes where the pack does not fit any more.
  ///
  /// - Returns: false where the store cannot be written: then its views stay as they were.
  @discardableResult
  public static func refresh(
    _ path: String, _ model: Model, edited pack: SegmentPack, said: String? = nil
  ) -> Bool {
    refresh(path) { db in
      try ownPack(db) == pack.name ? [StoreView(model, own: pack, said: said)] : [StoreView(model, pack)]
    }
  }

  private static func refresh(_ path: String, _ views: (Database) throws -> [StoreView]) -> Bool {
    do {
      let stale = try StoreReaders.open(path).read { db in
        try views(db).filter { try !$0.isWritten(db) }
      }
      if stale.isEmpty { return true }
      guard FileBytes.mayWrite(in: FileBytes.folder(of: path)), FileBytes.mayWrite(in: path) else {
        return false
      }
      var configuration = Configuration()
      configuration.busyMode = .timeout(5)
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      defer { try? queue.close() }
      try queue.write { db in for view in stale { try view.write(db) } }
      return true
    } catch {
      return false
    }
  }

  /// Ends what a process that was killed while it wrote a view has left: without that nobody can read the
  /// store, and readers may not do it.
  static func finishInterrupted(_ path: String) {
    guard FileBytes.exists(path + "-journal"), FileBytes.mayWrite(in: path),
      let queue = try? DatabaseQueue(path: path)
    else { return }
    _ = try? queue.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") }
    try? queue.close()
  }
}
