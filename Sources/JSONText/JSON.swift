/// A JSON value to be written.
public indirect enum JSON: Sendable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A whole number, written in full.
  case integer(Int)
  /// Written in the shortest form that reads back as the same `Double`, a whole number without `.0`. JSON has
  /// no NaN and no infinity: they are written as null.
  case number(Double)
  /// A number already in its text form, such as one read from a file. What is no JSON number is written as null.
  case literal(String)
  /// A text; what JSON does not allow in one is escaped.
  case string(String)
  /// Values in their order.
  case array([JSON])
  /// Members in the order they are written. The caller sees to it that keys differ.
  case object([(String, JSON)])

  /// How the text is laid out.
  public enum Style: Sendable {
    /// On one line, with no blank space.
    case compact
    /// On one line, with a space after each comma and colon.
    case spaced
    /// Two spaces of indent for each level; an array or object that fits spaced on the rest of a line of 100
    /// columns stays on that line, and longer rows of numbers are filled in like words.
    case pretty
  }

  /// The value as JSON text, with no line break at the end.
  ///
  /// - Complexity: O(*n*) in the length of the text.
  public func text(_ style: Style) -> String {
    var writer = JSONWriter(isSpaced: style != .compact)
    switch style {
    case .compact, .spaced: _ = writer.writeLine(self)
    case .pretty: writer.writePretty(self)
    }
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

extension JSON {
  var isNumber: Bool {
    switch self {
    case .integer, .number, .literal: true
    default: false
    }
  }
}

extension JSON {
  /// A value that was read, to be written again; numbers keep their text.
  public init(_ node: JSONNode) {
    switch node.value {
    case .null: self = .null
    case .bool(let bool): self = .bool(bool)
    case .number(let literal): self = .literal(literal)
    case .string(let string): self = .string(string)
    case .array(let elements): self = .array(elements.map { JSON($0) })
    case .object(let members): self = .object(members.map { ($0.key, JSON($0.node)) })
    }
  }
}

// MARK: - Literals

extension JSON: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  public init(nilLiteral: ()) { self = .null }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(integerLiteral value: Int) { self = .integer(value) }
  public init(floatLiteral value: Double) { self = .number(value) }
  public init(stringLiteral value: String) { self = .string(value) }
  public init(arrayLiteral elements: JSON...) { self = .array(elements) }
  /// The members keep the order of the literal.
  public init(dictionaryLiteral members: (String, JSON)...) { self = .object(members) }
}
