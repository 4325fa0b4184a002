import Customers

extension SalesAggregation {
  /// Adds all that another thread has found.
  func merge(_ other: SalesAggregation) {
    let customerNumbers = mergeCustomers(other)
    let invoiceNumbers = mergeInvoices(other)
    if let kept = other.keptAsProducts { keptAsProducts?.merge(kept, numbers: customerNumbers) }
    if let kept = other.keptAsSales { keptAsSales?.merge(kept, numbers: customerNumbers) }
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
    if factor != 1 { other.purchases.rescale(by: factor) }
    purchases.noteOverflow(of: other.purchases)
    // A purchase that both have a part of stands there twice: they are gathered by customer anyway.
    purchases.append(other.purchases) { purchase in
      var purchase = purchase
      purchase.customer = UInt32(customerNumbers[Int(purchase.customer)])
      if purchase.invoice != Purchase.noInvoice {
        purchase.invoice = UInt32(invoiceNumbers[Int(purchase.invoice)])
      }
      return purchase
    }
    rowsRead += other.rowsRead
    rowsWithCustomer += other.rowsWithCustomer
    rowsWithWordForNone += other.rowsWithWordForNone
    asProducts.merge(other.asProducts)
    asSales.merge(other.asSales)
    endlessPattern.merge(other.endlessPattern)
  }

  /// Adds another's customers, and says which number each of them has here.
  private func mergeCustomers(_ other: SalesAggregation) -> [Int] {
    let numbers = customers.merge(other.customers)
    if forgotten != nil {
      for (number, merged) in numbers.enumerated() where merged == isForgotten.count {
        isForgotten.append(other.isForgotten[number])
      }
    }
    return numbers
  }

  private func mergeInvoices(_ other: SalesAggregation) -> [Int] {
    let numbers = invoices.merge(other.invoices)
    for (number, merged) in numbers.enumerated() {
      if merged == invoiceKinds.count { invoiceKinds.append(other.invoiceKinds[number]) }
      note(invoice: merged, file: other.invoiceFiles[number])
    }
    for number in other.repeatedInvoices { repeatedInvoices.insert(numbers[number]) }
    return numbers
  }
}
