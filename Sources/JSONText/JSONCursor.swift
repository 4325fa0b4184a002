import Wording

/// Reads a node as what it should be, and knows the file and the path for the error when it is not.
public struct JSONCursor: Sendable {
  /// The value, and where it stands.
  public let node: JSONNode
  /// The name that errors give to the text.
  public let file: String
  private let way: JSONPath

  /// A cursor on the root of a text.
  public init(_ node: JSONNode, file: String) {
    self.init(node, file: file, way: .root)
  }

  /// A cursor on the root of one of our files, which says in `format` what it is.
  ///
  /// - Throws: what `JSONNode.parse` throws, and where `format` is missing or another.
  public init(reading bytes: [UInt8], file: String, format: String) throws(JSONError) {
    self.init(try JSONNode.parse(bytes, file: file), file: file)
    let version = try object().required("format")
    let found = try version.string()
    guard found == format else { throw version.error("this is '\(found)'; this program reads '\(format)'") }
  }

  init(_ node: JSONNode, file: String, way: JSONPath) {
    self.node = node
    self.file = file
    self.way = way
  }

  /// The way from the root, such as `segments[2].when`; empty at the root.
  public var path: String {
    way.text
  }

  /// An error at the start of this value.
  public func error(_ message: String) -> JSONError {
    error(message, at: node.place)
  }

  /// An error about this value at another place, such as one of its keys.
  public func error(_ message: String, at place: TextPosition) -> JSONError {
    JSONError(file: file, place: place, path: path, message: message)
  }

  /// A cursor on a value in this one.
  func child(_ node: JSONNode, _ step: JSONStep) -> JSONCursor {
    JSONCursor(node, file: file, way: .child(of: way, by: step))
  }

  // MARK: - Reading

  /// Whether the value is null, which is not the same as no value.
  public var isNull: Bool {
    if case .null = node.value { true } else { false }
  }

  /// The value as an object with any keys.
  public func object() throws(JSONError) -> JSONObject {
    guard case .object(let members) = node.value else { throw expected("an object") }
    return JSONObject(cursor: self, nodes: members)
  }

  /// The value as an object with none but these keys, all of which may be absent.
  ///
  /// - Throws: When the value is no object; or, at the key, when a key is not allowed. The message names the
  ///   allowed key that was probably meant, if it is not in the object too, or else lists the allowed keys.
  public func object(keys allowed: [String]) throws(JSONError) -> JSONObject {
    let object = try object()
    guard let unknown = object.nodes.first(where: { !allowed.contains($0.key) }) else { return object }
    let advice: String
    if let meant = nearest(unknown.key, among: allowed.filter { object[$0] == nil }) {
      advice = "did you mean \(quoted(meant))?"
    } else if allowed.isEmpty {
      advice = "there should be none here"
    } else {
      advice = "\(allowed.count == 1 ? "the only key" : "the keys") here: \(listed(allowed))"
    }
    throw error("unknown key \(quoted(unknown.key)); \(advice)", at: unknown.keyPlace)
  }

  /// The elements, in order.
  public func array() throws(JSONError) -> [JSONCursor] {
    guard case .array(let elements) = node.value else { throw expected("an array") }
    return elements.enumerated().map { index, element in child(element, .index(index)) }
  }

  /// The value as text.
  public func string() throws(JSONError) -> String {
    guard case .string(let string) = node.value else { throw expected("a string") }
    return string
  }

  /// The value as true or false.
  public func bool() throws(JSONError) -> Bool {
    guard case .bool(let bool) = node.value else { throw expected("true or false") }
    return bool
  }

  /// The value as a finite number, rounded to the nearest `Double`.
  ///
  /// - Throws: When the value is no number, or too large for a `Double`, such as 1e400.
  public func number() throws(JSONError) -> Double {
    guard case .number(let literal) = node.value else { throw expected("a number") }
    guard let number = Double(literal), number.isFinite else {
      throw error("\(legible(literal)) is too large a number")
    }
    return number
  }

  /// The value as a whole number, read exactly: 4, 4.0 and 0.4e1 are 4.
  ///
  /// - Throws: When the value is no number, has a fraction, or does not fit an `Int`.
  public func integer() throws(JSONError) -> Int {
    guard case .number(let literal) = node.value else { throw expected("a whole number") }
    switch WholeNumber(literal) {
    case .exact(let integer): return integer
    case .fraction: throw error("expected a whole number, but found \(legible(literal))")
    case .outOfRange: throw error("\(legible(literal)) is too large a whole number")
    }
  }

  // MARK: - Of the wrong kind

  private func expected(_ kind: String) -> JSONError {
    var message = "expected \(kind), but found \(description)"
    if case .string(let text) = node.value, kind.hasSuffix("number"), JSONParser.isNumber(text) {
      message += "; take the quotes away"
    }
    return error(message)
  }

  private var description: String {
    switch node.value {
    case .null: "null"
    case .bool(let bool): bool ? "true" : "false"
    case .number(let literal): "the number \(legible(literal))"
    case .string(let string): "the string \(quoted(string))"
    case .array: "an array"
    case .object: "an object"
    }
  }
}
