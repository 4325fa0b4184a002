import JSONText
import Testing

/// Reads a text as the file `pack.json`.
func read(_ text: String) throws(JSONError) -> JSONCursor {
  let node = try JSONNode.parse(Array(text.utf8), file: "pack.json")
  return JSONCursor(node, file: "pack.json")
}

@Suite("A text that is JSON")
struct ReadingTests {
  @Test func everyKindOfValueIsRead() throws {
    let root = try read(
      #"{"none": null, "yes": true, "no": false, "count": 4, "share": -0.5e1, "name": "x", "row": [1, []]}"#
    ).object()
    #expect(try root.required("none").isNull)
    #expect(try root.required("yes").bool())
    #expect(try !root.required("no").bool())
    #expect(try root.required("count").integer() == 4)
    #expect(try root.required("share").number() == -5)
    #expect(try root.required("name").string() == "x")
    #expect(try root.required("row").array().count == 2)
    #expect(root["absent"] == nil)
    #expect(root.members.map(\.key) == ["none", "yes", "no", "count", "share", "name", "row"])
  }

  @Test func aValueAloneIsAText() throws {
    #expect(try read(" 12 ").integer() == 12)
    #expect(try read("\"\"").string() == "")
    #expect(try read("\u{FEFF}[]").array().isEmpty)
  }

  @Test func placesAreWhereAnEditorShowsThem() throws {
    let text = "{\n  \"é😀\": \"ü\", \"b\":\r\n\t[1, 22]}"
    let bytes = Array(text.utf8)
    let root = try read(text).object()
    let first = root.members[0]
    #expect(first.keyPlace == TextPosition(line: 2, column: 3, offset: 4))
    #expect(first.value.node.place == TextPosition(line: 2, column: 9, offset: 14))
    #expect(root.members[1].keyPlace.column == 14)
    let last = try root.required("b").array()[1].node
    #expect(last.place.line == 3)
    #expect(last.place.column == 6)
    #expect(String(decoding: bytes[last.range], as: UTF8.self) == "22")
    #expect(String(decoding: bytes[first.value.node.range], as: UTF8.self) == "\"ü\"")
    #expect(root.cursor.node.range == 0..<bytes.count)
  }

  @Test func aByteOrderMarkTakesBytesButNoColumn() throws {
    #expect(try read("\u{FEFF}4").node.place == TextPosition(line: 1, column: 1, offset: 3))
  }

  @Test func keyRangesHoldTheQuotes() throws {
    let node = try read(#"{"a\u0062": 1}"#).node
    guard case .object(let members) = node.value else {
      Issue.record("not an object")
      return
    }
    #expect(members[0].key == "ab")
    #expect(members[0].keyRange == 1..<10)
  }

  @Test func pathsNameTheWay() throws {
    let root = try read(#"{"segments": [0, {"when": {"two words": [[7]]}}]}"#)
    let segment = try root.object().required("segments").array()[1]
    #expect(root.path == "")
    #expect(segment.path == "segments[1]")
    let when = try segment.object().required("when")
    #expect(when.path == "segments[1].when")
    let deep = try when.object().required("two words").array()[0].array()[0]
    #expect(deep.path == #"segments[1].when["two words"][0][0]"#)
  }

  @Test func escapesAreRead() throws {
    #expect(try read(#""\"\\\/\b\f\n\r\t\u00e9\ud83d\uDE00!""#).string() == "\"\\/\u{8}\u{C}\n\r\té😀!")
    #expect(try read(#""\u0000""#).string() == "\0")
  }

  @Test(arguments: [
    ("4", 4), ("4.0", 4), ("-0", 0), ("-0.0", 0), ("0e999999999999999999999", 0), ("12e2", 1200),
    ("1.5e1", 15), ("1500e-2", 15), ("9007199254740993.0", 9_007_199_254_740_993),
    ("-9223372036854775808.0", Int.min), ("9223372036854775807", Int.max),
  ])
  func wholeNumbersAreExact(literal: String, value: Int) throws {
    #expect(try read(literal).integer() == value)
  }

  @Test func tinyNumbersAreZero() throws {
    #expect(try read("1e-400").number() == 0)
  }

  @Test func manyKeysAreFoundAndKeepTheirOrder() throws {
    let keys = (0..<5000).map { "key \($0)" }
    let root = try read(JSON.object(keys.map { ($0, .string($0)) }).text(.compact)).object()
    #expect(root.members.map(\.key) == keys)
    for key in keys { #expect(try root.required(key).string() == key) }
  }

  @Test func nestingGoesDownToTheLimit() throws {
    let limit = JSONNode.depthLimit
    var cursor = try read(String(repeating: "[", count: limit) + String(repeating: "]", count: limit))
    for _ in 1..<limit { cursor = try cursor.array()[0] }
    #expect(try cursor.array().isEmpty)
  }
}
