/// A value read from a JSON text, with the place it was read from.
public struct JSONNode: Sendable {
  /// What stands in the text.
  public enum Value: Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// The number as it is written in the text; it follows the grammar of RFC 8259.
    case number(String)
    /// With escapes taken off.
    case string(String)
    /// In the order of the text.
    case array([JSONNode])
    /// The members in the order of the text; no two have the same key.
    case object([JSONMember])
  }

  /// What it is.
  public let value: Value
  /// Where the value starts.
  public let place: TextPosition
  /// The bytes of the value in the text, quotes and brackets included, for editing in place.
  public let range: Range<Int>

  /// How deep arrays and objects may stand in each other.
  public static let depthLimit = 512

  /// Reads a whole text as one JSON value, strictly by RFC 8259: no comments, no trailing commas, no NaN, no
  /// text after the value. A UTF-8 byte order mark at the start is passed over.
  ///
  /// Two keys of one object are the same when Swift's `String` says so, that is by canonical equivalence.
  ///
  /// - Parameters:
  ///   - bytes: The text, in UTF-8.
  ///   - file: The name that errors give to the text.
  /// - Throws: The first error in the text, with its place.
  /// - Complexity: O(*n*) in the length of the text.
  public static func parse(_ bytes: [UInt8], file: String) throws(JSONError) -> JSONNode {
    try bytes.withUnsafeBufferPointer { (text) throws(JSONError) -> JSONNode in
      var parser = JSONParser(text: text, file: file)
      return try parser.document()
    }
  }
}

/// A key and its value in an object.
public struct JSONMember: Sendable {
  /// With escapes taken off.
  public let key: String
  /// Where the key's opening quote stands.
  public let keyPlace: TextPosition
  /// The bytes of the key in the text, quotes included.
  public let keyRange: Range<Int>
  /// The value.
  public let node: JSONNode
}
