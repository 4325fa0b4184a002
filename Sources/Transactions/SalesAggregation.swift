import Segmentation
import Tabular

/// Rows summed up by customer, invoice and day: one thread's share of the input.
///
/// Everything in here is a sum, a set, an earliest or a latest, so shares merge to the same result whatever
/// thread read which block.
final class SalesAggregation: @unchecked Sendable {
  let customers = ByteDictionary()
  let invoices = ByteDictionary()
  let stocks = ByteDictionary()
  /// By number of the invoice or stock code.
  var invoiceKinds: [InvoiceKind] = []
  /// The first file that each invoice stands in, and which stand in another one, too: sales that may be
  /// counted twice.
  var invoiceFiles: [Int] = []
  var repeatedInvoices: Set<Int> = []
  var stockFits: [Bool] = []
  let purchases: PurchaseTable
  /// Digits behind the point of all amounts so far.
  var scale: Int32 = 2
  var rowsRead = 0
  var rowsWithCustomer = 0
  /// Rows whose customer is a word for nothing, such as NULL.
  var rowsWithWordForNone = 0
  var asProducts = RowCounts()
  var asSales = RowCounts()

  let invoicePattern: ValuePattern
  let stockPattern: ValuePattern
  let scratch = FieldScratch()
  let idScratch = FieldScratch()
  var dates: DateReader
  /// The sets of rules under which this share has a fault: what it reads of later rows is in vain.
  var failed: Verdict = []
  /// The first value that a pattern of the user's could not be told of.
  var endlessPattern = Earliest<TabularError>()
  /// Keeps the first rows that are dropped, where someone wants to see them.
  var examples: DroppedRows?
  /// Takes down which rows of a block are kept, where someone wants to write them.
  var keptRows: KeptRows?

  enum InvoiceKind: UInt8 {
    case ordinary, cancelled, adjustment, other
  }

  init(options: SalesOptions) throws(TabularError) {
    invoicePattern = try ValuePattern(invoice: options.invoicePattern)
    stockPattern = try ValuePattern(stock: options.stockPattern)
    purchases = PurchaseTable(keepsSeconds: SalesPlan.cutsWindowAtEnd(options))
    dates = DateReader(order: options.dateOrder)
  }

  /// What the row before had in a column, so that a run of rows of one invoice is looked up once.
  private struct LastSeen {
    var range = 0..<0
    var number = -1
  }

  /// Adds the rows of a block. About 50 ns for a row.
  func add(_ block: RecordBlock, _ index: RecordIndex, plan: SalesPlan) {
    rowsRead += index.rows
    var lastCustomer = LastSeen()
    var lastInvoice = LastSeen()
    var lastPurchase = -1
    let customerColumn = plan.columns[.customer] ?? 0
    let invoiceColumn = plan.columns[.invoice] ?? -1
    let stockColumn = plan.hypotheses.contains(.countsAsProduct) ? plan.columns[.stock] ?? -1 : -1
    let isNet = plan.options.returns == .net
    let keepsAll = plan.options.cleaning == .customers

    for row in 0..<index.rows {
      let customerField = index.field(row, customerColumn, in: block)
      if !Self.isSame(customerField, lastCustomer.range, block) {
        lastCustomer = LastSeen(range: customerField, number: customerNumber(customerField, block))
      }
      if lastCustomer.number < 0 {
        if lastCustomer.number == Self.wordForNone { rowsWithWordForNone &+= 1 }
        drop(plan.hypotheses, .missingCustomer, row, block, index)
        continue
      }
      rowsWithCustomer &+= 1
      var live = plan.hypotheses
      var isReturn = false
      if invoiceColumn >= 0 {
        let field = index.field(row, invoiceColumn, in: block)
        if !Self.isSame(field, lastInvoice.range, block) {
          lastInvoice = LastSeen(
            range: field, number: invoiceNumber(field, block, plan))
        }
        switch invoiceKinds[lastInvoice.number] {
        case .ordinary: break
        case .cancelled:
          if isNet {
            isReturn = true
          } else if !keepsAll {
            drop(live, .cancelledInvoice, row, block, index)
            continue
          }
        case .adjustment, .other:
          drop(live.intersection(.countsAsProduct), .otherInvoice, row, block, index)
          live.remove(.countsAsProduct)
        }
      }
      if stockColumn >= 0 && live.contains(.countsAsProduct) {
        let number = stockNumber(index.field(row, stockColumn, in: block), block, plan)
        if !stockFits[number] {
          drop(.countsAsProduct, .notAProduct, row, block, index)
          live.remove(.countsAsProduct)
        }
      }
      live.subtract(failed)
      if live.isEmpty { continue }
      addKept(
        row, block, index, plan, live: live, isReturn: isReturn, customer: lastCustomer.number,
        invoice: lastInvoice.number < 0 ? Purchase.noInvoice : UInt32(lastInvoice.number),
        lastPurchase: &lastPurchase)
    }
    for row in index.ragged { addRagged(row, block, plan) }
  }

  /// Reads the numbers and the date of a row that some set of rules keeps, and adds it.
  @inline(__always)
  func addKept(
    _ row: Int, _ block: RecordBlock, _ index: RecordIndex, _ plan: SalesPlan, live rules: Verdict,
    isReturn taken: Bool, customer: Int, invoice: UInt32, lastPurchase: inout Int
  ) {
    var live = rules
    var isReturn = taken
    let judgesSales = plan.options.cleaning != .customers
    let quantity: DecimalValue
    let price: DecimalValue
    if plan.columns.usesAmount {
      quantity = DecimalValue(mantissa: 1, scale: 0)
      guard let amount = number(.amount, row, block, index, plan, live) else { return }
      price = amount
      if judgesSales && amount.mantissa < 0 && !isReturn && live.contains(.countsAsSale) {
        if plan.options.returns == .net && plan.columns[.invoice] == nil {
          isReturn = true
        } else {
          drop(.countsAsSale, .price, row, block, index)
          live.remove(.countsAsSale)
        }
      }
    } else {
      guard let read = number(.quantity, row, block, index, plan, live) else { return }
      quantity = read
      if judgesSales && quantity.mantissa <= 0 && !isReturn && live.contains(.countsAsSale) {
        drop(.countsAsSale, .quantity, row, block, index)
        live.remove(.countsAsSale)
        if live.isEmpty { return }
      }
      guard let read = number(.price, row, block, index, plan, live) else { return }
      price = read
      if judgesSales && price.mantissa < 0 && !isReturn && live.contains(.countsAsSale) {
        drop(.countsAsSale, .price, row, block, index)
        live.remove(.countsAsSale)
      }
    }
    if live.isEmpty { return }
    guard let date = date(row, block, index, plan, live) else { return }
    if plan.latest != nil || plan.earliest != nil {
      let seconds = Int64(date.day) &* Timestamp.secondsPerDay &+ Int64(date.second)
      if let latest = plan.latest, seconds > latest.seconds {
        return drop(live, .laterThanAsOf, row, block, index)
      }
      if let earliest = plan.earliest, seconds < earliest.seconds {
        return drop(live, .beforeWindow, row, block, index)
      }
    }
    keptRows?.append(row)
    if live.contains(.countsAsProduct) { asProducts.kept &+= 1 }
    if live.contains(.countsAsSale) { asSales.kept &+= 1 }

    let amount = amount(quantity, price, isReturn: isReturn)
    let verdict = isReturn ? live.union(.isReturn) : live
    if lastPurchase >= 0, let small = Int64(exactly: amount) {
      let known = purchases.rows + lastPurchase
      if known.pointee.customer == UInt32(customer) && known.pointee.invoice == invoice
        && known.pointee.day == date.day && known.pointee.verdict == verdict
        && known.pointee.firstSecond <= date.second && known.pointee.lastSecond >= date.second
      {
        known.pointee.lines &+= 1
        known.pointee.add(small)
        return
      }
    }
    var purchase = Purchase(
      customer: UInt32(customer), invoice: invoice, day: date.day, firstSecond: date.second,
      lastSecond: date.second, lines: 1, verdict: verdict, unitsLow: 0, unitsHigh: 0)
    purchase.units = amount
    lastPurchase = purchases.merge(purchase)
  }

  // MARK: Rows that do not count

  @inline(__always)
  func drop(
    _ rules: Verdict, _ reason: DropReason, _ row: Int, _ block: RecordBlock, _ index: RecordIndex
  ) {
    drop(rules, reason, at: Int(index.rowStarts[row]), block)
  }

  @inline(__always)
  func drop(_ rules: Verdict, _ reason: DropReason, at offset: Int, _ block: RecordBlock) {
    examples?.offer(rules, reason, at: offset, block)
    if rules.contains(.countsAsProduct) { asProducts.drop(reason) }
    if rules.contains(.countsAsSale) { asSales.drop(reason) }
  }

  func fail(
    _ row: Int, _ block: RecordBlock, _ index: RecordIndex, _ plan: SalesPlan, _ live: Verdict,
    _ message: String
  ) {
    fail(at: Int(index.rowStarts[row]), block, plan, live, message)
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
      TabularError(file: plan.fileName, line: block.line(at: offset), message())
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
