import Customers
import Tabular
import Wording

/// The numbers and moments of rows that are read by a layout.
extension RowJudge {
  /// The amount of a row: nil where it has none; `isBad` where it cannot be read.
  ///
  /// - Parameter isOwn: whether only what stands in the row itself counts.
  func amount(
    _ named: NamedRow, isOwn: Bool, _ rows: LayoutRows, _ pass: BlockPass, _ live: Verdict
  ) -> (value: DecimalValue?, isBad: Bool) {
    var zero: DecimalValue?
    for place in named.places.amount {
      let field = isOwn ? rows.filled.own(named.row, place) : rows.filled[named.row, place]
      if FilledFields.isEmpty(field) { continue }
      guard let value = number(place, field, named, pass, live) else { return (nil, true) }
      if !value.isZero { return (value, false) }
      zero = zero ?? value
    }
    return (zero, false)
  }

  /// The number in the first of some columns that has one; nil where it cannot be read.
  func number(
    _ places: [Int], _ named: NamedRow, _ rows: LayoutRows, _ pass: BlockPass, _ live: Verdict
  ) -> DecimalValue? {
    guard let place = places.first else { return nil }
    return number(place, rows.filled.first(named.row, places), named, pass, live)
  }

  /// The number in a field; nil where it is none, which is a fault.
  @inline(__always)
  func number(
    _ column: Int, _ field: UnsafeBufferPointer<UInt8>, _ named: NamedRow, _ pass: BlockPass,
    _ live: Verdict
  ) -> DecimalValue? {
    if let value = pass.reader.readPlain(field) { return value }
    return slowNumber(column, field, named, pass, live)
  }

  @inline(never)
  private func slowNumber(
    _ column: Int, _ field: UnsafeBufferPointer<UInt8>, _ named: NamedRow, _ pass: BlockPass,
    _ live: Verdict
  ) -> DecimalValue? {
    let field = FieldText.plain(field, scratch: scratch)
    let name = pass.plan.columns.header[column]
    var sign: CurrencySign?
    switch pass.reader.read(field, sign: &sign) {
    case .success(let value):
      if let sign { note(sign, field, name, named.row, pass, live) }
      return value
    case .failure(let fault):
      fail(named.row, name, field, pass, live, expected: "a number") { _ in fault.sentence }
      return nil
    }
  }

  /// The amount of a row is empty.
  func failEmpty(_ named: NamedRow, _ pass: BlockPass, _ live: Verdict) {
    let name = pass.plan.columns.header[named.places.amount.first ?? 0]
    fail(named.row, name, UnsafeBufferPointer(start: nil, count: 0), pass, live, expected: "a number") { $0 }
  }

  /// Sets the pass's moment to that of a row.
  ///
  /// - Returns: false where it cannot be read.
  @inline(__always)
  func readMoment(_ named: NamedRow, _ rows: LayoutRows, _ pass: BlockPass, _ live: Verdict) -> Bool {
    let date = rows.filled.first(named.row, named.places.date)
    var time = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    if !named.places.time.isEmpty {
      let field = rows.filled.first(named.row, named.places.time)
      if !FilledFields.isEmpty(field) { time = field }
    }
    if rows.knowsMoment(date, time, pass) { return true }
    guard readMoment(date, time, named, pass, live) else { return false }
    rows.noteMoment(date, time, pass)
    return true
  }

  @inline(never)
  private func readMoment(
    _ date: UnsafeBufferPointer<UInt8>, _ time: UnsafeBufferPointer<UInt8>, _ named: NamedRow,
    _ pass: BlockPass, _ live: Verdict
  ) -> Bool {
    let name = named.places.date.first.map { pass.plan.columns.header[$0] } ?? "date"
    guard readDate(date, name, named.row, pass, live) else { return false }
    if time.isEmpty { return true }
    let text = FieldText.string(time)
    guard let seconds = ClockText.seconds(text) else {
      let column = pass.plan.columns.header[named.places.time[0]]
      fail(
        at: pass.offset(named.row), pass.block, pass.plan, live,
        "\(column) '\(legible(text))' is not a time of day; expected 08:26 or 8:26 PM")
      return false
    }
    let moment = Timestamp(seconds: Int64(pass.day) * Timestamp.secondsPerDay + seconds)
    pass.day = Int32(truncatingIfNeeded: moment.day)
    pass.second = Int32(moment.seconds - Int64(pass.day) * Timestamp.secondsPerDay)
    return true
  }

  /// What the amount of a row is multiplied by; nil where that is not known.
  @inline(__always)
  func rate(_ named: NamedRow, _ rows: LayoutRows, _ pass: BlockPass, _ live: Verdict) -> DecimalValue? {
    let places = named.places.currency
    let number = places.isEmpty ? nil : rows.currencies.number(of: rows.filled.first(named.row, places))
    if let number { rows.currencies.count(number) }
    if let rate = rows.currencies.rate(number, on: pass.day) { return rate }
    let code = rows.currencies.code(number)
    let date = Timestamp(seconds: Int64(pass.day) * Timestamp.secondsPerDay).date
    let known = rows.plan.rates?.currencies.joined(separator: ", ") ?? ""
    fail(
      at: pass.offset(named.row), pass.block, pass.plan, live,
      code.isEmpty
        ? "the amount has no currency, so there is no rate for it"
        : "there is no rate for \(legible(code)) on \(date); there are rates for \(known)")
    return nil
  }
}
