import Customers
import Tabular

/// Orders and what is taken from them, joined over all files: whose a return is, and which orders are no purchases,
/// since nothing is left of them.
///
/// O(purchases); nothing is done where no file has its layout's own rules.
struct SettledOrders {
  /// Money that was taken back, and how often.
  private(set) var refunds = 0
  private(set) var refunded: Int128 = 0
  private(set) var refundedInFull = 0
  /// Rows of returns whose customer is not known.
  private(set) var withoutCustomer = 0
  /// Rows of orders none of whose rows has an amount.
  private(set) var withoutAmount = 0

  private let purchases: PurchaseTable

  /// - Parameter bad: orders without an amount, which do not count.
  init(_ judge: RowJudge<PurchaseSums>, without bad: Set<OrderKey>) {
    purchases = judge.sink.purchases
    refundedInFull = judge.tallies.values.reduce(0) { $0 + $1.refundedInFull }
    if judge.tallies.isEmpty { return }
    if !bad.isEmpty { leaveOut(bad) }
    let (owners, hasReturns) = owners(judge.names.invoices.names.count)
    guard hasReturns else { return }
    refunds = -judge.tallies.values.reduce(0) { $0 + $1.subtractedTwice }
    join(owners)
    takeOutRefunded(judge.names.invoices.names.count)
  }

  private mutating func leaveOut(_ bad: Set<OrderKey>) {
    for row in 0..<purchases.count {
      let purchase = purchases.rows[row]
      guard purchase.isSaleOfOrder,
        bad.contains(OrderKey(customer: purchase.customer, invoice: purchase.invoice))
      else { continue }
      withoutAmount += Int(purchase.lines)
      purchases.rows[row].verdict = []
    }
  }

  private static let none = UInt32.max
  private static let several = UInt32.max - 1

  /// By invoice, the one customer who has an order with it.
  private func owners(_ invoices: Int) -> (owners: [UInt32], hasReturns: Bool) {
    var owners = [UInt32](repeating: Self.none, count: invoices)
    var hasReturns = false
    for row in 0..<purchases.count {
      let purchase = purchases.rows[row]
      guard purchase.isSaleOfOrder else {
        if purchase.verdict.contains(.isOfOrder) { hasReturns = true }
        continue
      }
      guard purchase.invoice != Purchase.noInvoice else { continue }
      let owner = owners[Int(purchase.invoice)]
      owners[Int(purchase.invoice)] =
        owner == Self.none || owner == purchase.customer ? purchase.customer : Self.several
    }
    return (owners, hasReturns)
  }

  /// A return belongs to the order with its invoice, and to its customer.
  private mutating func join(_ owners: [UInt32]) {
    for row in 0..<purchases.count where purchases.rows[row].takesFromOrder {
      let purchase = purchases.rows[row]
      if purchase.invoice != Purchase.noInvoice {
        let owner = owners[Int(purchase.invoice)]
        if owner < Self.several { purchases.rows[row].customer = owner }
      }
      guard purchases.rows[row].customer != Purchase.nobody else {
        withoutCustomer += Int(purchase.lines)
        purchases.rows[row].verdict = []
        // Rows that do not count are looked ahead to by their customers, too.
        purchases.rows[row].customer = 0
        continue
      }
      if purchase.units != 0 || !purchase.verdict.contains(.isSubtraction) { refunds += Int(purchase.lines) }
      refunded -= purchase.units
    }
  }

  /// An order from which something was taken and of which nothing is left adds nothing to frequency and recency.
  private mutating func takeOutRefunded(_ invoices: Int) {
    var isTakenFrom = [Bool](repeating: false, count: invoices)
    for row in 0..<purchases.count {
      let purchase = purchases.rows[row]
      if purchase.takesFromOrder, purchase.invoice != Purchase.noInvoice, purchase.units != 0 {
        isTakenFrom[Int(purchase.invoice)] = true
      }
    }
    func forEach(_ body: (Int, OrderKey) -> Void) {
      for row in 0..<purchases.count {
        let purchase = purchases.rows[row]
        if purchase.verdict.contains(.isOfOrder), purchase.invoice != Purchase.noInvoice,
          isTakenFrom[Int(purchase.invoice)]
        {
          body(row, OrderKey(customer: purchase.customer, invoice: purchase.invoice))
        }
      }
    }
    var orders: [OrderKey: (left: Int128, isTakenFrom: Bool, hasSale: Bool)] = [:]
    forEach { row, key in
      let purchase = purchases.rows[row]
      var order = orders[key] ?? (0, false, false)
      order.left += purchase.units
      if purchase.takesFromOrder, purchase.units != 0 { order.isTakenFrom = true }
      if purchase.isSaleOfOrder { order.hasSale = true }
      orders[key] = order
    }
    let empty = orders.filter { $0.value.isTakenFrom && $0.value.hasSale && $0.value.left <= 0 }
    refundedInFull += empty.count
    forEach { row, key in
      if empty[key] != nil, purchases.rows[row].isSaleOfOrder {
        purchases.rows[row].verdict.formUnion(.isRefunded)
      }
    }
  }
}

extension Purchase {
  /// An order under the rules of a layout.
  fileprivate var isSaleOfOrder: Bool { verdict.contains(.isOfOrder) && !verdict.contains(.isReturn) }

  /// What is taken from such an order.
  fileprivate var takesFromOrder: Bool {
    verdict.contains([.isOfOrder, .isReturn]) && !verdict.contains(.isRefunded)
  }
}
