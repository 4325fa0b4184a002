/// An element of XML on its way to text.
struct XMLElement {
  private enum Content {
    case text(String)
    case elements([XMLElement])
  }

  private let name: String
  private let attributes: [(String, String)]
  private let content: Content

  init(_ name: String, _ attributes: [(String, String)] = [], _ children: [XMLElement] = []) {
    (self.name, self.attributes, content) = (name, attributes, .elements(children))
  }

  init(_ name: String, _ attributes: [(String, String)] = [], text: String) {
    (self.name, self.attributes, content) = (name, attributes, .text(text))
  }

  /// The element with two spaces before each level.
  func text(indent: String = "") -> String {
    let opening = "\(indent)<\(name)\(attributes.map { " \($0)=\"\(Self.attribute($1))\"" }.joined())"
    switch content {
    case .elements(let children) where children.isEmpty: return opening + "/>\n"
    case .elements(let children):
      return opening + ">\n" + children.map { $0.text(indent: indent + "  ") }.joined()
        + "\(indent)</\(name)>\n"
    case .text(let text): return opening + ">\(Self.characters(text))</\(name)>\n"
    }
  }

  private static func attribute(_ text: String) -> String {
    legal(text).unicodeScalars.reduce(into: "") { out, scalar in
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case "\"": out += "&quot;"
      case "\t", "\n", "\r": out += "&#\(scalar.value);"
      default: out.unicodeScalars.append(scalar)
      }
    }
  }

  /// In CDATA where it has a sign of XML: pmml4s reads no entities in constants.
  private static func characters(_ text: String) -> String {
    let text = legal(text)
    guard text.contains(where: { "&<>".contains($0) }) else { return text }
    return "<![CDATA[\(text.replacing("]]>", with: "]]]]><![CDATA[>"))]]>"
  }

  /// XML 1.0 has no other characters; U+FFFD stands in their place.
  private static func legal(_ text: String) -> String {
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let isLegal =
        scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
        || ["\t", "\n", "\r"].contains(scalar)
      out.append(isLegal ? scalar : "\u{FFFD}")
    }
    return String(out)
  }
}
