import Customers
import JSONText
import Tabular
import Wording

/// The fields of a row, as numbers of customers, invoices and stock codes, as decimals and dates.
extension SalesAggregation {
  /// Whether two fields of a block have the same bytes; false for empty ones.
  @inline(__always)
  static func isSame(_ a: Range<Int>, _ b: Range<Int>, _ fields: RecordFields) -> Bool {
    let count = a.upperBound &- a.lowerBound
    guard count == b.upperBound &- b.lowerBound, count > 0 else { return false }
    let first = UnsafeRawPointer(fields.bytes) + a.lowerBound
    let second = UnsafeRawPointer(fields.bytes) + b.lowerBound
    func difference(_ at: Int) -> UInt64 {
      first.loadUnaligned(fromByteOffset: at, as: UInt64.self)
        ^ second.loadUnaligned(fromByteOffset: at, as: UInt64.self)
    }
    if count < 8 { return difference(0) &<< UInt64(truncatingIfNeeded: 64 &- 8 &* count) == 0 }
    // The last word reaches back into the one before.
    let last = count &- 8
    var at = 0
    while at < last {
      if difference(at) != 0 { return false }
      at &+= 8
    }
    return difference(last) == 0
  }

  /// The field without quotes and without spaces around it.
  @inline(__always)
  func text(_ field: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    guard let base = field.baseAddress, !field.isEmpty else { return field }
    let (first, last) = (base[0], base[field.count &- 1])
    if first != UInt8(ascii: "\"") && first != 0x20 && last != 0x20 { return field }
    return FieldText.trimmed(FieldText.content(of: field, scratch: scratch))
  }

  static let wordForNone = -2

  /// The number of the customer in a field; -1 where there is none, `wordForNone` where it says so in a word.
  @inline(__always)
  func customerNumber(_ field: UnsafeBufferPointer<UInt8>) -> Int {
    if let short = ShortText(field), forgotten == nil {
      // Longer than every word for nothing, or a number.
      if short.isPlain && (short.count > 4 || short.beginsWithDigit) {
        return customers.index(of: short, at: field)
      }
      if let whole = short.digitsBeforePointZero { return customers.index(of: whole, at: field) }
    }
    return field.isEmpty ? -1 : slowCustomerNumber(field)
  }

  @inline(never)
  private func slowCustomerNumber(_ field: UnsafeBufferPointer<UInt8>) -> Int {
    let field = text(field)
    let id = CustomerID.normalised(field, scratch: idScratch)
    guard !id.isEmpty else { return CustomerID.isWordForNone(field) ? Self.wordForNone : -1 }
    let number = customers.index(of: id)
    if let forgotten, number == isForgotten.count { isForgotten.append(forgotten.contains(id)) }
    return number
  }

  /// Offers what a row that counts says in the columns to keep.
  @inline(never)
  func keep(
    _ row: Int, _ run: Run, live: Verdict
  ) {
    let seconds = Int64(run.day) * Timestamp.secondsPerDay + Int64(run.second)
    let position = RowPosition(
      file: run.plan.fileOrdinal, block: run.block.ordinal, offset: Int(run.fields.starts[row]))
    let customer = run.customer.number
    for (column, place) in run.plan.keptColumns.enumerated() {
      let value = text(run.fields[row, place])
      if live.contains(.countsAsProduct) {
        keptAsProducts?.offer(value, customer: customer, column: column, seconds: seconds, position: position)
      }
      if live.contains(.countsAsSale) {
        keptAsSales?.offer(value, customer: customer, column: column, seconds: seconds, position: position)
      }
    }
  }

  @inline(__always)
  func invoiceNumber(_ row: Int, _ run: Run) -> Int {
    let field = run.fields[row, run.places.invoice]
    if let short = ShortText(field), short.isPlain {
      let number = invoices.index(of: short, at: field)
      if number < invoiceFiles.count, invoiceFiles[number] == run.plan.fileOrdinal { return number }
    }
    return slowInvoiceNumber(field, row, run)
  }

  @inline(never)
  private func slowInvoiceNumber(
    _ field: UnsafeBufferPointer<UInt8>, _ row: Int, _ run: Run
  ) -> Int {
    let value = CustomerID.withoutPointZero(FormulaGuard.removed(from: text(field)))
    let number = invoices.index(of: value)
    if number == invoiceKinds.count {
      invoiceKinds.append(kind(ofInvoice: value, at: Int(run.fields.starts[row]), run.block, run.plan))
    }
    note(invoice: number, file: run.plan.fileOrdinal)
    return number
  }

  func note(invoice number: Int, file: Int) {
    if number == invoiceFiles.count {
      invoiceFiles.append(file)
    } else if invoiceFiles[number] != file {
      repeatedInvoices.insert(number)
    }
  }

  private func kind(
    ofInvoice value: UnsafeBufferPointer<UInt8>, at offset: Int, _ block: RecordBlock, _ plan: SalesPlan
  ) -> InvoiceKind {
    if ValuePattern.isCancelled(value) { return .cancelled }
    if fits(value, invoicePattern, .invoicePattern, at: offset, block, plan) { return .ordinary }
    return ValuePattern.isAdjustment(value) ? .adjustment : .other
  }

  @inline(__always)
  func stockNumber(_ row: Int, _ run: Run) -> Int {
    let field = run.fields[row, run.rules.stockColumn]
    if let short = ShortText(field), short.isPlain {
      let number = stocks.index(of: short, at: field)
      if number < stockFits.count { return number }
    }
    return slowStockNumber(field, row, run)
  }

  @inline(never)
  private func slowStockNumber(
    _ field: UnsafeBufferPointer<UInt8>, _ row: Int, _ run: Run
  ) -> Int {
    let value = FormulaGuard.removed(from: text(field))
    let number = stocks.index(of: value)
    if number == stockFits.count {
      stockFits.append(
        fits(value, stockPattern, .stockPattern, at: Int(run.fields.starts[row]), run.block, run.plan))
    }
    return number
  }

  /// Looks at each distinct value once. After a value that a pattern came to no end with, no other is tried:
  /// blocks are given out in order, so the first of all is still found.
  private func fits(
    _ value: UnsafeBufferPointer<UInt8>, _ pattern: ValuePattern, _ option: OptionName, at offset: Int,
    _ block: RecordBlock, _ plan: SalesPlan
  ) -> Bool {
    guard endlessPattern.position == nil else { return false }
    switch pattern.verdict(value) {
    case .fits: return true
    case .differs: return false
    case .endless:
      let position = RowPosition(file: plan.fileOrdinal, block: block.ordinal, offset: offset)
      endlessPattern.offer(at: position) {
        TabularError(
          at: plan.place, line: block.line(at: offset),
          "\(option) tries too many ways to match '\(legible(FieldText.decoded(value)))'; write it without a repetition in a repetition, such as a+ for (a+)+"
        )
      }
      return false
    }
  }

  @inline(__always)
  func number(
    _ role: ColumnRole, _ column: Int, _ row: Int, _ run: Run, _ live: Verdict
  ) -> DecimalValue? {
    guard column >= 0 else { return nil }
    if let value = run.fields.plainDecimal(row, column, run.reader) { return value }
    return slowNumber(role, run.fields[row, column], row, run, live)
  }

  @inline(never)
  func slowNumber(
    _ role: ColumnRole, _ field: UnsafeBufferPointer<UInt8>, _ row: Int, _ run: Run, _ live: Verdict
  ) -> DecimalValue? {
    let (plan, block) = (run.plan, run.block)
    let field = text(field)
    var sign: CurrencySign?
    var result = run.reader.read(field, sign: &sign)
    if role == .quantity && sign != nil { result = .failure(.notANumber) }
    switch result {
    case .success(let value):
      if let sign {
        let offset = Int(run.fields.starts[row])
        let position = RowPosition(file: plan.fileOrdinal, block: block.ordinal, offset: offset)
        func place() -> TabularError {
          TabularError(
            at: plan.place, line: block.line(at: offset),
            "'\(legible(FieldText.decoded(field)))' in column \(plan.columns.name(role))")
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
        row, run, live,
        text.isEmpty
          ? "\(plan.columns.name(role)) is empty; a number was expected"
          : "\(plan.columns.name(role)) '\(legible(text))' \(fault.sentence)")
      return nil
    }
  }

  /// Sets the run's moment to that of a row; most rows have that of the row before.
  ///
  /// - Returns: false where it cannot be read.
  @inline(__always)
  func readMoment(_ row: Int, _ run: Run, _ live: Verdict) -> Bool {
    let range = run.fields.range(row, run.places.date)
    if Self.isSame(range, run.moment, run.fields) { return true }
    return readNewMoment(row, run, live)
  }

  @inline(never)
  private func readNewMoment(_ row: Int, _ run: Run, _ live: Verdict) -> Bool {
    let field = text(run.fields[row, run.places.date])
    if let date = dates.readPlain(field) {
      run.day = date.day
      run.second = date.second
    } else {
      guard let moment = slowMoment(field, row, run, live) else { return false }
      run.day = Int32(truncatingIfNeeded: moment.day)
      run.second = Int32(moment.seconds - Int64(run.day) * Timestamp.secondsPerDay)
    }
    run.moment = run.fields.range(row, run.places.date)
    return true
  }

  @inline(never)
  func slowMoment(
    _ field: UnsafeBufferPointer<UInt8>, _ row: Int, _ run: Run, _ live: Verdict
  ) -> Timestamp? {
    switch dates.read(field) {
    case .success(let moment): return moment
    case .failure(let fault):
      let text = FieldText.decoded(field)
      let name = run.plan.columns.name(.date)
      fail(
        row, run, live,
        text.isEmpty
          ? "\(name) is empty; a date was expected"
          : "\(name) '\(legible(text))' \(fault.sentence(text: text))")
      return nil
    }
  }

  /// Quantity × price in units of 10^−scale where that is a small number; nil else.
  @inline(__always)
  func smallAmount(_ quantity: DecimalValue, _ price: DecimalValue) -> Int64? {
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
  func amount(_ quantity: DecimalValue, _ price: DecimalValue, isReturn: Bool) -> Int128 {
    let digits = quantity.scale &+ price.scale
    let (product, overflow) = quantity.mantissa.multipliedReportingOverflow(by: price.mantissa)
    var units = overflow ? Int128(quantity.mantissa) * Int128(price.mantissa) : Int128(product)
    if digits != scale {
      if digits > scale {
        purchases.settle()
        purchases.rescale(by: ExactDecimal.power(Int(digits - scale)))
        scale = digits
      } else {
        units = purchases.scaled(units, by: ExactDecimal.power(Int(scale - digits)))
      }
    }
    return isReturn && units > 0 ? -units : units
  }
}
