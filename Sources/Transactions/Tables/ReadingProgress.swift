/// How far the reading of sales is.
public enum ReadingProgress: Sendable {
  /// - Parameter size: nil where the system does not know it (pipes).
  case reading(file: String, bytes: Int, size: Int?, rows: Int)
  /// All files are read; the purchases are summed up by customer.
  case summing
}
