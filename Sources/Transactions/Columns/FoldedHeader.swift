import Foundation

/// A header as headers are compared: `Customer #`, `customer_no`, `CustomerNr` are all `customernr`.
///
/// docs/layouts.md, "Headers", says how. Values of conditions are folded in the same way.
struct FoldedHeader: Hashable, Sendable {
  /// Small letters without accents, and digits; empty for what is no header.
  let text: String

  var isEmpty: Bool { text.isEmpty }

  init(_ header: String) {
    text = Self.words(of: header).joined()
  }

  /// The words of a header, folded.
  static func words(of header: String) -> [String] {
    var words: [String] = []
    var word = String.UnicodeScalarView()
    var endsSmall = false
    func close() {
      if !word.isEmpty { words.append(folded(word)) }
      word.removeAll()
      endsSmall = false
    }
    for scalar in header.unicodeScalars {
      switch scalar {
      case "#", "№":
        close()
        words.append("nr")
      case "°", "º":
        close()
        // N° is a number; a lone degree goes.
        if words.last == "n" { words[words.count - 1] = "nr" }
      default:
        switch kind(of: scalar) {
        case .other: close()
        case .mark: break
        case .capital where endsSmall:
          close()
          word.append(scalar)
        case let kind:
          word.append(scalar)
          endsSmall = kind == .small
        }
      }
    }
    close()
    return words.map { numberWords.contains($0) ? "nr" : $0 }
  }

  private static let numberWords: Set<String> = ["nr", "nrs", "no", "nos", "num"]

  private enum Kind {
    case small, capital, letter, digit, mark, other
  }

  private static func kind(of scalar: Unicode.Scalar) -> Kind {
    switch scalar.value {
    case 0x61...0x7A: return .small
    case 0x41...0x5A: return .capital
    case 0x30...0x39: return .digit
    case ..<0x80: return .other
    default: break
    }
    switch scalar.properties.generalCategory {
    case .lowercaseLetter: return .small
    case .uppercaseLetter, .titlecaseLetter: return .capital
    case .otherLetter, .modifierLetter: return .letter
    case .decimalNumber: return .digit
    case .nonspacingMark, .spacingMark, .enclosingMark: return .mark
    default: return .other
    }
  }

  /// A word without accents and capitals.
  private static func folded(_ word: String.UnicodeScalarView) -> String {
    let lower = String(word).lowercased()
    if word.allSatisfy(\.isASCII) { return lower }
    var plain = ""
    for scalar in lower.decomposedStringWithCompatibilityMapping.unicodeScalars {
      switch scalar {
      case "ß": plain += "ss"
      case "æ": plain += "ae"
      case "œ": plain += "oe"
      case "ø": plain += "o"
      case "ł": plain += "l"
      case "đ", "ð": plain += "d"
      case "þ": plain += "th"
      case "ı": plain += "i"
      default: if kind(of: scalar) != .mark { plain.unicodeScalars.append(scalar) }
      }
    }
    return plain
  }
}
