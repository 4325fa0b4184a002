/// Texts and numbers as SQL has them.
enum SQLText {
  /// A text between quotes, each quote in it doubled. No engine takes a NUL; U+FFFD stands in its place.
  static func enclosed(_ text: String, _ quote: Unicode.Scalar) -> String {
    wrapped(text, quote) { $0 == quote ? "\(quote)\(quote)" : nil }
  }

  /// The same for an engine that reads backslashes in texts: with line ends as `\n`, too.
  ///
  /// - Parameter quoteAs: how a quote is written.
  static func escaped(_ text: String, _ quote: Unicode.Scalar, quoteAs: String) -> String {
    wrapped(text, quote) { scalar in
      switch scalar {
      case quote: quoteAs
      case "\\": "\\\\"
      case "\n": "\\n"
      case "\r": "\\r"
      default: nil
      }
    }
  }

  private static func wrapped(
    _ text: String, _ quote: Unicode.Scalar, _ replacement: (Unicode.Scalar) -> String?
  ) -> String {
    var written = String.UnicodeScalarView()
    written.append(quote)
    for scalar in text.unicodeScalars {
      if scalar == "\0" {
        written.append("\u{FFFD}")
      } else if let other = replacement(scalar) {
        written.append(contentsOf: other.unicodeScalars)
      } else {
        written.append(scalar)
      }
    }
    written.append(quote)
    return String(written)
  }

  /// `0.5E0`: the shortest digits that give the double, with an exponent, so that no engine takes them for a decimal.
  static func exponential(_ value: Double) -> String {
    let text = "\(value)"
    let number = text.contains("e") ? text.uppercased() : text + "E0"
    return value < 0 ? "(\(number))" : number
  }

  /// A number that an engine with a rough reader of decimals (SQLite) reads as the same double: up to 15 digits as they
  /// are, others as a whole number times or over powers of two, of which all is exact.
  static func exact(_ value: Double) -> String {
    let text = "\(value)"
    let digits = text.prefix { $0 != "e" }.drop { !("1"..."9").contains($0) }.filter(\.isNumber)
    if digits.count <= 15, !text.contains("e") { return value < 0 ? "(\(text))" : text }
    // The significand as a whole number: value = whole × 2^shift.
    var shift = value.exponent - Double.Exponent(Double.significandBitCount)
    var whole = Int64(value.significand * 0x1p52) * (value < 0 ? -1 : 1)
    while whole != 0, whole % 2 == 0 {
      whole /= 2
      shift += 1
    }
    var factors = "\(whole).0"
    while shift != 0 {
      // 2^30 = 1073741824: ten digits.
      let step = min(30, abs(shift))
      factors += " \(shift < 0 ? "/" : "*") \(1 << step).0"
      shift += shift < 0 ? step : -step
    }
    return "(\(factors))"
  }
}
