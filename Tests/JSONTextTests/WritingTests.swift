import JSONText
import Testing

@Suite("Writing")
struct WritingTests {
  let model: JSON = [
    "name": "retail", "k": 3, "share": 0.5, "fence": nil, "ok": true, "empty": [], "none": [:],
    "row": [1, 2.0],
  ]

  @Test func compactHasNoBlankSpace() {
    #expect(
      model.text(.compact)
        == #"{"name":"retail","k":3,"share":0.5,"fence":null,"ok":true,"empty":[],"none":{},"row":[1,2]}"#)
  }

  @Test func spacedHasASpaceAfterEachCommaAndColon() {
    #expect(
      model.text(.spaced)
        == #"{"name": "retail", "k": 3, "share": 0.5, "fence": null, "ok": true, "empty": [], "none": {}, "row": [1, 2]}"#
    )
  }

  @Test func prettyFillsLongRowsOfNumbers() {
    let row = JSON.array((0..<60).map { JSON.integer(1000 + $0) })
    let lines = JSON.object([("quantiles", row)]).text(.pretty).split(separator: "\n")
    #expect(lines.count == 8)
    #expect(lines[2].hasPrefix("    1000, 1001, "))
    #expect(lines.allSatisfy { $0.count <= 100 })
  }

  @Test func prettyKeepsARowOnOneLine() {
    let rows: JSON = [
      "centroids": [
        [-1.123456789012345, 1.123456789012345, 1.123456789012345],
        [-2.123456789012345, 2.123456789012345, 2.123456789012345],
      ], "empty": [],
    ]
    #expect(
      rows.text(.pretty) == """
        {
          "centroids": [
            [-1.123456789012345, 1.123456789012345, 1.123456789012345],
            [-2.123456789012345, 2.123456789012345, 2.123456789012345]
          ],
          "empty": []
        }
        """)
  }

  @Test func aHundredColumnsFitAndOneMoreDoesNot() {
    // `["` and `"]` are four columns; ü and 漢 are one column each, whatever their bytes.
    for letter in ["x", "ü", "漢"] {
      #expect(
        JSON.array([.string(String(repeating: letter, count: 96))]).text(.pretty).split(separator: "\n").count
          == 1)
      #expect(
        JSON.array([.string(String(repeating: letter, count: 97))]).text(.pretty).split(separator: "\n").count
          == 3)
    }
    let text = String(repeating: "x", count: 89)
    let wide = String(repeating: "y", count: 200)
    let lines = JSON.object([("a", [.string(text)]), ("b", .string(wide))]).text(.pretty).split(
      separator: "\n")
    #expect(lines[1].count == 101 - 1 + 1)
  }

  @Test(arguments: [
    (4.0, "4"), (-0.0, "-0"), (0.1, "0.1"), (1e21, "1e+21"), (1e-7, "1e-07"), (-2.5, "-2.5"),
    (1e15, "1000000000000000"), (.nan, "null"), (.infinity, "null"), (-.infinity, "null"),
  ])
  func numbersAreShort(number: Double, text: String) {
    #expect(JSON.number(number).text(.compact) == text)
  }

  @Test func literalsAreWrittenAsTheyAreOrNotAtAll() {
    #expect(JSON.literal("1.50").text(.compact) == "1.50")
    for literal in ["", "NaN", "1 ", "01", "\"", "1,2"] {
      #expect(JSON.literal(literal).text(.compact) == "null")
    }
  }

  @Test func onlyWhatMustBeEscapedIs() {
    #expect(
      JSON.string("\"\\/\n\r\t\u{8}\u{C}\u{1}\u{7F}é😀").text(.compact)
        == "\"\\\"\\\\/\\n\\r\\t\\b\\f\\u0001\u{7F}é😀\"")
    #expect(JSON.object([("a\"b", 1)]).text(.spaced) == #"{"a\"b": 1}"#)
  }

  @Test func whatWasReadIsWrittenWithItsOwnNumbers() throws {
    let text = #"{"b":[1.50,1E5,-0,null,true,"x"],"a":{}}"#
    #expect(JSON(try read(text).node).text(.compact) == text)
  }

  @Test func deepTreesAreWrittenInReasonableTime() {
    var tree: JSON = .string(String(repeating: "x", count: 1000))
    for _ in 0..<500 { tree = ["k": [tree]] }
    #expect(tree.text(.pretty).utf8.last == UInt8(ascii: "}"))
  }
}
