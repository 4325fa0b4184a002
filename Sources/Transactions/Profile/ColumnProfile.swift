import Customers

/// What stands in one column.
public struct ColumnProfile: Sendable {
  public enum Kind: String, Sendable {
    /// At least 95 % of the values are one.
    case number, date
    case text
    /// No row has a value.
    case empty
  }

  /// The least and the greatest value.
  public enum Extremes: Sendable, Hashable {
    case numbers(Double, Double)
    case dates(Timestamp, Timestamp)
    /// In characters.
    case lengths(Int, Int)
  }

  public let name: String
  public let role: ColumnRole?
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
  public let otherExample: String?
  /// Numbers or dates that can be read in two ways.
  public let ambiguous: Int
  /// The first different values, shortened.
  public let examples: [String]

  public static let distinctLimit = 100_000
}
