/// A text in double quotes for a message: escaped so that it stays on its line and cannot steer a terminal, and
/// shortened when it is long.
public func quoted(_ text: String) -> String {
  "\"\(legible(text, escaping: true))\""
}

/// The start of a text, at most 60 scalars, fit to stand in a message: in one line, with nothing that steers a
/// terminal.
public func legible(_ text: String, escaping: Bool = false) -> String {
  let limit = 60
  var result = ""
  for (count, scalar) in text.unicodeScalars.enumerated() {
    if count == limit { return result + "…" }
    switch scalar {
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    case "\"" where escaping, "\\" where escaping:
      result += "\\"
      result.unicodeScalars.append(scalar)
    default:
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        result += escaped(scalar)
      default:
        result.unicodeScalars.append(scalar)
      }
    }
  }
  return result
}

/// `\u001b`; beyond the basic plane in braces, for a message only.
private func escaped(_ scalar: Unicode.Scalar) -> String {
  scalar.value > 0xFFFF
    ? "\\u{\(hexadecimal(scalar.value, digits: 5))}" : "\\u\(hexadecimal(scalar.value, digits: 4))"
}

/// A number in hexadecimal, with zeros in front to at least so many digits.
package func hexadecimal(_ value: UInt32, digits: Int) -> String {
  let text = String(value, radix: 16)
  return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
}

/// `"a", "b" and "c"`.
package func listed(_ words: [String]) -> String {
  let quotedWords = words.map(quoted)
  guard let last = quotedWords.last, quotedWords.count > 1 else { return quotedWords.first ?? "" }
  return quotedWords.dropLast().joined(separator: ", ") + " and " + last
}
