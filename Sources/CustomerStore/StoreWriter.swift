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
  /// About two microseconds for a customer: one transaction, in the order of the IDs, bound on the raw
  /// statement.
  ///
  /// - Parameter progress: told now and then how many customers are written.
  public static func write(
    _ content: StoreContent, id: String, to path: String, progress: ((Int) -> Void)? = nil
  ) throws(StoreError) {
    let temporary = AtomicFile.temporaryPath(for: path)
    do {
      try AtomicFile.createPrivate(temporary)
      try fill(temporary, content, id, progress)
      try AtomicFile.replace(path, with: temporary)
    } catch {
      AtomicFile.remove(temporary)
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
        if let segments = content.segments { try StoreView.write(segments, db) }
        return .commit
      }
    }
  }

  private static func insert(
    _ content: StoreContent, _ db: Database, _ progress: ((Int) -> Void)?
  ) throws {
    let table = content.table
    let insertion = try db.makeStatement(
      sql: "INSERT INTO customers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?\(table.kept.map { _ in ", ?" }.joined()))"
    )
    let statement = insertion.sqliteStatement
    let kept = table.kept
    let first = DateText()
    let last = DateText()
    for row in 0..<table.count {
      // Bound without copies: everything outlives the step.
      table.ids.withBytes(of: row) { id in
        id.withMemoryRebound(to: CChar.self) {
          _ = sqlite3_bind_text(statement, 1, $0.baseAddress, Int32($0.count), nil)
        }
        sqlite3_bind_int64(statement, 2, Int64(table.recency[row]))
        sqlite3_bind_int64(statement, 3, Int64(table.frequency[row]))
        sqlite3_bind_double(statement, 4, table.monetary[row])
        if table.hasDates {
          first.bind(table.firstPurchase[row], to: statement, at: 5)
          last.bind(table.lastPurchase[row], to: statement, at: 6)
          sqlite3_bind_int64(statement, 7, Int64(table.purchaseDays[row]))
        }
        sqlite3_bind_int64(statement, 8, Int64(content.labels[row]))
        sqlite3_bind_int64(statement, 9, content.isOutlier[row] ? 1 : 0)
        for column in kept.indices {
          let place = Int32(10 + column)
          kept[column].values.withBytes(of: row) { value in
            guard !value.isEmpty else {
              sqlite3_bind_null(statement, place)
              return
            }
            value.withMemoryRebound(to: CChar.self) {
              _ = sqlite3_bind_text(statement, place, $0.baseAddress, Int32($0.count), nil)
            }
          }
        }
        _ = sqlite3_step(statement)
      }
      let code = sqlite3_reset(statement)
      guard code == SQLITE_OK else {
        throw DatabaseError(resultCode: ResultCode(rawValue: code), message: db.lastErrorMessage)
      }
      if row & 0xFFF == 0xFFF { progress?(row + 1) }
    }
    sqlite3_clear_bindings(statement)
  }
}

/// The text of a moment in memory that stays where it is, so that SQLite need not copy it.
private final class DateText {
  private let bytes = UnsafeMutablePointer<CChar>.allocate(capacity: 19)
  private var day = Int.min

  deinit { bytes.deallocate() }

  func bind(_ moment: Timestamp, to statement: OpaquePointer, at index: Int32) {
    let newDay = moment.day
    if newDay != day {
      day = newDay
      let date = Timestamp.date(ofDay: newDay)
      write(date.year / 100, at: 0)
      write(date.year % 100, at: 2)
      write(date.month, at: 5)
      write(date.day, at: 8)
      bytes[4] = CChar(UInt8(ascii: "-"))
      bytes[7] = CChar(UInt8(ascii: "-"))
      bytes[10] = CChar(UInt8(ascii: " "))
      bytes[13] = CChar(UInt8(ascii: ":"))
      bytes[16] = CChar(UInt8(ascii: ":"))
    }
    let rest = Int(moment.seconds - Int64(newDay) * Timestamp.secondsPerDay)
    write(rest / 3600, at: 11)
    write(rest / 60 % 60, at: 14)
    write(rest % 60, at: 17)
    sqlite3_bind_text(statement, index, bytes, 19, nil)
  }

  private func write(_ number: Int, at offset: Int) {
    bytes[offset] = CChar(UInt8(ascii: "0")) + CChar(number / 10)
    bytes[offset + 1] = CChar(UInt8(ascii: "0")) + CChar(number % 10)
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
