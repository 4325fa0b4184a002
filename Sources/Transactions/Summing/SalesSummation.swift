import Customers
import Dispatch
import JSONText
import Synchronization
import Tabular
import Wording

/// From merged purchases to one row per customer.
struct SalesSummation {
  /// All rows, judged and summed up.
  let judge: RowJudge<PurchaseSums>
  let options: SalesOptions
  /// Never changes the result.
  let threads: Int
  var report: SalesReport

  /// - Parameter look: is shown the orders that count, before they are summed up: all that are, the rules, and where the
  ///   window starts.
  /// - Throws: `TabularError` where the input has a fault, or nothing is left of it.
  func sales(
    _ look: (RowJudge<PurchaseSums>, Verdict, _ earliest: Timestamp?) -> Void = { _, _, _ in }
  ) throws(TabularError) -> SummedSales {
    var report = report
    var options = options
    if report.plans.contains(where: { $0.options.returns == .net }) { options.returns = .net }
    let cleaning = settledCleaning(&report)
    let rules: Verdict = cleaning == .products ? .countsAsProduct : .countsAsSale
    var counts = judge.counts[rules]
    let source = report.files.count == 1 ? report.files[0].name : "the files"
    if let fault = counts.firstFault.content { throw fault }
    try checkCurrencies(counts, &report)
    try checkPatterns(counts, rules, source)

    guard judge.sink.purchases.canBeAddedUp else {
      throw TabularError(file: source, AddedUp.message)
    }
    let settled = try settle(rules, &counts, &report)
    let window = try deferredWindow(rules, source, &counts)
    look(judge, rules, window)
    let (grouped, order) = groupedAndSorted(rules, earliest: window)
    guard let asOf = observationDate(grouped), let from = grouped.firstPurchase else {
      throw TabularError(file: source, "no row is left after cleaning: \(Self.phrase(counts))")
    }
    guard Timestamp.date(ofDay: asOf.day).year <= 9999 else {
      throw TabularError(
        file: source,
        "the day after the last purchase is in the year 10000, which no date can be in; expected \(OptionName.asOf) last or a date"
      )
    }
    let (table, gross) = grouped.table(
      in: order, asOf: asOf, options: options, threads: threads)
    report.rowsRead = judge.rowsRead
    report.rowsKept = counts.kept
    report.dropped = counts.reasons.map { (DroppedReason($0.reason), $0.rows) }
    noteRulesThatAreOff(rules, &report)
    report.noteWordsForNone(judge.rowsWithWordForNone)
    let orders = options.frequency == .invoices ? table.frequency.reduce(0) { $0 + Int($1) } : nil
    noteLayouts(settled, orders: orders, &report)
    let repeated = judge.names.invoices.repeated.count
    if repeated > 0, !options.countsOnce {
      report.addNote(
        "\(repeated) \(repeated == 1 ? "invoice stands" : "invoices stand") in more than one \(report.plans.contains { $0.place.sheet != nil } ? "file or sheet" : "file") and may be counted twice; \(OptionName.once) counts each once"
      )
    }
    let netUnderHalf =
      options.returns == .net ? table.revenue.indices.count { 2 * table.revenue[$0] < gross[$0] } : nil
    return SummedSales(
      table: table, report: report, cleaning: cleaning, from: from, asOf: asOf, netUnderHalf: netUnderHalf)
  }

  /// The purchases by customer, and the numbers of the customers in the byte order of their IDs: neither waits
  /// for the other.
  private func groupedAndSorted(
    _ rules: Verdict, earliest: Timestamp?
  ) -> (grouped: GroupedPurchases, order: [Int]) {
    let judge = judge
    @Sendable func sorted() -> [Int] {
      let ids = judge.names.customers.ids
      return SortedKeys(ids.count) { ids[$0] }.order
    }
    func grouped() -> GroupedPurchases { GroupedPurchases(judge, rules: rules, earliest: earliest) }
    guard threads > 1, judge.names.customers.count > 10_000 else { return (grouped(), sorted()) }
    let order = Mutex<[Int]>([])
    let sorting = DispatchGroup()
    DispatchQueue.global().async(group: sorting) {
      let sorted = sorted()
      order.withLock { $0 = sorted }
    }
    let purchases = grouped()
    sorting.wait()
    return (purchases, order.withLock { $0 })
  }

  // MARK: Which rules

  /// Settles `auto`.
  private func settledCleaning(_ report: inout SalesReport) -> SalesOptions.Cleaning {
    let undecided = report.plans.filter { $0.options.rules == .auto }
    var cleaning = report.plans.last?.options.rules ?? options.rules
    if !undecided.isEmpty {
      let choice = CleaningChoice(
        undecided.map(\.columns), invoices: judge.names.invoices.fitting,
        stocks: judge.names.stocks.fitting)
      cleaning = choice.cleaning
      report.addNote("cleaned by the rules for \(cleaning.rawValue), since \(choice.why)")
    } else if options.cleaning == .auto, options.hasPattern {
      report.addNote("cleaned by the rules for products, since a pattern for them is given")
    }
    return cleaning
  }

  private func noteRulesThatAreOff(_ rules: Verdict, _ report: inout SalesReport) {
    let plans = report.plans.filter { $0.options.cleaning != .customers }
    var off: [String] = []
    for plan in plans {
      let columns = plan.columns
      let rules = plan.hypotheses.contains(rules) ? rules : plan.hypotheses
      if columns[.invoice] == nil { off.append("cancelled invoices (no invoice column)") }
      if rules == .countsAsProduct {
        if columns[.invoice] == nil { off.append("other invoices (no invoice column)") }
        if columns[.stock] == nil { off.append("what is not a product (no stock code column)") }
      } else if columns.usesAmount, columns[.quantity] != nil {
        off.append("quantity (the amount is read)")
      }
    }
    var seen: Set<String> = []
    let distinct = off.filter { seen.insert($0).inserted }
    if !distinct.isEmpty { report.addNote("rules that are off: \(distinct.joined(separator: ", "))") }
    if rules == .countsAsSale, options.returns == .ignore,
      plans.contains(where: { $0.columns.usesAmount })
    {
      if judge.counts[.countsAsSale][.negativeAmount] > 0 {
        report.addNote(
          "amounts below 0 are taken for refunds and dropped; \(OptionName.returns) net takes them from what was sold"
        )
      }
    }
  }

  private func checkCurrencies(
    _ counts: RowCounts, _ report: inout SalesReport
  ) throws(TabularError) {
    let inOrder = counts.currencies.sorted { a, b in
      guard let a = a.value.position, let b = b.value.position else { return false }
      return a < b
    }
    report.currencySign = inOrder.first?.key.text
    guard inOrder.count > 1, let first = inOrder[0].value.content, let second = inOrder[1].value.content
    else {
      return
    }
    throw TabularError(
      at: second.place, line: second.line,
      "\(second.message), but \(first.message) in \(first.position(besides: second.place)): two currencies cannot be added up"
    )
  }

  private func checkPatterns(_ counts: RowCounts, _ rules: Verdict, _ source: String) throws(TabularError) {
    guard rules == .countsAsProduct else { return }
    let rows = judge.rowsWithCustomer
    for (reason, option, given) in [
      (DropReason.otherInvoice, OptionName.invoicePattern, options.invoicePattern),
      (.notAProduct, .stockPattern, options.stockPattern),
    ] {
      let dropped = counts[reason]
      guard dropped * 2 > rows else { continue }
      let advice =
        given.map { "'\(legible($0))', the \(option) that is given, fits few of them; give another or none" }
        ?? "say what yours look like with \(option), or use \(OptionName.clean) sales"
      throw TabularError(
        file: source,
        "the rule '\(reason.name)' would drop \(dropped) of \(rows) rows with a customer; \(advice)")
    }
  }

  private static func phrase(_ counts: RowCounts) -> String {
    let parts = counts.reasons.map { $0.reason.counted($0.rows) }
    return parts.isEmpty ? "there are no purchases" : parts.joined(separator: ", ")
  }

  // MARK: When

  private func observationDate(_ grouped: GroupedPurchases) -> Timestamp? {
    switch options.asOf {
    case .moment(let moment): moment
    case .last: grouped.lastPurchase
    case .nextDay:
      grouped.lastPurchase.map { Timestamp(seconds: $0.seconds + Timestamp.secondsPerDay) }
    }
  }

  /// Where a window is to be cut that starts from the last purchase: moves what lies before it from the rows
  /// kept to those dropped.
  private func deferredWindow(
    _ rules: Verdict, _ source: String, _ counts: inout RowCounts
  ) throws(TabularError) -> Timestamp? {
    guard SalesPlan.cutsWindowAtEnd(options), let days = options.windowDays else { return nil }
    let all = GroupedPurchases(judge, rules: rules, earliest: nil)
    guard let asOf = observationDate(all) else { return nil }
    let earliest = Timestamp(seconds: asOf.seconds - Int64(days) * Timestamp.secondsPerDay)
    let purchases = judge.sink.purchases
    for row in 0..<purchases.count {
      let purchase = purchases.rows[row]
      guard purchase.isRow(rules), purchase.first < earliest else { continue }
      counts.moveKept(Int(purchase.lines), to: .beforeWindow)
    }
    return earliest
  }
}
