import ArgumentParser
import Customers
import RFMService
import Tabular
import Transactions
import Wording

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
  var frequency: FrequencyUnit?

  @Option(help: ArgumentHelp("What monetary is: total, or average per invoice.", valueName: "what"))
  var monetary: MonetaryMeasure?

  @Flag(inversion: .prefixedNo, help: "Count rows that cannot be read instead of stopping at the first.")
  var skipBadRows: Bool?

  @Option(
    name: .customLong("where"),
    help: ArgumentHelp(
      "Read only these rows: 'Country=France', 'Country!=France' or 'Country in (France, Spain)' (may be repeated).",
      valueName: "condition"))
  var conditions: [String] = []

  @Option(
    help: ArgumentHelp(
      "How the export of a program is read: the name of a layout, or none; told from the header otherwise.",
      valueName: "name"))
  var layout: String?

  @Option(help: ArgumentHelp("The line of the header; found otherwise.", valueName: "line"))
  var headerRow: Int?

  @Option(
    help: ArgumentHelp(
      "A table of rates (currency, rate, and date where they change) to convert amounts with.",
      valueName: "file"))
  var rates: String?

  @Flag(help: "Count an invoice once that stands in several files with the same customer, date and amount.")
  var once = false

  /// The defaults with what was given.
  func options() throws -> SalesOptions { try changes().applied(to: SalesOptions()) }

  /// What was given, for sales that are otherwise read as those of a model.
  ///
  /// - Throws: `ValidationError` where it means nothing beside the model's own.
  func changes(for loaded: LoadedModel) throws -> SalesChanges {
    let changes = try changes()
    try Self.checkPatterns(changes, try InheritedSales.trained(loaded))
    return changes
  }

  /// The files, with the sheets that were given.
  func files(_ paths: [String]) -> SalesFiles { SalesFiles(paths, sheets: sheet) }

  /// What was given.
  func changes() throws -> SalesChanges {
    var changes = SalesChanges()
    for assignment in column { try Self.checked { () throws(Problem) in try changes.takeColumn(assignment) } }
    changes.delimiter = try delimiter.map { name in
      try Self.checked { () throws(Problem) in try SalesChanges.delimiter(name) }
    }
    changes.decimal = decimal
    changes.dateOrder = dateOrder
    changes.cleaning = clean
    changes.invoicePattern = invoicePattern
    changes.stockPattern = stockPattern
    try Self.checkPatterns(changes, SalesOptions())
    changes.returns = returns
    changes.asOf = try asOf.map { text in
      try Self.checked { () throws(Problem) in try SalesChanges.observationDate(text) }
    }
    changes.window = try window.map { text in
      try Self.checked { () throws(Problem) in try SalesChanges.window(text) }
    }
    changes.frequency = frequency
    changes.monetary = monetary
    changes.skipsBadRows = skipBadRows
    changes.conditions = conditions == ["all"] ? [] : try rowConditions()
    changes.countsAll = conditions == ["all"] ? true : nil
    if let headerRow {
      guard headerRow > 0 else { throw ValidationError("--header-row \(headerRow): expected a line from 1") }
      changes.headerRow = headerRow
    }
    changes.layout = try layout.map { try SalesChanges.layout($0, Folders.library) }
    if once { changes.countsOnce = true }
    if let rates {
      changes.rates = try explained { () throws(TabularError) in try Rates(RowSource.file(rates)) }
    }
    return changes
  }

  private func rowConditions() throws -> [RowCondition]? {
    guard !conditions.isEmpty else { return nil }
    return try conditions.map { text in
      do throws(RowCondition.Problem) {
        return try RowCondition(text)
      } catch {
        throw ValidationError("--where \(error)")
      }
    }
  }

  private static func checkPatterns(_ changes: SalesChanges, _ options: SalesOptions) throws {
    if let option = changes.patternWithoutRules(in: options) {
      throw ValidationError("\(option) belongs to \(OptionName.clean) products or auto")
    }
    for (option, pattern) in [
      ("invoice-pattern", changes.invoicePattern), ("stock-pattern", changes.stockPattern),
    ] {
      if let problem = pattern.flatMap(SalesOptions.patternProblem) {
        throw ValidationError("--\(option): \(problem)")
      }
    }
  }

  /// What is wrong with an option is wrong usage.
  private static func checked<Value>(_ step: () throws(Problem) -> Value) throws -> Value {
    do throws(Problem) { return try step() } catch { throw ValidationError(error.message) }
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
extension FrequencyUnit: ExpressibleByArgument {}
extension MonetaryMeasure: ExpressibleByArgument {}
