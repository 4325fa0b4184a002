import Customers

extension Model {
  /// The same model with the quantiles of gaps, tenure, average and again over all customers of a table, as far as it
  /// knows them. O(n).
  ///
  /// - Parameters:
  ///   - table: what the model was trained on.
  ///   - threads: how many work; they change nothing.
  public func withQuantiles(of table: RFMTable, threads: Int) -> Model {
    var model = self
    let quantities = DerivedQuantities(self)
    let known = RuleQuantity.derived
    let all = Parallel.map(count: known.count, threads: threads) { which -> [Double]? in
      let quantity = known[which]
      var values: [Double] = []
      values.reserveCapacity(table.count)
      for row in 0..<table.count {
        let value = quantities.value(
          quantity, Double(table.recency[row]), Double(table.frequency[row]), table.monetary[row],
          quantity == .average ? nil : table.history(row))
        if !value.isNaN { values.append(value) }
      }
      guard !values.isEmpty, quantity == .average || table.hasDates else { return nil }
      let sorted = Ascending.sorted(values)
      return (0...100).map { Quantile.type7(Double($0) / 100, ofSorted: sorted) }
    }
    for (quantity, quantiles) in zip(known, all) { model.quantiles[quantity] = quantiles }
    return model
  }
}
