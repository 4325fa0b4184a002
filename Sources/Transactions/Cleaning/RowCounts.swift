import Tabular

/// What became of the rows under one set of rules.
struct RowCounts: Sendable {
  var kept = 0
  /// By reason.
  private(set) var dropped = [Int](repeating: 0, count: DropReason.allCases.count)
  /// The first row that cannot be read.
  var firstFault = Earliest<TabularError>()
  /// Where each currency's sign first stood.
  var currencies: [CurrencySign: Earliest<TabularError>] = [:]

  subscript(reason: DropReason) -> Int { dropped[reason.rawValue] }

  /// The reasons for which rows were dropped, in the order of the rules.
  var reasons: [(reason: DropReason, rows: Int)] {
    DropReason.allCases.filter { self[$0] > 0 }.map { ($0, self[$0]) }
  }

  mutating func drop(_ reason: DropReason, _ rows: Int = 1) { dropped[reason.rawValue] += rows }

  /// Rows that were kept so far are dropped after all.
  mutating func moveKept(_ rows: Int, to reason: DropReason) {
    kept -= rows
    drop(reason, rows)
  }

  mutating func merge(_ other: RowCounts) {
    kept += other.kept
    for i in dropped.indices { dropped[i] += other.dropped[i] }
    firstFault.merge(other.firstFault)
    for (sign, earliest) in other.currencies { currencies[sign, default: Earliest()].merge(earliest) }
  }
}

/// What became of the rows under each set of rules that is tried.
struct CountsByRules: Sendable {
  private var asProducts = RowCounts()
  private var asSales = RowCounts()

  /// Under one set of rules.
  subscript(rules: Verdict) -> RowCounts {
    rules.contains(.countsAsProduct) ? asProducts : asSales
  }

  /// Changes the counts under each of some sets of rules.
  @inline(__always)
  mutating func update(_ rules: Verdict, _ change: (inout RowCounts) -> Void) {
    if rules.contains(.countsAsProduct) { change(&asProducts) }
    if rules.contains(.countsAsSale) { change(&asSales) }
  }

  mutating func merge(_ other: CountsByRules) {
    asProducts.merge(other.asProducts)
    asSales.merge(other.asSales)
  }
}
