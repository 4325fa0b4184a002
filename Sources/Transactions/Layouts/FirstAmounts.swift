import Tabular

/// The first amount of each order of a file, where an amount counts once for each customer and invoice: one
/// thread's share.
///
/// Rows of an order stand together nearly always, but they need not: what is kept of an order is as much as tells,
/// when more of its rows come, whether they have the amount that counts.
final class FirstAmounts: @unchecked Sendable {
  struct Order: BitwiseCopyable {
    var customer: UInt32
    /// The block of its first row with an amount; of its first row while there is none.
    var block: Int32
    var line: Int32
    var scale: Int32
    var mantissa: Int64
    var day: Int32
    var second: Int32
    var hasAmount: Bool
    /// Whether another row has another amount.
    var hasOther: Bool

    static let none = Order(
      customer: .max, block: 0, line: 0, scale: 0, mantissa: 0, day: 0, second: 0, hasAmount: false,
      hasOther: false)

    var amount: DecimalValue { DecimalValue(mantissa: mantissa, scale: scale) }
  }

  /// Whether few orders have one.
  private let areFew: Bool
  /// By number of the invoice, the order of its first customer; none where they are few.
  @exclusivity(unchecked) private var orders: [Order] = []
  /// The others: those of further customers.
  private var others: [OrderKey: Order] = [:]

  init(areFew: Bool) { self.areFew = areFew }

  /// Takes up a row of an order.
  ///
  /// - Parameter line: where it stands in the file.
  /// - Returns: whether its amount is the one that counts.
  @inline(__always)
  func add(
    _ customer: Int, _ invoice: Int, _ amount: DecimalValue?, block: Int, day: Int32, second: Int32,
    line: () -> Int
  ) -> Bool {
    if invoice < orders.count, orders[invoice].customer == UInt32(truncatingIfNeeded: customer),
      orders[invoice].hasAmount
    {
      if let amount, !isSame(orders[invoice], amount) { orders[invoice].hasOther = true }
      return false
    }
    return addNew(customer, invoice, amount, block, day, second, amount == nil ? line() : 0)
  }

  @inline(never)
  private func addNew(
    _ customer: Int, _ invoice: Int, _ amount: DecimalValue?, _ block: Int, _ day: Int32, _ second: Int32,
    _ line: Int
  ) -> Bool {
    let key = OrderKey(customer: UInt32(customer), invoice: UInt32(invoice))
    let known = self[key]
    var order =
      known
      ?? Order(
        customer: key.customer, block: Int32(truncatingIfNeeded: block),
        line: Int32(truncatingIfNeeded: line), scale: 0, mantissa: 0, day: day, second: second,
        hasAmount: false, hasOther: false)
    guard let amount else {
      if known == nil { self[key] = order }
      return false
    }
    if order.hasAmount {
      if !isSame(order, amount) { order.hasOther = true }
      self[key] = order
      return false
    }
    (order.mantissa, order.scale, order.hasAmount) = (amount.mantissa, amount.scale, true)
    (order.block, order.day, order.second) = (Int32(truncatingIfNeeded: block), day, second)
    self[key] = order
    return true
  }

  @inline(__always)
  private func isSame(_ order: Order, _ amount: DecimalValue) -> Bool {
    order.scale == amount.scale ? order.mantissa == amount.mantissa : order.amount.isEqual(to: amount)
  }

  private subscript(key: OrderKey) -> Order? {
    get {
      let place = Int(key.invoice)
      if place < orders.count, orders[place].customer == key.customer { return orders[place] }
      return others.isEmpty ? nil : others[key]
    }
    set {
      guard let newValue else { return }
      if areFew {
        others[key] = newValue
        return
      }
      let place = Int(key.invoice)
      if place >= orders.count {
        orders.append(
          contentsOf: repeatElement(.none, count: max(place + 1, 2 * orders.count, 1024) - orders.count))
      }
      if orders[place].customer == key.customer || orders[place].customer == .max {
        orders[place] = newValue
      } else {
        others[key] = newValue
      }
    }
  }

  /// Takes up the share of another thread.
  ///
  /// - Parameters:
  ///   - customers, invoices: the numbers here of those there.
  ///   - counted: an amount that was counted there or here and is not the first one after all.
  func merge(
    _ other: FirstAmounts, customers: [Int], invoices: [Int], twice counted: (OrderKey, Order) -> Void
  ) {
    for (key, theirs) in other.all {
      let key = OrderKey(
        customer: UInt32(customers[Int(key.customer)]), invoice: UInt32(invoices[Int(key.invoice)]))
      var theirs = theirs
      theirs.customer = key.customer
      guard let ours = self[key] else {
        self[key] = theirs
        continue
      }
      let isOursFirst = ours.hasAmount == theirs.hasAmount ? ours.block < theirs.block : ours.hasAmount
      var (first, second) = isOursFirst ? (ours, theirs) : (theirs, ours)
      if second.hasAmount { counted(key, second) }
      first.hasOther =
        first.hasOther || second.hasOther || (second.hasAmount && !isSame(first, second.amount))
      self[key] = first
    }
  }

  /// All orders, in no order.
  var all: [(OrderKey, Order)] {
    orders.enumerated().compactMap { invoice, order in
      order.customer == .max
        ? nil : (OrderKey(customer: order.customer, invoice: UInt32(invoice)), order)
    } + others.map { ($0.key, $0.value) }
  }

  /// How many have more than one amount.
  var countOfSeveral: Int { orders.count { $0.hasOther } + others.values.count { $0.hasOther } }

  /// Orders none of whose rows has an amount.
  var withoutAmount: [(key: OrderKey, line: Int)] {
    all.filter { !$0.1.hasAmount }.map { ($0.0, Int($0.1.line)) }
  }
}

/// An order: what one customer bought with one invoice.
struct OrderKey: Hashable {
  var customer: UInt32
  var invoice: UInt32
}
