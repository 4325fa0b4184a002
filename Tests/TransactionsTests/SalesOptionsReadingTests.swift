import Customers
import JSONText
import Tabular
import Testing

@testable import Transactions

@Suite("Options in a model")
struct SalesOptionsReadingTests {
  /// Every option other than it is without being set.
  static var unusual: SalesOptions {
    var options = SalesOptions()
    options.columns = [.customer: "Who", .amount: "How much"]
    options.delimiter = UInt8(ascii: "\t")
    options.decimal = .comma
    options.dateOrder = .dmy
    options.cleaning = .products
    options.invoicePattern = "\\d+"
    options.stockPattern = "[A-Z]+"
    options.returns = .net
    options.asOf = .moment(Timestamp(seconds: 1_291_924_860))
    options.windowDays = 365
    options.frequency = .days
    options.monetary = .average
    options.skipsBadRows = true
    return options
  }

  /// The members as a model file gives them: written and read.
  private func members(_ options: SalesOptions) throws -> [(String, JSON)] {
    let text = JSON.object(options.json).text(.pretty)
    guard case .object(let members) = JSON(try JSONNode.parse(Array(text.utf8), file: "model")) else {
      return []
    }
    return members
  }

  @Test func areReadBackAsTheyWere() throws {
    #expect(try SalesOptions(reading: try members(SalesOptions())) == SalesOptions())
    #expect(try SalesOptions(reading: try members(Self.unusual)) == Self.unusual)
    #expect(try SalesOptions(reading: Self.unusual.json) == Self.unusual)
  }

  static let impossible: [(String, JSON, String)] = [
    ("clean", JSON.null, "a value is expected, not null"),
    ("returns", "nett", "'nett' is not one of ignore, net"),
    ("decimal", "either", "'either' is not one of point, comma"),
    ("asOf", "yesterday", "'yesterday' is not last, next-day or a date"),
    ("windowDays", 0, "1 to 100000 days are expected, or null"),
    ("windowDays", "30", "1 to 100000 days are expected, or null"),
    ("delimiter", "x", "a comma, semicolon, tab or pipe is expected"),
    ("skipBadRows", 1, "true or false is expected"), ("invoicePattern", 6, "a text is expected"),
    ("columns", [], "an object is expected"),
  ]

  @Test(arguments: impossible)
  func whatTheyCannotBeIsNamed(key: String, value: JSON, message: String) throws {
    let members = SalesOptions().json.map { ($0.0, $0.0 == key ? value : $0.1) }
    let problem = #expect(throws: SalesOptionsProblem.self) { try SalesOptions(reading: members) }
    #expect(problem?.description == "training.sales.\(key): \(message)")
  }

  @Test func noneIsMissingAndNoneIsUnknown() {
    for key in SalesOptions().json.map(\.0) {
      let problem = #expect(throws: SalesOptionsProblem.self) {
        try SalesOptions(reading: SalesOptions().json.filter { $0.0 != key })
      }
      #expect(problem?.key == key)
    }
    let problem = #expect(throws: SalesOptionsProblem.self) {
      try SalesOptions(reading: SalesOptions().json + [("colour", "red")])
    }
    #expect(problem?.description == "training.sales.colour: there is no such option")
  }
}
