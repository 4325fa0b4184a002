import Tabular
import Wording

extension SalesReport {
  /// Says by which layout a file is read.
  mutating func note(_ layout: BoundLayout) {
    if layout.isNamed { addNote("layout \(layout.layout.name): \(layout.layout.title)") }
    for note in layout.notes { addNote(note) }
  }

  /// Says what the layout of a file left out.
  ///
  /// - Throws: `TabularError` where nothing of it counts, or its amounts are in several currencies.
  mutating func note(_ tally: LayoutTally, _ plan: SalesPlan) throws(TabularError) {
    if tally.emptyRows > 0 {
      let rows = tally.emptyRows
      addNote(
        "\(Figures.counted(rows, "row")) without a date and without money \(rows == 1 ? "is" : "are") left out"
      )
    }
    try checkCurrencies(tally, plan)
    try checkCounts(tally, plan)
    let several = tally.amounts?.countOfSeveral ?? 0
    if several > 0 {
      addNote(
        "\(Figures.counted(several, "order")) \(several == 1 ? "has" : "have") more than one \(plan.columns.name(.amount)); the first counts"
      )
    }
  }

  private func checkCurrencies(_ tally: LayoutTally, _ plan: SalesPlan) throws(TabularError) {
    guard plan.layout?.rates == nil, tally.currencies.count > 1 else { return }
    let counts = tally.currencies.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let name = plan.columns.name(.currency)
    let shown = counts.map { "\($0.key) (\(Figures.count($0.value)))" }.joined(separator: ", ")
    throw TabularError(
      at: plan.place,
      "the amounts are in several currencies, which cannot be added up: \(shown). Choose one with \(OptionName.where) '\(name)=\(counts[0].key)', or convert them with \(OptionName.rates) rates.csv (columns currency, rate)"
    )
  }

  private func checkCounts(_ tally: LayoutTally, _ plan: SalesPlan) throws(TabularError) {
    let left = tally.notCounted.reduce(0) { $0 + $1.rows }
    guard left > 0, left == tally.rowsRead, let first = tally.notCounted.max(by: { $0.rows < $1.rows })
    else {
      return
    }
    let values = first.orders.prefix(6).map { "\(legible($0.value)) (\(Figures.count($0.count)))" }
    let wanted =
      first.wanted.isEmpty ? "" : ", and it counts \(first.wanted.prefix(6).joined(separator: ", "))"
    let example = first.orders.first.map { legible($0.value) } ?? ""
    throw TabularError(
      at: plan.place,
      "layout \(tally.layout.layout.name) counts none of \(Figures.counted(tally.rowsRead, "row")): \(first.column) is \(values.joined(separator: ", "))\(wanted). Try: \(OptionName.where) '\(first.column) in (\(example))'"
    )
  }

  /// Adds the rows that the layout of a file dropped in its own words.
  mutating func addDropped(_ tally: LayoutTally) {
    for counted in tally.notCounted { addDropped(counted.word, counted.rows) }
    addDropped("negative amount", tally.negativeAmounts)
    addDropped("return", tally.ignoredReturns)
    for counted in tally.notCounted where counted.rows > 0 {
      let orders = counted.orders
      let all = orders.reduce(0) { $0 + $1.count }
      let values = orders.prefix(5).map {
        "\(Figures.count($0.count)) \(legible($0.value.isEmpty ? "empty" : $0.value))"
      }
      addNote(
        "\(Figures.count(all)) \(counted.word) (\(values.joined(separator: ", "))\(orders.count > 5 ? ", …" : ""))"
      )
    }
    if currencySign == nil { currencySign = tally.currencies.keys.min() }
  }

  private mutating func addDropped(_ word: String, _ rows: Int) {
    guard rows > 0 else { return }
    if let known = dropped.firstIndex(where: { $0.reason.name == word }) {
      dropped[known].rows += rows
    } else {
      dropped.append((DroppedReason(word: word), rows))
    }
  }
}
