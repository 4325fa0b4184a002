import JSONText
import Testing

/// The error that a text gives, without the file; nil when it is JSON.
func complaint(_ text: String) -> String? {
  complaint(Array(text.utf8))
}

func complaint(_ bytes: [UInt8]) -> String? {
  do {
    _ = try JSONNode.parse(bytes, file: "f")
    return nil
  } catch {
    #expect(error.description.hasPrefix("f:"))
    return String(error.description.dropFirst(2))
  }
}

@Suite("A text that is not JSON")
struct SyntaxErrorTests {
  @Test(arguments: [
    ("", "1:1: the file is empty"),
    (" \n ", "2:2: the file is empty but for blank space"),
    ("[1, 2,]", "1:6: a comma before ] is not JSON; take it away"),
    ("{\"a\": 1,\n}", "1:8: a comma before } is not JSON; take it away"),
    ("[1,,2]", "1:4: two commas in a row; take one away"),
    ("[,1]", "1:2: [0]: a value is missing before this comma"),
    ("[1 2]", "1:4: a comma is missing before 2"),
    ("{\"a\": 1 \"b\": 2}", "1:9: a comma is missing before this key"),
    ("[\"a\" \"b\"]", "1:6: a comma is missing before this string"),
    ("{\"a\" 1}", "1:6: expected : after the key \"a\", but found 1"),
    ("{\"a\":}", "1:6: a: expected a value, but found }"),
    ("{a: 1}", "1:2: the key a needs double quotes: \"a\""),
    ("{'a': 1}", "1:2: JSON text stands in straight double quotes \", not in '"),
    ("[“a”]", "1:2: [0]: JSON text stands in straight double quotes \", not in “"),
    ("{\n\"a\": [1}", "2:8: a: expected , or ], but found }; an array that began on line 2 is open"),
    ("[1] // one", "1:5: JSON has no comments; take it away"),
    ("{\n# one\n}", "2:1: JSON has no comments; take it away"),
    ("{} {}", "1:4: the file should end here, after its one value, but there is {"),
    ("[True]", "1:2: [0]: True is not JSON; write true"),
    ("[None]", "1:2: [0]: None is not JSON; write null"),
    ("[gold]", "1:2: [0]: gold needs double quotes to be a string: \"gold\""),
    ("[\u{1B}]", "1:2: [0]: expected a value, but found the control character U+001B"),
  ])
  func isExplainedKindly(text: String, message: String) {
    #expect(complaint(text) == message)
  }

  @Test(arguments: [
    ("NaN", "JSON has no NaN; write null or leave the value out"),
    ("-nan", "JSON has no NaN; write null or leave the value out"),
    ("Infinity", "JSON has no Infinity; write null or leave the value out"),
    ("-Infinity", "JSON has no Infinity; write null or leave the value out"),
    ("+1", "a JSON number has no + in front: +1"),
    (".5", "a JSON number has a digit before the point: write 0 before it in .5"),
    ("-.5", "a JSON number has a digit before the point: write 0 before it in -.5"),
    ("5.", "a JSON number has a digit after the point: 5."),
    ("1.e5", "a JSON number has a digit after the point: 1.e5"),
    ("012", "a JSON number has no 0 in front: 012"),
    ("-00", "a JSON number has no 0 in front: -00"),
    ("0x1F", "JSON has no hexadecimal numbers: 0x1F"),
    ("1e", "1e is not a JSON number"),
    ("12px", "12px is not a JSON number"),
    ("1.2.3", "1.2.3 is not a JSON number"),
    ("2024-01-31", "2024-01-31 is not a JSON number"),
    ("--1", "--1 is not a JSON number"),
  ])
  func numbersFollowTheGrammar(literal: String, message: String) {
    #expect(complaint("[0, \(literal)]") == "1:5: [1]: \(message)")
  }

  @Test(arguments: [
    ("\"a\nb\"", "1:3: the string does not end on its line; close it with \", or write a line break as \\n"),
    ("\"a\tb\"", "1:3: a tab inside a string is written \\t"),
    ("\"a\u{1}b\"", "1:3: the control character U+0001 inside a string is written \\u0001"),
    (#""é\x""#, #"1:3: \x is not a JSON escape; they are \" \\ \/ \b \f \n \r \t and \u with four digits"#),
    (#""\u12g4""#, #"1:2: \u needs four hexadecimal digits after it"#),
    (#""\ud800""#, #"1:2: \ud800 is half of a surrogate pair and needs one of \udc00 to \udfff after it"#),
    (#""\ud800\n""#, #"1:2: \ud800 is half of a surrogate pair and needs one of \udc00 to \udfff after it"#),
    (
      #""\ud800\ud800""#,
      #"1:2: \ud800 is half of a surrogate pair and needs one of \udc00 to \udfff after it"#
    ),
    (#""\udc00""#, #"1:2: \udc00 is half of a surrogate pair and needs one of \ud800 to \udbff before it"#),
  ])
  func stringsFollowTheGrammar(text: String, message: String) {
    #expect(complaint(text) == message)
  }

  @Test func aKeyTwiceNamesBothPlaces() {
    #expect(
      complaint("{\"x\": {\"a\": 1,\n  \"b\": 2, \"a\": 3}}")
        == "2:11: x: the key \"a\" is here a second time; the first is on line 1, column 8")
    #expect(complaint(#"{"a": 1, "\u0061": 2}"#)?.hasPrefix("1:10: the key") == true)
    let many = (0..<100).map { "\"k\($0)\": 0, " }.joined()
    #expect(complaint("{\(many)\"k99\": 0}")?.contains("the key \"k99\" is here a second time") == true)
    #expect(complaint("{\(many)\"k3\": 0}")?.contains("the key \"k3\" is here a second time") == true)
  }

  @Test func aFileThatIsCutOffSaysWhereItEnds() {
    #expect(
      complaint("{\n \"a\": [\n  {\"b\": 1,\n")
        == "4:1: a[0]: the file ends inside an object that began on line 3")
    #expect(complaint("[[1, 2") == "1:7: [0]: the file ends inside an array that began on line 1")
    #expect(complaint("[\n\"ab") == "2:4: [0]: the file ends inside a string that began on line 2")
    #expect(complaint("[tr") == "1:4: [0]: the file ends inside a word")
    #expect(complaint("[1.") == "1:4: [0]: the file ends inside a number")
    #expect(complaint([0x22, 0xC3]) == "1:3: the file ends inside a string that began on line 1")
  }

  @Test(
    arguments: [
      [0xFF], [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80],
      [0xE9, 0x20],
      [0xF0, 0x9F, 0x98],
    ] as [[UInt8]])
  func bytesThatAreNotUTF8AreAnErrorWhereTheyStand(bytes: [UInt8]) throws {
    let message = try #require(complaint(Array("[\"é".utf8) + bytes + Array("  \"]".utf8)))
    #expect(message.hasPrefix("1:4: [0]: a byte that is not UTF-8 (0x"))
    #expect(message.hasSuffix("; save the file as UTF-8"))
  }

  @Test func utf16IsCalledByItsName() {
    #expect(complaint([0xFF, 0xFE, 0x7B, 0, 0x7D, 0]) == "1:1: the file is in UTF-16; save it as UTF-8")
  }

  @Test func nestingTooDeepIsAnErrorAndNoCrash() throws {
    for unit in ["[", "{\"a\":", "[{\"a\":"] {
      let message = try #require(complaint(String(repeating: unit, count: 100_000)))
      #expect(message.hasSuffix("arrays and objects stand more than 512 deep in each other here"))
    }
  }

  @Test func aMessageCannotSteerTheTerminal() throws {
    let message = try #require(complaint("{\"\\u001b[31m\\u202e\": 1, \"\\u001b[31m\\u202e\": 2}"))
    #expect(message.contains(#""\u001b[31m\u202e""#))
    #expect(!message.contains("\u{1B}"))
  }
}
