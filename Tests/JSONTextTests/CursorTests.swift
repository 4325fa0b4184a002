import JSONText
import Testing

/// The error that a reading gives, in full.
private func complaint(_ text: String, _ reading: (JSONCursor) throws -> Void) throws -> String {
  let cursor = try read(text)
  let error = #expect(throws: JSONError.self) { try reading(cursor) }
  return try #require(error).description
}

@Suite("A value that is not what it should be")
struct CursorTests {
  @Test func theErrorNamesFilePlaceAndPath() throws {
    let text = "{\"segments\": [\n  {},\n  {\"when\": {\"recency\": [30, 10]}}]}"
    let message = try complaint(text) { root in
      let segment = try root.object().required("segments").array()[1]
      let recency = try segment.object().required("when").object().required("recency")
      throw recency.error("min 30 is greater than max 10")
    }
    #expect(message == "pack.json:3:24: segments[1].when.recency: min 30 is greater than max 10")
  }

  @Test func aWrongKindSaysWhatWasFound() throws {
    let expectations: [(String, (JSONCursor) throws -> Void, String)] = [
      ("[]", { _ = try $0.object() }, "expected an object, but found an array"),
      ("{}", { _ = try $0.array() }, "expected an array, but found an object"),
      ("4", { _ = try $0.string() }, "expected a string, but found the number 4"),
      ("null", { _ = try $0.bool() }, "expected true or false, but found null"),
      ("true", { _ = try $0.number() }, "expected a number, but found true"),
      (
        "\"12\"", { _ = try $0.number() },
        "expected a number, but found the string \"12\"; take the quotes away"
      ),
      ("\"x\"", { _ = try $0.integer() }, "expected a whole number, but found the string \"x\""),
      ("4.5", { _ = try $0.integer() }, "expected a whole number, but found 4.5"),
      ("1e-99999999999999999999", { _ = try $0.integer() }, "but found 1e-99999999999999999999"),
      ("1e19", { _ = try $0.integer() }, "1e19 is too large a whole number"),
      ("9223372036854775808", { _ = try $0.integer() }, "9223372036854775808 is too large a whole number"),
      ("1e400", { _ = try $0.number() }, "1e400 is too large a number"),
      ("-1e400", { _ = try $0.number() }, "-1e400 is too large a number"),
    ]
    for (text, reading, message) in expectations {
      let found = try complaint(text, reading)
      #expect(found.hasPrefix("pack.json:1:1: "))
      #expect(found.hasSuffix(message))
    }
  }

  @Test func anUnknownKeyNamesTheOneThatWasMeant() throws {
    let message = try complaint("{\"when\":\n {\"recncy\": 1}}") { root in
      _ = try root.object().required("when").object(keys: ["recency", "frequency"])
    }
    #expect(message == "pack.json:2:3: when: unknown key \"recncy\"; did you mean \"recency\"?")
  }

  @Test func aKeyThatIsThereAlreadyWasNotMeant() throws {
    let message = try complaint("{\"name\": 1, \"names\": 2}") {
      _ = try $0.object(keys: ["name", "action"])
    }
    #expect(message == "pack.json:1:13: unknown key \"names\"; the keys here: \"name\" and \"action\"")
  }

  @Test func anUnknownKeyNearNothingGetsTheListOfKeys() throws {
    let message = try complaint("{\"zzz\": 1}") {
      _ = try $0.object(keys: ["recency", "frequency", "monetary"])
    }
    #expect(
      message
        == "pack.json:1:2: unknown key \"zzz\"; the keys here: \"recency\", \"frequency\" and \"monetary\"")
    #expect(
      try complaint("{\"a\": 1}") { _ = try $0.object(keys: []) }.hasSuffix("there should be none here"))
    #expect(
      try complaint("{\"a\": 1}") { _ = try $0.object(keys: ["name"]) }.hasSuffix(
        "the only key here: \"name\""))
  }

  @Test func aMissingKeyIsAnErrorAtTheObject() throws {
    let message = try complaint("[0, {}]") { _ = try $0.array()[1].object(keys: ["name"]).required("name") }
    #expect(message == "pack.json:1:5: [1]: missing \"name\"")
  }

  @Test func longTextIsShortenedInAMessage() throws {
    let text = "\"\(String(repeating: "x", count: 10_000))\""
    #expect(try complaint(text) { _ = try $0.number() }.utf8.count < 150)
  }
}
