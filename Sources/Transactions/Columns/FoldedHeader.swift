import Foundation

/// A header as headers are compared: `Customer #`, `customer_no`, `CustomerNr` are all `customernr`.
///
/// docs/layouts.md, "Headers", says how. Values of conditions are folded in the same way.
struct FoldedHeader: Hashable, Sendable {
  /// Small letters without accents, and digits; empty for what is no header.
  let text: String

  var isEmpty: Bool { text.isEmpty }

  init(_ header: String) {
    text = String(decoding: Self.read(header).text, as: UTF8.self)
  }

  /// The words of a header, folded.
  static func words(of header: String) -> [String] {
    let (text, ends) = read(header)
    return zip([0] + ends, ends).map { String(decoding: text[$0..<$1], as: UTF8.self) }
  }

  /// The folded words one behind the other, and where each of them ends.
  private static func read(_ header: String) -> (text: [UInt8], ends: [Int]) {
    var text: [UInt8] = []
    var ends: [Int] = []
    var endsSmall = false
    func close() {
      endsSmall = false
      let start = ends.last ?? 0
      guard start < text.count else { return }
      if numberWords.contains(where: { text[start...].elementsEqual($0.utf8) }) {
        text.replaceSubrange(start..., with: "nr".utf8)
      }
      ends.append(text.count)
    }
    for scalar in header.unicodeScalars {
      switch scalar {
      case "#", "№":
        close()
        text += "nr".utf8
        close()
      case "°", "º":
        close()
        // N° is a number; a lone degree goes.
        if text.last == UInt8(ascii: "n"), ends.dropLast().last ?? 0 == text.count - 1 {
          text.append(UInt8(ascii: "r"))
          ends[ends.count - 1] = text.count
        }
      default:
        let kind = kind(of: scalar)
        if kind == .other || kind == .capital && endsSmall { close() }
        guard kind != .other, kind != .mark else { continue }
        if scalar.isASCII {
          text.append(UInt8(truncatingIfNeeded: scalar.value) | (kind == .capital ? 0x20 : 0))
        } else {
          text += folded(scalar).utf8
        }
        endsSmall = kind == .small
      }
    }
    close()
    return (text, ends)
  }

  private static let numberWords = ["nr", "nrs", "no", "nos", "num"]

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

  /// A letter without accents, small.
  private static func folded(_ letter: Unicode.Scalar) -> String {
    var plain = ""
    for scalar in letter.properties.lowercaseMapping.decomposedStringWithCompatibilityMapping.unicodeScalars {
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
