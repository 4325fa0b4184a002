import Tabular

/// How a program's export becomes sales: which column is the customer, which rows count, how money is given back.
///
/// A layout is a JSON file that people write; docs/layouts.md says what each part means. A value here is what such
/// a file says, not yet matched with the header of any file of sales.
public struct Layout: Sendable, Hashable {
  /// The format that a layout's file names; others are refused.
  public static let format = "rfm-layout/1"

  /// What a person types.
  public var name: String
  /// The program and its export, for a person.
  public var title: String
  /// What to know of the export; nil where there is nothing.
  public var description: String?
  /// Addresses of the public documentation of the export.
  public var sources: [String] = []
  /// How the header of such a file is known.
  public var recognise: Recognition
  /// By role, headers in order of preference.
  public var columns: [ColumnRole: [String]]
  /// What an amount is the amount of.
  public var amountPer = Unit.line
  /// Columns whose money is taken off the amount.
  public var subtract: [Subtraction] = []
  /// Headers of columns that may be empty on the second and later lines of an order.
  public var fillDown: [String] = []
  /// Which rows are sales or returns: all must hold.
  public var counts: [Count] = []
  /// Which rows take money back.
  public var returns = Returns()
  /// Values that mean that there is no customer.
  public var noCustomer: [String] = []
  /// Which IDs of customers are the same.
  public var fold = Fold.email
  /// Nil where nothing drops rows but what the layout itself says.
  public var cleaning: SalesOptions.Cleaning?
  /// Where the file leaves it open.
  public var dateOrder: SalesOptions.DateOrder?
  /// `point` or `comma`, where the file leaves it open.
  public var decimal: DecimalMark?
  /// The line of the header, from 1; nil where it is found by `recognise`.
  public var headerRow: Int?
  /// By role, what to do where the file has none of its columns: the end of an error.
  public var missing: [ColumnRole: String] = [:]

  /// A layout that takes all rows as sales; the rest is set afterwards.
  public init(name: String, title: String, recognise: Recognition, columns: [ColumnRole: [String]]) {
    self.name = name
    self.title = title
    self.recognise = recognise
    self.columns = columns
  }

  /// Whether it says no more than which columns are read, each under one header of a file, and which rows are cleaned
  /// away: what options can say without a layout.
  public var isOfColumnsAlone: Bool {
    var plain = Layout(name: name, title: title, recognise: recognise, columns: columns)
    plain.description = description
    plain.sources = sources
    plain.cleaning = cleaning
    plain.missing = missing
    let isOneHeader = columns.values.allSatisfy { $0.count == 1 || recognise.headers.contains($0) }
    return self == plain && isOneHeader
  }

  /// How the header of such a file is known.
  public struct Recognition: Sendable, Hashable {
    /// All of these must be there; of each one of its spellings.
    public var headers: [[String]]
    /// None of these may be there.
    public var without: [String]

    /// A header that has these and not those.
    public init(headers: [[String]], without: [String] = []) {
      self.headers = headers
      self.without = without
    }
  }

  /// What an amount is the amount of.
  public enum Unit: String, Sendable, CaseIterable {
    /// The amounts of all rows are added up.
    case line
    /// The amount counts once for each customer and invoice.
    case order
  }

  /// Money given back, in columns of its own.
  public struct Subtraction: Sendable, Hashable {
    /// The spellings of its header, in order of preference.
    public var column: [String]
    /// Nil for that of the amount.
    public var per: Unit?

    /// Money given back in a column.
    public init(column: [String], per: Unit? = nil) {
      self.column = column
      self.per = per
    }
  }

  /// The value of a column is one of some values, or none of them.
  public struct Condition: Sendable, Hashable {
    /// The spellings of its header, in order of preference.
    public var column: [String]
    /// The values in question, compared as headers are: without regard to case and signs; a `*` at an end stands for any
    /// text, and an empty value for an empty field.
    public var values: [String]
    /// Whether the value must be none of them.
    public var isNegated: Bool

    /// A condition on a column.
    public init(column: [String], values: [String], isNegated: Bool = false) {
      self.column = column
      self.values = values
      self.isNegated = isNegated
    }
  }

  /// A condition, and what the rows are for which it does not hold: `not paid`.
  public struct Count: Sendable, Hashable {
    /// What must hold for a row to count.
    public var condition: Condition
    /// What a row is for which it does not: the reason by which it is counted as dropped.
    public var otherwise: String

    /// A condition with the reason of those that break it.
    public init(_ condition: Condition, otherwise: String) {
      self.condition = condition
      self.otherwise = otherwise
    }
  }

  /// Which rows take money back.
  public struct Returns: Sendable, Hashable {
    /// All must hold; empty where none is a return by its values.
    public var when: [Condition] = []
    /// Roles that stand in other columns in such rows.
    public var columns: [ColumnRole: [String]] = [:]
    /// Whether a row whose amount, quantity or price is below 0 is a return, too, and not dropped.
    public var includesNegativeAmounts = true

    /// Only amounts, quantities and prices below 0 are returns.
    public init() {}
  }

  /// Which IDs of customers are the same.
  public enum Fold: String, Sendable, CaseIterable {
    /// Those with an `@`, whatever their capitals and the spaces around them.
    case email
    /// All, in this way: for names.
    case all
    /// None: every ID is as it stands.
    case none
  }

  /// The roles that `columns` can name, in the order in which they are written.
  public static let roles: [ColumnRole] = [
    .customer, .invoice, .date, .time, .amount, .quantity, .price, .stock, .currency,
  ]

  /// The roles of which the file must have a column.
  public var neededRoles: [ColumnRole] {
    [ColumnRole.customer, .invoice, .date, .amount, .quantity, .price].filter { columns[$0] != nil }
  }
}
