/// How far the reading of one file is.
public struct ReadingProgress: Sendable {
  public let file: String
  public let bytes: Int
  /// Nil where the system does not know it (pipes).
  public let size: Int?
  public let rows: Int
}
