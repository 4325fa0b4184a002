import Tabular

/// What became of the rows under one set of rules.
struct RowCounts: Sendable {
  var kept = 0
  var dropped = [Int](repeating: 0, count: DropReason.allCases.count)
  var firstFault = Earliest<TabularError>()
  /// Where each currency's sign first stood.
  var currencies: [CurrencySign: Earliest<TabularError>] = [:]

  mutating func drop(_ reason: DropReason, _ rows: Int = 1) { dropped[reason.rawValue] += rows }

  mutating func merge(_ other: RowCounts) {
    kept += other.kept
    for i in dropped.indices { dropped[i] += other.dropped[i] }
    firstFault.merge(other.firstFault)
    for (sign, earliest) in other.currencies { currencies[sign, default: Earliest()].merge(earliest) }
  }
}
