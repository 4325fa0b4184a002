import JSONText
import Segmentation
import Testing

/// Edits change the bytes concerned, and no others.
@Suite struct PackEditTests {
  private static let file = """
    {
      "format": "rfm-segments/1",
      "name": "shop",
      "title": "Größe",
      "segments": [
        {
          "name": "Best",
          "when": {"cluster": 0},
          "color": "#1f77b4",
          "interpretation": "Süß \\u2013 🙂",
          "recommendations": [
            "One",
            "Two",
            "Three"
          ]
        },
        {
          "name": "Rest",
          "when": {}
        }
      ]
    }

    """

  private func edited(_ segment: Int, _ change: PackEdit.Change, of text: String = file) throws -> String {
    let edit = PackEdit(segment: segment, change: change)
    let pack = try PackText(Array(text.utf8), file: "shop.json")
    return String(decoding: try pack.applying(edit).bytes, as: UTF8.self)
  }

  /// The lines that went and came, in order, with their signs.
  private func changes(_ old: String, _ new: String) -> [String] {
    PackText.diff(old: Array(old.utf8), new: Array(new.utf8)).split(separator: "\n")
      .filter { $0.hasPrefix("-") || $0.hasPrefix("+") }.map(String.init)
  }

  private func changes(_ segment: Int, _ change: PackEdit.Change) throws -> [String] {
    changes(Self.file, try edited(segment, change))
  }

  // MARK: - One line

  @Test func aRenameIsOneLine() throws {
    #expect(
      try changes(0, .rename("Zoë's \"best\"")) == [
        "-      \"name\": \"Best\",", "+      \"name\": \"Zoë's \\\"best\\\"\",",
      ])
  }

  @Test func otherValuesAreOneLine() throws {
    #expect(
      try changes(0, .describe("New")) == [
        "-      \"interpretation\": \"Süß \\u2013 🙂\",", "+      \"interpretation\": \"New\",",
      ])
    #expect(
      try changes(0, .color("#abcdef")) == [
        "-      \"color\": \"#1f77b4\",", "+      \"color\": \"#abcdef\",",
      ])
    #expect(
      try changes(1, .when("{\"recency\":{\"min\":90.50}}")) == [
        "-      \"when\": {}", "+      \"when\": {\"recency\": {\"min\": 90.50}}",
      ])
    #expect(try changes(0, .setRecommendation(2, "Zwei")) == ["-        \"Two\",", "+        \"Zwei\","])
  }

  @Test func aListChangesInItsOwnLines() throws {
    #expect(try changes(0, .removeRecommendation(2)) == ["-        \"Two\","])
    #expect(
      try changes(0, .removeRecommendation(3)) == [
        "-        \"Two\",", "-        \"Three\"", "+        \"Two\"",
      ])
    #expect(
      try changes(0, .addRecommendation("Four")) == [
        "-        \"Three\"", "+        \"Three\",", "+        \"Four\"",
      ])
    let moved = try edited(0, .moveRecommendation(from: 3, to: 1))
    #expect(
      moved
        == Self.file.replacing(
          "\"One\",\n        \"Two\",\n        \"Three\"",
          with: "\"Three\",\n        \"One\",\n        \"Two\""))
    #expect(try edited(0, .moveRecommendation(from: 1, to: 3), of: moved) == Self.file)
    #expect(try edited(0, .moveRecommendation(from: 2, to: 2)) == Self.file)
  }

  @Test func aLongRuleTakesLines() throws {
    let rule = """
      [{"recencyScore": {"min": 4}, "frequencyScore": {"min": 4}}, {"monetaryScore": {"min": 5}, "outlier": false}]
      """
    #expect(
      try changes(1, .when(rule)) == [
        "-      \"when\": {}", "+      \"when\": [",
        "+        {\"recencyScore\": {\"min\": 4}, \"frequencyScore\": {\"min\": 4}},",
        "+        {\"monetaryScore\": {\"min\": 5}, \"outlier\": false}", "+      ]",
      ])
  }

  // MARK: - Keys that are not there yet

  @Test func missingKeysGetLines() throws {
    #expect(
      try changes(1, .color("#abcdef")) == [
        "-      \"when\": {}", "+      \"when\": {},", "+      \"color\": \"#abcdef\"",
      ])
    #expect(
      try changes(1, .addRecommendation("Do")) == [
        "-      \"when\": {}", "+      \"when\": {},", "+      \"recommendations\": [", "+        \"Do\"",
        "+      ]",
      ])
    let withoutColor = Self.file.replacing("      \"color\": \"#1f77b4\",\n", with: "")
    #expect(
      changes(withoutColor, try edited(0, .color("#1f77b4"), of: withoutColor)) == [
        "+      \"color\": \"#1f77b4\","
      ])
    let withoutText = try edited(1, .addRecommendation("Do"))
    #expect(
      changes(withoutText, try edited(1, .describe("All"), of: withoutText)) == [
        "+      \"interpretation\": \"All\","
      ])
  }

  @Test func anEmptiedListFillsAgain() throws {
    var text = Self.file
    for _ in 1...3 { text = try edited(0, .removeRecommendation(1), of: text) }
    #expect(text.contains("\"recommendations\": []\n"))
    for item in ["One", "Two", "Three"] { text = try edited(0, .addRecommendation(item), of: text) }
    #expect(text == Self.file)
    let null = Self.file.replacing("\"when\": {}", with: "\"when\": {},\n      \"recommendations\": null")
    #expect(try edited(1, .addRecommendation("Do"), of: null) == edited(1, .addRecommendation("Do")))
  }

  // MARK: - Layouts

  @Test func windowsLinesStay() throws {
    let text = "\u{FEFF}" + Self.file.replacing("\n", with: "\r\n")
    for change: PackEdit.Change in [.color("#abcdef"), .addRecommendation("Do"), .rename("Others")] {
      let expected = try edited(1, change).replacing("\n", with: "\r\n")
      #expect(try edited(1, change, of: text) == "\u{FEFF}" + expected)
    }
  }

  @Test func tabsStay() throws {
    let text = Self.file.replacing("  ", with: "\t")
    let expected = try edited(1, .addRecommendation("Do")).replacing("  ", with: "\t")
    #expect(try edited(1, .addRecommendation("Do"), of: text) == expected)
  }

  @Test func aFileOnOneLineStaysOnOne() throws {
    let compact = """
      {"format":"rfm-segments/1","name":"s","title":"S","segments":[{"name":"A","when":{"cluster":0}}]}
      """
    var text = try edited(0, .when("[{\"cluster\": 1}, {\"outlier\": true}]"), of: compact)
    text = try edited(0, .addRecommendation("Do"), of: text)
    text = try edited(0, .addRecommendation("Do more"), of: text)
    text = try edited(0, .color("#000000"), of: text)
    #expect(
      text == """
        {"format":"rfm-segments/1","name":"s","title":"S","segments":[{"name":"A",\
        "when":[{"cluster":1},{"outlier":true}],"color":"#000000","recommendations":["Do","Do more"]}]}
        """)
    let spaced = compact.replacing(":", with: ": ").replacing(",", with: ", ")
    #expect(
      try edited(0, .color("#000000"), of: spaced).hasSuffix(
        "\"when\": {\"cluster\": 0}, \"color\": \"#000000\"}]}"))
  }

  // MARK: - What cannot be

  @Test func saysWhyNot() throws {
    func message(_ segment: Int, _ change: PackEdit.Change) -> String {
      do {
        _ = try edited(segment, change)
        return "no error"
      } catch {
        return "\(error)"
      }
    }
    #expect(message(2, .rename("A")) == "there is no segment 3; the pack has 2")
    #expect(message(0, .rename("REST")) == "another segment of the pack is called \"Rest\" already")
    #expect(message(0, .rename("best")) == "no error")
    #expect(message(0, .rename("  ")) == "a segment needs a name")
    #expect(message(0, .color("red")) == "\"red\" is not a colour; #1f77b4 would be one")
    #expect(message(0, .setRecommendation(4, "A")) == "there is no recommendation 4; \"Best\" has 1 to 3")
    #expect(message(0, .removeRecommendation(0)) == "there is no recommendation 0; \"Best\" has 1 to 3")
    #expect(
      message(1, .moveRecommendation(from: 1, to: 1)) == "there is no recommendation 1; \"Rest\" has none")
    #expect(message(0, .addRecommendation("")).hasPrefix("the recommendation is empty"))
    #expect(
      message(0, .when("{\"recency\": {\"minn\": 3}}"))
        == "when:1:14: recency: unknown key \"minn\"; did you mean \"min\"?")
    #expect(throws: JSONError.self) { try edited(0, .rename("A"), of: Self.file + "}") }
  }

  // MARK: - Naming a segment

  @Test func findsTheSegmentThatIsMeant() throws {
    func segment(_ name: String, _ when: Conditions...) -> Segment { Segment(name: name, when: when) }
    let pack = SegmentPack(
      name: "a", title: "A",
      segments: [
        segment("Key Accounts, Lapsing", Conditions(clusters: [0], bounds: [.recency: Bounds(min: 90)])),
        segment("Key Accounts", Conditions(outlier: true)),
        segment("Champions & VIPs", Conditions(clusters: [0])),
        segment("Loyal", Conditions(clusters: [1])), segment("Also loyal", Conditions(clusters: [1])),
        segment("30 days", Conditions(clusters: [2], outlier: false)),
      ], file: "a.json")
    func found(_ reference: String) -> String {
      switch pack.resolve(reference) {
      case .success(let index): "\(index)"
      case .failure(let error): error.description
      }
    }
    #expect(found("key accounts") == "1")
    #expect(found("key accounts,") == "0")
    #expect(found("champ") == "2")
    #expect(found("1") == "0" && found("6") == "5")
    #expect(found("cluster 0") == "2")
    #expect(found("30") == "5")
    #expect(
      found("key")
        == "\"key\" can mean \"Key Accounts, Lapsing\" and \"Key Accounts\"; write more of the name")
    #expect(
      found("cluster 1") == "\"cluster 1\" can mean \"Loyal\" and \"Also loyal\"; write more of the name")
    #expect(found("0") == "there is no segment 0; the pack has 6")
    #expect(found("7") == "there is no segment 7; the pack has 6")
    #expect(found("cluster 2") == "no segment is for cluster 2 and nothing else; write the segment's name")
    #expect(found("loyla") == "no segment is called \"loyla\"; did you mean \"Loyal\"?")
    #expect(found("Champons") == "no segment is called \"Champons\"; did you mean \"Champions & VIPs\"?")
    #expect(found("").hasPrefix("no segment is called \"\"; the pack has \"Key Accounts, Lapsing\", "))
  }
}
