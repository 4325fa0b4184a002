import JSONText
import Segmentation
import Wording

/// The tables and views of a store. docs/formats.md documents them for people who ask the file themselves.
enum StoreSchema {
  /// The columns that every store has.
  static let columns = [
    "id", "recency", "frequency", "monetary", "first_purchase", "last_purchase", "purchase_days", "cluster",
    "outlier",
  ]

  /// The kept columns stand behind the others, under their own names.
  static func statements(kept: [String]) -> String {
    """
    CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE customers (
      id TEXT PRIMARY KEY,
      recency INTEGER NOT NULL,
      frequency INTEGER NOT NULL,
      monetary REAL NOT NULL,
      first_purchase TEXT,
      last_purchase TEXT,
      purchase_days INTEGER,
      cluster INTEGER NOT NULL,
      outlier INTEGER NOT NULL\(kept.map { ",\n  \(quoted($0)) TEXT" }.joined())
    ) WITHOUT ROWID;
    """
  }

  /// A full-text index of IDs and kept columns: as one types, so by the beginnings of words, without case and
  /// diacritics. It has its own copy of the texts, since the customers have no row numbers to point to. An index
  /// of prefixes of its own would double its size and the time it takes, to find the beginnings of one letter
  /// among a million customers in 0.04 s and not in 0.26 s.
  static func search(kept: Int) -> String {
    let columns = ["id"] + (0..<kept).map { "kept\($0)" }
    return """
      CREATE VIRTUAL TABLE search USING fts5(\(columns.joined(separator: ", ")),
        tokenize = "unicode61 remove_diacritics 2");
      """
  }

  static func fillSearch(kept: [String]) -> String {
    "INSERT INTO search SELECT id\(kept.map { ", \(quoted($0))" }.joined()) FROM customers ORDER BY id;"
  }

  /// A name as SQL writes it.
  static func quoted(_ name: String) -> String {
    "\"\(name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
  }

  /// The kept columns as they stand in the table `about`.
  static func text(kept: [String]) -> String { JSON.array(kept.map(JSON.string)).text(.compact) }

  static func kept(_ text: String?) -> [String] {
    guard let text, let node = try? JSONNode.parse(Array(text.utf8), file: "about"),
      case .array(let items) = node.value
    else { return [] }
    return items.compactMap { item in
      guard case .string(let name) = item.value else { return nil }
      return name
    }
  }
}

/// Names that columns of a store, or of a list made from it, have already: no kept column may have one of them.
public enum ReservedColumns {
  /// In lower case; compare a header without regard to case.
  public static let names: [String] =
    StoreSchema.columns + [
      "customer_id", "recency_score", "frequency_score", "monetary_score", "segment", "what_to_do", "group",
      "as_of",
    ]
}
