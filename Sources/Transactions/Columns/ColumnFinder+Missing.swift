import Tabular

/// What the finder has to say of columns that it did not find, or that others found.
extension ColumnFinder {
  /// Whether the rows speak against columns that were found by the usual spellings of their headers.
  func disproves(_ map: ColumnMap) -> Bool {
    if let customer = map[.customer], let found = found[.customer], customer != found,
      candidates.contains(where: { $0.column == customer && $0.role == .customer && isOutdone($0) })
    {
      return true
    }
    if let invoice = map[.invoice], numbersCustomers(invoice) { return true }
    if amountPer == .order || !refunds.isEmpty { return true }
    guard let amount = map[.amount], found[.amount] != nil else { return false }
    return map.usesAmount ? isWeak(amount) && found[.amount] != amount : usesAmount
  }

  /// Roles that must be there and are not.
  var missing: [ColumnRole] {
    var missing = [ColumnRole.customer, .date].filter { found[$0] == nil }
    if found[.amount] == nil, found[.quantity] == nil || found[.price] == nil { missing.append(.amount) }
    return missing
  }

  /// The column that might have a role, as its rows look; nil where none does.
  func guess(_ role: ColumnRole) -> Int? {
    let free = header.indices.filter { !found.values.contains($0) && !header[$0].isEmpty }
    switch role {
    case .date: return free.first { sample[$0].isMost(sample[$0].dates) }
    case .amount:
      let numbers = free.filter {
        sample[$0].isMost(sample[$0].numbers) && !sample[$0].isMost(sample[$0].dates)
      }
      func hasCents(_ column: Int) -> Bool {
        (0..<sample.rowCount).contains { (ColumnSample.number(sample.text($0, column))?.scale ?? 0) == 2 }
      }
      func sum(_ column: Int) -> DecimalValue {
        (0..<sample.rowCount).reduce(.zero) { sum, row in sum.plus(number(row, column)?.magnitude ?? .zero) }
      }
      let money = numbers.filter(hasCents)
      // What a customer paid is more than its parts.
      return (money.isEmpty ? numbers : money).max { sum($1).plus(sum($0).negated).mantissa > 0 }
    case .customer:
      func repeats(_ column: Int) -> Bool {
        let values = sample[column]
        return values.filled > values.distinct && values.distinct > 1 && !values.isMost(values.dates)
      }
      func distinct(_ column: Int) -> Int { sample[column].distinct }
      return free.first { sample[$0].isMost(sample[$0].emails) && distinct($0) > 1 }
        ?? free.filter(repeats).max { distinct($0) < distinct($1) }
    default: return nil
    }
  }
}
