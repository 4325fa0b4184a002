import Customers
import Tabular
import Transactions
import Wording

/// What is said of how sales are read and cleaned, in place of what a model or the defaults say.
///
/// What is nil, or empty, stays as it is.
public struct SalesChanges: Sendable, Hashable {
  /// How far back sales count.
  public enum Window: Sendable, Hashable {
    /// All of them.
    case all
    /// So many days back from the observation date.
    case days(Int)
  }

  /// Headers of roles; see `SalesOptions.columns`.
  public var columns: [ColumnRole: String] = [:]
  /// What stands between fields.
  public var delimiter: UInt8?
  /// How numbers are written.
  public var decimal: DecimalMark?
  /// Day or month first.
  public var dateOrder: SalesOptions.DateOrder?
  /// Which rows count as sales.
  public var cleaning: SalesOptions.Cleaning?
  /// A regular expression for invoices.
  public var invoicePattern: String?
  /// A regular expression for stock codes.
  public var stockPattern: String?
  /// What becomes of cancelled sales.
  public var returns: SalesOptions.Returns?
  /// The observation date.
  public var asOf: SalesOptions.AsOf?
  /// How far back sales count.
  public var window: Window?
  /// What frequency counts.
  public var frequency: FrequencyUnit?
  /// What monetary is.
  public var monetary: MonetaryMeasure?
  /// Whether rows that cannot be read are passed over.
  public var skipsBadRows: Bool?
  /// Only rows for which all of these hold are read; all rows where there are none.
  public var conditions: [RowCondition]?

  /// The layout to read with; nil for the one that a file's header fits.
  public var layout: SalesOptions.LayoutChoice?
  /// The line of the header, from 1; nil where it is found.
  public var headerRow: Int?
  /// What other currencies are worth.
  public var rates: Rates?
  /// Whether the conditions of a layout are lifted.
  public var countsAll: Bool?
  /// Whether an invoice that stands in two files counts once.
  public var countsOnce: Bool?

  /// Nothing is said otherwise.
  public init() {}

  /// The options with these changes.
  public func applied(to options: SalesOptions) -> SalesOptions {
    var options = options
    options.columns.merge(columns) { _, new in new }
    if let delimiter { options.delimiter = delimiter }
    if let decimal { options.decimal = decimal }
    if let dateOrder { options.dateOrder = dateOrder }
    if let cleaning { (options.cleaning, options.isCleaningGiven) = (cleaning, true) }
    if let invoicePattern { options.invoicePattern = invoicePattern }
    if let stockPattern { options.stockPattern = stockPattern }
    if let returns { (options.returns, options.areReturnsGiven) = (returns, true) }
    if let asOf { options.asOf = asOf }
    if let window {
      switch window {
      case .all: options.windowDays = nil
      case .days(let days): options.windowDays = days
      }
    }
    if let frequency { options.frequency = frequency }
    if let monetary { options.monetary = monetary }
    if let skipsBadRows { options.skipsBadRows = skipsBadRows }
    if let conditions { options.conditions = conditions }
    if let layout { options.layout = layout }
    if let headerRow { options.headerRow = headerRow }
    if let rates { options.rates = rates }
    if let countsAll { options.countsAll = countsAll }
    if let countsOnce { options.countsOnce = countsOnce }
    return options
  }

  /// The option for a pattern that says nothing, since its rules are not those of these changes to `options`;
  /// nil where there is none.
  public func patternWithoutRules(in options: SalesOptions) -> OptionName? {
    switch cleaning ?? options.cleaning {
    case .auto, .products: nil
    case .sales, .customers:
      invoicePattern != nil ? .invoicePattern : stockPattern != nil ? .stockPattern : nil
    }
  }
}
