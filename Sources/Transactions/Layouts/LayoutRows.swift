import Customers
import Tabular

/// One thread's look at the rows of a file by its layout: what was seen before is not looked at again.
final class LayoutRows {
  let plan: LayoutPlan
  let filled: FilledFields
  let counts: [ConditionValues]
  let returns: [ConditionValues]?
  let currencies: CurrencyColumn
  @exclusivity(unchecked) var tally: LayoutTally
  /// By number of a customer: 1 for somebody, 2 for a word that means nobody; 0 while it is not known.
  @exclusivity(unchecked) private var persons: [UInt8] = []
  /// What was looked up last, whose fields may be those of the row at hand.
  @exclusivity(unchecked) private var lastCustomer = LastLook()
  @exclusivity(unchecked) private var lastInvoice = LastLook()
  @exclusivity(unchecked) private var lastDate = LastMoment()
  @exclusivity(unchecked) var lines: LineCounter
  private let hasNobody: Bool

  private struct LastLook {
    var field = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    var number = -1
  }

  private struct LastMoment {
    var date = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    var time = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    var day: Int32 = 0
    var second: Int32 = 0
  }

  init(_ plan: LayoutPlan, _ fields: RecordFields, _ block: RecordBlock) {
    self.plan = plan
    filled = FilledFields(fields, plan.layout, lookingAt: plan.looked)
    counts = plan.layout.counts.map(ConditionValues.init)
    returns = plan.layout.returns.map { $0.map(ConditionValues.init) }
    currencies = CurrencyColumn(plan.rates)
    tally = LayoutTally(plan)
    hasNobody = !plan.layout.noCustomer.isEmpty
    lines = LineCounter(block)
  }

  /// Turns to the rows of a block.
  func begin(_ fields: RecordFields, rows: Int, _ block: RecordBlock) {
    filled.begin(fields, rows: rows, block: block.ordinal, plan.runs)
    lastCustomer = LastLook()
    lastInvoice = LastLook()
    lastDate = LastMoment()
    lines = LineCounter(block)
  }

  // MARK: Which rows count

  /// Whether a row has a date or money, and so is a row at all.
  @inline(__always)
  func hasContent(_ row: Int) -> Bool {
    func isThere(_ places: [Int]) -> Bool { !FilledFields.isEmpty(filled.first(row, places)) }
    if isThere(plan.sales.date) { return true }
    return plan.layout.usesAmount
      ? isThere(plan.sales.amount) : isThere(plan.sales.price) || isThere(plan.sales.quantity)
  }

  /// Whether all conditions of the layout hold; where one does not, that is noted.
  @inline(__always)
  func countsRow(_ row: Int, _ scratch: FieldScratch) -> Bool {
    for number in counts.indices {
      let field = filled.first(row, counts[number].columns)
      if !counts[number].holds(for: field) {
        leaveOut(row, field, number, scratch)
        return false
      }
    }
    return true
  }

  @inline(never)
  private func leaveOut(
    _ row: Int, _ field: UnsafeBufferPointer<UInt8>, _ condition: Int, _ scratch: FieldScratch
  ) {
    let value = counts[condition].number(of: field) { tally.notCounted[condition].number(of: $0) }
    let invoice = filled.first(row, plan.sales.invoice)
    let number =
      FilledFields.isEmpty(invoice)
      ? -1 : tally.leftOut.index(of: InvoiceNumbers.name(in: invoice, scratch: scratch))
    tally.notCounted[condition].add(value, invoice: number)
  }

  @inline(__always)
  func isReturn(_ row: Int, _ scratch: FieldScratch) -> Bool {
    if plan.layout.netsAmounts {
      guard !plan.sales.invoice.isEmpty else { return false }
      let invoice = filled.first(row, plan.sales.invoice)
      return ValuePattern.isCancelled(FieldText.plain(invoice, scratch: scratch))
    }
    guard let returns else { return false }
    return returns.allSatisfy { $0.holds(for: filled.first(row, $0.columns)) }
  }

  // MARK: Who, which order, and when

  /// The number of the row's customer, below 0 where there is none.
  @inline(__always)
  func customer(_ row: Int, _ places: RoleColumns, _ names: SalesNames) -> Int {
    for column in places.customer {
      let field = filled[row, column]
      if FilledFields.isEmpty(field) { continue }
      if FilledFields.isSame(field, lastCustomer.field) { return lastCustomer.number }
      let number = names.customers.number(of: field, fold: plan.layout.layout.fold)
      guard number >= 0, !hasNobody || isPerson(number, names) else { continue }
      lastCustomer = LastLook(field: field, number: number)
      return number
    }
    return CustomerNumbers.none
  }

  private func isPerson(_ number: Int, _ names: SalesNames) -> Bool {
    if number >= persons.count {
      let missing = max(number + 1, 2 * persons.count) - persons.count
      persons.append(contentsOf: repeatElement(0, count: missing))
    }
    if persons[number] == 0 {
      let text = String(decoding: names.customers.ids[number], as: UTF8.self)
      persons[number] = plan.layout.noCustomer.contains { $0.fits(text) } ? 2 : 1
    }
    return persons[number] == 1
  }

  /// The number of the row's invoice, below 0 where it has none.
  @inline(__always)
  func invoice(_ row: Int, _ places: RoleColumns, _ names: SalesNames, _ pass: BlockPass) -> Int {
    if places.invoice.isEmpty { return -1 }
    let field = filled.first(row, places.invoice)
    if FilledFields.isEmpty(field) { return -1 }
    if FilledFields.isSame(field, lastInvoice.field) { return lastInvoice.number }
    lastInvoice = LastLook(field: field, number: names.invoice(field, row, pass))
    return lastInvoice.number
  }

  /// Whether the moment of a row is that of the row before: then it is known.
  @inline(__always)
  func knowsMoment(
    _ date: UnsafeBufferPointer<UInt8>, _ time: UnsafeBufferPointer<UInt8>, _ pass: BlockPass
  ) -> Bool {
    guard FilledFields.isSame(date, lastDate.date),
      time.isEmpty ? lastDate.time.isEmpty : FilledFields.isSame(time, lastDate.time)
    else { return false }
    (pass.day, pass.second) = (lastDate.day, lastDate.second)
    return true
  }

  func noteMoment(
    _ date: UnsafeBufferPointer<UInt8>, _ time: UnsafeBufferPointer<UInt8>, _ pass: BlockPass
  ) {
    lastDate = LastMoment(date: date, time: time, day: pass.day, second: pass.second)
  }
}
