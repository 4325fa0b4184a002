import Tabular
import Wording

/// What the money of a row is, as the rows of a file tell.
extension ColumnFinder {
  /// Quantity × price, or the amount: what the user named, else what the rows tell, else quantity × price.
  mutating func chooseMoney(_ chosen: [ColumnRole: Int]) {
    let isAmountChosen = chosen[.amount] != nil
    let areLinesChosen = chosen[.quantity] != nil || chosen[.price] != nil
    if !isAmountChosen, !areLinesChosen {
      takeWholePrice()
      if mayCountOrders { takeAmountOfOrder() }
      takeGross()
    }
    if mayCountOrders { takeRefunds() }
    guard let amount = found[.amount] else { return }
    guard let quantity = found[.quantity], let price = found[.price] else {
      usesAmount = true
      return
    }
    if isAmountChosen {
      usesAmount = chosen[.quantity] == nil || chosen[.price] == nil
    } else if !areLinesChosen {
      usesAmount =
        amountPer == .order || isAmountOfLine(amount: amount, quantity: quantity, price: price)
    }
  }

  func isWeak(_ column: Int) -> Bool {
    !candidates.contains { $0.column == column && $0.role == .amount && $0.weight < 2 }
  }

  /// A price without a quantity is what was paid, where nothing better says it.
  private mutating func takeWholePrice() {
    guard found[.quantity] == nil, let price = found[.price], found[.amount].map(isWeak) ?? true,
      candidates.contains(where: { $0.column == price && $0.role == .price && $0.weight == 1 })
    else { return }
    (found[.amount], found[.price]) = (price, nil)
  }

  /// An amount that is the same on all rows of each order, where orders have several, is the order's, and what the
  /// customer paid; not a net one, if there is another.
  private mutating func takeAmountOfOrder() {
    guard let invoice = found[.invoice], sample.rowCount > 3 else { return }
    var orders: [String: [Int]] = [:]
    for row in 0..<sample.rowCount {
      let order = sample.text(row, invoice)
      if !order.isEmpty { orders[order, default: []].append(row) }
    }
    let several = orders.values.filter { $0.count > 1 }
    guard several.count >= 3 else { return }
    // Rows that are alike in all columns are no lines of an order.
    let areLines = several.filter { rows in
      header.indices.contains { column in
        rows.contains { sample.text($0, column) != sample.text(rows[0], column) }
      }
    }
    guard areLines.count * 2 > several.count else { return }
    func isOfOrder(_ column: Int) -> Bool {
      var sums: Set<String> = []
      for rows in several {
        let values = Set(rows.map { sample.text($0, column) }).subtracting([""])
        guard values.count == 1, let value = values.first else { return false }
        sums.insert(value)
      }
      return sums.count >= 3 && sums.count * 2 > several.count
    }
    let amounts = candidates.filter {
      $0.role == .amount && accepts($0) && (found[.amount] == $0.column || !found.values.contains($0.column))
    }
    guard let amount = amounts.first(where: { isOfOrder($0.column) }) else { return }
    // Beside amounts of lines a net one says less.
    let hasLines = found[.quantity] != nil && found[.price] != nil || found[.amount] != amount.column
    if hasLines, isWeak(amount.column) { return }
    found[.amount] = amount.column
    amountPer = .order
    notes.append(
      "'\(legible(header[amount.column]))' is the same on all rows of an order, and counts once for each")
  }

  /// Where the amount is net, and another column is what it comes to with a column of tax, that one counts.
  private mutating func takeGross() {
    guard let net = found[.amount], isWeak(net), sample.rowCount > 0 else { return }
    let columns = header.indices.filter { column in
      let values = sample[column]
      return column != net && values.filled > 0 && values.isMost(values.numbers)
    }
    let taxes = columns.filter { HeaderWords.all.meanings(of: header[$0])[.tax] != nil }
    func adds(_ tax: Int, to gross: Int) -> Bool {
      var isMore = false
      for row in 0..<sample.rowCount {
        guard let a = number(row, net), let b = number(row, tax), let c = number(row, gross) else {
          return false
        }
        guard c.isEqual(to: a.plus(b)) else { return false }
        if !b.isZero { isMore = true }
      }
      return isMore
    }
    for tax in taxes {
      if let gross = columns.first(where: { $0 != tax && !found.values.contains($0) && adds(tax, to: $0) }) {
        found[.amount] = gross
        return
      }
    }
  }

  /// Columns of money given back.
  private mutating func takeRefunds() {
    let columns = header.indices.filter { column in
      let values = sample[column]
      return !found.values.contains(column) && HeaderWords.all.meanings(of: header[column])[.refund] != nil
        && values.isMost(values.numbers)
    }
    for column in columns where refunds.isEmpty {
      let given = (0..<sample.rowCount).compactMap { number($0, column) }.filter { !$0.isZero }
      guard let first = given.first else { continue }
      let name = legible(header[column])
      if given.allSatisfy({ $0.isEqual(to: .one) }) {
        notes.append(
          "rows count whatever '\(name)' says; \(OptionName.where) \(ShellWord.quoted("\(name)!=\(first.mantissa)")) leaves out those that say yes"
        )
      } else {
        refunds = [column]
        notes.append("'\(name)' is taken from what was sold")
      }
    }
  }

  func number(_ row: Int, _ column: Int) -> DecimalValue? {
    ColumnSample.number(sample.text(row, column))
  }

  /// Whether the amount is that of the row, and quantity × price is not: less by a discount, or more by a tax; or the
  /// price is that of all pieces.
  private func isAmountOfLine(amount: Int, quantity: Int, price: Int) -> Bool {
    if isPriceOfLine(amount: amount, quantity: quantity, price: price) { return true }
    guard !isWeak(amount) else { return false }
    var (looked, same, near) = (0, 0, 0)
    var orders: [String: (sum: DecimalValue, list: DecimalValue)] = [:]
    for row in 0..<sample.rowCount {
      guard let sum = number(row, amount)?.magnitude, let pieces = number(row, quantity)?.magnitude,
        let one = number(row, price)?.magnitude, !pieces.isZero, !one.isZero
      else { continue }
      let list = pieces.times(one)
      looked += 1
      if sum.isEqual(to: list) { same += 1 }
      // A discount of all, and a tax of a half.
      if list.times(DecimalValue(mantissa: 15, scale: 1)).plus(sum.negated).mantissa >= 0 { near += 1 }
      guard let invoice = found[.invoice] else { continue }
      let order = orders.updateValue((sum, list), forKey: sample.text(row, invoice))
      // One sum for different lines is that of their order.
      if let order, order.sum.isEqual(to: sum), !order.list.isEqual(to: list) { return false }
    }
    guard near * 2 >= looked else { return false }
    return looked >= 3 && same < looked
  }

  /// Whether the price is that of all pieces of the row, as rows with more than one piece tell.
  private func isPriceOfLine(amount: Int, quantity: Int, price: Int) -> Bool {
    var (several, same) = (0, 0)
    for row in 0..<sample.rowCount {
      guard let pieces = ColumnSample.number(sample.text(row, quantity)), pieces.scale == 0,
        pieces.mantissa > 1,
        let sum = ColumnSample.number(sample.text(row, amount)),
        let one = ColumnSample.number(sample.text(row, price)), one.mantissa != 0
      else { continue }
      several += 1
      if sum.isEqual(to: one) { same += 1 }
    }
    return several > 0 && same * 10 >= several * 9
  }
}
