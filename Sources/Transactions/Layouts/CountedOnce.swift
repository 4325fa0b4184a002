import Tabular

/// The orders of files that were read, so that one that stands in a later file again, with the same customers, moments
/// and amount, counts once.
final class CountedOnce {
  /// What an order comes to.
  private struct Order: Hashable {
    /// The customer and moment of each of its rows, in order.
    var rows: [String]
    var sum: String
  }

  /// A row of the file at hand.
  struct Row {
    /// Where it stands in the text.
    var range: Range<Int>
    var key: String
    var amount: DecimalValue
  }

  private var seen: [String: Set<Order>] = [:]

  /// Takes up a file.
  ///
  /// - Parameter rows: by name of the order.
  /// - Returns: rows that stand in an earlier file, in no order.
  func repeated(_ rows: [String: [Row]]) -> [Range<Int>] {
    var repeated: [Range<Int>] = []
    for (name, rows) in rows {
      let sum = rows.reduce(DecimalValue(mantissa: 0, scale: 0)) { $0.plus($1.amount) }
      let order = Order(rows: rows.map(\.key).sorted(), sum: sum.canonicalText)
      if seen[name]?.contains(order) ?? false { repeated += rows.map(\.range) }
      seen[name, default: []].insert(order)
    }
    return repeated
  }
}

extension DecimalValue {
  /// Without zeros at the end, so that 1.5 and 1.50 are one text.
  fileprivate var canonicalText: String {
    var value = self
    while value.scale > 0, value.mantissa % 10 == 0 {
      value = DecimalValue(mantissa: value.mantissa / 10, scale: value.scale - 1)
    }
    return value.plainText
  }
}
