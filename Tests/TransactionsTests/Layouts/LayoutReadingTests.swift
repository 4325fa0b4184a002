import JSONText
import Testing

@testable import Transactions

@Suite("Layouts as people write them")
struct LayoutReadingTests {
  /// The one that docs/layouts.md shows.
  static let text = """
    {
      "$schema": "./layout.schema.json",
      "format": "rfm-layout/1",
      "name": "my-till",
      "title": "Our till, daily list",
      "source": "https://example.com/manual/export",
      "recognise": {"headers": ["Receipt", "Till", ["Paid", "Sum paid"]], "without": ["Lineitem name"]},
      "columns": {
        "customer": ["E-mail", "Card number"],
        "invoice": "Receipt",
        "date": "Day",
        "time": "Time",
        "amount": ["Paid", "Sum paid"],
        "currency": "Currency"
      },
      "amountPer": "order",
      "subtract": [{"column": "Refunded"}],
      "fillDown": ["E-mail", "Card number", "Day", "Time", "Paid", "Refunded", "State"],
      "counts": [{"column": "State", "is": ["paid", "partly refunded"], "otherwise": "not paid"}],
      "returns": {"when": [{"column": "Kind", "is": ["Refund"]}]},
      "noCustomer": ["0", "Guest"],
      "dateOrder": "dmy"
    }
    """

  private func read(_ text: String) throws(JSONError) -> Layout {
    try Layout(reading: Array(text.utf8), file: "till.json")
  }

  /// The error of a layout that is not right at one place.
  private func fault(
    _ wrong: String, for right: String, at location: SourceLocation = #_sourceLocation
  ) -> String {
    let text = Self.text.replacing(right, with: wrong, maxReplacements: 1)
    #expect(text != Self.text, sourceLocation: location)
    let error = #expect(throws: JSONError.self, sourceLocation: location) { try read(text) }
    return error?.description ?? ""
  }

  @Test("A layout says what it says") func whatItSays() throws {
    let layout = try read(Self.text)
    #expect(layout.name == "my-till")
    #expect(layout.recognise.headers == [["Receipt"], ["Till"], ["Paid", "Sum paid"]])
    #expect(layout.recognise.without == ["Lineitem name"])
    #expect(layout.columns[.customer] == ["E-mail", "Card number"])
    #expect(layout.columns[.invoice] == ["Receipt"])
    #expect(layout.columns[.price] == nil)
    #expect(layout.amountPer == .order)
    #expect(layout.subtract == [Layout.Subtraction(column: ["Refunded"])])
    #expect(
      layout.counts == [
        Layout.Count(
          Layout.Condition(column: ["State"], values: ["paid", "partly refunded"]), otherwise: "not paid")
      ])
    #expect(layout.returns.when == [Layout.Condition(column: ["Kind"], values: ["Refund"])])
    #expect(layout.returns.includesNegativeAmounts)
    #expect(layout.fold == .email && layout.cleaning == nil && layout.decimal == nil)
    #expect(layout.dateOrder == .dmy)
    #expect(layout.neededRoles == [.customer, .invoice, .date, .amount])
  }

  @Test("What is null is as left out") func nulls() throws {
    let more = """
      "dateOrder": null, "decimal": null, "fold": null, "clean": null, "headerRow": null, "missing": null,
      "description": null
      """
    let layout = try read(Self.text.replacing("\"dateOrder\": \"dmy\"", with: more))
    var plain = try read(Self.text)
    plain.dateOrder = nil
    #expect(layout == plain)
  }

  @Test("A mistake is told with its line, its column and what was meant") func mistakes() {
    #expect(
      fault("\"colums\": {\n    \"customer\"", for: "\"columns\": {\n    \"customer\"")
        == "till.json:8:3: unknown key \"colums\"; did you mean \"columns\"?")
    #expect(fault("\"custommer\"", for: "\"customer\"").contains("did you mean \"customer\"?"))
    #expect(
      fault("rfm-layout/2", for: "rfm-layout/1")
        == "till.json:3:13: format: this is 'rfm-layout/2'; this program reads 'rfm-layout/1'")
    #expect(fault("\"My till\"", for: "\"my-till\"").contains("lower-case letters, digits and hyphens"))
    #expect(
      fault("\"per order\"", for: "\"order\"").contains("amountPer: 'per order' is not one of line, order"))
    #expect(fault("\"lines\"", for: "\"order\"").contains("did you mean 'line'?"))
    #expect(fault("\"isnt\"", for: "\"is\"").contains("unknown key \"isnt\""))
    #expect(
      fault("\"is\": [\"x\"], \"isNot\"", for: "\"is\"").contains("'is' and 'isNot' exclude each other"))
    #expect(fault("\"ydm\"", for: "\"dmy\"").contains("'ydm' is not one of mdy, dmy"))
    #expect(fault("[\"Day\", \"Day\"]", for: "\"Day\"").contains("columns.date[1]: 'Day' is named twice"))
    #expect(fault("example.com", for: "https://example.com").contains("an address such as https://"))
  }

  @Test("What must be there is asked for") func whatMustBeThere() {
    #expect(fault("", for: "\"date\": \"Day\",").contains("columns: missing \"date\""))
    #expect(fault("", for: "\"invoice\": \"Receipt\",").contains("columns: missing \"invoice\""))
    #expect(
      fault("\"price\": \"P\",", for: "\"amount\": [\"Paid\", \"Sum paid\"],")
        .contains("missing \"amount\", or \"quantity\" and \"price\""))
    #expect(
      fault("\"price\": \"P\", \"time\"", for: "\"time\"")
        .contains("'amount' and 'price' exclude each other"))
    #expect(fault("", for: ", \"otherwise\": \"not paid\"").contains("counts[0]: missing \"otherwise\""))
    #expect(fault("[]", for: "[\"paid\", \"partly refunded\"]").contains("at least one value"))
  }

  @Test("A layout that is written reads back as the same", arguments: ShippedLayouts.names)
  func writtenAndRead(name: String) throws {
    let layout = try ShippedLayouts.layout(name)
    #expect(try Layout(layout.json, file: "") == layout)
    #expect(try read(layout.json.text(.pretty)) == layout)
  }
}
