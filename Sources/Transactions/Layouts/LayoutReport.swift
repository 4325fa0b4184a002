import Tabular
import Wording

extension SalesReport {
  /// What the layout of a file did.
  ///
  /// - Throws: `TabularError` where nothing of it counts, or its amounts are in several currencies.
  mutating func note(_ stage: CanonicalSales, _ options: SalesOptions) throws(TabularError) {
    let layout = stage.layout
    if layout.isNamed {
      addNote("layout \(layout.layout.name): \(layout.layout.title)")
    }
    for note in layout.notes + stage.notes { addNote(note) }
    if stage.tally.emptyRows > 0 {
      let rows = stage.tally.emptyRows
      addNote(
        "\(Figures.counted(rows, "row")) without a date and without money \(rows == 1 ? "is" : "are") left out"
      )
    }
    if stage.hasTotal { addNote("the last row, which adds the others up (Total), is left out") }
    try checkCurrencies(stage, options)
    try checkCounts(stage)
  }

  private func checkCurrencies(_ stage: CanonicalSales, _ options: SalesOptions) throws(TabularError) {
    guard options.rates == nil, stage.tally.currencies.count > 1 else { return }
    let counts = stage.tally.currencies.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let name = stage.layout.columns[.currency]?.first.map { stage.file.header[$0] } ?? "currency"
    let shown = counts.map { "\($0.key) (\(Figures.count($0.value)))" }.joined(separator: ", ")
    throw TabularError(
      at: stage.file.place,
      "the amounts are in several currencies, which cannot be added up: \(shown). Choose one with \(OptionName.where) '\(name)=\(counts[0].key)', or convert them with \(OptionName.rates) rates.csv (columns currency, rate)"
    )
  }

  private func checkCounts(_ stage: CanonicalSales) throws(TabularError) {
    let left = stage.tally.notCounted.reduce(0) { $0 + $1.rows }
    guard left > 0, left == stage.rowsRead, let first = stage.tally.notCounted.max(by: { $0.rows < $1.rows })
    else {
      return
    }
    let values = first.orders.prefix(6).map { "\(legible($0.value)) (\(Figures.count($0.count)))" }
    let wanted =
      first.wanted.isEmpty ? "" : ", and it counts \(first.wanted.prefix(6).joined(separator: ", "))"
    let example = first.orders.first.map { legible($0.value) } ?? ""
    throw TabularError(
      at: stage.file.place,
      "layout \(stage.layout.layout.name) counts none of \(Figures.counted(stage.rowsRead, "row")): \(first.column) is \(values.joined(separator: ", "))\(wanted). Try: \(OptionName.where) '\(first.column) in (\(example))'"
    )
  }

  /// Takes up what was read, dropped and given back before rows came to the rules of cleaning.
  mutating func add(_ stages: [CanonicalSales]) {
    for stage in stages {
      let canonical = stage.canonicalRows
      rowsRead += stage.rowsRead - canonical
      rowsKept += stage.omittedRows - stage.addedRows
      for drop in stage.dropped {
        if let known = dropped.firstIndex(where: { $0.reason.name == drop.word }) {
          dropped[known].rows += drop.rows
        } else {
          dropped.append((DroppedReason(word: drop.word), drop.rows))
        }
      }
      for counted in stage.tally.notCounted where counted.rows > 0 {
        let orders = counted.orders
        let all = orders.reduce(0) { $0 + $1.count }
        let values = orders.prefix(5).map {
          "\(Figures.count($0.count)) \(legible($0.value.isEmpty ? "empty" : $0.value))"
        }
        addNote(
          "\(Figures.count(all)) \(counted.word) (\(values.joined(separator: ", "))\(orders.count > 5 ? ", …" : ""))"
        )
      }
      if stage.refunds.count > 0 {
        let inFull =
          stage.refundedInFull > 0
          ? "; \(Figures.counted(stage.refundedInFull, "order")) refunded in full" : ""
        addNote(
          "\(Figures.counted(stage.refunds.count, "refund")) subtracted, \(stage.refunds.sum.plainText)\(inFull)"
        )
      }
      if currencySign == nil { currencySign = stage.sign?.text ?? stage.tally.currencies.keys.first }
    }
  }
}
