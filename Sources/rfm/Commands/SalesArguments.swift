import ArgumentParser
import Customers
import RFMService
import Segmentation
import Tabular
import Transactions

/// How sales are read and cleaned. What is not given stays as it is: as the program has it, or a model.
struct SalesArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Which column is customer, invoice, date, quantity, price, amount or stock (may be repeated).",
      valueName: "role=header"))
  var column: [String] = []

  @Option(
    help: ArgumentHelp("comma, semicolon, tab or pipe; told from the header otherwise.", valueName: "name"))
  var delimiter: String?

  @Option(
    help: ArgumentHelp(
      "A sheet of the workbooks (may be repeated); all with the same header otherwise.", valueName: "name"))
  var sheet: [String] = []

  @Option(help: ArgumentHelp("point (1,840.50) or comma (1.840,50).", valueName: "mark"))
  var decimal: DecimalMark?

  @Option(help: ArgumentHelp("mdy or dmy, for dates with slashes or dots.", valueName: "order"))
  var dateOrder: SalesOptions.DateOrder?

  @Option(
    help: ArgumentHelp("auto, products, sales or customers: which rows do not count.", valueName: "rules"))
  var clean: SalesOptions.Cleaning?

  @Option(
    help: ArgumentHelp("What an ordinary invoice looks like, in place of six digits.", valueName: "regex"))
  var invoicePattern: String?

  @Option(
    help: ArgumentHelp(
      "What a product's stock code looks like, in place of five digits and letters.", valueName: "regex"))
  var stockPattern: String?

  @Option(
    help: ArgumentHelp(
      "ignore: a cancellation is dropped; net: it reduces monetary.", valueName: "rule"))
  var returns: SalesOptions.Returns?

  @Option(
    help: ArgumentHelp(
      "The observation date: last (purchase), next-day, or a date.", valueName: "date"))
  var asOf: String?

  @Option(help: ArgumentHelp("How far back sales count: all, or days such as 365d.", valueName: "days"))
  var window: String?

  @Option(help: ArgumentHelp("What frequency counts: invoices, lines or days.", valueName: "what"))
  var frequency: SalesOptions.Frequency?

  @Option(help: ArgumentHelp("What monetary is: total, or average per invoice.", valueName: "what"))
  var monetary: SalesOptions.Monetary?

  @Flag(inversion: .prefixedNo, help: "Count rows that cannot be read instead of stopping at the first.")
  var skipBadRows: Bool?

  @Option(
    name: .customLong("where"),
    help: ArgumentHelp(
      "Read only these rows: 'Country=France', 'Country!=France' or 'Country in (France, Spain)' (may be repeated).",
      valueName: "condition"))
  var conditions: [String] = []

  func options() throws -> SalesOptions {
    var options = SalesOptions()
    try apply(to: &options)
    return options
  }

  /// Sets what was given, and leaves the rest.
  func apply(to options: inout SalesOptions) throws {
    var chosen: Set<ColumnRole> = []
    for assignment in column {
      let parts = assignment.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let role = ColumnRole(rawValue: parts[0].lowercased()) else {
        throw ValidationError(
          "--column \(assignment): expected role=HEADER with the role one of \(ColumnRole.allCases.map(\.rawValue).joined(separator: ", "))"
        )
      }
      guard chosen.insert(role).inserted else {
        throw ValidationError("--column \(role.rawValue) is given twice")
      }
      options.columns[role] = parts[1]
    }
    if let delimiter { options.delimiter = try Self.delimiter(delimiter) }
    if let decimal { options.decimal = decimal }
    if let dateOrder { options.dateOrder = dateOrder }
    if let clean { options.cleaning = clean }
    if options.cleaning == .sales || options.cleaning == .customers {
      if invoicePattern != nil {
        throw ValidationError("--invoice-pattern belongs to --clean products or auto")
      }
      if stockPattern != nil { throw ValidationError("--stock-pattern belongs to --clean products or auto") }
    }
    if let invoicePattern {
      options.invoicePattern = try Self.pattern(invoicePattern, "--invoice-pattern")
    }
    if let stockPattern { options.stockPattern = try Self.pattern(stockPattern, "--stock-pattern") }
    if let returns { options.returns = returns }
    if let asOf { options.asOf = try Self.observationDate(asOf) }
    if let window { options.windowDays = try Self.days(window) }
    if let frequency { options.frequency = frequency }
    if let monetary { options.monetary = monetary }
    if let skipBadRows { options.skipsBadRows = skipBadRows }
    if conditions == ["all"] {
      options.conditions = []
    } else if !conditions.isEmpty {
      options.conditions = try conditions.map { text in
        do throws(RowCondition.Problem) {
          return try RowCondition(text)
        } catch {
          throw ValidationError("--where \(error)")
        }
      }
    }
  }

  private static func pattern(_ text: String, _ option: String) throws -> String {
    if let problem = SalesOptions.patternProblem(text) { throw ValidationError("\(option): \(problem)") }
    return text
  }

  private static func delimiter(_ name: String) throws -> UInt8 {
    switch name {
    case "comma", ",": return UInt8(ascii: ",")
    case "semicolon", ";": return UInt8(ascii: ";")
    case "tab", "\t", "\\t": return UInt8(ascii: "\t")
    case "pipe", "|": return UInt8(ascii: "|")
    default: throw ValidationError("--delimiter \(name): expected comma, semicolon, tab or pipe")
    }
  }

  private static func observationDate(_ text: String) throws -> SalesOptions.AsOf {
    switch text {
    case "last": return .last
    case "next-day": return .nextDay
    default:
      guard let (moment, hasTime) = Timestamp.parse(text) else {
        throw ValidationError("--as-of \(text): expected last, next-day or a date such as 2010-12-31")
      }
      return .moment(hasTime ? moment : moment.endOfDay)
    }
  }

  private static func days(_ text: String) throws -> Int? {
    if text == "all" { return nil }
    guard text.hasSuffix("d"), let days = Int(text.dropLast()), (1...100_000).contains(days) else {
      throw ValidationError("--window \(text): expected all, or days such as 365d")
    }
    return days
  }
}

extension DecimalMark: ExpressibleByArgument {
  public init?(argument: String) {
    guard let mark = DecimalMark(rawValue: argument), mark != .either else { return nil }
    self = mark
  }

  public static var allValueStrings: [String] { ["point", "comma"] }
}
extension SalesOptions.DateOrder: ExpressibleByArgument {}
extension SalesOptions.Cleaning: ExpressibleByArgument {}
extension SalesOptions.Returns: ExpressibleByArgument {}
extension SalesOptions.Frequency: ExpressibleByArgument {}
extension SalesOptions.Monetary: ExpressibleByArgument {}
