import GRDB
import SafeFiles
import Segmentation

/// Takes people out of a store.
///
/// A copy of the store without them takes its place as a whole: whoever reads meanwhile sees the old store or
/// the new one. In the copy they are deleted with `secure_delete`, the index of texts is made anew, and VACUUM
/// writes the file again, so that no page of it has anything of them.
public enum StoreForgetting {
  /// A person who was taken out, and what the store held of them.
  public struct Forgotten: Sendable {
    /// As it stood in the store.
    public let id: String
    /// The names of the columns, and what stood there: those that held nothing are left out.
    public let values: [(column: String, value: String)]
    /// The kept values that nobody else in the store has: a name or an address, and not a country.
    public let telling: [String]
  }

  /// Whether a file is a store, whichever model it belongs to.
  public static func isStore(_ path: String) -> Bool {
    let format = try? StoreReaders.open(path).read { db in
      try String.fetchOne(db, sql: "SELECT value FROM about WHERE key = 'format'")
    }
    return format == StoreWriter.version
  }

  /// Who of some people is in a store. O(people · log customers), and a scan for each kept value.
  public static func held(_ ids: [String], in path: String) throws(StoreError) -> [Forgotten] {
    do {
      StoreView.finishInterrupted(path)
      let queue = try StoreReaders.open(path)
      defer { try? queue.close() }
      return try queue.read { db in
        let kept = StoreSchema.kept(
          try String.fetchOne(db, sql: "SELECT value FROM about WHERE key = 'kept'"))
        var found: [Forgotten] = []
        for id in ids {
          let statement = try db.cachedStatement(sql: "SELECT * FROM customers WHERE id = ?")
          guard let row = try Row.fetchOne(statement, arguments: [id]) else { continue }
          let values = row.compactMap { column, value in
            String.fromDatabaseValue(value).map { (column, $0) }
              ?? (value.isNull ? nil : (column, value.description))
          }
          found.append(
            Forgotten(
              id: row["id"], values: values.filter { $0.0 != "id" },
              telling: try kept.indices.compactMap { try telling(row[kept[$0]], column: kept[$0], db) }))
        }
        return found
      }
    } catch {
      throw StoreError(path: path, message: StoreError.reading(error))
    }
  }

  private static func telling(_ value: String?, column: String, _ db: Database) throws -> String? {
    guard let value, !value.isEmpty else { return nil }
    let others = try Int.fetchOne(
      db,
      sql: "SELECT count(*) FROM (SELECT 1 FROM customers WHERE \(StoreSchema.quoted(column)) = ? LIMIT 2)",
      arguments: [value])
    return others == 1 ? value : nil
  }

  /// Whether a text finds some people and nobody else: who reads it knows that they were there.
  public static func onlyFinds(_ ids: Set<String>, by text: String, in path: String) -> Bool {
    guard let match = CustomerStore.match(text) else { return false }
    let found = try? StoreReaders.open(path).read { db in
      try String.fetchAll(
        db, sql: "SELECT id FROM search WHERE search MATCH ? LIMIT ?", arguments: [match, ids.count + 1])
    }
    guard let found, !found.isEmpty else { return false }
    return found.allSatisfy(ids.contains)
  }

  /// Takes people out of the store; the caller holds the lock of its model.
  public static func remove(_ ids: [String], from path: String) throws(StoreError) {
    do {
      let mode = FileBytes.stamp(path)?.mode
      let part = try PartFile(for: path, mode: 0o600)
      try copy(path, to: part.path)
      try delete(ids, in: part.path)
      if let mode { try part.setMode(mode) }
      try part.replaceTarget()
    } catch {
      throw StoreError(path: path, message: StoreError.writing(error))
    }
  }

  private static func copy(_ path: String, to temporary: String) throws {
    let queue = try StoreReaders.open(path)
    defer { try? queue.close() }
    try queue.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA query_only = 0")
      try db.execute(sql: "VACUUM INTO ?", arguments: [temporary])
    }
  }

  private static func delete(_ ids: [String], in path: String) throws {
    let queue = try DatabaseQueue(path: path)
    defer { try? queue.close() }
    try queue.writeWithoutTransaction { db in
      // Nobody else sees the file yet, and nothing of it is to be left in a journal or a temporary file.
      try db.execute(
        sql: """
          PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
          PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON
          """)
      let kept = StoreSchema.kept(try String.fetchOne(db, sql: "SELECT value FROM about WHERE key = 'kept'"))
      try db.inTransaction {
        for id in ids { try db.execute(sql: "DELETE FROM customers WHERE id = ?", arguments: [id]) }
        // They were counted in.
        try db.execute(sql: "DROP TABLE IF EXISTS said")
        if !kept.isEmpty {
          // A deletion in the index would leave a mark of what it takes out.
          try db.execute(
            sql: "DROP TABLE search;" + StoreSchema.search(kept: kept.count)
              + StoreSchema.fillSearch(kept: kept))
        }
        return .commit
      }
      try db.execute(sql: "VACUUM")
    }
  }
}
