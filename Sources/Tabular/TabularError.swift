/// What is wrong with a file, in one sentence for a person: where, what, and what would be right.
public struct TabularError: Error, Sendable, CustomStringConvertible {
  /// The file's name as the user wrote it ("standard input" for `-`).
  public let file: String
  /// The line in the file, counted from 1; nil when the fault is the file's as a whole.
  public let line: Int?
  public let message: String

  public init(file: String, line: Int? = nil, _ message: String) {
    self.file = file
    self.line = line
    self.message = message
  }

  public var description: String {
    guard let line else { return "\(file): \(message)" }
    return "line \(line) of \(file): \(message)"
  }
}
