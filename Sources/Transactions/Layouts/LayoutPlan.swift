import Tabular

/// How the rows of one file are read by its layout: what every thread needs.
struct LayoutPlan: Sendable {
  let layout: BoundLayout
  /// The rules of cleaning; nil for none but the layout's own.
  let cleaning: SalesOptions.Cleaning?
  /// What rows count under; see `SalesPlan`.
  let counted: Verdict
  let countedFile: UInt32
  let rates: Rates?
  /// Whether returns are dropped and take nothing away.
  let ignoresReturns: Bool
  let sales: RoleColumns
  /// The same for rows that are returns by their values.
  let returns: RoleColumns
  /// The places that are looked at in each row.
  let looked: Set<Int>
  let runs = RunEnds()

  /// - Parameters:
  ///   - file: by which the orders of the file are told from those of others; 0 where they are not.
  ///   - others: places that are looked at besides those that the layout names.
  init(_ layout: BoundLayout, _ options: SalesOptions, file: UInt32, lookingAt others: [Int]) {
    self.layout = layout
    countedFile = file
    counted = SalesPlan.hypotheses(options)
    cleaning = layout.cleaning(options)
    rates = options.rates
    ignoresReturns = layout.ignoresReturns(options)
    sales = RoleColumns(layout.columns)
    returns = RoleColumns(layout.returnColumns)
    var looked = Set(others)
    for places in [layout.columns, layout.returnColumns] { looked.formUnion(places.values.joined()) }
    for condition in layout.counts + (layout.returns ?? []) { looked.formUnion(condition.columns) }
    for subtraction in layout.subtract { looked.formUnion(subtraction.columns) }
    self.looked = looked
  }

  /// Whether an amount counts once for an order.
  var countsOrders: Bool { cleaning == nil && layout.amountPer == .order }
}

/// The places of each role, in order of preference; empty for a role that the file has not. A class, since a structure of
/// so many arrays would cost each row that names it.
final class RoleColumns: Sendable {
  let customer: [Int]
  let invoice: [Int]
  let date: [Int]
  let time: [Int]
  let amount: [Int]
  let quantity: [Int]
  let price: [Int]
  let stock: [Int]
  let currency: [Int]

  init(_ columns: [ColumnRole: [Int]]) {
    func places(_ role: ColumnRole) -> [Int] { columns[role] ?? [] }
    (customer, invoice, date, time) = (
      places(.customer), places(.invoice), places(.date), places(.time)
    )
    (amount, quantity, price) = (places(.amount), places(.quantity), places(.price))
    (stock, currency) = (places(.stock), places(.currency))
  }
}
