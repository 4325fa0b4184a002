import Customers
import Tabular
import Wording

extension SalesReport {
  /// What the layout of a file did.
  ///
  /// - Throws: `TabularError` where nothing of it counts, or its amounts are in several currencies.
  mutating func note(_ stage: CanonicalSales, _ options: SalesOptions) throws(TabularError) {
    let layout = stage.layout
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
      "the amounts are in several currencies, which cannot be added up: \(shown). Choose one, or convert them with \(OptionName.rates) rates.csv (columns currency, rate). Try: \(OptionName.where) '\(name)=\(counts[0].key)'"
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
      if currencySign == nil { currencySign = stage.sign?.text ?? stage.tally.currencies.keys.first }
    }
  }

  /// What each layout did, in a sentence: `layout shopify: 20 orders from 26 lines; 4 not paid (2 voided, 2 pending); 2
  /// refunds subtracted, £23.85`. It goes before what else is said.
  ///
  /// - Parameter orders: in the table; nil where it counts something else.
  mutating func noteLayouts(_ stages: [CanonicalSales], orders: Int?) {
    var sentences: [String] = []
    for layout in layouts {
      let own = stages.filter { $0.layout.layout == layout }
      // Of several layouts it is not known which order came by which.
      let isOnly = layouts.count == 1 && (own.isEmpty || own.count == stages.count)
      let lines = isOnly ? rowsRead : own.reduce(0) { $0 + $1.rowsRead }
      let read = Figures.counted(lines, "line")
      let parts = ((isOnly ? orders : nil).map { "\(Figures.counted($0, "order")) from \(read)" } ?? read)
      sentences.append("layout \(layout.name): \(([parts] + deeds(of: own)).joined(separator: "; "))")
    }
    let others = stages.filter { !$0.layout.isNamed }
    let deeds = deeds(of: others)
    if !deeds.isEmpty { sentences.append(deeds.joined(separator: "; ")) }
    notes.insert(contentsOf: sentences.filter { !notes.contains($0) }, at: 0)
  }

  /// What was not counted, and what was given back.
  private func deeds(of stages: [CanonicalSales]) -> [String] {
    var words: [(word: String, values: [String: Int])] = []
    for counted in stages.flatMap(\.tally.notCounted) where counted.rows > 0 {
      let values = Dictionary(uniqueKeysWithValues: counted.orders.map { ($0.value, $0.count) })
      if let known = words.firstIndex(where: { $0.word == counted.word }) {
        words[known].values.merge(values, uniquingKeysWith: +)
      } else {
        words.append((counted.word, values))
      }
    }
    var deeds = words.map { word, values in
      let sorted = values.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      let shown = sorted.prefix(5).map {
        "\(Figures.count($0.value)) \(legible($0.key.isEmpty ? "empty" : $0.key))"
      }
      return
        "\(Figures.count(values.values.reduce(0, +))) \(word) (\(shown.joined(separator: ", "))\(sorted.count > 5 ? ", …" : ""))"
    }
    let refunds = stages.reduce(0) { $0 + $1.refunds.count }
    if refunds > 0 {
      let sum = stages.reduce(DecimalValue(mantissa: 0, scale: 2)) { $0.plus($1.refunds.sum) }
      let money = Figures(currency: currencySign.flatMap(Figures.code(of:)))
        .money(ExactDecimal(units: Int128(sum.mantissa), scale: Int(sum.scale)).double)
      deeds.append("\(Figures.counted(refunds, "refund")) subtracted, \(money)")
    }
    let inFull = stages.reduce(0) { $0 + $1.refundedInFull }
    if inFull > 0 { deeds.append("\(Figures.counted(inFull, "order")) refunded in full") }
    return deeds
  }
}
