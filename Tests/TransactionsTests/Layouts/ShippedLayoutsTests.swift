import TestSupport
import Testing

@testable import Transactions

@Suite("The layouts that ship")
struct ShippedLayoutsTests {
  @Test(
    "A layout has its file's name, a description and nothing that lint finds", arguments: ShippedLayouts.names
  )
  func aLayoutIsWhole(name: String) throws {
    let layout = try ShippedLayouts.layout(name)
    #expect(layout.description != nil)
    let lint = LayoutLint(layout, fileName: name, others: try ShippedLayouts.all())
    #expect(lint.findings.filter { $0.severity != .info }.map(\.message) == [])
  }

  @Test("There is one for each program that the documentation names") func names() {
    #expect(ShippedLayouts.names.count >= 20)
    for name in [
      "shopify", "woocommerce", "stripe", "square", "lightspeed", "amazon-orders", "online-retail",
    ] {
      #expect(ShippedLayouts.names.contains(name))
    }
  }

  @Test("What a layout says can be said in words", arguments: ShippedLayouts.names)
  func words(name: String) throws {
    let layout = try ShippedLayouts.layout(name)
    let words = layout.words.joined(separator: "\n")
    for header in layout.columns.values.flatMap({ $0 }) + layout.fillDown {
      #expect(words.contains("'\(header)'"))
    }
    for count in layout.counts { #expect(words.contains("\"\(count.otherwise)\"")) }
  }
}

/// The schema and the reader say the same of a layout, as judged by python3-jsonschema.
@Suite(.enabled(if: SchemaValidator.isInstalled, "python3 with jsonschema is needed"))
struct LayoutSchemaTests {
  private static func validator() throws -> SchemaValidator {
    SchemaValidator(schema: String(decoding: try ShippedLayouts.bytes("layout.schema"), as: UTF8.self))
  }

  @Test func theSchemaIsOne() throws {
    try Self.validator().check()
  }

  @Test func shippedLayoutsAndWhatIsWrittenOfThemAreValid() throws {
    let texts = try ShippedLayouts.names.flatMap {
      [
        String(decoding: try ShippedLayouts.bytes($0), as: UTF8.self),
        try ShippedLayouts.layout($0).json.text(.pretty),
      ]
    }
    #expect(try Self.validator().verdicts(texts) == texts.map { _ in true })
  }

  /// Replacements in a good layout, some of which leave it good.
  private static let replacements = [
    ("\"my-till\"", "\"-till\""), ("\"my-till\"", "\"Till\""), ("\"my-till\"", "\"t\""), ("\"my-till\"", "1"),
    ("\"Our till, daily list\"", "\" \""), ("\"Our till, daily list\"", "\"a\\u0085b\""),
    ("\"Our till, daily list\"", "\"a\\nb\""), ("\"Our till, daily list\"", "\"x\", \"description\": \"\""),
    ("\"Our till, daily list\"", "\"x\", \"description\": null"),
    ("\"Our till, daily list\"", "\"\(String(repeating: "é", count: 201))\""),
    ("\"https://example.com/manual/export\"", "\"http://x\""),
    ("\"https://example.com/manual/export\"", "\"x\""),
    ("\"https://example.com/manual/export\"", "[]"), ("\"https://example.com/manual/export\"", "null"),
    ("\"https://example.com/manual/export\"", "[\"https://a\", \"https://a\"]"),
    ("\"https://example.com/manual/export\"", "\"https://\""),
    ("\"https://example.com/manual/export\"", "\"https://a b\""),
    ("[\"Receipt\", \"Till\", [\"Paid\", \"Sum paid\"]]", "[]"),
    ("[\"Receipt\", \"Till\", [\"Paid\", \"Sum paid\"]]", "\"Receipt\""),
    ("[\"Receipt\", \"Till\", [\"Paid\", \"Sum paid\"]]", "[[]]"),
    ("[\"Receipt\", \"Till\", [\"Paid\", \"Sum paid\"]]", "[[\"Paid\", \"Paid\"]]"),
    ("[\"Receipt\", \"Till\", [\"Paid\", \"Sum paid\"]]", "[\"Paid\", \"Paid\"]"),
    ("[\"Lineitem name\"]", "null"), ("[\"Lineitem name\"]", "[]"), ("[\"Lineitem name\"]", "[\"a\", \"a\"]"),
    ("[\"Lineitem name\"]", "\"Lineitem name\""), ("[\"Lineitem name\"]", "[\" \"]"),
    ("[\"E-mail\", \"Card number\"]", "[]"), ("[\"E-mail\", \"Card number\"]", "null"),
    ("[\"E-mail\", \"Card number\"]", "\"E-mail\""), ("[\"E-mail\", \"Card number\"]", "\"\""),
    ("\"customer\"", "\"stock\""), ("\"invoice\"", "\"stock\""), ("\"date\"", "\"stock\""),
    ("\"time\"", "\"stock\""),
    ("\"amount\"", "\"quantity\""), ("\"time\"", "\"price\""), ("\"time\"", "\"recency\""),
    ("\"amount\": [\"Paid\", \"Sum paid\"]", "\"quantity\": \"a\", \"price\": \"b\""),
    ("\"order\"", "\"line\""), ("\"order\"", "null"), ("\"order\"", "\"row\""),
    ("[{\"column\": \"Refunded\"}]", "[]"), ("[{\"column\": \"Refunded\"}]", "null"),
    ("{\"column\": \"Refunded\"}", "{\"column\": [\"a\", \"b\"], \"per\": \"line\"}"),
    ("{\"column\": \"Refunded\"}", "{\"column\": \"a\", \"per\": null}"),
    ("{\"column\": \"Refunded\"}", "{}"),
    ("{\"column\": \"Refunded\"}", "{\"column\": \"a\", \"per\": \"row\"}"),
    ("{\"column\": \"Refunded\"}", "{\"column\": []}"), ("{\"column\": \"Refunded\"}", "{\"column\": null}"),
    ("\"fillDown\": [", "\"fillDown\": [\"Day\", "), ("\"fillDown\": [", "\"fillDown\": [\" \", "),
    ("\"fillDown\": [", "\"fillDown\": [1, "),
    ("\"is\": [\"paid\", \"partly refunded\"]", "\"is\": []"),
    ("\"is\": [\"paid\", \"partly refunded\"]", "\"is\": \"paid\""),
    ("\"is\": [\"paid\", \"partly refunded\"]", "\"is\": null"),
    ("\"is\": [\"paid\", \"partly refunded\"]", "\"is\": [\"\"]"),
    ("\"is\": [\"paid\", \"partly refunded\"]", "\"isNot\": [\"paid\", \"paid\"]"),
    ("\"is\": [\"paid\", \"partly refunded\"]", "\"is\": [\"a\"], \"isNot\": [\"b\"]"),
    ("\"is\": [\"paid\", \"partly refunded\"], ", ""),
    ("\"is\": [\"paid\", \"partly refunded\"]", "\"is\": [\"a\"], \"or\": [\"b\"]"),
    (", \"otherwise\": \"not paid\"", ""), ("\"otherwise\": \"not paid\"", "\"otherwise\": null"),
    ("\"otherwise\": \"not paid\"", "\"otherwise\": \"\""),
    ("{\"when\": [{\"column\": \"Kind\", \"is\": [\"Refund\"]}]}", "{}"),
    ("{\"when\": [{\"column\": \"Kind\", \"is\": [\"Refund\"]}]}", "null"),
    ("{\"when\": [{\"column\": \"Kind\", \"is\": [\"Refund\"]}]}", "{\"when\": []}"),
    ("{\"when\": [{\"column\": \"Kind\", \"is\": [\"Refund\"]}]}", "{\"when\": null, \"columns\": null}"),
    ("{\"when\": [{\"column\": \"Kind\", \"is\": [\"Refund\"]}]}", "{\"columns\": {}}"),
    ("{\"when\": [{\"column\": \"Kind\", \"is\": [\"Refund\"]}]}", "{\"columns\": {\"customer\": \"a\"}}"),
    ("{\"when\": [{\"column\": \"Kind\", \"is\": [\"Refund\"]}]}", "{\"columns\": {\"buyer\": \"a\"}}"),
    ("{\"when\": [{\"column\": \"Kind\", \"is\": [\"Refund\"]}]}", "{\"negativeAmounts\": false}"),
    ("{\"when\": [{\"column\": \"Kind\", \"is\": [\"Refund\"]}]}", "{\"negativeAmounts\": null}"),
    ("{\"when\": [{\"column\": \"Kind\", \"is\": [\"Refund\"]}]}", "{\"negativeAmounts\": 0}"),
    ("\"is\": [\"Refund\"]", "\"is\": [\"Refund\"], \"otherwise\": \"x\""),
    ("[\"0\", \"Guest\"]", "null"), ("[\"0\", \"Guest\"]", "[]"), ("[\"0\", \"Guest\"]", "[\"\"]"),
    ("[\"0\", \"Guest\"]", "\"0\""), ("[\"0\", \"Guest\"]", "[0]"),
    ("\"dmy\"", "\"mdy\""), ("\"dmy\"", "null"), ("\"dmy\"", "\"ymd\""),
    ("\"dmy\"", "\"dmy\", \"decimal\": \"comma\""), ("\"dmy\"", "\"dmy\", \"decimal\": \"either\""),
    ("\"dmy\"", "\"dmy\", \"fold\": \"all\""), ("\"dmy\"", "\"dmy\", \"fold\": \"name\""),
    ("\"dmy\"", "\"dmy\", \"clean\": \"layout\""), ("\"dmy\"", "\"dmy\", \"clean\": \"auto\""),
    ("\"dmy\"", "\"dmy\", \"clean\": \"none\""), ("\"dmy\"", "\"dmy\", \"clean\": null"),
    ("\"dmy\"", "\"dmy\", \"headerRow\": 0"), ("\"dmy\"", "\"dmy\", \"headerRow\": 3"),
    ("\"dmy\"", "\"dmy\", \"headerRow\": 3.0"), ("\"dmy\"", "\"dmy\", \"headerRow\": 2.5"),
    ("\"dmy\"", "\"dmy\", \"headerRow\": null"), ("\"dmy\"", "\"dmy\", \"missing\": null"),
    ("\"dmy\"", "\"dmy\", \"missing\": {\"customer\": \"x\"}"),
    ("\"dmy\"", "\"dmy\", \"missing\": {\"stock\": \"x\"}"),
    ("\"dmy\"", "\"dmy\", \"missing\": {\"customer\": null}"), ("\"dmy\"", "\"dmy\", \"missing\": {}"),
    ("\"dmy\"", "\"dmy\", \"extra\": 1"), ("\"$schema\": \"./layout.schema.json\"", "\"$schema\": null"),
    ("rfm-layout/1", "rfm-layout/2"), ("\"recognise\"", "\"recognize\""),
    ("\"columns\": {", "\"columns\": [], \"x\": {"),
  ]

  @Test func schemaAndReaderAgree() throws {
    let texts = Self.replacements.map { LayoutReadingTests.text.replacing($0, with: $1, maxReplacements: 1) }
    for (text, verdict) in zip(texts, try Self.validator().verdicts(texts)) {
      let isRead = (try? Layout(reading: Array(text.utf8), file: "")) != nil
      #expect(text != LayoutReadingTests.text)
      #expect(isRead == verdict, "\(text)")
    }
  }
}
