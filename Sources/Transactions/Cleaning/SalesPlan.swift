import Customers
import Tabular

/// The options of a run made ready for the rows of one file: what every thread needs, and nothing that
/// changes.
struct SalesPlan: Sendable {
  let options: SalesOptions
  let columns: ColumnMap
  let numbers: ColumnNumbers
  let place: TableName
  let fileOrdinal: Int
  let decimalMark: DecimalMark
  let dateOrder: SalesOptions.DateOrder?
  /// The sets of rules under which rows are judged: one, or both while `auto` is undecided.
  let hypotheses: Verdict
  /// Rows later than this, or earlier, are left out at once; nil while it is not known.
  let latest: Timestamp?
  let earliest: Timestamp?
  /// Which rows are read at all; nil for all of them.
  let filter: RowFilter?
  /// Where the columns to keep stand.
  let keptColumns: [Int]

  /// - Parameter start: of the window, where it is known though `options` count it from the last purchase.
  /// - Throws: `TabularError` where a column that was asked for is not in the file.
  init(
    options: SalesOptions, columns: ColumnMap, file: CSVFile, ordinal: Int, start: Timestamp? = nil
  ) throws(TabularError) {
    filter = try RowFilter(options.conditions, in: file)
    keptColumns = try KeptColumns.places(of: options.kept, in: file)
    self.options = options
    self.columns = columns
    numbers = ColumnNumbers(columns)
    place = file.place
    fileOrdinal = ordinal
    decimalMark = options.decimal ?? (file.delimiter == UInt8(ascii: ";") ? .either : .point)
    dateOrder = options.dateOrder
    hypotheses = Self.hypotheses(options)
    if case .moment(let moment) = options.asOf {
      latest = moment
      let start = options.windowDays.map {
        Timestamp(seconds: moment.seconds - Int64($0) * Timestamp.secondsPerDay)
      }
      earliest = [start, options.since].compactMap { $0 }.max()
    } else {
      latest = nil
      earliest = start ?? options.since
    }
  }

  static func hypotheses(_ options: SalesOptions) -> Verdict {
    switch options.rules {
    case .auto: [.countsAsProduct, .countsAsSale]
    case .products: .countsAsProduct
    case .sales, .customers: .countsAsSale
    }
  }

  /// True where the window can be cut only when the last purchase is known.
  static func cutsWindowAtEnd(_ options: SalesOptions) -> Bool {
    if case .moment = options.asOf { return false }
    return options.windowDays != nil
  }
}
