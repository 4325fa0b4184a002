/// Elements and text as UTF-8: the one way in which a page or a picture is written, so that nothing gets into
/// it unescaped.
///
/// What it writes is well-formed XML, and HTML at the same time: an element without content is written
/// `<br />`, and only elements that HTML has without content are written by `empty`.
public struct Markup: Sendable {
  /// A name and a value, which is escaped.
  public typealias Attribute = (name: String, value: String)

  /// What was written.
  public private(set) var bytes: [UInt8] = []
  private var names: [String] = []

  /// Nothing yet.
  public init() {}

  /// Opens an element; everything up to its `close` is in it.
  public mutating func open(_ name: String, _ attributes: [Attribute] = []) {
    start(name, attributes)
    bytes.append(UInt8(ascii: ">"))
    names.append(name)
  }

  /// Closes the element that was opened last.
  public mutating func close() {
    guard let name = names.popLast() else { return }
    raw("</\(name)>")
  }

  /// An element without content.
  public mutating func empty(_ name: String, _ attributes: [Attribute] = []) {
    start(name, attributes)
    raw(" />")
  }

  /// An element and what is in it.
  public mutating func element(
    _ name: String, _ attributes: [Attribute] = [], _ content: (inout Markup) -> Void
  ) {
    open(name, attributes)
    content(&self)
    close()
  }

  /// An element with text.
  public mutating func element(_ name: String, _ attributes: [Attribute] = [], text: String) {
    open(name, attributes)
    self.text(text)
    close()
  }

  /// Text between elements.
  public mutating func text(_ text: String) { append(text, isAttribute: false) }

  /// A line's end, for people who read the source.
  public mutating func newline() { bytes.append(UInt8(ascii: "\n")) }

  /// Text of this program's own that is markup already, such as a style sheet.
  public mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// Markup that was written before.
  public mutating func append(_ other: Markup) { bytes.append(contentsOf: other.bytes) }

  private mutating func start(_ name: String, _ attributes: [Attribute]) {
    bytes.append(UInt8(ascii: "<"))
    raw(name)
    for attribute in attributes {
      raw(" \(attribute.name)=\"")
      append(attribute.value, isAttribute: true)
      bytes.append(UInt8(ascii: "\""))
    }
  }

  /// Characters that XML does not know (XML 1.0, production 2) become U+FFFD, and so do those that turn the
  /// direction of the text around them.
  private mutating func append(_ text: String, isAttribute: Bool) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": raw("&amp;")
      case "<": raw("&lt;")
      case ">": raw("&gt;")
      case "\"" where isAttribute: raw("&quot;")
      case "\n" where isAttribute: raw("&#10;")
      case "\t" where isAttribute: raw("&#9;")
      case "\t", "\n": bytes.append(UInt8(scalar.value))
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}",
        "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}":
        raw("\u{FFFD}")
      default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      }
    }
  }
}
