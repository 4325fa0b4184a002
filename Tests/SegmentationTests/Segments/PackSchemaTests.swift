import Segmentation
import TestSupport
import Testing

/// The schema and the reader say the same of a pack, as judged by python3-jsonschema.
@Suite(.enabled(if: SchemaValidator.isInstalled, "python3 with jsonschema is needed"))
struct PackSchemaTests {
  private static func validator() throws -> SchemaValidator {
    SchemaValidator(
      schema: String(decoding: try ShippedPacksTests.bytes("segment-pack.schema"), as: UTF8.self))
  }

  @Test func theSchemaIsOne() throws {
    try Self.validator().check()
  }

  @Test func shippedAndScaffoldedPacksAreValid() throws {
    var texts = try ShippedPacksTests.names.map {
      String(decoding: try ShippedPacksTests.bytes($0), as: UTF8.self)
    }
    texts.append(PackScaffold.starter(named: "my-shop"))
    texts.append(try ScaffoldTests.Shop(ScaffoldTests.year(300, seed: 1), k: 6).pack.text)
    var random = RandomPacks(seed: 7)
    for _ in 0..<100 { texts.append(random.pack().json.text(.compact)) }
    #expect(try Self.validator().verdicts(texts) == texts.map { _ in true })
    for text in texts { #expect(throws: Never.self) { try SegmentPack(reading: Array(text.utf8), file: "") } }
  }

  /// Replacements in a good pack, some of which leave it good.
  private static let replacements = [
    ("\"shop\"", "\"-shop\""), ("\"shop\"", "\"Shop\""), ("\"shop\"", "\"s\""), ("\"shop\"", "\"\""),
    ("\"Shop\"", "\" \""), ("\"Shop\"", "3"), ("\"title\"", "\"titel\""), ("\"Shop\"", "\"Shop\", \"x\": 1"),
    ("\"Shop\"", "\"Shop\", \"description\": null"), ("\"Shop\"", "\"Shop\", \"description\": 1"),
    ("\"Shop\"", "\"Shop\", \"$schema\": \"x\""), ("\"Shop\"", "\"Shop\", \"$schema\": 1"),
    ("\"k\": 4", "\"k\": 0"), ("\"k\": 4", "\"k\": 4.0"), ("\"k\": 4", "\"k\": 4.5"),
    ("\"k\": 4", "\"k\": null"),
    ("\"bins\": 5", "\"bins\": 1"), ("\"iqr\"", "\"none\""), ("\"iqr\"", "\"all\""), ("\"iqr\"", "null"),
    ("[\"frequency\"]", "[]"), ("[\"frequency\"]", "[\"Frequency\"]"), ("[\"frequency\"]", "\"frequency\""),
    ("[\"frequency\"]", "[\"frequency\", \"frequency\"]"), ("[0, 1]", "0"), ("[0, 1]", "-1"),
    ("[0, 1]", "[]"),
    ("[0, 1]", "[0, 0]"), ("[0, 1]", "[0, -1]"), ("[0, 1]", "null"), ("[0, 1]", "0.5"), ("false", "0"),
    ("false", "null"), ("#1f77b4", "#1F77B4"), ("#1f77b4", "#1f77b"), ("#1f77b4", "1f77b4"),
    ("\"#1f77b4\"", "null"),
    ("\"min\": 90", ""), ("\"min\": 90", "\"min\": null"), ("\"min\": 90", "\"min\": \"90\""),
    ("\"min\": 90", "\"min\": 90, \"max\": 90"), ("\"min\": 90", "\"max\": 1, \"below\": 1"),
    ("\"min\": 90", "\"max\": null, \"below\": 1"), ("\"min\": 90", "\"above\": 1"), ("{\"min\": 90}", "90"),
    ("{\"min\": 90}", "null"), ("\"recency\"", "\"recencyScore\""), ("\"recency\"", "\"recencyscore\""),
    ("[{\"recency\": {\"min\": 90}}, {\"monetary\": {\"below\": 0.01}}]", "[]"),
    ("[{\"recency\": {\"min\": 90}}, {\"monetary\": {\"below\": 0.01}}]", "{}"),
    ("[{\"recency\": {\"min\": 90}}, {\"monetary\": {\"below\": 0.01}}]", "null"),
    ("\"Shop\"", "\"a\\u001bb\""), ("\"Shop\"", "\"a\\u0085b\""), ("\"Shop\"", "\"Sh\u{F6}p\""),
    ("\"Rest\"", "\"a\\nb\""), ("\"Rest\"", "\"\(String(repeating: "é", count: 200))\""),
    ("\"Rest\"", "\"\(String(repeating: "é", count: 201))\""),
    ("\"recency\": {\"min\": 90}", "\"recencyScore\": {\"min\": 2.5}"),
    ("\"recency\": {\"min\": 90}", "\"monetaryScore\": {\"below\": 4.0}"),
    ("\"recency\": {\"min\": 90}", "\"frequencyScore\": {\"max\": 1.5, \"min\": null}"),
    ("\"recency\": {\"min\": 90}", "\"recency\": {\"min\": 2.5}"),
    ("\"recency\": {\"min\": 90}", "\"recency\": {\"min\": \"gap90\"}"),
    ("\"recency\": {\"min\": 90}", "\"monetary\": {\"min\": \"gap90\"}"),
    ("\"recency\": {\"min\": 90}", "\"monetary\": {\"min\": \"p90\", \"max\": \"p95\"}"),
    ("\"recency\": {\"min\": 90}", "\"gaps\": {\"min\": 1.5}"),
    ("\"recency\": {\"min\": 90}", "\"gaps\": {\"min\": \"gap50\"}"),
    ("\"recency\": {\"min\": 90}", "\"tenure\": {\"max\": \"gap50\"}"),
    ("\"recency\": {\"min\": 90}", "\"average\": {\"min\": \"p90\", \"below\": null}"),
    ("\"recency\": {\"min\": 90}", "\"again\": {\"min\": \"p80\"}"),
    ("\"recency\": {\"min\": 90}", "\"again\": {\"min\": 0.8}"),
    ("\"recency\": {\"min\": 90}", "\"again\": {}"),
    ("\"recency\": {\"min\": 90}", "\"recencyScore\": {\"min\": \"p80\"}"),
    ("\"Rest\"", "\"Rest\", \"claims\": null"), ("\"Rest\"", "\"Rest\", \"claims\": [{}]"),
    ("\"Rest\"", "\"Rest\", \"claims\": [{\"recency\": {\"max\": \"p90\"}, \"share\": 0.5}]"),
    ("\"Rest\"", "\"Rest\", \"claims\": [{\"recency\": {\"max\": \"p101\"}, \"share\": 0.5}]"),
    ("\"Rest\"", "\"Rest\", \"claims\": [{\"recency\": {\"max\": \"gap50\"}, \"share\": 1}]"),
    ("\"Rest\"", "\"Rest\", \"claims\": [{\"monetary\": {\"max\": \"gap50\"}, \"share\": 1}]"),
    ("\"Rest\"", "\"Rest\", \"claims\": [{\"tenure\": {\"max\": \"gap50\"}, \"of\": \"mean\"}]"),
    ("\"Rest\"", "\"Rest\", \"claims\": [{\"tenure\": {\"max\": \"p50\"}, \"of\": \"mean\"}]"),
    ("\"Rest\"", "\"Rest\", \"claims\": [{\"gaps\": {\"min\": null}, \"of\": \"mean\"}]"),
    ("\"Rest\"", "\"Rest\", \"claims\": [{\"gaps\": {\"min\": 2}, \"of\": null, \"share\": 1}]"),
    ("\"Rest\"", "\"Rest\", \"claims\": [{\"gaps\": {\"min\": 2}, \"of\": \"mean\", \"share\": 1}]"),
    ("\"Rest\"", "\"Rest\", \"claims\": [{\"gaps\": {\"min\": 2}, \"share\": 0}]"),
    ("\"Rest\"", "\"Rest\", \"claims\": [{\"gaps\": {\"min\": 2}, \"share\": 1.5}]"),
    ("\"Rest\"", "\"Rest\", \"claims\": [{\"gaps\": {\"min\": 2}, \"of\": \"all\"}]"),
    ("\"Rest\"", "\"Rest\", \"claims\": [{\"average\": {\"max\": 2, \"below\": 3}, \"of\": \"mean\"}]"),
    ("\"Rest\"", "\"Rest\", \"claims\": [{\"average\": {\"max\": 2}, \"of\": \"mean\", \"says\": \" \"}]"),
    ("\"Shop\"", "\"Shop\", \"written\": \"x\""), ("\"Shop\"", "\"Shop\", \"written\": 1"),
    ("\"k\": 4", "\"model\": \"shop\""), ("\"k\": 4", "\"model\": \"\""),
    ("\"Rest\"", "\"\""), ("\"Rest\"", "\"Rest\", \"interpretation\": 1"),
    ("\"Rest\"", "\"Rest\", \"recommendations\": [\"a\"]"),
    ("\"Rest\"", "\"Rest\", \"recommendations\": [\"\"]"),
    ("\"Rest\"", "\"Rest\", \"recommendations\": \"a\""), ("\"Rest\"", "\"Rest\", \"recommendations\": null"),
  ]

  @Test("As many segments as a pack may have", arguments: [200, 201])
  func manySegments(count: Int) throws {
    let segments = (1...count).map { "{\"name\": \"s\($0)\", \"when\": {}}" }.joined(separator: ", ")
    let text =
      "{\"format\": \"rfm-segments/1\", \"name\": \"p\", \"title\": \"P\", \"segments\": [\(segments)]}"
    #expect(try Self.validator().verdicts([text]) == [count <= 200])
    #expect(((try? SegmentPack(reading: Array(text.utf8), file: "")) != nil) == (count <= 200))
  }

  @Test func schemaAndReaderAgree() throws {
    let texts = Self.replacements.map { PackReadingTests.text.replacing($0, with: $1, maxReplacements: 1) }
    for (text, verdict) in zip(texts, try Self.validator().verdicts(texts)) {
      let isRead = (try? SegmentPack(reading: Array(text.utf8), file: "")) != nil
      #expect(text != PackReadingTests.text)
      #expect(isRead == verdict, "\(text)")
    }
  }
}
