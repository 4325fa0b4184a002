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
  private(set) var invoiceKinds: [InvoiceKind] = []
  private(set) var stockFits: [Bool] = []
  let purchases: PurchaseTable
  /// Digits behind the point of all amounts so far.
  private(set) var scale: Int32 = 2
  private(set) var rowsRead = 0
  private(set) var rowsWithCustomer = 0
  var asProducts = RowCounts()
  var asSales = RowCounts()

  private let invoicePattern: ValuePattern
  private let stockPattern: ValuePattern
  private let scratch = FieldScratch()
  private let idScratch = FieldScratch()
  private var dates: DateReader
  /// The sets of rules under which this share has a fault: what it reads of later rows is in vain.
  private var failed: Verdict = []

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
        drop(plan.hypotheses, .missingCustomer)
        continue
      }
      rowsWithCustomer &+= 1
      var live = plan.hypotheses
      var isReturn = false
      if invoiceColumn >= 0 {
        let field = index.field(row, invoiceColumn, in: block)
        if !Self.isSame(field, lastInvoice.range, block) {
          lastInvoice = LastSeen(range: field, number: invoiceNumber(field, block))
        }
        switch invoiceKinds[lastInvoice.number] {
        case .ordinary: break
        case .cancelled:
          if isNet {
            isReturn = true
          } else if !keepsAll {
            drop(live, .cancelledInvoice)
            continue
          }
        case .adjustment, .other:
          drop(live.intersection(.countsAsProduct), .otherInvoice)
          live.remove(.countsAsProduct)
        }
      }
      if stockColumn >= 0 && live.contains(.countsAsProduct) {
        let number = stockNumber(index.field(row, stockColumn, in: block), block)
        if !stockFits[number] {
          drop(.countsAsProduct, .notAProduct)
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
  private func addKept(
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
          drop(.countsAsSale, .price)
          live.remove(.countsAsSale)
        }
      }
    } else {
      guard let read = number(.quantity, row, block, index, plan, live) else { return }
      quantity = read
      if judgesSales && quantity.mantissa <= 0 && !isReturn && live.contains(.countsAsSale) {
        drop(.countsAsSale, .quantity)
        live.remove(.countsAsSale)
        if live.isEmpty { return }
      }
      guard let read = number(.price, row, block, index, plan, live) else { return }
      price = read
      if judgesSales && price.mantissa < 0 && !isReturn && live.contains(.countsAsSale) {
        drop(.countsAsSale, .price)
        live.remove(.countsAsSale)
      }
    }
    if live.isEmpty { return }
    guard let date = date(row, block, index, plan, live) else { return }
    if plan.latest != nil || plan.earliest != nil {
      let seconds = Int64(date.day) &* Timestamp.secondsPerDay &+ Int64(date.second)
      if let latest = plan.latest, seconds > latest.seconds { return drop(live, .laterThanAsOf) }
      if let earliest = plan.earliest, seconds < earliest.seconds { return drop(live, .beforeWindow) }
    }
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

  // MARK: Fields

  @inline(__always)
  private static func isSame(_ a: Range<Int>, _ b: Range<Int>, _ block: RecordBlock) -> Bool {
    let count = a.count
    guard count == b.count, !b.isEmpty || !a.isEmpty else { return false }
    let raw = UnsafeRawPointer(block.bytes)
    var at = 0
    while at < count {
      let left = count &- at
      var difference =
        raw.loadUnaligned(fromByteOffset: a.lowerBound &+ at, as: UInt64.self)
        ^ raw.loadUnaligned(fromByteOffset: b.lowerBound &+ at, as: UInt64.self)
      if left < 8 { difference &= ((1 as UInt64) << UInt64(left &* 8)) &- 1 }
      if difference != 0 { return false }
      at &+= 8
    }
    return true
  }

  /// The field without quotes and without spaces around it.
  @inline(__always)
  private func text(_ range: Range<Int>, _ block: RecordBlock) -> UnsafeBufferPointer<UInt8> {
    let field = UnsafeBufferPointer(start: block.bytes + range.lowerBound, count: range.count)
    return FieldText.trimmed(FieldText.content(of: field, scratch: scratch))
  }

  /// The number of the customer in a field; -1 where there is none.
  private func customerNumber(_ range: Range<Int>, _ block: RecordBlock) -> Int {
    let id = CustomerID.normalised(text(range, block), scratch: idScratch)
    return id.isEmpty ? -1 : customers.index(of: id)
  }

  private func invoiceNumber(_ range: Range<Int>, _ block: RecordBlock) -> Int {
    let value = CustomerID.withoutPointZero(text(range, block))
    let number = invoices.index(of: value)
    if number == invoiceKinds.count { invoiceKinds.append(kind(ofInvoice: value)) }
    return number
  }

  private func kind(ofInvoice value: UnsafeBufferPointer<UInt8>) -> InvoiceKind {
    if ValuePattern.isCancelled(value) { return .cancelled }
    if invoicePattern.matches(value) { return .ordinary }
    return ValuePattern.isAdjustment(value) ? .adjustment : .other
  }

  @inline(__always)
  private func stockNumber(_ range: Range<Int>, _ block: RecordBlock) -> Int {
    let value = text(range, block)
    let number = stocks.index(of: value)
    if number == stockFits.count { stockFits.append(stockPattern.matches(value)) }
    return number
  }

  @inline(__always)
  private func number(
    _ role: ColumnRole, _ row: Int, _ block: RecordBlock, _ index: RecordIndex, _ plan: SalesPlan,
    _ live: Verdict
  ) -> DecimalValue? {
    guard let column = plan.columns[role] else { return nil }
    let field = text(index.field(row, column, in: block), block)
    let reader = DecimalReader(mark: plan.decimalMark)
    if let value = reader.readPlain(field) { return value }
    return slowNumber(role, field, reader, row, block, index, plan, live)
  }

  @inline(never)
  private func slowNumber(
    _ role: ColumnRole, _ field: UnsafeBufferPointer<UInt8>, _ reader: DecimalReader, _ row: Int,
    _ block: RecordBlock, _ index: RecordIndex, _ plan: SalesPlan, _ live: Verdict
  ) -> DecimalValue? {
    var sign: CurrencySign?
    var result = reader.read(field, sign: &sign)
    if role == .quantity && sign != nil { result = .failure(.notANumber) }
    switch result {
    case .success(let value):
      if let sign {
        let offset = Int(index.rowStarts[row])
        let position = RowPosition(file: plan.fileOrdinal, block: block.ordinal, offset: offset)
        func place() -> TabularError {
          TabularError(
            file: plan.fileName, line: block.line(at: offset),
            "'\(FieldText.decoded(field))' in column \(plan.columns.name(role))")
        }
        if live.contains(.countsAsProduct) {
          asProducts.currencies[sign, default: Earliest()].offer(at: position, place)
        }
        if live.contains(.countsAsSale) {
          asSales.currencies[sign, default: Earliest()].offer(at: position, place)
        }
      }
      return value
    case .failure(let fault):
      let text = FieldText.decoded(field)
      fail(
        row, block, index, plan, live,
        text.isEmpty
          ? "\(plan.columns.name(role)) is empty; a number was expected"
          : "\(plan.columns.name(role)) '\(text)' \(fault.sentence)")
      return nil
    }
  }

  @inline(__always)
  private func date(
    _ row: Int, _ block: RecordBlock, _ index: RecordIndex, _ plan: SalesPlan, _ live: Verdict
  ) -> (day: Int32, second: Int32)? {
    guard let column = plan.columns[.date] else { return nil }
    let field = text(index.field(row, column, in: block), block)
    if let date = dates.readPlain(field) { return date }
    switch dates.read(field) {
    case .success(let moment):
      let day = moment.day
      return (Int32(day), Int32(moment.seconds - Int64(day) * Timestamp.secondsPerDay))
    case .failure(let fault):
      let text = FieldText.decoded(field)
      fail(
        row, block, index, plan, live,
        text.isEmpty
          ? "\(plan.columns.name(.date)) is empty; a date was expected"
          : "\(plan.columns.name(.date)) '\(text)' \(fault.sentence(text: text))")
      return nil
    }
  }

  /// Quantity × price in units of 10^−scale, exactly; a return takes it away, whatever its sign.
  @inline(__always)
  private func amount(_ quantity: DecimalValue, _ price: DecimalValue, isReturn: Bool) -> Int128 {
    let digits = quantity.scale &+ price.scale
    let (product, overflow) = quantity.mantissa.multipliedReportingOverflow(by: price.mantissa)
    var units = overflow ? Int128(quantity.mantissa) * Int128(price.mantissa) : Int128(product)
    if digits != scale {
      if digits > scale {
        purchases.rescale(by: ExactDecimal.power(Int(digits - scale)))
        scale = digits
      } else {
        units = purchases.scaled(units, by: ExactDecimal.power(Int(scale - digits)))
      }
    }
    return isReturn && units > 0 ? -units : units
  }

  // MARK: Rows that do not count

  @inline(__always)
  private func drop(_ rules: Verdict, _ reason: DropReason) {
    if rules.contains(.countsAsProduct) { asProducts.drop(reason) }
    if rules.contains(.countsAsSale) { asSales.drop(reason) }
  }

  private func fail(
    _ row: Int, _ block: RecordBlock, _ index: RecordIndex, _ plan: SalesPlan, _ live: Verdict,
    _ message: String
  ) {
    fail(at: Int(index.rowStarts[row]), block, plan, live, message)
  }

  private func fail(
    at offset: Int, _ block: RecordBlock, _ plan: SalesPlan, _ live: Verdict,
    _ message: @autoclosure () -> String
  ) {
    drop(live, .badRow)
    if plan.options.skipsBadRows { return }
    failed.formUnion(live)
    let position = RowPosition(file: plan.fileOrdinal, block: block.ordinal, offset: offset)
    func fault() -> TabularError {
      TabularError(file: plan.fileName, line: block.line(at: offset), message())
    }
    if live.contains(.countsAsProduct) { asProducts.firstFault.offer(at: position, fault) }
    if live.contains(.countsAsSale) { asSales.firstFault.offer(at: position, fault) }
  }

  private func addRagged(_ row: RecordIndex.RaggedRow, _ block: RecordBlock, _ plan: SalesPlan) {
    rowsRead += 1
    fail(
      at: row.offset, block, plan, plan.hypotheses,
      ColumnMap.raggedMessage(row.fields, header: plan.columns.header))
  }

  /// True once reading on would be in vain: the only set of rules has failed. Where two are tried, the rest
  /// of the file decides which of them, and so which fault, it is.
  func mustStop(_ hypotheses: Verdict) -> Bool {
    hypotheses.isSubset(of: failed) && hypotheses != [.countsAsProduct, .countsAsSale]
  }

  // MARK: Merging

  /// Adds all that another thread has found.
  func merge(_ other: SalesAggregation) {
    let customerNumbers = (0..<other.customers.count).map { customers.index(of: other.customers[$0]) }
    let invoiceNumbers = (0..<other.invoices.count).map { number in
      let merged = invoices.index(of: other.invoices[number])
      if merged == invoiceKinds.count { invoiceKinds.append(other.invoiceKinds[number]) }
      return merged
    }
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
    purchases.noteOverflow(of: other.purchases)
    for row in 0..<other.purchases.count {
      var purchase = other.purchases.rows[row]
      purchase.customer = UInt32(customerNumbers[Int(purchase.customer)])
      if purchase.invoice != Purchase.noInvoice {
        purchase.invoice = UInt32(invoiceNumbers[Int(purchase.invoice)])
      }
      if factor != 1 { purchase.units = purchases.scaled(purchase.units, by: factor) }
      purchases.merge(purchase)
    }
    rowsRead += other.rowsRead
    rowsWithCustomer += other.rowsWithCustomer
    asProducts.merge(other.asProducts)
    asSales.merge(other.asSales)
  }
}
