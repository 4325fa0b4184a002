import Customers
import Forgetting
import Tabular

/// Rows summed up by customer, invoice and day: one thread's share of the input.
///
/// Everything in here is a sum, a set, an earliest or a latest, so shares merge to the same result whatever
/// thread read which block. One thread at a time has a share, so nothing is lost by not watching each access to
/// what is asked for each row.
final class SalesAggregation: @unchecked Sendable {
  let customers = ByteDictionary()
  let invoices = ByteDictionary()
  let stocks = ByteDictionary()
  /// By number of the customer, where anyone is forgotten.
  @exclusivity(unchecked) var isForgotten: [Bool] = []
  let forgotten: ForgottenCheck?
  /// What the latest rows say in the columns to keep, under either set of rules; nil where none is kept.
  let keptAsProducts: KeptColumns?
  let keptAsSales: KeptColumns?
  /// By number of the invoice or stock code.
  @exclusivity(unchecked) var invoiceKinds: [InvoiceKind] = []
  /// The first file that each invoice stands in, and which stand in another one, too: sales that may be
  /// counted twice.
  @exclusivity(unchecked) var invoiceFiles: [Int] = []
  var repeatedInvoices: Set<Int> = []
  @exclusivity(unchecked) var stockFits: [Bool] = []
  let purchases: PurchaseTable
  /// Digits behind the point of all amounts so far.
  @exclusivity(unchecked) var scale: Int32 = 2
  var rowsRead = 0
  @exclusivity(unchecked) var rowsWithCustomer = 0
  /// Rows whose customer is a word for nothing, such as NULL.
  @exclusivity(unchecked) var rowsWithWordForNone = 0
  @exclusivity(unchecked) var asProducts = RowCounts()
  @exclusivity(unchecked) var asSales = RowCounts()

  let invoicePattern: ValuePattern
  let stockPattern: ValuePattern
  let scratch = FieldScratch()
  let idScratch = FieldScratch()
  @exclusivity(unchecked) var dates: DateReader
  /// The sets of rules under which this share has a fault: what it reads of later rows is in vain.
  @exclusivity(unchecked) var failed: Verdict = []
  /// The first value that a pattern of the user's could not be told of.
  @exclusivity(unchecked) var endlessPattern = Earliest<TabularError>()
  /// Keeps the first rows that are dropped, where someone wants to see them.
  @exclusivity(unchecked) var examples: DroppedRows?
  /// Takes down which rows of a block are kept, where someone wants to write them.
  @exclusivity(unchecked) var keptRows: KeptRows?

  enum InvoiceKind: UInt8 {
    case ordinary, cancelled, adjustment, other
  }

  init(options: SalesOptions, forgotten lists: [SuppressionList] = []) throws(TabularError) {
    forgotten = ForgottenCheck(lists)
    let rules = options.kept.isEmpty ? [] : SalesPlan.hypotheses(options)
    keptAsProducts = rules.contains(.countsAsProduct) ? KeptColumns(columns: options.kept.count) : nil
    keptAsSales = rules.contains(.countsAsSale) ? KeptColumns(columns: options.kept.count) : nil
    invoicePattern = try ValuePattern(invoice: options.invoicePattern)
    stockPattern = try ValuePattern(stock: options.stockPattern)
    purchases = PurchaseTable(keepsSeconds: SalesPlan.cutsWindowAtEnd(options))
    dates = DateReader(order: options.dateOrder)
  }

  /// How many rows ahead the memory of large dictionaries is asked for.
  private static let ahead = 8

  /// Adds the rows of a block. About 30 ns for a row.
  func add(_ block: RecordBlock, _ index: RecordIndex, plan: SalesPlan) {
    rowsRead += index.rows
    let run = Run(block, index, plan)
    let rules = run.rules
    var withoutCustomer = 0
    var leftOut = 0
    let isLarge = customers.isLarge || invoices.isLarge
    let anyoneIsForgotten = forgotten != nil
    let filter = plan.filter

    for row in 0..<index.rows {
      if isLarge && row &+ Self.ahead < index.rows { prefetch(row &+ Self.ahead, run) }
      if let filter, !filter.keeps(row, run.fields, scratch) {
        leftOut &+= 1
        drop(rules.hypotheses, .leftOut, row, run)
        continue
      }
      let customer = run.fields.range(row, run.places.customer)
      if !Self.isSame(customer, run.customer.range, run.fields) {
        run.customer = LastSeen(
          range: customer, number: customerNumber(run.fields[row, run.places.customer]))
      }
      if run.customer.number < 0 {
        withoutCustomer &+= 1
        if run.customer.number == Self.wordForNone { rowsWithWordForNone &+= 1 }
        if examples != nil { offerExample(row, .missingCustomer, run) }
        continue
      }
      if anyoneIsForgotten, isForgotten[run.customer.number] {
        leftOut &+= 1
        drop(rules.hypotheses, .forgotten, row, run)
        continue
      }
      var live = rules.hypotheses
      var isReturn = false
      if run.places.invoice >= 0 {
        let invoice = run.fields.range(row, run.places.invoice)
        if !Self.isSame(invoice, run.invoice.range, run.fields) {
          run.invoice = LastSeen(range: invoice, number: invoiceNumber(row, run))
        }
        switch invoiceKinds[run.invoice.number] {
        case .ordinary: break
        case .cancelled:
          if rules.returnsAreNet {
            isReturn = true
          } else if rules.judges {
            drop(live, .cancelledInvoice, row, run)
            continue
          }
        case .adjustment, .other:
          drop(live.intersection(.countsAsProduct), .otherInvoice, row, run)
          live.remove(.countsAsProduct)
        }
      }
      if rules.stockColumn >= 0 && live.contains(.countsAsProduct) {
        if !stockFits[stockNumber(row, run)] {
          drop(.countsAsProduct, .notAProduct, row, run)
          live.remove(.countsAsProduct)
        }
      }
      live.subtract(failed)
      if live.isEmpty { continue }
      addKept(row, run, live: live, isReturn: isReturn)
    }
    if run.purchase.lines > 0 { purchases.merge(run.purchase) }
    purchases.settle()
    asProducts.kept += run.keptAsProducts
    asSales.kept += run.keptAsSales
    rowsWithCustomer += index.rows - withoutCustomer - leftOut
    if rules.hypotheses.contains(.countsAsProduct) { asProducts.drop(.missingCustomer, withoutCustomer) }
    if rules.hypotheses.contains(.countsAsSale) { asSales.drop(.missingCustomer, withoutCustomer) }
    for row in index.ragged { addRagged(row, block, plan) }
  }

  /// Asks for the memory in which a later row's customer and invoice will be looked up.
  private func prefetch(_ row: Int, _ run: Run) {
    let customer = run.fields.range(row, run.places.customer)
    if Self.isSame(customer, run.fields.range(row &- 1, run.places.customer), run.fields) { return }
    customers.prefetch(CustomerID.withoutPointZero(run.fields[row, run.places.customer]))
    if run.places.invoice >= 0 { invoices.prefetch(run.fields[row, run.places.invoice]) }
  }

  /// Reads the numbers and the date of a row that some set of rules keeps, and adds it.
  @inline(__always)
  func addKept(_ row: Int, _ run: Run, live rules: Verdict, isReturn taken: Bool) {
    var live = rules
    var isReturn = taken
    let quantity: DecimalValue
    let price: DecimalValue
    if run.places.usesAmount {
      quantity = DecimalValue(mantissa: 1, scale: 0)
      guard let amount = number(.amount, run.places.amount, row, run, live) else { return }
      price = amount
      if run.rules.judges && amount.mantissa < 0 && !isReturn && live.contains(.countsAsSale) {
        if run.rules.returnsAreNet && run.places.invoice < 0 {
          isReturn = true
        } else {
          drop(.countsAsSale, .price, row, run)
          live.remove(.countsAsSale)
        }
      }
    } else {
      guard let read = number(.quantity, run.places.quantity, row, run, live) else { return }
      quantity = read
      if run.rules.judges && quantity.mantissa <= 0 && !isReturn && live.contains(.countsAsSale) {
        drop(.countsAsSale, .quantity, row, run)
        live.remove(.countsAsSale)
        if live.isEmpty { return }
      }
      guard let read = number(.price, run.places.price, row, run, live) else { return }
      price = read
      if run.rules.judges && price.mantissa < 0 && !isReturn && live.contains(.countsAsSale) {
        drop(.countsAsSale, .price, row, run)
        live.remove(.countsAsSale)
      }
    }
    if live.isEmpty { return }
    guard readMoment(row, run, live) else { return }
    let seconds = Int64(run.day) &* Timestamp.secondsPerDay &+ Int64(run.second)
    if seconds > run.rules.latest { return drop(live, .laterThanAsOf, row, run) }
    if seconds < run.rules.earliest { return drop(live, .beforeWindow, row, run) }
    keptRows?.append(row)
    if live.contains(.countsAsProduct) { run.keptAsProducts &+= 1 }
    if live.contains(.countsAsSale) { run.keptAsSales &+= 1 }

    if run.rules.keepsColumns && !isReturn { keep(row, run, live: live) }
    let customer = UInt32(truncatingIfNeeded: run.customer.number)
    let invoice = run.invoice.number < 0 ? Purchase.noInvoice : UInt32(truncatingIfNeeded: run.invoice.number)
    let verdict = isReturn ? live.union(.isReturn) : live
    if run.purchase.lines > 0, let small = smallAmount(quantity, price) {
      let isSame =
        run.purchase.customer == customer && run.purchase.invoice == invoice && run.purchase.day == run.day
        && run.purchase.verdict == verdict && run.purchase.firstSecond <= run.second
        && run.purchase.lastSecond >= run.second
      if isSame {
        run.purchase.lines &+= 1
        run.purchase.add(isReturn && small > 0 ? 0 &- small : small)
        return
      }
    }
    if run.purchase.lines > 0 { purchases.merge(run.purchase) }
    run.purchase = Purchase(
      customer: customer, invoice: invoice, day: run.day, firstSecond: run.second,
      lastSecond: run.second, lines: 1, verdict: verdict, unitsLow: 0, unitsHigh: 0)
    // Amounts that are kept may be written anew for more decimals; this one is not among them yet.
    run.purchase.units = amount(quantity, price, isReturn: isReturn)
  }

  // MARK: Rows that do not count

  @inline(__always)
  func drop(_ rules: Verdict, _ reason: DropReason, _ row: Int, _ run: Run) {
    drop(rules, reason, at: Int(run.fields.starts[row]), run.block)
  }

  @inline(never)
  private func offerExample(_ row: Int, _ reason: DropReason, _ run: Run) {
    examples?.offer(run.rules.hypotheses, reason, at: Int(run.fields.starts[row]), run.block)
  }

  @inline(never)
  func drop(_ rules: Verdict, _ reason: DropReason, at offset: Int, _ block: RecordBlock) {
    examples?.offer(rules, reason, at: offset, block)
    if rules.contains(.countsAsProduct) { asProducts.drop(reason) }
    if rules.contains(.countsAsSale) { asSales.drop(reason) }
  }

  func fail(_ row: Int, _ run: Run, _ live: Verdict, _ message: String) {
    fail(at: Int(run.fields.starts[row]), run.block, run.plan, live, message)
  }

  func fail(
    at offset: Int, _ block: RecordBlock, _ plan: SalesPlan, _ live: Verdict,
    _ message: @autoclosure () -> String
  ) {
    drop(live, .badRow, at: offset, block)
    if plan.options.skipsBadRows { return }
    failed.formUnion(live)
    let position = RowPosition(file: plan.fileOrdinal, block: block.ordinal, offset: offset)
    func fault() -> TabularError {
      TabularError(at: plan.place, line: block.line(at: offset), message())
    }
    if live.contains(.countsAsProduct) { asProducts.firstFault.offer(at: position, fault) }
    if live.contains(.countsAsSale) { asSales.firstFault.offer(at: position, fault) }
  }

  func addRagged(_ row: RecordIndex.RaggedRow, _ block: RecordBlock, _ plan: SalesPlan) {
    rowsRead += 1
    fail(
      at: row.offset, block, plan, plan.hypotheses,
      ColumnMap.raggedMessage(row.fields, header: plan.columns.header))
  }

  /// True once reading on would be in vain: a pattern has come to no end, or the only set of rules has failed. Where two are tried, the rest
  /// of the file decides which of them, and so which fault, it is.
  func mustStop(_ hypotheses: Verdict) -> Bool {
    if endlessPattern.position != nil { return true }
    return hypotheses.isSubset(of: failed) && hypotheses != [.countsAsProduct, .countsAsSale]
  }
}
