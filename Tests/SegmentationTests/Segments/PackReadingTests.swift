import JSONText
import Segmentation
import Testing

/// Reading a pack is strict, and says where and what.
@Suite struct PackReadingTests {
  static let text = """
    {
      "format": "rfm-segments/1",
      "name": "shop",
      "title": "Shop",
      "for": {"k": 4, "log": ["frequency"], "bins": 5, "outliers": "iqr"},
      "segments": [
        {"name": "Best", "when": {"cluster": [0, 1], "outlier": false}, "color": "#1f77b4"},
        {"name": "Rest", "when": [{"recency": {"min": 90}}, {"monetary": {"below": 0.01}}]}
      ]
    }

    """

  @Test func readsWhatIsThere() throws {
    let pack = try SegmentPack(reading: Array(Self.text.utf8), file: "shop.json")
    #expect(pack.name == "shop")
    #expect(pack.requirement?.k == 4)
    #expect(pack.requirement?.log == [.frequency])
    #expect(pack.requirement?.outliers == .iqr)
    #expect(pack.segments.map(\.name) == ["Best", "Rest"])
    #expect(pack.segments[0].when == [Conditions(clusters: [0, 1], outlier: false)])
    let rules = [
      Conditions(bounds: [.recency: Bounds(min: 90)]), Conditions(bounds: [.monetary: Bounds(below: 0.01)]),
    ]
    #expect(pack.segments[1].when == rules)
    #expect(pack.segments[1].recommendations.isEmpty)
  }

  @Test func readsWhatItWrites() throws {
    let pack = try SegmentPack(reading: Array(Self.text.utf8), file: "shop.json")
    let again = try SegmentPack(reading: Array(pack.json.text(.pretty).utf8), file: "shop.json")
    #expect(again.segments == pack.segments)
    #expect(again.requirement == pack.requirement)
  }

  /// A wrong text, made of the right one, and what is said about it.
  struct Mistake: Sendable, CustomTestStringConvertible {
    var old: String
    var new: String
    var message: String
    var testDescription: String { new }
  }

  static let mistakes = [
    Mistake(
      old: "\"recency\"", new: "\"recencey\"",
      message: "shop.json:8:32: segments[1].when[0]: unknown key \"recencey\"; did you mean \"recency\"?"),
    Mistake(
      old: "\"min\"", new: "\"minimum\"",
      message: "shop.json:8:44: segments[1].when[0].recency: unknown key \"minimum\"; did you mean \"min\"?"),
    Mistake(
      old: "\"title\"", new: "\"titel\"",
      message: "shop.json:4:3: unknown key \"titel\"; did you mean \"title\"?"),
    Mistake(
      old: "\"min\": 90", new: "\"min\": \"90\"",
      message:
        "shop.json:8:51: segments[1].when[0].recency.min: expected a number, but found the string \"90\"; take the quotes away"
    ),
    Mistake(
      old: "\"min\": 90", new: "\"min\": 90, \"max\": 30",
      message: "shop.json:8:43: segments[1].when[0].recency: min 90 is above max 30"),
    Mistake(
      old: "\"below\": 0.01", new: "\"below\": 1, \"min\": 1",
      message: "shop.json:8:70: segments[1].when[1].monetary: min 1 is not below 1"),
    Mistake(
      old: "\"below\": 0.01", new: "\"below\": 1, \"max\": 1",
      message:
        "shop.json:8:70: segments[1].when[1].monetary: 'max' (inclusive) and 'below' (exclusive) exclude each other"
    ),
    Mistake(
      old: "\"Rest\"", new: "\" \"", message: "shop.json:8:14: segments[1].name: the text is empty"),
    Mistake(
      old: "\"Rest\"", new: "\"BEST\"",
      message: "shop.json:8:14: segments[1].name: 'BEST' is the name of the segment in line 7 already"),
    Mistake(
      old: "\"shop\"", new: "\"My shop\"",
      message:
        "shop.json:3:11: name: a pack's name is of lower-case letters, digits and hyphens, such as 'my-shop'"),
    Mistake(
      old: "#1f77b4", new: "blue",
      message: "shop.json:7:78: segments[0].color: 'blue' is not a colour; '#1f77b4' would be one"),
    Mistake(
      old: "[0, 1]", new: "[]",
      message: "shop.json:7:42: segments[0].when.cluster: at least one cluster is expected"),
    Mistake(old: "[0, 1]", new: "-1", message: "shop.json:7:42: segments[0].when.cluster: -1 is below 0"),
    Mistake(
      old: "[0, 1]", new: "1.5",
      message: "shop.json:7:42: segments[0].when.cluster: expected a whole number, but found 1.5"),
    Mistake(
      old: "rfm-segments/1", new: "rfm-segments/2",
      message: "shop.json:2:13: format: this is 'rfm-segments/2'; this program reads 'rfm-segments/1'"),
    Mistake(
      old: "[\"frequency\"]", new: "[\"frequency\", \"frequency\"]",
      message: "shop.json:5:40: for.log[1]: 'frequency' is named twice"),
    Mistake(
      old: "\"name\": \"Best\", ", new: "", message: "shop.json:7:5: segments[0]: missing \"name\""),
  ]

  @Test(arguments: mistakes) func saysWhereAndWhat(_ mistake: Mistake) throws {
    let wrong = Self.text.replacing(mistake.old, with: mistake.new, maxReplacements: 1)
    #expect(wrong != Self.text)
    let error = #expect(throws: JSONError.self) {
      try SegmentPack(reading: Array(wrong.utf8), file: "shop.json")
    }
    #expect(error?.description == mistake.message)
  }

  @Test func aPackHasASegment() {
    let text = "{\"format\": \"rfm-segments/1\", \"name\": \"a\", \"title\": \"A\", \"segments\": []}"
    #expect(throws: JSONError.self) { try SegmentPack(reading: Array(text.utf8), file: "a.json") }
  }
}
