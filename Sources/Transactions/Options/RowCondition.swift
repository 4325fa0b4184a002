import Tabular

/// Which rows of a file are read at all: those whose column has one of some values, or none of them.
public struct RowCondition: Sendable, Hashable, CustomStringConvertible {
  /// Why a text is no condition.
  public struct Problem: Error, Sendable, CustomStringConvertible {
    public let description: String
  }

  /// The name of the column in the header.
  public let column: String
  /// True where the values are those that are not wanted.
  public let isNegated: Bool
  /// One at least. Spaces around a value and quotes around both are no part of it.
  public let values: [String]

  /// Reads `Country=France`, `Country!=France`, `Country in (France, "Korea, South")` and `not in`.
  public init(_ text: String) throws(Problem) {
    let equals = text.firstRange(of: #/!?=/#)
    let list = text.firstMatch(of: #/\s(not\s+)?in\s*\(/#.ignoresCase())
    if let list, list.range.lowerBound < equals?.lowerBound ?? text.endIndex {
      column = Self.trimmed(text[..<list.range.lowerBound])
      isNegated = list.output.1 != nil
      let rest = Self.trimmed(text[list.range.upperBound...])
      guard rest.hasSuffix(")") else {
        throw Problem(description: "the list of '\(text)' is not closed by )")
      }
      values = try Self.list(String(rest.dropLast()), of: text)
    } else if let equals {
      column = Self.trimmed(text[..<equals.lowerBound])
      isNegated = text[equals].hasPrefix("!")
      values = [Self.unquoted(Self.trimmed(text[equals.upperBound...]))]
    } else {
      throw Problem(
        description:
          "'\(text)' is no condition; expected COLUMN=VALUE, COLUMN!=VALUE or COLUMN in (VALUE, VALUE)")
    }
    guard !column.isEmpty else { throw Problem(description: "'\(text)' names no column") }
  }

  /// The condition as it is read back.
  public var description: String {
    if values.count == 1 {
      let value = values[0]
      let isPlain = Self.trimmed(value[...]) == value && !value.hasPrefix("\"")
      return "\(column)\(isNegated ? "!=" : "=")\(isPlain ? value : "\"\(value)\"")"
    }
    let list = values.map { value in
      let isPlain = Self.trimmed(value[...]) == value && !value.contains { ",()\"".contains($0) }
      return isPlain && !value.isEmpty
        ? value
        : "\"\(value.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
    }
    return "\(column) \(isNegated ? "not in" : "in") (\(list.joined(separator: ", ")))"
  }

  /// Values between commas, some of them in quotes, in which a quote is doubled.
  private static func list(_ text: String, of whole: String) throws(Problem) -> [String] {
    var values: [String] = []
    var rest = text[...]
    while true {
      rest = rest.drop(while: \.isWhitespace)
      if rest.hasPrefix("\"") {
        guard let quoted = rest.prefixMatch(of: #/"((?:[^"]|"")*)"\s*/#) else {
          throw Problem(description: "a quote in '\(whole)' is not closed")
        }
        values.append(
          quoted.output.1.split(separator: "\"\"", omittingEmptySubsequences: false).joined(separator: "\""))
        rest = rest[quoted.range.upperBound...]
      } else {
        let end = rest.firstIndex(of: ",") ?? rest.endIndex
        values.append(trimmed(rest[..<end]))
        rest = rest[end...]
      }
      if rest.isEmpty { break }
      guard rest.hasPrefix(",") else {
        throw Problem(description: "'\(whole)': a comma is expected behind a value in quotes")
      }
      rest = rest.dropFirst()
    }
    return values
  }

  private static func trimmed(_ text: Substring) -> String {
    let start = text.drop(while: \.isWhitespace)
    return String(start.reversed().drop(while: \.isWhitespace).reversed())
  }

  private static func unquoted(_ text: String) -> String {
    text.count > 1 && text.hasPrefix("\"") && text.hasSuffix("\"")
      ? String(text.dropFirst().dropLast()) : text
  }
}
