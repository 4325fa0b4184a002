import Tabular

/// A sales file as it is, before any cleaning.
public struct FileProfile: Sendable {
  /// How text is written in the file.
  public enum Encoding: String, Sendable {
    /// What every program should write.
    case utf8 = "UTF-8"
    /// What Western spreadsheets write; taken where the bytes are no UTF-8.
    case windows1252 = "Windows-1252"
  }

  /// A row to look at: its line in the file, or its row in the sheet, and its text, shortened.
  public struct Row: Sendable, Hashable {
    /// The file or the sheet.
    public let place: TableName
    /// In the file, or in the sheet, from 1.
    public let line: Int
    /// The fields as they stand, shortened.
    public let text: String
  }

  /// What one set of rules makes of the rows.
  public struct Cleaning: Sendable {
    /// Rows that one rule drops.
    public struct Dropped: Sendable {
      /// The rule.
      public let reason: DropReason
      /// How many.
      public let rows: Int
      /// The first of them.
      public let examples: [Row]
    }

    /// Which rules.
    public let rules: SalesOptions.Cleaning
    /// Rows that count under them.
    public let kept: Int
    /// In the order of the rules; only those that drop a row.
    public let dropped: [Dropped]
  }

  /// The rules that `--clean auto` takes for this file, and the reason as it follows "since".
  public struct Choice: Sendable, Hashable {
    /// Never `auto`.
    public let rules: SalesOptions.Cleaning
    /// "100 % of the invoices look like those of products".
    public let why: String
  }

  /// What a file comes to that is read by a layout, or by what its columns say together.
  public struct Reading: Sendable {
    /// In the file.
    public let rowsRead: Int
    /// Those that count.
    public let rowsKept: Int
    /// Why the others do not.
    public let dropped: [(reason: DroppedReason, rows: Int)]
    /// In the table.
    public let customers: Int
    /// Sentences on what the layout did.
    public let notes: [String]

    init(_ result: SalesResult) {
      let report = result.report
      (rowsRead, rowsKept, dropped) = (report.rowsRead, report.rowsKept, report.dropped)
      (customers, notes) = (result.table.count, report.notes)
    }
  }

  /// The layout that fits, or that was named; nil for none.
  public internal(set) var layout: Layout?
  /// Nil where each row is judged as it stands, of which `cleaning` tells.
  public internal(set) var reading: Reading?
  /// The file's name as the user wrote it.
  public internal(set) var name: String
  /// What stands between fields.
  public internal(set) var delimiter: UInt8
  /// Those of a workbook that were read, as one table; nil for a file that has none.
  public internal(set) var sheets: [String]?
  /// Sheets that were left out.
  public internal(set) var notes: [String] = []
  /// How its text is written.
  public internal(set) var encoding = Encoding.utf8
  /// Its size.
  public internal(set) var bytes = 0
  /// Ragged ones included.
  public internal(set) var rows = 0
  /// In the order of the header.
  public internal(set) var columns: [ColumnProfile] = []
  /// Rows whose number of fields is not the header's: how many, and the first.
  public internal(set) var raggedRows = 0
  /// The first rows whose number of fields is not the header's.
  public internal(set) var raggedExamples: [Row] = []
  /// What each set of rules would keep and drop; empty where there is nothing to clean.
  public internal(set) var cleaning: [Cleaning] = []
  /// Nil where the rules were given, or there is nothing to clean.
  public internal(set) var choice: Choice?
  /// Why there is nothing to say of cleaning.
  public internal(set) var withoutCleaning: String?
}
