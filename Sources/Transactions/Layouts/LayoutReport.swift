import Customers
import Tabular
import Wording

extension SalesReport {
  /// Says what is to know of how a file is read.
  mutating func note(_ layout: BoundLayout) {
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
      "the amounts are in several currencies, which cannot be added up: \(shown). Choose one, or convert them with \(OptionName.rates) rates.csv (columns currency, rate). Try: \(OptionName.where) '\(name)=\(counts[0].key)'"
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

  /// What each layout did, in a sentence: `layout shopify: 20 orders from 26 lines; 4 not paid (2 voided, 2 pending); 2
  /// refunds subtracted, £23.85`. It goes before what else is said.
  ///
  /// - Parameters:
  ///   - read: the files with a layout, and what it made of their rows.
  ///   - orders: in the table; nil where it counts something else.
  ///   - givenBack: what was taken back from all files, in words.
  mutating func noteLayouts(
    _ read: [(layout: BoundLayout, tally: LayoutTally)], orders: Int?, givenBack: [String]
  ) {
    var sentences: [String] = []
    // Of several layouts it is not known which order came by which.
    var isOnly = false
    for layout in layouts {
      let own = read.filter { $0.layout.layout == layout }
      isOnly = layouts.count == 1 && (own.isEmpty || own.count == read.count)
      let lines = Figures.counted(isOnly ? rowsRead : own.reduce(0) { $0 + $1.tally.rowsRead }, "line")
      let parts = ((isOnly ? orders : nil).map { "\(Figures.counted($0, "order")) from \(lines)" } ?? lines)
      let deeds = Self.notCounted(own.map(\.tally)) + (isOnly ? givenBack : [])
      sentences.append("layout \(layout.name): \(([parts] + deeds).joined(separator: "; "))")
    }
    let others = Self.notCounted(read.filter { !$0.layout.isNamed }.map(\.tally)) + (isOnly ? [] : givenBack)
    if !others.isEmpty { sentences.append(others.joined(separator: "; ")) }
    notes.insert(contentsOf: sentences.filter { !notes.contains($0) }, at: 0)
  }

  /// What was not counted: `4 not paid (2 voided, 2 pending)`.
  private static func notCounted(_ tallies: [LayoutTally]) -> [String] {
    var words: [(word: String, values: [String: Int])] = []
    for counted in tallies.flatMap(\.notCounted) where counted.rows > 0 {
      let values = Dictionary(uniqueKeysWithValues: counted.orders.map { ($0.value, $0.count) })
      if let known = words.firstIndex(where: { $0.word == counted.word }) {
        words[known].values.merge(values, uniquingKeysWith: +)
      } else {
        words.append((counted.word, values))
      }
    }
    return words.map { word, values in
      let sorted = values.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      let shown = sorted.prefix(5).map {
        "\(Figures.count($0.value)) \(legible($0.key.isEmpty ? "empty" : $0.key))"
      }
      return
        "\(Figures.count(values.values.reduce(0, +))) \(word) (\(shown.joined(separator: ", "))\(sorted.count > 5 ? ", …" : ""))"
    }
  }
}
