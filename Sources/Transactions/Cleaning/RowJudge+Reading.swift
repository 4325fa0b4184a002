import Customers
import Tabular
import Wording

/// The numbers and the date of a row that some set of rules keeps.
extension RowJudge {
  /// Reads a row, and hands it to the sink where it counts.
  @inline(__always)
  func read(_ row: Int, _ verdict: Verdict, _ pass: BlockPass) {
    var verdict = verdict
    let quantity: DecimalValue
    let price: DecimalValue
    if pass.columns.usesAmount {
      quantity = DecimalValue(mantissa: 1, scale: 0)
      guard let amount = number(.amount, pass.columns.amount, row, pass, verdict) else { return }
      price = amount
      judge(amount, row, pass, &verdict)
    } else {
      guard let read = number(.quantity, pass.columns.quantity, row, pass, verdict) else { return }
      quantity = read
      judge(quantity: read, row, pass, &verdict)
      if verdict.isEmpty { return }
      guard let read = number(.price, pass.columns.price, row, pass, verdict) else { return }
      price = read
      judge(price: read, row, pass, &verdict)
    }
    if verdict.isEmpty { return }
    guard readMoment(row, pass, verdict) else { return }
    if let reason = pass.reasonAgainstMoment { return drop(verdict, reason, row, pass) }
    verdict.formUnion(widened)
    if verdict.contains(.countsAsProduct) { pass.keptAsProducts &+= 1 }
    if verdict.contains(.countsAsSale) { pass.keptAsSales &+= 1 }
    sink.take(
      JudgedRow(
        row: row, customer: pass.customer.number, invoice: pass.invoice.number, day: pass.day,
        second: pass.second, quantity: quantity, price: price, verdict: verdict),
      of: pass)
  }

  // MARK: Judged by its numbers

  @inline(__always)
  func judge(_ amount: DecimalValue, _ row: Int, _ pass: BlockPass, _ verdict: inout Verdict) {
    guard pass.rules.judges && amount.mantissa < 0 && verdict.isJudgedAsSale else { return }
    if pass.rules.returnsAreNet && pass.columns.invoice < 0 {
      verdict.insert(.isReturn)
    } else {
      drop(.countsAsSale, .negativeAmount, row, pass)
      verdict.remove(.countsAsSale)
    }
  }

  @inline(__always)
  func judge(quantity: DecimalValue, _ row: Int, _ pass: BlockPass, _ verdict: inout Verdict) {
    guard pass.rules.judges && quantity.mantissa <= 0 && verdict.isJudgedAsSale else { return }
    drop(.countsAsSale, .quantity, row, pass)
    verdict.remove(.countsAsSale)
  }

  @inline(__always)
  func judge(price: DecimalValue, _ row: Int, _ pass: BlockPass, _ verdict: inout Verdict) {
    guard pass.rules.judges && price.mantissa < 0 && verdict.isJudgedAsSale else { return }
    drop(.countsAsSale, .price, row, pass)
    verdict.remove(.countsAsSale)
  }

  // MARK: Numbers

  @inline(__always)
  private func number(
    _ role: ColumnRole, _ column: Int, _ row: Int, _ pass: BlockPass, _ live: Verdict
  ) -> DecimalValue? {
    guard column >= 0 else { return nil }
    if let value = pass.fields.plainDecimal(row, column, pass.reader) { return value }
    return slowNumber(role, pass.fields[row, column], row, pass, live)
  }

  @inline(never)
  private func slowNumber(
    _ role: ColumnRole, _ field: UnsafeBufferPointer<UInt8>, _ row: Int, _ pass: BlockPass, _ live: Verdict
  ) -> DecimalValue? {
    let field = FieldText.plain(field, scratch: scratch)
    var sign: CurrencySign?
    var result = pass.reader.read(field, sign: &sign)
    if role == .quantity && sign != nil { result = .failure(.notANumber) }
    switch result {
    case .success(let value):
      if let sign { note(sign, field, pass.plan.columns.name(role), row, pass, live) }
      return value
    case .failure(let fault):
      fail(row, pass.plan.columns.name(role), field, pass, live, expected: "a number") { _ in fault.sentence }
      return nil
    }
  }

  /// A currency's sign stands beside a number.
  ///
  /// - Parameter name: that of the column.
  func note(
    _ sign: CurrencySign, _ field: UnsafeBufferPointer<UInt8>, _ name: String, _ row: Int,
    _ pass: BlockPass, _ live: Verdict
  ) {
    let offset = pass.offset(row)
    counts.update(live.union(widened)) { counts in
      counts.currencies[sign, default: Earliest()].offer(at: pass.position(at: offset)) {
        TabularError(
          at: pass.plan.place, line: pass.block.line(at: offset),
          "'\(legible(FieldText.decoded(field)))' in column \(name)")
      }
    }
  }

  // MARK: Dates

  /// Sets the pass's moment to that of a row; most rows have that of the row before.
  ///
  /// - Returns: false where it cannot be read.
  @inline(__always)
  private func readMoment(_ row: Int, _ pass: BlockPass, _ live: Verdict) -> Bool {
    if pass.fields.areSame(pass.fields.range(row, pass.columns.date), pass.date) { return true }
    return readNewMoment(row, pass, live)
  }

  @inline(never)
  private func readNewMoment(_ row: Int, _ pass: BlockPass, _ live: Verdict) -> Bool {
    let name = pass.plan.columns.name(.date)
    guard readDate(pass.fields[row, pass.columns.date], name, row, pass, live) else { return false }
    pass.date = pass.fields.range(row, pass.columns.date)
    return true
  }

  /// Sets the pass's moment to that of a field.
  ///
  /// - Returns: false where it cannot be read.
  func readDate(
    _ field: UnsafeBufferPointer<UInt8>, _ name: String, _ row: Int, _ pass: BlockPass, _ live: Verdict
  ) -> Bool {
    let field = FieldText.plain(field, scratch: scratch)
    if let date = dates.readPlain(field) {
      pass.day = date.day
      pass.second = date.second
    } else {
      switch dates.read(field) {
      case .success(let moment):
        pass.day = Int32(truncatingIfNeeded: moment.day)
        pass.second = Int32(moment.seconds - Int64(pass.day) * Timestamp.secondsPerDay)
      case .failure(let fault):
        fail(row, name, field, pass, live, expected: "a date") { fault.sentence(text: $0) }
        return false
      }
    }
    return true
  }

  /// A field of a row cannot be read.
  ///
  /// - Parameters:
  ///   - name: that of the column.
  ///   - sentence: what is wrong with its text, where it has one.
  func fail(
    _ row: Int, _ name: String, _ field: UnsafeBufferPointer<UInt8>, _ pass: BlockPass, _ live: Verdict,
    expected: String, _ sentence: (String) -> String
  ) {
    let fields = (0..<pass.plan.columns.header.count).map { column in
      String(FieldText.string(pass.fields[row, column]).trimmed)
    }
    if TotalsRow.isNoRow(fields, pass.plan) {
      rowsRead -= 1
      readByLayout[pass.plan.fileOrdinal]?.tally.rowsRead -= 1
      rowsBetween += 1
      return
    }
    let text = FieldText.decoded(field)
    fail(
      at: pass.offset(row), pass.block, pass.plan, live,
      text.isEmpty
        ? "\(name) is empty; \(expected) was expected" : "\(name) '\(legible(text))' \(sentence(text))")
  }
}

extension Verdict {
  /// Whether the rules for sales judge a row by its numbers: a return may have any.
  @inline(__always)
  fileprivate var isJudgedAsSale: Bool { contains(.countsAsSale) && !contains(.isReturn) }
}
