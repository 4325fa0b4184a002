import Customers
import Transactions
import Wording

/// Recency, frequency and monetary of each customer, and their first and last purchase, as SQL over a table of raw sales:
/// what `SalesReader` makes of a file with the same options.
///
/// The steps are `texts` → `rows_read` (customers and invoices as they are kept) → `kept` (rows that count) → `observed`
/// (the observation date) → `counted` (the window) → `sums`.
public struct SumsQuery: Sendable {
  private let options: SalesOptions
  private let table: SQLTable
  private let forgotten: SQLTable?
  private let places: Int
  private let isDated: Bool
  private let dialect: any SQLDialect

  /// The columns of the result: those of an RFM table.
  public static let columns = [
    "customer_id", "recency", "frequency", "monetary", "first_purchase", "last_purchase",
  ]

  /// What rules on the days of purchases ask for besides: calendar days from the first purchase to the last, and how
  /// many days have a purchase.
  public static let dated = ["purchase_span", "purchase_days"]

  /// - Parameters:
  ///   - options: with the rules of cleaning settled, and with the column of each role that is read.
  ///   - table: of the raw sales.
  ///   - forgotten: a table with a column customer_id, of who is left out.
  ///   - places: digits behind the point that quantities, prices and amounts are read to.
  ///   - isDated: whether the result has the columns `dated`, too.
  ///   - dialect: of the engine.
  /// - Throws: `SQLProblem` where the options need what SQL does not do, or do not say enough.
  public init(
    _ options: SalesOptions, table: SQLTable, forgotten: SQLTable?, places: Int,
    isDated: Bool = false, in dialect: any SQLDialect
  ) throws(SQLProblem) {
    self.options = options
    self.table = table
    self.forgotten = forgotten
    self.places = places
    self.isDated = isDated
    self.dialect = dialect
    try check()
  }

  private func check() throws(SQLProblem) {
    guard options.rules != .auto else {
      throw SQLProblem(
        "which rows count is to be judged by the whole of a file, and the model does not say what that came to; say \(OptionName.clean) products or \(OptionName.clean) sales"
      )
    }
    var isPlain =
      options.rates == nil && !options.countsOnce && options.columns[.time] == nil
      && options.columns[.currency] == nil
    switch options.layout {
    case .among(let layouts): isPlain = isPlain && layouts.allSatisfy(\.isOfColumnsAlone)
    case .given(let layout): isPlain = isPlain && layout.isOfColumnsAlone
    case .none: break
    }
    guard isPlain else {
      throw SQLProblem(
        "these sales are read by a layout, rates, \(OptionName.once) or a column for the time or the currency, which SQL does not do; with \(OptionName.layout) none and \(OptionName.column) the rows are taken as plain sales"
      )
    }
    let missing =
      [ColumnRole.customer, .date].filter { options.columns[$0] == nil }
      + (isOfAmounts || (options.columns[.quantity] != nil && options.columns[.price] != nil)
        ? [] : [.amount])
    if let role = missing.first {
      throw SQLProblem(
        "the model does not say which column is the \(role.rawValue); say it with \(OptionName.column) \(role.rawValue)=HEADER"
      )
    }
  }

  /// Whether money is an amount and not quantity × price.
  private var isOfAmounts: Bool {
    options.columns[.amount] != nil && (options.columns[.quantity] == nil || options.columns[.price] == nil)
  }

  private var hasInvoices: Bool { options.columns[.invoice] != nil }
  private var isNet: Bool { options.returns == .net }
  private var moneyPlaces: Int { isOfAmounts ? places : 2 * places }

  /// A row for each customer with a purchase.
  public func query() throws(SQLProblem) -> SQLQuery {
    var query = SQLQuery()
    query.remarks = [
      "Amounts are read to \(places) digits behind the point; rows without a number or a date are left out."
    ]
    query.add("texts", try texts())
    query.add("rows_read", try rowsRead())
    query.add("judged", try judged())
    query.add("kept", try kept())
    query.add("observed", observed)
    query.add("counted", counted)
    query.add("sums", sums)
    query.result = result
    return query
  }

  // MARK: Rows

  private func column(_ name: String) -> String { "s.\(dialect.identifier(name))" }

  private func trimmed(_ name: String) -> String {
    "COALESCE(TRIM(\(dialect.text(column(name)))), \(dialect.literal("")))"
  }

  private var roles: [ColumnRole] { isOfAmounts ? [.amount] : [.quantity, .price] }

  private func texts() throws(SQLProblem) -> String {
    var columns: [(value: String, name: String?)] = []
    for role in [ColumnRole.customer, .invoice, .stock] {
      if let name = options.columns[role] { columns.append((trimmed(name), "\(role.rawValue)_text")) }
    }
    for role in roles + [.date] {
      if let name = options.columns[role] { columns.append((column(name), "\(role.rawValue)_read")) }
    }
    let conditions = options.conditions.map { condition in
      let values = condition.values.map(dialect.literal).joined(separator: ", ")
      return "\(trimmed(condition.column)) \(condition.isNegated ? "NOT IN" : "IN") (\(values))"
    }
    return SQLQuery.select(
      columns,
      "FROM \(table.text(in: dialect)) AS s"
        + (conditions.isEmpty ? "" : "\nWHERE \(conditions.joined(separator: "\n  AND "))"))
  }

  private func rowsRead() throws(SQLProblem) -> String {
    let customer = "customer_text"
    let whole = "WHEN \(try dialect.fits(customer, .pointZero)) THEN \(dialect.beforePoint(customer))"
    let mail = "WHEN \(customer) LIKE '%@%' AND \(customer) LIKE '%.%' THEN LOWER(\(customer))"
    var columns: [(value: String, name: String?)] = [
      ("CASE \(whole) \(mail) ELSE \(customer) END", "customer_id")
    ]
    if hasInvoices {
      let text = "invoice_text"
      let isWhole = try dialect.fits(text, .pointZero)
      columns.append(("CASE WHEN \(isWhole) THEN \(dialect.beforePoint(text)) ELSE \(text) END", "invoice"))
    }
    if options.columns[.stock] != nil { columns.append(("stock_text", nil)) }
    columns += (roles + [.date]).map { ("\($0.rawValue)_read", nil) }
    let none = ["", "nan", "null", "\\n"].map(dialect.literal).joined(separator: ", ")
    return SQLQuery.select(columns, "FROM texts\nWHERE LOWER(\(customer)) NOT IN (\(none))")
  }

  /// Numbers, moments, and which rows are cancellations, of those whose names pass.
  private func judged() throws(SQLProblem) -> String {
    var columns: [(value: String, name: String?)] = [("customer_id", nil)]
    if hasInvoices { columns.append(("invoice", nil)) }
    for role in roles {
      columns.append((try dialect.decimal("\(role.rawValue)_read", places: places), role.rawValue))
    }
    columns.append((dialect.moment("date_read"), "moment"))
    let isCancelled = hasInvoices ? try dialect.fits("invoice", .cancelled) : nil
    columns.append((isCancelled.map { "CASE WHEN \($0) THEN 1 ELSE 0 END" } ?? "0", "is_cancelled"))
    var conditions: [String] = []
    if options.rules == .products {
      if hasInvoices {
        let shape = options.invoicePattern.map(TextShape.expression) ?? .sixDigits
        let isOrdinary = try dialect.fits("invoice", shape)
        conditions.append(isCancelled.map { "(\($0) OR \(isOrdinary))" } ?? isOrdinary)
      }
      if options.columns[.stock] != nil {
        let shape = options.stockPattern.map(TextShape.expression) ?? .stockCode
        conditions.append(try dialect.fits("stock_text", shape))
      }
    }
    if let isCancelled, !isNet, options.rules != .customers { conditions.append("NOT (\(isCancelled))") }
    if let forgotten {
      let id = dialect.text("g.customer_id")
      conditions.append(
        "customer_id NOT IN (SELECT TRIM(\(id)) FROM \(forgotten.text(in: dialect)) AS g WHERE g.customer_id IS NOT NULL)"
      )
    }
    return SQLQuery.select(
      columns,
      "FROM rows_read" + (conditions.isEmpty ? "" : "\nWHERE \(conditions.joined(separator: "\n  AND "))"))
  }

  private func kept() throws(SQLProblem) -> String {
    let amount = isOfAmounts ? "amount" : "quantity * price"
    let takesBack = isNet && isOfAmounts && options.rules == .sales
    let isReturn =
      !isNet ? "0" : takesBack ? "CASE WHEN is_cancelled = 1 OR amount < 0 THEN 1 ELSE 0 END" : "is_cancelled"
    var columns: [(value: String, name: String?)] = [("customer_id", nil)]
    if hasInvoices { columns.append(("invoice", nil)) }
    columns += [("moment", nil), (amount, "money"), (isReturn, "is_return")]
    var conditions = (roles.map(\.rawValue) + ["moment"]).map { "\($0) IS NOT NULL" }
    if options.rules == .sales, !takesBack {
      let rule = isOfAmounts ? "amount >= 0" : "quantity > 0 AND price >= 0"
      conditions.append(isNet ? "(is_cancelled = 1 OR (\(rule)))" : rule)
    }
    return SQLQuery.select(columns, "FROM judged\nWHERE \(conditions.joined(separator: "\n  AND "))")
  }

  // MARK: Sums

  private var observed: String {
    let last = "MAX(CASE WHEN is_return = 0 THEN moment END)"
    // A given moment is one row, however many rows there are.
    return switch options.asOf {
    case .last: "SELECT \(last) AS as_of FROM kept"
    case .nextDay: "SELECT \(dialect.shifted(last, days: 1)) AS as_of FROM kept"
    case .moment(let moment): "SELECT \(dialect.moment(dialect.literal(moment.description))) AS as_of"
    }
  }

  private var counted: String {
    var conditions: [String] = []
    if case .moment = options.asOf { conditions.append("k.moment <= o.as_of") }
    if let days = options.windowDays {
      conditions.append("k.moment >= \(dialect.shifted("o.as_of", days: -days))")
    }
    let columns = ["customer_id"] + (hasInvoices ? ["invoice"] : []) + ["moment", "money", "is_return"]
    return SQLQuery.select(
      columns.map { ("k.\($0)", $0) } + [("o.as_of", "as_of")],
      "FROM kept AS k CROSS JOIN observed AS o"
        + (conditions.isEmpty ? "" : "\nWHERE \(conditions.joined(separator: "\n  AND "))"))
  }

  private func bought(_ value: String) -> String { "CASE WHEN is_return = 0 THEN \(value) END" }

  private var orders: String {
    hasInvoices ? "COUNT(DISTINCT \(bought("invoice")))" : "COUNT(\(bought("1")))"
  }

  private var sums: String {
    let frequency =
      switch options.frequency {
      case .invoices: orders
      case .lines: "COUNT(\(bought("1")))"
      case .days: "COUNT(DISTINCT \(bought(dialect.day("moment"))))"
      }
    var columns: [(value: String, name: String?)] = [
      ("customer_id", nil), ("MAX(as_of)", "as_of_day"), (frequency, "purchases"), ("SUM(money)", "total"),
      ("MIN(\(bought("moment")))", "first_moment"), ("MAX(\(bought("moment")))", "last_moment"),
    ]
    if options.monetary == .average { columns.append((orders, "orders")) }
    if isDated { columns.append(("COUNT(DISTINCT \(bought(dialect.day("moment"))))", Self.dated[1])) }
    return SQLQuery.select(columns, "FROM counted\nGROUP BY customer_id")
  }

  private var result: String {
    let total = dialect.money("total", places: moneyPlaces)
    let monetary =
      switch options.monetary {
      case .total: total
      case .average: "\(dialect.double(total)) / \(dialect.double("orders"))"
      }
    var columns: [(value: String, name: String?)] = [
      ("customer_id", nil), (dialect.wholeDays(from: "last_moment", to: "as_of_day"), "recency"),
      ("purchases", "frequency"), (monetary, "monetary"), (dialect.shown("first_moment"), "first_purchase"),
      (dialect.shown("last_moment"), "last_purchase"),
    ]
    if isDated {
      // From midnight to midnight.
      let days = ["first_moment", "last_moment"].map { dialect.moment(dialect.day($0)) }
      columns += [(dialect.wholeDays(from: days[0], to: days[1]), Self.dated[0]), (Self.dated[1], nil)]
    }
    return SQLQuery.select(columns, "FROM sums\nWHERE purchases > 0")
  }
}
