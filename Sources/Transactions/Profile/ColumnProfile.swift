import Customers

/// What stands in one column.
public struct ColumnProfile: Sendable {
  /// What most of the values are.
  public enum Kind: String, Sendable {
    /// At least 95 % of the values are one.
    case number, date
    /// Anything else.
    case text
    /// No row has a value.
    case empty
  }

  /// The least and the greatest value.
  public enum Extremes: Sendable, Hashable {
    /// As the file writes them, read as decimals.
    case numbers(Double, Double)
    /// Moments.
    case dates(Timestamp, Timestamp)
    /// In characters.
    case lengths(Int, Int)
  }

  /// The header.
  public let name: String
  /// What the column is for; nil where it is for nothing that is read.
  public let role: ColumnRole?
  /// Told from all values.
  public let kind: Kind
  /// Rows without a value: empty, NaN, NULL or \N.
  public let missing: Int
  /// Different values, up to `distinctLimit`.
  public let distinct: Int
  /// Whether there are more of them than were counted.
  public let hasMore: Bool
  /// Nil for an empty column.
  public let extremes: Extremes?
  /// Values that are not of the column's kind, and the first of them.
  public let others: Int
  /// Nil where there is none.
  public let otherExample: String?
  /// Numbers or dates that can be read in two ways.
  public let ambiguous: Int
  /// The first different values, shortened.
  public let examples: [String]

  /// So many different values are counted at most.
  public static let distinctLimit = 100_000
}
