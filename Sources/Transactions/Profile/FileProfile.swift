import Tabular

/// A sales file as it is, before any cleaning.
public struct FileProfile: Sendable {
  public enum Encoding: String, Sendable {
    case utf8 = "UTF-8"
    /// What Western spreadsheets write; taken where the bytes are no UTF-8.
    case windows1252 = "Windows-1252"
  }

  /// A row to look at: its line in the file, or its row in the sheet, and its text, shortened.
  public struct Row: Sendable, Hashable {
    public let place: TablePlace
    public let line: Int
    public let text: String
  }

  /// What one set of rules makes of the rows.
  public struct Cleaning: Sendable {
    public struct Dropped: Sendable {
      public let reason: DropReason
      public let rows: Int
      /// The first of them.
      public let examples: [Row]
    }

    public let rules: SalesOptions.Cleaning
    public let kept: Int
    /// In the order of the rules; only those that drop a row.
    public let dropped: [Dropped]
  }

  /// The rules that `--clean auto` takes for this file, and the reason as it follows "since".
  public struct Choice: Sendable, Hashable {
    public let rules: SalesOptions.Cleaning
    public let why: String
  }

  public internal(set) var name: String
  public internal(set) var delimiter: UInt8
  /// Those of a workbook that were read, as one table; nil for a file that has none.
  public internal(set) var sheets: [String]?
  /// Sheets that were left out.
  public internal(set) var notes: [String] = []
  public internal(set) var encoding = Encoding.utf8
  public internal(set) var bytes = 0
  /// Ragged ones included.
  public internal(set) var rows = 0
  public internal(set) var columns: [ColumnProfile] = []
  /// Rows whose number of fields is not the header's: how many, and the first.
  public internal(set) var raggedRows = 0
  public internal(set) var raggedExamples: [Row] = []
  public internal(set) var cleaning: [Cleaning] = []
  /// Nil where the rules were given, or there is nothing to clean.
  public internal(set) var choice: Choice?
  /// Why there is nothing to say of cleaning.
  public internal(set) var withoutCleaning: String?
}
