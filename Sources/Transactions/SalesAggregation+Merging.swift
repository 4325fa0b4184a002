import Dispatch
import Segmentation

extension SalesAggregation {
  /// Adds all that another thread has found.
  func merge(_ other: SalesAggregation) {
    // Neither touches what the other does.
    var customerNumbers: [Int] = []
    var invoiceNumbers: [Int] = []
    withUnsafeMutablePointer(to: &customerNumbers) { customerNumbers in
      withUnsafeMutablePointer(to: &invoiceNumbers) { invoiceNumbers in
        nonisolated(unsafe) let (customerNumbers, invoiceNumbers) = (customerNumbers, invoiceNumbers)
        DispatchQueue.concurrentPerform(iterations: 2) { half in
          if half == 0 {
            customerNumbers.pointee = mergeCustomers(other)
          } else {
            invoiceNumbers.pointee = mergeInvoices(other)
          }
        }
      }
    }
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

  /// How many keys ahead the memory is asked for in which they will be looked up.
  private static let keysAhead = 16

  /// Adds another's customers, and says which number each of them has here.
  private func mergeCustomers(_ other: SalesAggregation) -> [Int] {
    (0..<other.customers.count).map { number in
      let later = number + Self.keysAhead
      if later < other.customers.count { customers.prefetch(other.customers[later]) }
      let merged = customers.index(of: other.customers[number])
      if forgotten != nil, merged == isForgotten.count { isForgotten.append(other.isForgotten[number]) }
      return merged
    }
  }

  private func mergeInvoices(_ other: SalesAggregation) -> [Int] {
    (0..<other.invoices.count).map { number in
      let later = number + Self.keysAhead
      if later < other.invoices.count { invoices.prefetch(other.invoices[later]) }
      let merged = invoices.index(of: other.invoices[number])
      if merged == invoiceKinds.count { invoiceKinds.append(other.invoiceKinds[number]) }
      note(invoice: merged, file: other.invoiceFiles[number])
      if other.repeatedInvoices.contains(number) { repeatedInvoices.insert(merged) }
      return merged
    }
  }
}
