import Customers
import Tabular

/// The options of a run made ready for the rows of one file: what every thread needs, and nothing that
/// changes.
struct SalesPlan: Sendable {
  let options: SalesOptions
  let columns: ColumnMap
  let numbers: ColumnNumbers
  /// How the rows are read where they do not stand for themselves.
  let layout: LayoutPlan?
  let place: TableName
  let delimiter: UInt8
  let fileOrdinal: Int
  /// The number by which the orders of this file are told from those of others; 0 where they are not.
  let countedFile: UInt32
  let decimalMark: DecimalMark
  let dateOrder: SalesOptions.DateOrder?
  /// The sets of rules under which rows are judged: one, or both while `auto` is undecided.
  let hypotheses: Verdict
  /// What a row counts under that counts under `hypotheses`: where a layout has rules of its own for its file, those of
  /// the others do not concern it.
  let counted: Verdict
  /// Rows later than this, or earlier, are left out at once; nil while it is not known.
  let latest: Timestamp?
  let earliest: Timestamp?
  /// Which rows are read at all; nil for all of them.
  let filter: RowFilter?
  /// Where the columns to keep stand.
  let keptColumns: [Int]

  /// - Parameters:
  ///   - options: those of the run.
  ///   - mark: how numbers are written, where that is known.
  ///   - order: of day and month, where that is known.
  ///   - start: of the window, where it is known though `options` count it from the last purchase.
  /// - Throws: `TabularError` where a column that was asked for is not in the file.
  init(
    options given: SalesOptions, columns: ColumnMap, file: CSVFile, ordinal: Int,
    mark: DecimalMark? = nil, order: SalesOptions.DateOrder? = nil, start: Timestamp? = nil
  ) throws(TabularError) {
    let options = columns.layout?.options(given) ?? given
    filter = try RowFilter(options.conditions, in: file)
    keptColumns = try KeptColumns.places(of: options.kept, in: file)
    let countedFile = given.countsOnce ? UInt32(ordinal) : 0
    self.countedFile = countedFile
    let looked = keptColumns + (filter?.columns ?? [])
    layout = columns.layout.flatMap {
      $0.isPlain(given) ? nil : LayoutPlan($0, given, file: countedFile, lookingAt: looked)
    }
    self.options = options
    self.columns = columns
    numbers = ColumnNumbers(columns)
    place = file.place
    delimiter = file.delimiter
    fileOrdinal = ordinal
    decimalMark = mark ?? options.decimal ?? (file.delimiter == UInt8(ascii: ";") ? .either : .point)
    dateOrder = options.dateOrder ?? order
    hypotheses = Self.hypotheses(options)
    counted = Self.hypotheses(given)
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
