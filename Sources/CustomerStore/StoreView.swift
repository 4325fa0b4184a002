import GRDB
import SafeFiles
import Segmentation

/// The view `segments` of a store: each customer's segment under the pack in use.
///
/// It is the one thing of a store that is changed in place, in a transaction of its own: readers see the old
/// view or the new one.
public enum StoreView {
  static func write(_ segments: SegmentSQL, _ db: Database) throws {
    try db.execute(sql: "DROP VIEW IF EXISTS segments")
    try db.execute(sql: segments.view)
    try db.execute(
      sql: "INSERT OR REPLACE INTO about VALUES ('pack', ?)", arguments: [segments.packName ?? ""])
  }

  /// Makes the view say what the pack says, where it does not yet.
  ///
  /// - Returns: false where the store cannot be written: then its view stays as it was.
  @discardableResult
  public static func refresh(_ path: String, _ segments: SegmentSQL) -> Bool {
    do {
      var reading = Configuration()
      reading.readonly = true
      reading.busyMode = .timeout(5)
      let known = try DatabaseQueue(path: path, configuration: reading).read { db in
        try String.fetchOne(
          db, sql: "SELECT sql FROM sqlite_master WHERE type = 'view' AND name = 'segments'")
      }
      if known == segments.view { return true }
      guard FileBytes.mayWrite(in: FileBytes.folder(of: path)), FileBytes.mayWrite(in: path) else {
        return false
      }
      var configuration = Configuration()
      configuration.busyMode = .timeout(5)
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      defer { try? queue.close() }
      try queue.write { db in try write(segments, db) }
      return true
    } catch {
      return false
    }
  }

  /// Ends what a process that was killed while it wrote the view has left: readers may not do that.
  static func finishInterrupted(_ path: String) {
    guard FileBytes.exists(path + "-journal"), FileBytes.mayWrite(in: path),
      let queue = try? DatabaseQueue(path: path)
    else { return }
    _ = try? queue.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") }
    try? queue.close()
  }
}
