import Tabular

/// The rules of cleaning tried on every row, by the code that training runs.
struct CleaningTrial {
  let plan: SalesPlan
  private var judge: RowJudge<DroppedRows>
  private let examples = DroppedRows()
  private var counts = CountsByRules()
  private var invoices = DistinctSample()
  private var stocks = DistinctSample()

  init(plan: SalesPlan) throws(TabularError) {
    self.plan = plan
    judge = try RowJudge(options: plan.options, sink: examples)
  }

  /// The rows that follow are those of another table.
  func begin(_ place: TableName) { examples.places.append(place) }

  /// - Parameter isLast: only the counts are kept after this block; the names that were seen go.
  mutating func add(_ block: RecordBlock, _ index: RecordIndex, isLast: Bool) throws(TabularError) {
    judge.judge(block, index, plan: plan)
    if let fault = judge.names.endlessPattern.content { throw fault }
    guard isLast else { return }
    takeSample(&invoices, &stocks)
    counts.merge(judge.counts)
    judge = try RowJudge(options: plan.options, sink: examples)
  }

  private func takeSample(_ invoices: inout DistinctSample, _ stocks: inout DistinctSample) {
    guard plan.options.rules == .auto else { return }
    judge.names.invoices.add(to: &invoices)
    judge.names.stocks.add(to: &stocks)
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
    var all = counts
    all.merge(judge.counts)
    return rules.map { name, rule in
      FileProfile.Cleaning(
        rules: name, kept: all[rule].kept,
        dropped: all[rule].reasons.map {
          FileProfile.Cleaning.Dropped(
            reason: $0.reason, rows: $0.rows, examples: examples.examples(rule, $0.reason))
        })
    }
  }
}
