import JSONText

/// A pack together with the text that it was read from.
public struct PackText: Sendable {
  /// The text of the file, UTF-8, with its own layout.
  public let bytes: [UInt8]
  /// What the text says.
  public let pack: SegmentPack
  /// The segments in the text, in the order of those of the pack.
  let segments: [JSONNode]

  /// - Throws: Where the text is no pack; see `SegmentPack.init(reading:file:)`.
  public init(_ bytes: [UInt8], file: String) throws(JSONError) {
    self.bytes = bytes
    pack = try SegmentPack(reading: bytes, file: file)
    let root = JSONCursor(try JSONNode.parse(bytes, file: file), file: file)
    segments = try root.object().required("segments").array().map(\.node)
  }

  /// The text and the pack after an edit.
  ///
  /// - Throws: Where the edit asks for something that is not there, or what came out would not be a pack.
  public func applying(_ edit: PackEdit) throws(EditError) -> PackText {
    let splice = try splice(for: edit)
    var bytes = bytes
    bytes.replaceSubrange(splice.range, with: splice.bytes)
    do { return try PackText(bytes, file: pack.file) } catch { throw .text(error) }
  }
}

/// Bytes to be put in the place of others.
struct Splice {
  var range: Range<Int>
  var bytes: [UInt8]

  init(_ range: Range<Int>, _ bytes: some Sequence<UInt8>) {
    self.range = range
    self.bytes = Array(bytes)
  }

  init(_ range: Range<Int>, _ text: String) {
    self.init(range, text.utf8)
  }
}

// MARK: - From an edit to bytes

extension PackText {
  private func splice(for edit: PackEdit) throws(EditError) -> Splice {
    guard pack.segments.indices.contains(edit.segment) else {
      throw .noSegment(edit.segment, count: pack.segments.count)
    }
    let segment = pack.segments[edit.segment]
    let text = SegmentText(bytes, segments[edit.segment])
    switch edit.change {
    case .rename(let name):
      guard name.contains(where: { !$0.isWhitespace }) else { throw .emptyName }
      let key = name.lowercased()
      for (index, other) in pack.segments.enumerated() where index != edit.segment {
        if other.name.lowercased() == key { throw .nameTaken(other.name) }
      }
      return text.setting("name", to: .string(name))
    case .describe(let interpretation):
      return text.setting("interpretation", to: .string(interpretation))
    case .color(let color):
      guard Segment.isColor(color) else { throw .notAColor(color) }
      return text.setting("color", to: .string(color))
    case .when(let rule):
      return text.setting("when", to: try Self.rule(rule))
    case .addRecommendation(let recommendation):
      return text.list.adding(.string(try Self.checked(recommendation)))
    case .setRecommendation(let number, let recommendation):
      return text.list.setting(try segment.place(of: number), to: .string(try Self.checked(recommendation)))
    case .removeRecommendation(let number):
      return text.list.removing(try segment.place(of: number))
    case .moveRecommendation(let from, let to):
      return text.list.moving(try segment.place(of: from), to: try segment.place(of: to))
    }
  }

  private static func checked(_ recommendation: String) throws(EditError) -> String {
    guard recommendation.contains(where: { !$0.isWhitespace }) else { throw .emptyRecommendation }
    return recommendation
  }

  /// The rule as it was typed, keys and numbers as they are, once it is known to be one.
  private static func rule(_ text: String) throws(EditError) -> JSON {
    do {
      let node = try JSONNode.parse(Array(text.utf8), file: "when")
      _ = try Conditions.alternatives(reading: JSONCursor(node, file: "when"))
      return JSON(node)
    } catch {
      throw .rule(error)
    }
  }
}

extension Segment {
  /// The place from 0 of the recommendation with a number from 1.
  fileprivate func place(of number: Int) throws(EditError) -> Int {
    guard number >= 1, number <= recommendations.count else {
      throw .noRecommendation(number, segment: name, count: recommendations.count)
    }
    return number - 1
  }
}
