import Customers
import GRDB
import GRDBSQLite
import SafeFiles
import Segmentation

/// Writes a store: an SQLite file of its own, complete or not there at all.
public enum StoreWriter {
  /// The version of the layout.
  static let version = "rfm-store/1"

  /// Writes the content to `path`, readable by this user alone.
  ///
  /// Under a microsecond for a customer: one transaction, in the order of the IDs, many customers to a statement,
  /// bound on the raw one.
  ///
  /// - Parameters:
  ///   - content: the customers, and the views of packs.
  ///   - id: the one by which the model names the store.
  ///   - path: where the store is to be; a file there is replaced.
  ///   - progress: told now and then how many customers are written.
  public static func write(
    _ content: StoreContent, id: String, to path: String, progress: ((Int) -> Void)? = nil
  ) throws(StoreError) {
    do {
      let part = try PartFile(for: path, mode: 0o600)
      try fill(part.path, content, id, progress)
      try part.replaceTarget()
    } catch {
      throw StoreError(path: path, message: StoreError.writing(error))
    }
  }

  private static func fill(
    _ path: String, _ content: StoreContent, _ id: String, _ progress: ((Int) -> Void)?
  ) throws {
    let queue = try DatabaseQueue(path: path)
    defer { try? queue.close() }
    try queue.writeWithoutTransaction { db in
      // Nobody else sees the file before it is complete, so it needs no journal.
      try db.execute(
        sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE")
      try db.inTransaction {
        let kept = content.table.kept.map(\.name)
        try db.execute(sql: StoreSchema.statements(kept: kept))
        try db.execute(
          sql: "INSERT INTO about VALUES ('format', ?), ('id', ?)", arguments: [version, id])
        try insert(content, db, progress)
        if !kept.isEmpty {
          try db.execute(
            sql: "INSERT INTO about VALUES ('kept', ?)", arguments: [StoreSchema.text(kept: kept)])
          try db.execute(sql: StoreSchema.search(kept: kept.count) + StoreSchema.fillSearch(kept: kept))
        }
        for view in content.views { try view.write(db) }
        return .commit
      }
    }
  }

  private static func insert(
    _ content: StoreContent, _ db: Database, _ progress: ((Int) -> Void)?
  ) throws {
    let columns = [content.table.ids] + content.table.kept.map(\.values)
    try IDColumn.withTexts(of: columns) { texts in
      let count = content.table.count
      let inFull = count - count % CustomerInsertion.mostRows
      let full = try CustomerInsertion(rows: CustomerInsertion.mostRows, of: content, texts, db)
      for (number, start) in stride(from: 0, to: inFull, by: full.rows).enumerated() {
        try full.insert(from: start)
        if number & 0x3F == 0x3F { progress?(start + full.rows) }
      }
      if inFull < count {
        try CustomerInsertion(rows: count - inFull, of: content, texts, db).insert(from: inFull)
      }
    }
  }
}

extension StoreError {
  /// Why a store could not be written.
  static func writing(_ error: any Error) -> String {
    switch error {
    case let error as FileProblem: return error.message
    case let error as DatabaseError:
      switch error.resultCode {
      case .SQLITE_FULL: return "cannot be written: the disk is full"
      case .SQLITE_IOERR:
        return "cannot be written: the disk refuses more (\(error.message ?? "input/output error"))"
      default: return "cannot be written: \(error.message ?? "the database says \(error.resultCode)")"
      }
    default: return "\(error)"
    }
  }

  /// Why a store could not be read.
  static func reading(_ error: any Error) -> String {
    let damaged = "this is not a store of customers, or it is damaged"
    switch error {
    case let damage as StoreDamage: return "the store is damaged: \(damage.message); train again"
    case let error as DatabaseError:
      switch error.resultCode {
      case .SQLITE_NOTADB, .SQLITE_CORRUPT: return "\(damaged); train again"
      // The tables or columns that it asks for are not there.
      case .SQLITE_ERROR: return "\(damaged) (\(error.message ?? "\(error.resultCode)")); train again"
      case .SQLITE_CANTOPEN: return "cannot be opened"
      default: return "cannot be read: \(error.message ?? "the database says \(error.resultCode)")"
      }
    default: return "\(error)"
    }
  }
}
