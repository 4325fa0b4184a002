import Customers
import Tabular
import Wording

/// How raw sales are read, cleaned and summed up. Everything here can change a figure.
///
/// ```swift
/// var options = SalesOptions()
/// options.cleaning = .sales
/// options.columns[.customer] = "Buyer"
/// options.asOf = .nextDay
/// ```
public struct SalesOptions: Sendable, Hashable {
  /// Which rows count as sales.
  public enum Cleaning: String, Sendable, CaseIterable {
    /// `products` where the file looks like it, else `sales`.
    case auto
    /// Drops rows without customer, cancelled and other invoices, and what is not a product.
    case products
    /// Drops rows without customer, cancelled invoices, quantities of 0 or less and prices below 0.
    case sales
    /// Drops only rows without customer.
    case customers
  }

  /// What becomes of cancelled sales.
  public enum Returns: String, Sendable, CaseIterable {
    /// Cancellations are dropped, and the sale that they cancel stays.
    case ignore
    /// Cancellations reduce monetary and add nothing to frequency or recency.
    case net
  }

  /// The observation date.
  public enum AsOf: Sendable, Hashable {
    /// The last purchase among the rows kept.
    case last
    /// The same, plus one day.
    case nextDay
    /// This one; later sales do not count.
    case moment(Timestamp)

    /// `last`, `next-day` or a moment, as it stands in a model.
    public var text: String {
      switch self {
      case .last: "last"
      case .nextDay: "next-day"
      case .moment(let moment): moment.description
      }
    }
  }

  /// Day before month or month before day, in dates with slashes or dots.
  public enum DateOrder: String, Sendable, CaseIterable {
    /// 12/31/2010.
    case mdy
    /// 31/12/2010.
    case dmy
  }

  /// The layout that files are read with.
  public enum LayoutChoice: Sendable, Hashable {
    /// The one of these that a file's header fits; none where none does.
    case among([Layout])
    /// This one, whether a header fits it or not.
    case given(Layout)
    /// None: columns are found by their usual names alone.
    case none

    var given: Layout? { if case .given(let layout) = self { layout } else { nil } }

    var isGiven: Bool { given != nil }

    /// The layout for a header in some line of its file.
    func layout(for header: [String], line: Int) -> Layout? {
      switch self {
      case .none: nil
      case .given(let layout): layout
      case .among(let layouts):
        LayoutRecognition(of: header, inLine: line, among: layouts).matches.first?.layout
      }
    }
  }

  /// Headers of roles; a role that is not here is looked for by the usual names.
  public var columns: [ColumnRole: String] = [:]
  /// Which layout files are read with.
  public var layout = LayoutChoice.among([])
  /// The line of the header, from 1; nil where it is found.
  public var headerRow: Int?
  /// What amounts are multiplied by, by currency; nil where they are not converted.
  public var rates: Rates?
  /// Whether the conditions of a layout are lifted, so that all rows count.
  public var countsAll = false
  /// Whether an invoice that stands in two files with the same customer, date and amount counts once.
  public var countsOnce = false
  /// What stands between fields; nil to tell it from the header.
  public var delimiter: UInt8?
  /// How numbers are written; nil to tell it from the numbers.
  public var decimal: DecimalMark?
  /// Nil to tell it from the dates; then one that could be either is refused.
  public var dateOrder: DateOrder?
  /// Which rows count as sales.
  public var cleaning = Cleaning.auto
  /// Whether `cleaning` was said, and a layout that has other rules does not hold.
  public var isCleaningGiven = false
  /// Whether `cleaning` is what `auto` came to for other sales: it holds for files without a layout alone.
  public var isCleaningSettled = false
  /// A regular expression that the whole invoice must match; nil for that of the rules.
  public var invoicePattern: String?
  /// A regular expression that the whole stock code must match; nil for that of the rules.
  public var stockPattern: String?
  /// What becomes of cancelled sales.
  public var returns = Returns.ignore
  /// Whether `returns` was said, and a layout that does otherwise does not hold.
  public var areReturnsGiven = false
  /// The observation date, to which recency is counted.
  public var asOf = AsOf.last
  /// Days back from the observation date; nil for all.
  public var windowDays: Int?
  /// What frequency counts.
  public var frequency = FrequencyUnit.invoices
  /// What monetary is.
  public var monetary = MonetaryMeasure.total
  /// Whether rows that cannot be read are counted and passed over; else the first one is an error.
  public var skipsBadRows = false
  /// Only rows for which all of these hold are read.
  public var conditions: [RowCondition] = []
  /// Earlier rows are left out: what happened before a campaign. No model holds it.
  public var since: Timestamp?
  /// Columns that are kept for each customer, by header. They change no figure, so no model holds them.
  public var kept: [String] = []

  /// The defaults of `rfm train`.
  public init() {}

  /// The rules that are asked for: a pattern that is given is for the rules of products.
  public var rules: Cleaning { cleaning == .auto && hasPattern ? .products : cleaning }

  /// Whether the one layout that files are read with drops rows by rules of its own, and those of cleaning do not hold.
  public var hasLayoutRules: Bool {
    guard !isCleaningGiven, case .among(let layouts) = layout, layouts.count == 1 else { return false }
    return layouts[0].cleaning == nil
  }

  var hasPattern: Bool { invoicePattern != nil || stockPattern != nil }

  /// What is wrong with a pattern for invoices or stock codes, as the end of a sentence; nil for a good one.
  public static func patternProblem(_ pattern: String) -> String? { ValuePattern.problem(pattern) }
}
