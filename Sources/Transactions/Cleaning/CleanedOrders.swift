import Customers
import Forgetting
import Tabular

/// The orders of files that are read by layouts, as rows that need no layout: customer, invoice, date and amount.
///
/// What was given back is taken off the order, and where there is none off the other orders of the customer, so that
/// the rows come to the same figures. An order refunded in full is not among them.
struct CleanedOrders {
  /// A purchase with what is left of its amount.
  private struct Row {
    var purchase: Purchase
    var left: Int128
  }

  private let judge: RowJudge<PurchaseSums>
  private var rows: [Row] = []
  /// What is given back beyond all that a customer has bought.
  private var debts: [(customer: UInt32, units: Int128)] = []

  init(_ judge: RowJudge<PurchaseSums>, _ rules: Verdict, earliest: Timestamp?) {
    self.judge = judge
    let purchases = judge.sink.purchases
    var taken: [OrderKey: Int128] = [:]
    for number in 0..<purchases.count {
      let purchase = purchases.rows[number]
      guard purchase.verdict.contains(rules), earliest.map({ purchase.first >= $0 }) ?? true else { continue }
      if purchase.verdict.contains(.isReturn) || purchase.lines == 0 {
        let key = OrderKey(customer: purchase.customer, invoice: purchase.invoice)
        taken[key, default: 0] -= purchase.units
      } else {
        rows.append(Row(purchase: purchase, left: purchase.units))
      }
    }
    takeOff(&taken) { OrderKey(customer: $0.customer, invoice: $0.invoice) }
    var ofCustomers = Dictionary(taken.map { ($0.key.customer, $0.value) }, uniquingKeysWith: +)
    takeOff(&ofCustomers) { $0.customer }
    debts = ofCustomers.filter { $0.value != 0 }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// Takes sums off the purchases that they belong to, as far as there is something left of each.
  private mutating func takeOff<Key: Hashable>(_ sums: inout [Key: Int128], _ key: (Purchase) -> Key) {
    for number in rows.indices {
      let place = key(rows[number].purchase)
      guard let sum = sums[place], sum != 0 else { continue }
      let part = min(sum, rows[number].left)
      rows[number].left -= part
      sums[place] = sum - part
    }
  }

  // MARK: Writing

  /// - Parameters:
  ///   - write: takes a piece of the text.
  ///   - progress: told now and then how many rows are written.
  func write(_ write: (UnsafeRawBufferPointer) throws -> Void, _ progress: (_ rows: Int) -> Void) throws {
    var out = Array("customer,invoice,date,amount\n".utf8)
    var written = 0
    func flush(atLeast bytes: Int) throws {
      guard out.count >= bytes else { return }
      try out.withUnsafeBytes(write)
      out.removeAll(keepingCapacity: true)
      progress(written)
    }
    for row in rows {
      let purchase = row.purchase
      let isLoose = purchase.invoice == Purchase.noInvoice
      for line in 0..<Int(purchase.lines) {
        let isLast = line > 0 && line == Int(purchase.lines) - 1
        append(purchase.customer, to: &out)
        if isLoose {
          out += Array("no-invoice-\(written)".utf8)
        } else {
          append(invoice: purchase.invoice, to: &out)
        }
        append(isLast ? purchase.last : purchase.first, line == 0 ? row.left : 0, to: &out)
        written += 1
      }
      try flush(atLeast: 1 << 16)
    }
    let last = rows.map(\.purchase.last).max() ?? Timestamp(seconds: 0)
    for debt in debts {
      append(debt.customer, to: &out)
      out += Array("no-invoice-\(written)".utf8)
      append(last, -debt.units, to: &out)
      written += 1
    }
    try flush(atLeast: 1)
  }

  private func append(_ customer: UInt32, to out: inout [UInt8]) {
    let id = judge.names.customers.ids[Int(customer)]
    append(id, guarding: FormulaGuard.isNeeded(id), to: &out)
    out.append(UInt8(ascii: ","))
  }

  /// A name that looks like that of a cancellation is none here.
  private func append(invoice: UInt32, to out: inout [UInt8]) {
    let name = judge.names.invoices.names[Int(invoice)]
    guard !ValuePattern.isCancelled(name) else {
      return Array(("order " + FieldText.decoded(name)).utf8).withUnsafeBufferPointer {
        append($0, guarding: false, to: &out)
      }
    }
    append(name, guarding: FormulaGuard.isNeeded(name), to: &out)
  }

  private func append(_ moment: Timestamp, _ units: Int128, to out: inout [UInt8]) {
    var amount = ExactDecimal(units: units, scale: Int(judge.sink.scale))
    while amount.scale > 2, amount.units % 10 == 0 {
      amount = ExactDecimal(units: amount.units / 10, scale: amount.scale - 1)
    }
    out += Array(",\(moment),\(amount)\n".utf8)
  }

  /// In quotes where the text needs them.
  private func append(_ field: UnsafeBufferPointer<UInt8>, guarding: Bool, to out: inout [UInt8]) {
    let quote = UInt8(ascii: "\"")
    let needsQuotes = field.contains { $0 == UInt8(ascii: ",") || $0 == quote || $0 == 0x0A || $0 == 0x0D }
    if needsQuotes { out.append(quote) }
    if guarding { out.append(UInt8(ascii: "'")) }
    for byte in field {
      if byte == quote, needsQuotes { out.append(quote) }
      out.append(byte)
    }
    if needsQuotes { out.append(quote) }
  }
}
