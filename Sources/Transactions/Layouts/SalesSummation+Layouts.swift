import Customers
import Tabular
import Wording

/// What layouts leave to be decided when all files are read.
extension SalesSummation {
  /// Joins returns to their orders, and takes out orders that count in another file already.
  ///
  /// - Throws: `TabularError` where the layout of a file counts none of its rows, its amounts are in several currencies,
  ///   or an order has no amount.
  func settle(
    _ rules: Verdict, _ counts: inout RowCounts, _ report: inout SalesReport
  ) throws(TabularError) -> SettledOrders {
    for plan in report.plans {
      if let tally = judge.tallies[plan.fileOrdinal] { try report.note(tally, plan) }
    }
    leaveOutUnnamedTotal(rules, &counts, report.plans)
    let bad = try ordersWithoutAmount(report.plans)
    if options.countsOnce {
      let once = CountedOnce(judge.sink.purchases, repeated: judge.names.invoices.repeated, rules)
      counts.moveKept(once.rows, to: .inAnotherFile)
    }
    let settled = SettledOrders(judge, without: bad)
    counts.moveKept(settled.withoutAmount, to: .badRow)
    counts.moveKept(settled.withoutCustomer, to: .missingCustomer)
    return settled
  }

  /// A last row without customer is none where its amount is the sum of the others.
  private func leaveOutUnnamedTotal(_ rules: Verdict, _ counts: inout RowCounts, _ plans: [SalesPlan]) {
    guard plans.count == 1, let total = judge.unnamedTotal else { return }
    let (purchases, scale) = (judge.sink.purchases, judge.sink.scale)
    guard total.scale <= scale else { return }
    var sum: Int128 = 0
    for row in 0..<purchases.count where purchases.rows[row].isRow(rules) {
      sum += purchases.rows[row].units
    }
    guard sum == Int128(total.mantissa) * ExactDecimal.power(Int(min(scale - total.scale, 18))) else {
      return
    }
    counts.drop(.missingCustomer, -1)
    judge.rowsRead -= 1
    judge.totalsRows += 1
  }

  private func ordersWithoutAmount(_ plans: [SalesPlan]) throws(TabularError) -> Set<OrderKey> {
    var bad: Set<OrderKey> = []
    for plan in plans {
      guard let amounts = judge.tallies[plan.fileOrdinal]?.amounts else { continue }
      let orders = amounts.withoutAmount
      if let first = orders.map(\.line).min(), !plan.options.skipsBadRows {
        throw TabularError(
          at: plan.place, line: first, "\(plan.columns.name(.amount)) is empty; a number was expected")
      }
      bad.formUnion(orders.map(\.key))
    }
    return bad
  }

  /// Says what layouts dropped and took back.
  ///
  /// - Parameter orders: in the table; nil where it counts something else.
  func noteLayouts(_ settled: SettledOrders, orders: Int?, _ report: inout SalesReport) {
    let read = report.plans.compactMap { plan in judge.tallies[plan.fileOrdinal].map { ($0.layout, $0) } }
    for (_, tally) in read { report.addDropped(tally) }
    if judge.totalsRows > 0 {
      report.addNote("the last row, which adds the others up (Total), is left out")
    }
    if judge.rowsBetween > 0 {
      let rows = judge.rowsBetween
      report.addNote(
        "\(Figures.counted(rows, "row")) between the others \(rows == 1 ? "is" : "are") left out: totals without a date, or the header again"
      )
    }
    var givenBack: [String] = []
    if settled.refunds > 0 {
      let sum = ExactDecimal(units: settled.refunded, scale: Int(judge.sink.scale))
      let money = Figures(currency: report.currencySign.flatMap(Figures.code(of:))).money(sum.double)
      givenBack.append("\(Figures.counted(settled.refunds, "refund")) subtracted, \(money)")
    }
    if settled.refundedInFull > 0 {
      givenBack.append("\(Figures.counted(settled.refundedInFull, "order")) refunded in full")
    }
    report.noteLayouts(read, orders: orders, givenBack: givenBack)
  }
}
