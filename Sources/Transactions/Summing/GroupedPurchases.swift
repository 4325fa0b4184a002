import CByteScan
import Customers
import Dispatch

/// The purchases that count, gathered by customer.
struct GroupedPurchases {
  private let judge: RowJudge<PurchaseSums>
  private let kept: KeptColumns?
  /// Rows of the purchase table, those of one customer together; customer c has `starts[c]..<starts[c + 1]`.
  private var rows: [UInt32] = []
  private var starts: [Int] = []
  /// Over sales, returns apart.
  private(set) var firstPurchase: Timestamp?
  private(set) var lastPurchase: Timestamp?

  /// O(purchases + customers): a counting sort.
  init(_ judge: RowJudge<PurchaseSums>, rules: Verdict, earliest: Timestamp?) {
    self.judge = judge
    let sums = judge.sink
    kept = rules.contains(.countsAsProduct) ? sums.keptAsProducts : sums.keptAsSales
    let (purchases, count, customers) = (
      sums.purchases.rows, sums.purchases.count, judge.names.customers.count
    )
    func counts(_ purchase: Purchase) -> Bool {
      guard purchase.verdict.contains(rules) else { return false }
      if let earliest, purchase.first < earliest { return false }
      return true
    }
    starts = [Int](repeating: 0, count: customers + 1)
    starts.withUnsafeMutableBufferPointer { starts in
      guard let starts = starts.baseAddress else { return }
      for row in 0..<count {
        // Customers who follow each other in the sales lie anywhere: their memory is asked for ahead.
        if row &+ Self.ahead < count {
          byte_scan_prefetch(starts + Int(purchases[row &+ Self.ahead].customer) + 1)
        }
        let purchase = purchases[row]
        guard counts(purchase) else { continue }
        starts[Int(purchase.customer) &+ 1] &+= 1
        if purchase.verdict.contains(.isReturn) { continue }
        let (first, last) = (purchase.first, purchase.last)
        firstPurchase = min(firstPurchase ?? first, first)
        lastPurchase = max(lastPurchase ?? last, last)
      }
      for customer in 1..<customers + 1 { starts[customer] &+= starts[customer &- 1] }
    }
    rows = [UInt32](repeating: 0, count: starts[starts.count - 1])
    var next = starts
    next.withUnsafeMutableBufferPointer { next in
      rows.withUnsafeMutableBufferPointer { rows in
        guard let next = next.baseAddress, let rows = rows.baseAddress else { return }
        for row in 0..<count {
          // First where the row is to go, then that place itself.
          if row &+ 2 &* Self.ahead < count {
            byte_scan_prefetch(next + Int(purchases[row &+ 2 &* Self.ahead].customer))
          }
          if row &+ Self.ahead < count {
            byte_scan_prefetch(rows + next[Int(purchases[row &+ Self.ahead].customer)])
          }
          guard counts(purchases[row]) else { continue }
          let customer = Int(purchases[row].customer)
          rows[next[customer]] = UInt32(truncatingIfNeeded: row)
          next[customer] &+= 1
        }
      }
    }
  }

  private static let ahead = 16

  /// One row per customer with a purchase, in the byte order of the IDs, and what each bought before returns.
  ///
  /// - Parameters:
  ///   - order: the numbers of the customers in the byte order of their IDs.
  ///   - threads: never changes the result.
  func table(
    in order: [Int], asOf: Timestamp, options: SalesOptions, threads: Int
  ) -> (table: RFMTable, gross: [Int128]) {
    let parts = threads == 1 ? 1 : max(1, min(threads * 4, order.count / 4096))
    var tables = [(table: RFMTable, gross: [Int128])](repeating: (RFMTable(), []), count: parts)
    tables.withUnsafeMutableBufferPointer { tables in
      nonisolated(unsafe) let tables = tables
      DispatchQueue.concurrentPerform(iterations: parts) { part in
        let places = order.count * part / parts..<order.count * (part + 1) / parts
        tables[part] = rows(of: order[places], asOf: asOf, options: options)
      }
    }
    let gross = tables.flatMap(\.gross)
    return (RFMTable(joining: tables.map(\.table)), gross)
  }

  /// The same for some customers.
  private func rows(
    of order: ArraySlice<Int>, asOf: Timestamp, options: SalesOptions
  ) -> (table: RFMTable, gross: [Int128]) {
    let (sums, ids) = (judge.sink, judge.names.customers.ids)
    let purchases = sums.purchases.rows
    var table = RFMTable()
    table.revenueScale = Int(sums.scale)
    table.firstHalf.end = RFMTable.FirstHalf.end(from: (firstPurchase ?? asOf).day, to: asOf.day)
    let middle = Int32(clamping: table.firstHalf.end)
    table.reserve(order.count, idBytes: order.count * 8)
    var gross: [Int128] = []
    gross.reserveCapacity(options.returns == .net ? order.count : 0)
    var invoices: [UInt32] = []
    var days: [Int32] = []
    table.kept = options.kept.map(KeptColumn.init)
    starts.withUnsafeBufferPointer { starts in
      rows.withUnsafeBufferPointer { rows in
        for place in order.indices {
          let customer = order[place]
          // Customers who follow each other by ID lie anywhere: their memory is asked for ahead.
          if place &+ 8 < order.endIndex {
            let later = order[place &+ 8]
            if starts[later] < starts[later &+ 1] {
              byte_scan_prefetch(purchases + Int(rows[starts[later]]))
            }
          }
          if place &+ 16 < order.endIndex {
            let later = order[place &+ 16]
            if let base = starts.baseAddress { byte_scan_prefetch(base + later) }
          }
          let own = UnsafeBufferPointer(rebasing: rows[starts[customer]..<starts[customer &+ 1]])
          let sum = Sum(own, of: purchases, middle: middle, &invoices, &days)
          guard sum.lines > 0 else { continue }
          if sum.days > 1 { table.gaps.add(days) }
          let exact = ExactDecimal(units: sum.total, scale: table.revenueScale)
          table.ids.append(ids[customer])
          table.recency.append(Int32(clamping: sum.last.wholeDays(until: asOf)))
          switch options.frequency {
          case .invoices: table.frequency.append(Int32(clamping: sum.orders))
          case .lines: table.frequency.append(Int32(clamping: sum.lines))
          case .days: table.frequency.append(Int32(clamping: sum.days))
          }
          switch options.monetary {
          case .total: table.monetary.append(exact.double)
          case .average: table.monetary.append(exact.double / Double(sum.orders))
          }
          table.revenue.append(sum.total)
          table.firstPurchase.append(sum.first)
          table.lastPurchase.append(sum.last)
          table.purchaseDays.append(Int32(clamping: sum.days))
          table.firstHalf.lastDays.append(sum.earlyLastDay)
          table.firstHalf.purchaseDays.append(sum.earlyDays)
          if options.returns == .net { gross.append(sum.bought) }
          if let kept {
            for column in table.kept.indices {
              kept.append(customer, column, to: &table.kept[column].values)
            }
          }
        }
      }
    }
    return (table, gross)
  }

  /// What the purchases of one customer come to.
  private struct Sum {
    var total: Int128 = 0
    /// Before returns.
    var bought: Int128 = 0
    var lines = 0
    var first = Timestamp(seconds: .max)
    var last = Timestamp(seconds: .min)
    /// Distinct invoices, each row without one being one, and distinct days.
    var orders = 0
    var days = 0
    /// Distinct days up to the middle of the span, and the last of them; 0 without any.
    var earlyDays: Int32 = 0
    var earlyLastDay: Int32 = 0

    /// - Parameters:
    ///   - middle: the last day of the first half of the span.
    ///   - invoices: memory for the numbers of the invoices, and `dates` for the days.
    init(
      _ rows: UnsafeBufferPointer<UInt32>, of purchases: UnsafeMutablePointer<Purchase>, middle: Int32,
      _ invoices: inout [UInt32], _ dates: inout [Int32]
    ) {
      // Many customers have bought once: nothing is to be sorted then.
      if rows.count == 1 {
        add(purchases[Int(rows[0])])
        guard lines > 0 else { return }
        days = 1
        orders = purchases[Int(rows[0])].invoice == Purchase.noInvoice ? lines : 1
        if purchases[Int(rows[0])].day <= middle {
          (earlyDays, earlyLastDay) = (1, purchases[Int(rows[0])].day)
        }
        return
      }
      invoices.removeAll(keepingCapacity: true)
      dates.removeAll(keepingCapacity: true)
      for row in rows {
        let purchase = purchases[Int(row)]
        add(purchase)
        if purchase.verdict.contains(.isReturn) { continue }
        if purchase.invoice == Purchase.noInvoice {
          orders += Int(purchase.lines)
        } else {
          invoices.append(purchase.invoice)
        }
        dates.append(purchase.day)
      }
      orders += GroupedPurchases.distinct(&invoices)
      days = GroupedPurchases.distinct(&dates)
      // In order now, and a day may stand there several times.
      for date in dates where date <= middle {
        if earlyDays == 0 || date != earlyLastDay { earlyDays &+= 1 }
        earlyLastDay = date
      }
    }

    @inline(__always)
    private mutating func add(_ purchase: Purchase) {
      total += purchase.units
      if purchase.verdict.contains(.isReturn) { return }
      bought += purchase.units
      lines += Int(purchase.lines)
      first = min(first, purchase.first)
      last = max(last, purchase.last)
    }
  }

  fileprivate static func distinct<Number: FixedWidthInteger>(_ numbers: inout [Number]) -> Int {
    if numbers.count < 2 { return numbers.count }
    numbers.sort()
    var count = 1
    for i in 1..<numbers.count where numbers[i] != numbers[i - 1] { count += 1 }
    return count
  }
}
