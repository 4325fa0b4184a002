import JSONText
import Segmentation
import Tabular

/// The fields of a row, as numbers of customers, invoices and stock codes, as decimals and dates.
extension SalesAggregation {
  @inline(__always)
  static func isSame(_ a: Range<Int>, _ b: Range<Int>, _ block: RecordBlock) -> Bool {
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
  func text(_ range: Range<Int>, _ block: RecordBlock) -> UnsafeBufferPointer<UInt8> {
    let field = UnsafeBufferPointer(start: block.bytes + range.lowerBound, count: range.count)
    return FieldText.trimmed(FieldText.content(of: field, scratch: scratch))
  }

  static let wordForNone = -2

  /// The number of the customer in a field; -1 where there is none, `wordForNone` where it says so in a word.
  func customerNumber(_ range: Range<Int>, _ block: RecordBlock) -> Int {
    let field = text(range, block)
    let id = CustomerID.normalised(field, scratch: idScratch)
    if !id.isEmpty { return customers.index(of: id) }
    return CustomerID.isWordForNone(field) ? Self.wordForNone : -1
  }

  func invoiceNumber(_ range: Range<Int>, _ block: RecordBlock, _ plan: SalesPlan) -> Int {
    let value = CustomerID.withoutPointZero(FormulaGuard.removed(from: text(range, block)))
    let number = invoices.index(of: value)
    if number == invoiceKinds.count {
      invoiceKinds.append(kind(ofInvoice: value, at: range.lowerBound, block, plan))
    }
    note(invoice: number, file: plan.fileOrdinal)
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
    if fits(value, invoicePattern, "--invoice-pattern", at: offset, block, plan) { return .ordinary }
    return ValuePattern.isAdjustment(value) ? .adjustment : .other
  }

  @inline(__always)
  func stockNumber(_ range: Range<Int>, _ block: RecordBlock, _ plan: SalesPlan) -> Int {
    let value = FormulaGuard.removed(from: text(range, block))
    let number = stocks.index(of: value)
    if number == stockFits.count {
      stockFits.append(fits(value, stockPattern, "--stock-pattern", at: range.lowerBound, block, plan))
    }
    return number
  }

  /// Looks at each distinct value once. After a value that a pattern came to no end with, no other is tried:
  /// blocks are given out in order, so the first of all is still found.
  private func fits(
    _ value: UnsafeBufferPointer<UInt8>, _ pattern: ValuePattern, _ option: String, at offset: Int,
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
          file: plan.fileName, line: block.line(at: offset),
          "\(option) tries too many ways to match '\(legible(FieldText.decoded(value)))'; write it without a repetition in a repetition, such as a+ for (a+)+"
        )
      }
      return false
    }
  }

  @inline(__always)
  func number(
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
  func slowNumber(
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
        row, block, index, plan, live,
        text.isEmpty
          ? "\(plan.columns.name(role)) is empty; a number was expected"
          : "\(plan.columns.name(role)) '\(legible(text))' \(fault.sentence)")
      return nil
    }
  }

  @inline(__always)
  func date(
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
          : "\(plan.columns.name(.date)) '\(legible(text))' \(fault.sentence(text: text))")
      return nil
    }
  }

  /// Quantity × price in units of 10^−scale, exactly; a return takes it away, whatever its sign.
  @inline(__always)
  func amount(_ quantity: DecimalValue, _ price: DecimalValue, isReturn: Bool) -> Int128 {
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
}
