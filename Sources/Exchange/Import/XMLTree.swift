import CExpat

/// A small document of XML as a whole: elements with their attributes, children and text.
final class XMLTree {
  /// Without a prefix.
  let name: String
  let attributes: [String: String]
  fileprivate(set) var children: [XMLTree] = []
  fileprivate(set) var text = ""

  fileprivate init(_ name: String, _ attributes: [String: String]) {
    (self.name, self.attributes) = (name, attributes)
  }

  /// The first child of a name.
  subscript(name: String) -> XMLTree? { children.first { $0.name == name } }

  /// The first element of a name, however deep.
  func first(_ name: String) -> XMLTree? {
    if self.name == name { return self }
    return children.lazy.compactMap { $0.first(name) }.first
  }

  /// All elements of a name, in the order of the document.
  func all(_ name: String) -> [XMLTree] {
    (self.name == name ? [self] : []) + children.flatMap { $0.all(name) }
  }

  private static let deepest = 512

  /// The tree that grows while expat reads.
  private final class Growth {
    var open: [XMLTree] = [XMLTree("", [:])]
    var isRefused = false
    var parser: XML_Parser?

    func refuse() {
      isRefused = true
      XML_StopParser(parser, 0)
    }
  }

  /// The root of a document.
  ///
  /// - Returns: nil where it is none, is nested too deeply, or declares a document type, and with it entities.
  static func parse(_ bytes: [UInt8]) -> XMLTree? {
    guard let parser = XML_ParserCreate(nil) else { return nil }
    defer { XML_ParserFree(parser) }
    let growth = Growth()
    growth.parser = parser
    XML_SetUserData(parser, Unmanaged.passUnretained(growth).toOpaque())
    XML_SetElementHandler(
      parser,
      { growth, name, attributes in
        guard let growth, let name, var pair = attributes else { return }
        let own = Unmanaged<Growth>.fromOpaque(growth).takeUnretainedValue()
        var found: [String: String] = [:]
        while let key = pair[0], let value = pair[1] {
          found[String(cString: key)] = String(cString: value)
          pair += 2
        }
        let whole = String(cString: name)
        let element = XMLTree(whole.split(separator: ":").last.map(String.init) ?? whole, found)
        own.open.last?.children.append(element)
        own.open.append(element)
        if own.open.count > XMLTree.deepest { own.refuse() }
      },
      { growth, _ in
        guard let growth else { return }
        _ = Unmanaged<Growth>.fromOpaque(growth).takeUnretainedValue().open.popLast()
      })
    XML_SetCharacterDataHandler(parser) { growth, text, count in
      guard let growth, let text else { return }
      text.withMemoryRebound(to: UInt8.self, capacity: Int(count)) {
        let piece = String(decoding: UnsafeBufferPointer(start: $0, count: Int(count)), as: UTF8.self)
        Unmanaged<Growth>.fromOpaque(growth).takeUnretainedValue().open.last?.text += piece
      }
    }
    XML_SetStartDoctypeDeclHandler(parser) { growth, _, _, _, _ in
      guard let growth else { return }
      Unmanaged<Growth>.fromOpaque(growth).takeUnretainedValue().refuse()
    }
    let root = growth.open[0]
    let status = bytes.withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        XML_Parse(parser, $0.baseAddress, Int32(clamping: $0.count), 1)
      }
    }
    return status == XML_STATUS_OK && !growth.isRefused ? root.children.first : nil
  }
}
