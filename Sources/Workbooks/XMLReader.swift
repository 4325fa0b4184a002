import CExpat
import Tabular

/// The name of an element or attribute as expat gives it.
struct XMLName {
  /// Behind the prefix, where there is one: `row` of `x:row`.
  let local: UnsafePointer<CChar>

  init(_ name: UnsafePointer<CChar>) {
    var at = name
    var local = name
    while at.pointee != 0 {
      at += 1
      if at[-1] == CChar(bitPattern: UInt8(ascii: ":")) { local = at }
    }
    self.local = local
  }

  @inline(__always)
  static func == (name: XMLName, text: StaticString) -> Bool {
    let other = text.utf8Start
    var i = 0
    while i < text.utf8CodeUnitCount {
      guard UInt8(bitPattern: name.local[i]) == other[i] else { return false }
      i &+= 1
    }
    return name.local[i] == 0
  }
}

/// The attributes of an element, read while it is being opened.
struct XMLAttributes {
  let pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>

  /// The value of an attribute, whatever its prefix.
  subscript(name: StaticString) -> String? {
    var pair = pairs
    while let key = pair[0], let value = pair[1] {
      if XMLName(key) == name { return String(cString: value) }
      pair += 2
    }
    return nil
  }
}

/// What looks at the elements of a document as they come by.
class XMLVisitor {
  fileprivate var parser: XML_Parser?
  fileprivate var depth = 0
  /// Elements and texts so far.
  fileprivate var events = 0
  /// Why the document is refused; where it is not one of its own, the place is that of the workbook.
  fileprivate private(set) var problem: String?
  fileprivate private(set) var fault: TabularError?
  /// Set once the rest of the document is of no interest.
  private(set) var isDone = false

  func opened(_ name: XMLName, _ attributes: XMLAttributes) {}
  func closed(_ name: XMLName) {}
  /// A piece of text; one text may come in several.
  func text(_ bytes: UnsafeBufferPointer<UInt8>) {}

  final func refuse(_ problem: String) {
    if self.problem == nil { self.problem = problem }
    XML_StopParser(parser, 0)
  }

  final func refuse(_ fault: TabularError) {
    if self.fault == nil { self.fault = fault }
    XML_StopParser(parser, 0)
  }

  final func finish() {
    isDone = true
    XML_StopParser(parser, 0)
  }
}

/// A part of a workbook, read as XML a piece at a time. Memory does not grow with it.
final class XMLReader {
  private let stream: ZipStream
  private let visitor: XMLVisitor
  private let parser: XML_Parser
  private let place: TableName
  private let part: String
  private var ended = false
  /// Bytes given to expat since it last had anything to tell.
  private var silence = 0
  private var eventsBefore = 0
  private static let pieceSize = 64 * 1024
  /// Expat holds a tag as a whole in memory; one longer than this is refused.
  private static let longestTag = 1024 * 1024
  private static let deepest = 64

  init(_ archive: ZipArchive, _ part: ZipArchive.Part, _ visitor: XMLVisitor) throws(TabularError) {
    place = archive.place
    self.part = part.name
    stream = try archive.stream(part)
    self.visitor = visitor
    guard let parser = XML_ParserCreate(nil) else {
      throw TabularError(at: archive.place, "there is no memory to read the workbook with")
    }
    self.parser = parser
    visitor.parser = parser
    XML_SetUserData(parser, Unmanaged.passUnretained(visitor).toOpaque())
    XML_SetElementHandler(
      parser,
      { visitor, name, attributes in
        guard let visitor, let name, let attributes else { return }
        Unmanaged<XMLVisitor>.fromOpaque(visitor)._withUnsafeGuaranteedRef { visitor in
          visitor.events &+= 1
          visitor.depth &+= 1
          if visitor.depth > XMLReader.deepest { visitor.refuse("its elements are nested too deeply") }
          visitor.opened(XMLName(name), XMLAttributes(pairs: attributes))
        }
      },
      { visitor, name in
        guard let visitor, let name else { return }
        Unmanaged<XMLVisitor>.fromOpaque(visitor)._withUnsafeGuaranteedRef { visitor in
          visitor.events &+= 1
          visitor.depth &-= 1
          visitor.closed(XMLName(name))
        }
      })
    XML_SetCharacterDataHandler(parser) { visitor, text, count in
      guard let visitor, let text else { return }
      Unmanaged<XMLVisitor>.fromOpaque(visitor)._withUnsafeGuaranteedRef { visitor in
        visitor.events &+= 1
        text.withMemoryRebound(to: UInt8.self, capacity: Int(count)) {
          visitor.text(UnsafeBufferPointer(start: $0, count: Int(count)))
        }
      }
    }
    // No part of a workbook has a document type, and entities, which can blow up a document, need one.
    XML_SetStartDoctypeDeclHandler(parser) { visitor, _, _, _, _ in
      guard let visitor else { return }
      Unmanaged<XMLVisitor>.fromOpaque(visitor)._withUnsafeGuaranteedRef {
        $0.refuse("it declares a document type, which no workbook does")
      }
    }
  }

  deinit { XML_ParserFree(parser) }

  /// Reads all of a part.
  static func read(
    _ archive: ZipArchive, _ part: ZipArchive.Part, _ visitor: XMLVisitor
  ) throws(TabularError) {
    let reader = try XMLReader(archive, part, visitor)
    while try reader.next() {}
  }

  /// Reads the next piece; false at the end.
  func next() throws(TabularError) -> Bool {
    if ended { return false }
    // The rest is read for its check sum alone.
    if visitor.isDone { return try passOver() }
    guard let buffer = XML_GetBuffer(parser, Int32(Self.pieceSize)) else {
      throw TabularError(at: place, "there is no memory to read the workbook with")
    }
    let got = try stream.read(into: buffer, count: Self.pieceSize)
    ended = got == 0
    let status = XML_ParseBuffer(parser, Int32(got), ended ? 1 : 0)
    if let fault = visitor.fault { throw fault }
    if let problem = visitor.problem { throw TabularError(at: place, "\(part) in it is refused: \(problem)") }
    if visitor.isDone { return !ended }
    guard status == XML_STATUS_OK else {
      let why = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "no XML"
      throw TabularError(
        at: place,
        "the workbook is damaged: \(part) in it, line \(XML_GetCurrentLineNumber(parser)), column \(XML_GetCurrentColumnNumber(parser) + 1): \(why)"
      )
    }
    silence = visitor.events == eventsBefore ? silence + got : 0
    eventsBefore = visitor.events
    guard silence <= Self.longestTag else {
      throw TabularError(at: place, "\(part) in it is refused: a tag or comment is longer than 1 MiB")
    }
    return !ended
  }

  private func passOver() throws(TabularError) -> Bool {
    let piece = UnsafeMutableRawPointer.allocate(byteCount: Self.pieceSize, alignment: 1)
    defer { piece.deallocate() }
    ended = try stream.read(into: piece, count: Self.pieceSize) == 0
    return !ended
  }
}
