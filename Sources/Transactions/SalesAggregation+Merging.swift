import Segmentation

extension SalesAggregation {
  /// Adds all that another thread has found.
  func merge(_ other: SalesAggregation) {
    let customerNumbers = (0..<other.customers.count).map { customers.index(of: other.customers[$0]) }
    let invoiceNumbers = (0..<other.invoices.count).map { number in
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
    for row in 0..<other.purchases.count {
      var purchase = other.purchases.rows[row]
      purchase.customer = UInt32(customerNumbers[Int(purchase.customer)])
      if purchase.invoice != Purchase.noInvoice {
        purchase.invoice = UInt32(invoiceNumbers[Int(purchase.invoice)])
      }
      if factor != 1 { purchase.units = purchases.scaled(purchase.units, by: factor) }
      purchases.merge(purchase)
    }
    rowsRead += other.rowsRead
    rowsWithCustomer += other.rowsWithCustomer
    rowsWithWordForNone += other.rowsWithWordForNone
    asProducts.merge(other.asProducts)
    asSales.merge(other.asSales)
    endlessPattern.merge(other.endlessPattern)
  }
}
