/// What is wrong with a JSON text, and where, as one sentence for a person.
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file, as it was named to the reader.
  public let file: String
  /// Where in the text.
  public let place: TextPosition
  /// The way from the root, such as `segments[2].when`; empty at the root.
  public let path: String
  /// What is wrong, without file, place and path.
  public let message: String

  /// An error at a place of a text.
  public init(file: String, place: TextPosition, path: String, message: String) {
    self.file = file
    self.place = place
    self.path = path
    self.message = message
  }

  /// `FILE:LINE:COLUMN: PATH: message`; at the root without the path.
  public var description: String {
    let start = "\(file):\(place.line):\(place.column): "
    return path.isEmpty ? start + message : "\(start)\(path): \(message)"
  }

  /// The same error seen from one level further out.
  func inside(_ step: JSONStep) -> JSONError {
    JSONError(file: file, place: place, path: step.followed(by: path), message: message)
  }
}
