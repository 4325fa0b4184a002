import JSONText
import TestSupport
import Testing

@Suite("Whatever the text")
struct PropertyTests {
  @Test(arguments: [JSON.Style.compact, .spaced, .pretty])
  func whatIsWrittenIsReadBack(style: JSON.Style) throws {
    var generator = RandomNumbers(seed: 2026)
    for _ in 0..<1500 {
      let tree = JSON.random(depth: 4, using: &generator)
      let text = tree.text(style)
      #expect(same(tree, try read(text).node))
      if style != .pretty { #expect(!text.contains("\n")) }
    }
  }

  @Test func blankSpaceAndEscapesChangeNothingAndPlacesHold() throws {
    var generator = RandomNumbers(seed: 7)
    for _ in 0..<500 {
      let tree = JSON.random(depth: 4, using: &generator)
      let text = tree.noisyText(using: &generator)
      let bytes = Array(text.utf8)
      let node = try JSONNode.parse(bytes, file: "noisy.json")
      #expect(same(tree, node))
      let places = slowPlaces(bytes)
      visit(node) { node in
        #expect(node.place == places[node.range.lowerBound])
        // The bytes of a value are that value.
        if let again = try? JSONNode.parse(Array(bytes[node.range]), file: "part.json") {
          #expect(JSON(again).text(.compact) == JSON(node).text(.compact))
        } else {
          Issue.record("\(node.range) is no value")
        }
      }
    }
  }

  @Test func everyTruncationIsAnErrorAtTheEnd() throws {
    var generator = RandomNumbers(seed: 11)
    let tree: JSON = .object([
      ("a", .random(depth: 3, using: &generator)), ("b", [-1.5e-7, true, nil, "é😀\n"]),
    ])
    for text in [tree.text(.pretty), tree.noisyText(using: &generator)] {
      let bytes = Array(text.utf8)
      let end = (bytes.lastIndex(of: UInt8(ascii: "}")) ?? 0)
      for length in 0...end {
        let error = #expect(throws: JSONError.self) {
          try JSONNode.parse(Array(bytes[..<length]), file: "cut.json")
        }
        #expect(error?.place.offset == length)
      }
    }
  }

  @Test func randomDamageNeverCrashes() throws {
    var generator = RandomNumbers(seed: 13)
    let marks = Array("{}[]:,\"\\u0eE+-.#/ \ntfn".utf8) + [0x00, 0xFF, 0xC3, 0xED, 0xF0]
    for _ in 0..<3000 {
      var bytes = Array(JSON.random(depth: 3, using: &generator).text(.spaced).utf8)
      for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
        let index = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes[index] = marks[Int.random(in: 0..<marks.count, using: &generator)]
        case 2: bytes.remove(at: index)
        default: bytes.insert(marks[Int.random(in: 0..<marks.count, using: &generator)], at: index)
        }
      }
      do {
        let node = try JSONNode.parse(bytes, file: "damaged.json")
        // Still JSON: then it survives another round.
        #expect(throws: Never.self) { try read(JSON(node).text(.compact)) }
      } catch {
        #expect((0...bytes.count).contains(error.place.offset))
        #expect(!error.description.contains("\n"))
      }
    }
  }

  @Test func randomBytesNeverCrash() {
    var generator = RandomNumbers(seed: 17)
    for length in 0..<500 {
      _ = try? JSONNode.parse(
        (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }, file: "noise")
    }
  }

  // MARK: -

  /// The place of every byte, counted one after the other.
  private func slowPlaces(_ bytes: [UInt8]) -> [TextPosition] {
    var line = 1
    var column = 1
    return bytes.enumerated().map { offset, byte in
      let place = TextPosition(line: line, column: column, offset: offset)
      if byte == UInt8(ascii: "\n") {
        (line, column) = (line + 1, 1)
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
      return place
    }
  }

  private func visit(_ node: JSONNode, _ body: (JSONNode) -> Void) {
    body(node)
    switch node.value {
    case .array(let elements): for element in elements { visit(element, body) }
    case .object(let members): for member in members { visit(member.node, body) }
    default: break
    }
  }
}
