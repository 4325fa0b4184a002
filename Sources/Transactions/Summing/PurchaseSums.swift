import Customers
import Tabular

/// Sums up rows by customer, invoice and day, and keeps what the latest of them say in some columns.
final class PurchaseSums: RowSink {
  let purchases: PurchaseTable
  /// What the latest rows say in the columns to keep, under either set of rules; nil where none is kept.
  let keptAsProducts: KeptColumns?
  let keptAsSales: KeptColumns?
  private let keepsColumns: Bool
  /// Digits behind the point of all amounts so far.
  @exclusivity(unchecked) private(set) var scale: Int32 = 2
  /// What the last rows of the block add up to; no lines where there is none yet.
  @exclusivity(unchecked) private var latest = Purchase.none
  private let scratch = FieldScratch()

  init(_ options: SalesOptions) {
    purchases = PurchaseTable(keepsSeconds: SalesPlan.cutsWindowAtEnd(options))
    let rules = options.kept.isEmpty ? [] : SalesPlan.hypotheses(options)
    keptAsProducts = rules.contains(.countsAsProduct) ? KeptColumns(columns: options.kept.count) : nil
    keptAsSales = rules.contains(.countsAsSale) ? KeptColumns(columns: options.kept.count) : nil
    keepsColumns = !options.kept.isEmpty
  }

  /// A row of the purchase before is added to it at once; the table is looked into for others.
  @inline(__always)
  func take(_ row: JudgedRow, of pass: BlockPass) {
    let isReturn = row.verdict.contains(.isReturn)
    if keepsColumns && !isReturn { keep(row, pass) }
    let customer = UInt32(truncatingIfNeeded: row.customer)
    let invoice = row.invoice < 0 ? Purchase.noInvoice : UInt32(truncatingIfNeeded: row.invoice)
    // A return takes its amount away whatever its sign; a sale of which nothing is left does not.
    let takesAway = isReturn && !row.verdict.contains(.isRefunded)
    if latest.lines > 0, let small = smallAmount(row.quantity, row.price) {
      let isSame =
        latest.customer == customer && latest.invoice == invoice && latest.day == row.day
        && latest.verdict == row.verdict && latest.firstSecond <= row.second
        && latest.lastSecond >= row.second
      if isSame {
        latest.lines &+= 1
        latest.add(takesAway && small > 0 ? 0 &- small : small)
        return
      }
    }
    if latest.lines > 0 { purchases.merge(latest) }
    latest = Purchase(
      customer: customer, invoice: invoice, day: row.day, firstSecond: row.second, lastSecond: row.second,
      lines: 1, verdict: row.verdict, file: pass.plan.countedFile, unitsLow: 0, unitsHigh: 0)
    // Amounts that are kept may be written anew for more decimals; this one is not among them yet.
    latest.units = amount(row.quantity, row.price, isReturn: takesAway)
  }

  func finishBlock() {
    if latest.lines > 0 { purchases.merge(latest) }
    latest = Purchase.none
    purchases.settle()
  }

  /// Offers what a row that counts says in the columns to keep.
  @inline(never)
  private func keep(_ row: JudgedRow, _ pass: BlockPass) {
    let seconds = Int64(row.day) * Timestamp.secondsPerDay + Int64(row.second)
    let position = pass.position(at: pass.offset(row.row))
    for (column, place) in pass.plan.keptColumns.enumerated() {
      let value = FieldText.plain(pass.field(row.row, place), scratch: scratch)
      for (rules, kept) in [(Verdict.countsAsProduct, keptAsProducts), (.countsAsSale, keptAsSales)]
      where row.verdict.contains(rules) {
        kept?.offer(value, customer: row.customer, column: column, seconds: seconds, position: position)
      }
    }
  }

  // MARK: Amounts

  /// Quantity × price in units of 10^−scale where that is a small number; nil else.
  @inline(__always)
  private func smallAmount(_ quantity: DecimalValue, _ price: DecimalValue) -> Int64? {
    let (product, overflow) = quantity.mantissa.multipliedReportingOverflow(by: price.mantissa)
    // 2.5 has one decimal less than others: that is common, two less too; which one cannot be foretold, so
    // 1, 10 or 100 is not chosen by a branch.
    let missing = UInt32(bitPattern: scale &- quantity.scale &- price.scale)
    guard missing <= 2 else { return nil }
    let power = Int64(truncatingIfNeeded: (0x64_0A01 as UInt32 &>> (8 &* missing)) & 0xFF)
    let (units, isTooLarge) = product.multipliedReportingOverflow(by: power)
    return overflow || isTooLarge ? nil : units
  }

  /// Quantity × price in units of 10^−scale, exactly; a return takes it away, whatever its sign.
  @inline(__always)
  private func amount(_ quantity: DecimalValue, _ price: DecimalValue, isReturn: Bool) -> Int128 {
    let digits = quantity.scale &+ price.scale
    let (product, overflow) = quantity.mantissa.multipliedReportingOverflow(by: price.mantissa)
    var units = overflow ? Int128(quantity.mantissa) * Int128(price.mantissa) : Int128(product)
    if digits > scale {
      purchases.settle()
      rescale(to: digits)
    } else if digits < scale {
      units = purchases.scaled(units, by: ExactDecimal.power(Int(scale - digits)))
    }
    return isReturn && units > 0 ? -units : units
  }

  /// Writes all amounts anew with more decimals.
  private func rescale(to digits: Int32) {
    guard digits > scale else { return }
    purchases.rescale(by: ExactDecimal.power(Int(digits - scale)))
    scale = digits
  }

  /// Takes back an amount that was counted twice.
  func takeBack(_ order: FirstAmounts.Order, of key: OrderKey, _ verdict: Verdict, _ file: UInt32) {
    var purchase = Purchase(
      customer: key.customer, invoice: key.invoice, day: order.day, firstSecond: order.second,
      lastSecond: order.second, lines: 0, verdict: verdict, file: file, unitsLow: 0, unitsHigh: 0)
    let units = purchases.scaled(
      Int128(order.mantissa), by: ExactDecimal.power(Int(scale - order.scale)))
    purchase.units = verdict.contains(.isReturn) ? units : -units
    purchases.append(purchase)
  }

  // MARK: Shares

  /// Adds all that another thread has summed up.
  ///
  /// - Parameters:
  ///   - customers: the number here of each customer there.
  ///   - invoices: the same for the invoices.
  func merge(_ other: PurchaseSums, customers: [Int], invoices: [Int]) {
    if let kept = other.keptAsProducts { keptAsProducts?.merge(kept, numbers: customers) }
    if let kept = other.keptAsSales { keptAsSales?.merge(kept, numbers: customers) }
    let common = max(scale, other.scale)
    rescale(to: common)
    other.rescale(to: common)
    purchases.noteOverflow(of: other.purchases)
    // A purchase that both have a part of stands there twice: they are gathered by customer anyway.
    purchases.append(other.purchases) { purchase in
      var purchase = purchase
      if purchase.customer != Purchase.nobody {
        purchase.customer = UInt32(customers[Int(purchase.customer)])
      }
      if purchase.invoice != Purchase.noInvoice {
        purchase.invoice = UInt32(invoices[Int(purchase.invoice)])
      }
      return purchase
    }
  }
}

extension RowJudge where Sink == PurchaseSums {
  /// Adds all that another thread has found and summed up.
  func merge(_ other: RowJudge) {
    let numbers = names.merge(other.names)
    sink.merge(other.sink, customers: numbers.customers, invoices: numbers.invoices)
    mergeLayouts(of: other, customers: numbers.customers, invoices: numbers.invoices)
    rowsRead += other.rowsRead
    totalsRows += other.totalsRows
    rowsBetween += other.rowsBetween
    unnamedTotal = unnamedTotal ?? other.unnamedTotal
    rowsWithCustomer += other.rowsWithCustomer
    rowsWithWordForNone += other.rowsWithWordForNone
    counts.merge(other.counts)
  }
}
