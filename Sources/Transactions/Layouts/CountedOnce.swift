import Customers

/// Orders that stand in a file again, with the same customers, moments and amount, so that each counts once.
struct CountedOnce {
  /// Rows that do not count.
  private(set) var rows = 0

  /// An order in one file.
  private struct InvoiceInFile: Hashable {
    var invoice: UInt32
    var file: UInt32
  }

  /// What it comes to.
  private struct Content: Equatable {
    var parts: [Part: Span] = [:]
    var sum: Int128 = 0

    mutating func add(_ purchase: Purchase) {
      sum += purchase.units
      let part = Part(customer: purchase.customer, day: purchase.day, verdict: purchase.verdict.rawValue)
      var span = parts[part] ?? Span(first: purchase.firstSecond, last: purchase.lastSecond, lines: 0)
      span.first = min(span.first, purchase.firstSecond)
      span.last = max(span.last, purchase.lastSecond)
      span.lines += purchase.lines
      parts[part] = span
    }
  }

  private struct Part: Hashable {
    var customer: UInt32
    var day: Int32
    var verdict: UInt32
  }

  private struct Span: Equatable {
    var first: Int32
    var last: Int32
    var lines: UInt32
  }

  /// Takes orders out of a table that keeps files apart.
  ///
  /// - Parameters:
  ///   - repeated: the invoices that stand in more than one file.
  ///   - rules: under which rows are counted.
  init(_ purchases: PurchaseTable, repeated: Set<Int>, _ rules: Verdict) {
    if repeated.isEmpty { return }
    var orders: [InvoiceInFile: [Int]] = [:]
    for row in 0..<purchases.count {
      let purchase = purchases.rows[row]
      guard purchase.invoice != Purchase.noInvoice, repeated.contains(Int(purchase.invoice)) else { continue }
      orders[InvoiceInFile(invoice: purchase.invoice, file: purchase.file), default: []].append(row)
    }
    var seen: [UInt32: [Content]] = [:]
    for (order, rowsOfOrder) in orders.sorted(by: { $0.key.file < $1.key.file }) {
      let content = rowsOfOrder.reduce(into: Content()) { $0.add(purchases.rows[$1]) }
      if seen[order.invoice, default: []].contains(content) {
        for row in rowsOfOrder {
          if purchases.rows[row].isRow(rules) { rows += Int(purchases.rows[row].lines) }
          purchases.rows[row].verdict = []
        }
      }
      seen[order.invoice, default: []].append(content)
    }
  }
}
