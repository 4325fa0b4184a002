import Segmentation

extension SalesAggregation {
  /// Adds all that another thread has found.
  func merge(_ other: SalesAggregation) {
    let ahead = 16
    let customerNumbers = (0..<other.customers.count).map { number in
      if number + ahead < other.customers.count { customers.prefetch(other.customers[number + ahead]) }
      let merged = customers.index(of: other.customers[number])
      if forgotten != nil, merged == isForgotten.count { isForgotten.append(other.isForgotten[number]) }
      return merged
    }
    if let kept = other.keptAsProducts { keptAsProducts?.merge(kept, numbers: customerNumbers) }
    if let kept = other.keptAsSales { keptAsSales?.merge(kept, numbers: customerNumbers) }
    let invoiceNumbers = (0..<other.invoices.count).map { number in
      if number + ahead < other.invoices.count { invoices.prefetch(other.invoices[number + ahead]) }
      let merged = invoices.index(of: other.invoices[number])
      if merged == invoiceKinds.count { invoiceKinds.append(other.invoiceKinds[number]) }
      note(invoice: merged, file: other.invoiceFiles[number])
      if other.repeatedInvoices.contains(number) { repeatedInvoices.insert(merged) }
      return merged
    }
    for number in 0..<other.stocks.count {
      if stocks.index(of: other.stocks[number]) == stockFits.count {
        stockFits.append(other.stockFits[number])
      }
    }
    let common = max(scale, other.scale)
    if common > scale {
      purchases.rescale(by: ExactDecimal.power(Int(common - scale)))
      scale = common
    }
    let factor = ExactDecimal.power(Int(common - other.scale))
    purchases.noteOverflow(of: other.purchases)
    purchases.reserve(other.purchases.count)
    for row in 0..<other.purchases.count {
      var purchase = other.purchases.rows[row]
      purchase.customer = UInt32(customerNumbers[Int(purchase.customer)])
      if purchase.invoice != Purchase.noInvoice {
        purchase.invoice = UInt32(invoiceNumbers[Int(purchase.invoice)])
      }
      if factor != 1 { purchase.units = purchases.scaled(purchase.units, by: factor) }
      // A purchase that both have a part of stands there twice: they are gathered by customer anyway.
      purchases.append(purchase)
    }
    rowsRead += other.rowsRead
    rowsWithCustomer += other.rowsWithCustomer
    rowsWithWordForNone += other.rowsWithWordForNone
    asProducts.merge(other.asProducts)
    asSales.merge(other.asSales)
    endlessPattern.merge(other.endlessPattern)
  }
}
