import JSONText
import Segmentation
import Testing

/// Hundreds of random edits of random packs in random layouts: the text after an edit says what the edit says,
/// and every byte outside the segment stays.
@Suite struct RandomEditTests {
  @Test(arguments: 0..<60) func textAndValueAgree(seed: Int) throws {
    var random = RandomPacks(seed: UInt64(seed))
    var pack = random.pack()
    let layout = random.layout()
    var bytes = Array(layout.text(pack.json).utf8)
    for _ in 0..<20 {
      let edit = random.edit(of: pack)
      let expected = Self.apply(edit, to: pack)
      let old = try PackText(bytes, file: "random.json")
      guard let expected else {
        #expect(throws: EditError.self) { try old.applying(edit) }
        continue
      }
      let new = try old.applying(edit)
      #expect(new.pack.segments == expected.segments)
      #expect(new.pack.name == pack.name && new.pack.title == pack.title)
      #expect(new.pack.description == pack.description && new.pack.requirement == pack.requirement)

      let range = try Self.range(of: edit.segment, in: bytes)
      #expect(new.bytes.prefix(range.lowerBound) == bytes.prefix(range.lowerBound))
      #expect(
        new.bytes.suffix(bytes.count - range.upperBound) == bytes.suffix(bytes.count - range.upperBound))
      let diff = PackText.diff(old: bytes, new: new.bytes)
      #expect(RandomPacks.patched(bytes, with: diff) == new.bytes)
      if layout.isOnLines, let limit = Self.lineLimit(edit, in: pack) {
        let removed = diff.split(separator: "\n").count { $0.hasPrefix("-") }
        #expect(removed <= limit, "\(edit)\n\(diff)")
      }
      if layout.isCRLF { #expect(zip(new.bytes.dropFirst(), new.bytes).allSatisfy { $0 != 10 || $1 == 13 }) }
      pack = expected
      bytes = new.bytes
    }
  }

  /// The edit as it should be, on the value; nil where it should be refused.
  private static func apply(_ edit: PackEdit, to pack: SegmentPack) -> SegmentPack? {
    var pack = pack
    var segment = pack.segments[edit.segment]
    let numbers = 1..<(segment.recommendations.count + 1)
    switch edit.change {
    case .rename(let name):
      let others = pack.segments.indices.filter { $0 != edit.segment }.map {
        pack.segments[$0].name.lowercased()
      }
      guard !others.contains(name.lowercased()) else { return nil }
      segment.name = name
    case .describe(let text): segment.interpretation = text
    case .color(let color):
      guard color.wholeMatch(of: /#[0-9a-f]{6}/) != nil else { return nil }
      segment.color = color
    case .when(let text):
      guard let node = try? JSONNode.parse(Array(text.utf8), file: ""),
        let when = try? Conditions.alternatives(reading: JSONCursor(node, file: ""))
      else { return nil }
      segment.when = when
    case .addRecommendation(let text): segment.recommendations.append(text)
    case .setRecommendation(let number, let text):
      guard numbers.contains(number) else { return nil }
      segment.recommendations[number - 1] = text
    case .removeRecommendation(let number):
      guard numbers.contains(number) else { return nil }
      segment.recommendations.remove(at: number - 1)
    case .moveRecommendation(let from, let to):
      guard numbers.contains(from), numbers.contains(to) else { return nil }
      segment.recommendations.insert(segment.recommendations.remove(at: from - 1), at: to - 1)
    }
    pack.segments[edit.segment] = segment
    return pack
  }

  /// How many lines may go.
  private static func lineLimit(_ edit: PackEdit, in pack: SegmentPack) -> Int? {
    switch edit.change {
    case .rename, .describe, .color, .addRecommendation, .setRecommendation: 1
    case .removeRecommendation: pack.segments[edit.segment].recommendations.count == 1 ? nil : 2
    case .when: nil
    case .moveRecommendation(let from, let to): abs(from - to) + 1
    }
  }

  private static func range(of segment: Int, in bytes: [UInt8]) throws -> Range<Int> {
    let root = JSONCursor(try JSONNode.parse(bytes, file: ""), file: "")
    return try root.object().required("segments").array()[segment].node.range
  }
}
