import Tabular

/// The rules of cleaning tried on every row, by the code that training runs.
struct CleaningTrial {
  let plan: SalesPlan
  private var aggregation: SalesAggregation
  private let examples = DroppedRows()
  private var asProducts = RowCounts()
  private var asSales = RowCounts()
  private var invoices = DistinctSample()
  private var stocks = DistinctSample()

  init(plan: SalesPlan) throws(TabularError) {
    self.plan = plan
    aggregation = try Self.fresh(plan, examples)
  }

  private static func fresh(_ plan: SalesPlan, _ examples: DroppedRows) throws(TabularError)
    -> SalesAggregation
  {
    let aggregation = try SalesAggregation(options: plan.options)
    aggregation.examples = examples
    return aggregation
  }

  /// The rows that follow are those of another table.
  func begin(_ place: TablePlace) { examples.places.append(place) }

  /// - Parameter isLast: only the counts are kept after this block; the sums go.
  mutating func add(_ block: RecordBlock, _ index: RecordIndex, isLast: Bool) throws(TabularError) {
    aggregation.add(block, index, plan: plan)
    if let fault = aggregation.endlessPattern.content { throw fault }
    guard isLast else { return }
    takeSample(&invoices, &stocks)
    asProducts.merge(aggregation.asProducts)
    asSales.merge(aggregation.asSales)
    aggregation = try Self.fresh(plan, examples)
  }

  private func takeSample(_ invoices: inout DistinctSample, _ stocks: inout DistinctSample) {
    guard plan.options.rules == .auto else { return }
    for number in 0..<aggregation.invoices.count {
      let kind = aggregation.invoiceKinds[number]
      guard kind == .ordinary || kind == .other else { continue }
      invoices.add(aggregation.invoices[number], fits: kind == .ordinary)
    }
    for number in 0..<aggregation.stocks.count {
      stocks.add(aggregation.stocks[number], fits: aggregation.stockFits[number])
    }
  }

  /// What `auto` takes; nil where the rules were given.
  var choice: FileProfile.Choice? {
    guard plan.options.rules == .auto else { return nil }
    var (invoices, stocks) = (invoices, stocks)
    takeSample(&invoices, &stocks)
    let choice = CleaningChoice([plan.columns], invoices: invoices.fitting, stocks: stocks.fitting)
    return FileProfile.Choice(rules: choice.cleaning, why: choice.why)
  }

  var result: [FileProfile.Cleaning] {
    let rules: [(SalesOptions.Cleaning, Verdict)] =
      switch plan.options.rules {
      case .auto: [(.products, .countsAsProduct), (.sales, .countsAsSale)]
      case .products: [(.products, .countsAsProduct)]
      case .sales, .customers: [(plan.options.rules, .countsAsSale)]
      }
    return rules.map { name, rule in
      var counts = rule == .countsAsProduct ? asProducts : asSales
      counts.merge(rule == .countsAsProduct ? aggregation.asProducts : aggregation.asSales)
      let dropped = DropReason.allCases.filter { counts.dropped[$0.rawValue] > 0 }
      return FileProfile.Cleaning(
        rules: name, kept: counts.kept,
        dropped: dropped.map {
          FileProfile.Cleaning.Dropped(
            reason: $0, rows: counts.dropped[$0.rawValue], examples: examples.examples(rule, $0))
        })
    }
  }
}
