import Customers
import Forgetting
import Tabular
import Wording

/// The rows of a file, read by its layout, as sales that need no layout: customer, invoice, date and amount in plain
/// digits. It stands in front of the judge of rows.
///
/// Fields are filled down, rows that do not count are left out, amounts of orders count once, money that was given back
/// is taken from its order, and an order refunded in full is no purchase, in the order of decisions of docs/layouts.md.
/// The rows of a file are held until its end, since a return may stand before its order.
final class CanonicalSales {
  let file: CSVFile
  let layout: BoundLayout
  private let options: SalesOptions
  private let ordinal: Int
  /// The orders of files before, where each counts once.
  private let once: CountedOnce?
  private let filter: RowFilter?
  private let keptColumns: [Int]
  /// Nil where nothing drops rows but the layout.
  private let cleaning: SalesOptions.Cleaning?
  private let reader: DecimalReader
  private var dates: DateReader

  private(set) var tally: LayoutTally
  /// Rows that were read; those that are none, such as footers, apart.
  private(set) var rowsRead = 0
  /// By word: rows that were dropped here.
  private(set) var dropped: [(word: String, rows: Int)] = []
  private(set) var refunds: (count: Int, sum: DecimalValue) = (0, DecimalValue(mantissa: 0, scale: 2))
  private(set) var refundedInFull = 0
  private(set) var notes: [String] = []
  /// Canonical rows that stand for no row of the file.
  private(set) var addedRows = 0
  /// Rows that count and stand for no canonical row.
  private(set) var omittedRows = 0
  private(set) var canonicalRows = 0
  private(set) var sign: CurrencySign?
  private var firstSign = ""
  private(set) var hasTotal = false

  private let customers = ByteDictionary()
  private var persons: [Bool] = []
  private let invoices = ByteDictionary()
  private let scratch = FieldScratch()
  private let idScratch = FieldScratch()
  private let counts: [ConditionValues]
  private let returns: [ConditionValues]?
  private var sales: [Sale] = []
  private var keptValues: [[UInt8]] = []
  private var loose = 0

  /// A row that counts.
  private struct Sale {
    /// -1 for a return whose customer is not known.
    var customer: Int32
    /// Below 0 for a row without one, each of which has a number of its own.
    var invoice: Int32
    var moment: Timestamp
    /// Nil where that of the order stands in another row.
    var amount: DecimalValue?
    var subtracted: DecimalValue?
    var isReturn = false
    var countsOnce = false
    var line: Int32
  }

  init(
    _ file: CSVFile, _ layout: BoundLayout, _ options: SalesOptions, mark: DecimalMark,
    order: SalesOptions.DateOrder?, ordinal: Int, once: CountedOnce?
  ) throws(TabularError) {
    self.file = file
    self.layout = layout
    self.options = options
    self.ordinal = ordinal
    self.once = once
    filter = try RowFilter(options.conditions, in: file)
    keptColumns = try KeptColumns.places(of: options.kept, in: file)
    cleaning = layout.cleaning(options)
    reader = DecimalReader(mark: mark)
    dates = DateReader(order: order)
    tally = LayoutTally(layout)
    counts = layout.counts.map(ConditionValues.init)
    returns = layout.returns.map { $0.map(ConditionValues.init) }
  }

  /// The header of the canonical rows, and how they are read.
  var canonicalOptions: SalesOptions {
    var options = options
    options.columns = [.customer: "customer", .invoice: "invoice", .date: "date"]
    if writesFactors {
      (options.columns[.quantity], options.columns[.price]) = ("quantity", "price")
    } else {
      options.columns[.amount] = "amount"
    }
    if cleaning != nil, layout.columns[.stock] != nil { options.columns[.stock] = "stock" }
    if layout.columns[.invoice] == nil && cleaning != nil { options.columns[.invoice] = nil }
    options.layout = .none
    options.rates = nil
    options.conditions = []
    options.decimal = .point
    options.dateOrder = nil
    options.delimiter = UInt8(ascii: ",")
    options.cleaning = cleaning ?? .customers
    if cleaning == nil { options.returns = .net }
    return options
  }

  private var writesFactors: Bool { cleaning != nil && !layout.usesAmount }

  // MARK: Reading

  /// Reads the file.
  ///
  /// - Returns: the canonical rows below a header.
  func rows(_ progress: (Int) -> Void) throws(TabularError) -> [UInt8] {
    var out = CanonicalText(header: header)
    let block = RecordBlock()
    let index = RecordIndex(columns: file.header.count, delimiter: file.delimiter)
    let all = Set(0..<file.header.count)
    var end = RunEnd()
    while try file.records.next(into: block) {
      index.index(block)
      let filled = FilledFields(index.fields(of: block), layout, lookingAt: all)
      filled.begin(behind: end)
      let lines = LineCounter(block)
      var ragged = index.ragged[...]
      var counter = lines
      for row in 0..<index.rows {
        while let first = ragged.first, first.rowsBefore <= row { try take(ragged.removeFirst(), block) }
        filled.begin(row)
        let offset = Int(filled.fields.starts[row])
        let line = index.hasRowOnEachLine ? block.firstLine + row : counter.line(at: offset)
        try take(row, line, filled, &out)
      }
      for row in ragged { try take(row, block) }
      end = filled.end
      progress(rowsRead)
    }
    if cleaning == nil { try finish(&out) }
    if let once {
      let repeated = once.repeated(out.orders)
      out.remove(repeated)
      if !repeated.isEmpty { drop("in another file", repeated.count) }
    }
    canonicalRows = out.rows
    return out.bytes
  }

  private var header: [String] {
    let money = writesFactors ? ["quantity", "price"] : ["amount"]
    return ["customer", "invoice", "date"] + money + ["stock"] + options.kept
  }

  private func error(_ line: Int, _ message: String) -> TabularError {
    TabularError(at: file.place, line: line, message)
  }

  /// A row cannot be read: it is dropped, or the whole reading is in vain.
  private func fail(_ line: Int, _ message: @autoclosure () -> String) throws(TabularError) {
    guard options.skipsBadRows else { throw error(line, message()) }
    drop("bad row")
  }

  private func drop(_ word: String, _ rows: Int = 1) {
    if let known = dropped.firstIndex(where: { $0.word == word }) {
      dropped[known].rows += rows
    } else {
      dropped.append((word, rows))
    }
  }

  private func take(_ ragged: RecordIndex.RaggedRow, _ block: RecordBlock) throws(TabularError) {
    let line = block.line(at: ragged.offset)
    let fields = RowText.fields(at: ragged.offset, block, delimiter: file.delimiter)
    let roles: [ColumnRole] = layout.usesAmount ? [.date, .amount] : [.date, .quantity, .price]
    let isEmpty = roles.flatMap { layout.columns[$0] ?? [] }.allSatisfy {
      $0 >= fields.count || fields[$0].trimmed.isEmpty
    }
    if isEmpty {
      tally.emptyRows += 1
      return
    }
    rowsRead += 1
    try fail(line, ColumnMap.raggedMessage(ragged.fields, header: file.header))
  }

  private func take(
    _ row: Int, _ line: Int, _ filled: FilledFields, _ out: inout CanonicalText
  ) throws(TabularError) {
    guard hasContent(row, filled) else {
      tally.emptyRows += 1
      return
    }
    if isTotal(row, line, filled) {
      hasTotal = true
      return
    }
    rowsRead += 1
    if let filter, !filter.keeps({ filled[row, $0] }, scratch) { return drop(DropReason.leftOut.name) }
    for (index, condition) in counts.enumerated() {
      let value = filled.first(row, condition.columns)
      if condition.holds(for: value) { continue }
      drop(tally.notCounted[index].word)
      let number = tally.notCounted[index].number(of: FieldText.string(value).trimmed)
      tally.notCounted[index].add(number, invoice: invoice(row, layout.columns, filled))
      return
    }
    var isReturn = returns.map { $0.allSatisfy { $0.holds(for: filled.first(row, $0.columns)) } } ?? false
    if layout.netsAmounts, let places = layout.columns[.invoice] {
      isReturn = ValuePattern.isCancelled(FieldText.plain(filled.first(row, places), scratch: scratch))
    }
    let columns = isReturn ? layout.returnColumns : layout.columns
    let customer = customer(row, columns, filled)
    let invoice = invoice(row, columns, filled)
    if customer < 0, cleaning != nil || invoice < 0 || !(isReturn || isBelow0(row, filled)) {
      return drop(DropReason.missingCustomer.name)
    }
    if let cleaning {
      return try write(row, line, customer, cleaning, isReturn, columns, filled, &out)
    }
    try collect(row, line, customer, invoice, isReturn, columns, filled)
  }

  private func hasContent(_ row: Int, _ filled: FilledFields) -> Bool {
    let roles: [ColumnRole] = layout.usesAmount ? [.amount, .date] : [.price, .quantity, .date]
    return roles.contains { role in
      layout.columns[role].map { !FilledFields.isEmpty(filled.first(row, $0)) } ?? false
    }
  }

  /// The last row of a small file, if it adds the others up.
  private lazy var totalLine: Int? = {
    let found = layout.columns.compactMapValues(\.first)
    return TotalsRow.isLast(of: file.lines, below: file.headerRecord, found) ? file.lines.lines.last : nil
  }()

  private func isTotal(_ row: Int, _ line: Int, _ filled: FilledFields) -> Bool { line == totalLine }

  // MARK: Who, and which order

  private func customer(_ row: Int, _ columns: [ColumnRole: [Int]], _ filled: FilledFields) -> Int {
    for column in columns[.customer] ?? [] {
      let field = filled[row, column]
      if FilledFields.isEmpty(field) { continue }
      let id = CustomerID.normalised(
        FieldText.plain(field, scratch: scratch), scratch: idScratch, fold: layout.layout.fold)
      guard !id.isEmpty else { continue }
      let number = customers.index(of: id)
      if number == persons.count {
        let text = String(decoding: id, as: UTF8.self)
        persons.append(layout.noCustomer.isEmpty || !layout.noCustomer.contains { $0.fits(text) })
      }
      if persons[number] { return number }
    }
    return -1
  }

  private func invoice(_ row: Int, _ columns: [ColumnRole: [Int]], _ filled: FilledFields) -> Int {
    guard let places = columns[.invoice] else { return -1 }
    let field = filled.first(row, places)
    if FilledFields.isEmpty(field) { return -1 }
    return invoices.index(
      of: CustomerID.withoutPointZero(FormulaGuard.removed(from: FieldText.plain(field, scratch: scratch))))
  }

  private func isBelow0(_ row: Int, _ filled: FilledFields) -> Bool {
    guard layout.layout.returns.includesNegativeAmounts else { return false }
    let roles: [ColumnRole] = layout.usesAmount ? [.amount] : [.quantity, .price]
    return roles.contains { role in
      var sign: CurrencySign?
      let field = FieldText.plain(filled.first(row, layout.columns[role] ?? []), scratch: scratch)
      return (try? reader.read(field, sign: &sign).get()).map { $0.mantissa < 0 } ?? false
    }
  }

  // MARK: Numbers and moments

  /// The number in a field; nil where it is none and the row is dropped for it.
  private func number(
    _ column: Int, _ field: UnsafeBufferPointer<UInt8>, _ line: Int, isMoney: Bool = true
  ) throws(TabularError) -> DecimalValue? {
    if let value = reader.readPlain(field) { return value }
    let field = FieldText.plain(field, scratch: scratch)
    var found: CurrencySign?
    switch reader.read(field, sign: &found) {
    case .success(let value):
      if let found { try note(found, column, field, line) }
      return value
    case .failure(let fault):
      let text = FieldText.decoded(field)
      let name = file.header[column]
      try fail(
        line,
        text.isEmpty
          ? "\(name) is empty; a number was expected" : "\(name) '\(legible(text))' \(fault.sentence)")
      return nil
    }
  }

  private func note(
    _ found: CurrencySign, _ column: Int, _ field: UnsafeBufferPointer<UInt8>, _ line: Int
  ) throws(TabularError) {
    if options.rates != nil { return }
    let words = "'\(legible(FieldText.decoded(field)))' in column \(file.header[column])"
    guard let sign else {
      (sign, firstSign) = (found, "\(words) in \(file.place.row(line))")
      return
    }
    guard sign != found else { return }
    throw error(line, "\(words), but \(firstSign): two currencies cannot be added up")
  }

  /// The amount of a row: nil where it has none; `isBad` where it cannot be read.
  private func amount(
    _ row: Int, _ line: Int, _ columns: [ColumnRole: [Int]], isOwn: Bool, _ filled: FilledFields
  ) throws(TabularError) -> (value: DecimalValue?, isBad: Bool) {
    var zero: DecimalValue?
    for place in columns[.amount] ?? [] {
      let field = isOwn ? filled.own(row, place) : filled[row, place]
      if FilledFields.isEmpty(field) { continue }
      guard let value = try number(place, field, line) else { return (nil, true) }
      if !value.isZero { return (value, false) }
      zero = zero ?? value
    }
    return (zero, false)
  }

  private func moment(
    _ row: Int, _ line: Int, _ columns: [ColumnRole: [Int]], _ filled: FilledFields
  ) throws(TabularError) -> Timestamp? {
    let places = columns[.date] ?? []
    let field = FieldText.plain(filled.first(row, places), scratch: scratch)
    var moment: Timestamp
    if let plain = dates.readPlain(field) {
      moment = Timestamp(seconds: Int64(plain.day) * Timestamp.secondsPerDay + Int64(plain.second))
    } else {
      switch dates.read(field) {
      case .success(let read): moment = read
      case .failure(let fault):
        let text = FieldText.decoded(field)
        let name = places.first.map { file.header[$0] } ?? "date"
        try fail(
          line,
          text.isEmpty
            ? "\(name) is empty; a date was expected"
            : "\(name) '\(legible(text))' \(fault.sentence(text: text))")
        return nil
      }
    }
    guard let times = columns[.time] else { return moment }
    let time = filled.first(row, times)
    if FilledFields.isEmpty(time) { return moment }
    let text = FieldText.string(time)
    guard let seconds = ClockText.seconds(text) else {
      try fail(
        line, "\(file.header[times[0]]) '\(legible(text))' is not a time of day; expected 08:26 or 8:26 PM")
      return nil
    }
    moment = Timestamp(seconds: Int64(moment.day) * Timestamp.secondsPerDay + seconds)
    return moment
  }

  /// The rate of a row's currency; nil where there is none.
  private func rate(
    _ row: Int, _ line: Int, _ day: Int, _ columns: [ColumnRole: [Int]], _ filled: FilledFields
  ) throws(TabularError) -> DecimalValue? {
    var code = ""
    if let places = columns[.currency] {
      let text = FieldText.string(filled.first(row, places)).trimmed
      code = CurrencySign(whole: text).map { $0.code ?? $0.text } ?? text
    }
    if !code.isEmpty { tally.currencies[code, default: 0] += 1 }
    guard let rates = options.rates else { return DecimalValue(mantissa: 1, scale: 0) }
    if let rate = rates.rate(of: code, on: day) { return rate }
    let date = Timestamp(seconds: Int64(day) * Timestamp.secondsPerDay).date
    try fail(
      line,
      code.isEmpty
        ? "the amount has no currency, so there is no rate for it"
        : "there is no rate for \(legible(code)) on \(date); there are rates for \(rates.currencies.joined(separator: ", "))"
    )
    return nil
  }

  // MARK: Rows under the layout's own rules

  private func collect(
    _ row: Int, _ line: Int, _ customer: Int, _ invoice: Int, _ given: Bool, _ columns: [ColumnRole: [Int]],
    _ filled: FilledFields
  ) throws(TabularError) {
    var isReturn = given
    let isOrder = layout.amountPer == .order && invoice >= 0
    var value: DecimalValue?
    if layout.usesAmount {
      let read = try amount(row, line, columns, isOwn: isOrder && isReturn, filled)
      if read.isBad { return }
      value = read.value
      if value == nil, !isOrder {
        return try fail(line, "\(file.header[columns[.amount]?.first ?? 0]) is empty; a number was expected")
      }
    } else {
      let (quantities, prices) = (columns[.quantity] ?? [], columns[.price] ?? [])
      guard let quantity = try number(quantities[0], filled.first(row, quantities), line),
        let price = try number(prices[0], filled.first(row, prices), line)
      else { return }
      if quantity.isZero { return drop(DropReason.quantity.name) }
      let isBelow0 = quantity.mantissa < 0 || price.mantissa < 0
      let size = quantity.magnitude.times(price.magnitude)
      value = isBelow0 ? DecimalValue(mantissa: -size.mantissa, scale: size.scale) : size
    }
    if let amount = value, amount.mantissa < 0, !isReturn {
      guard layout.layout.returns.includesNegativeAmounts else { return drop("negative amount") }
      isReturn = true
    }
    guard let moment = try moment(row, line, columns, filled),
      let rate = try rate(row, line, moment.day, columns, filled)
    else { return }
    var sale = Sale(
      customer: Int32(customer), invoice: Int32(invoice), moment: moment, amount: value?.times(rate),
      isReturn: isReturn, countsOnce: isOrder && !isReturn, line: Int32(truncatingIfNeeded: line))
    if invoice < 0 {
      loose += 1
      sale.invoice = Int32(-loose)
    }
    if !isReturn {
      for subtraction in layout.subtract {
        let field = filled.first(row, subtraction.columns)
        if FilledFields.isEmpty(field) { continue }
        guard let given = try number(subtraction.columns[0], field, line) else { return }
        let size = given.magnitude.times(rate)
        if size.isZero { continue }
        if subtraction.per == .order {
          // What is said of the order is said again where it is filled down.
          sale.subtracted = sale.subtracted.map { $0.plus(size) } ?? size
        } else {
          sale.subtracted = sale.subtracted.map { $0.plus(size) } ?? size
        }
      }
    }
    sales.append(sale)
    if !keptColumns.isEmpty {
      keptValues.append(
        keptColumns.reduce(into: [UInt8]()) { bytes, column in
          bytes.append(UInt8(ascii: ","))
          CanonicalText.append(FieldText.plain(filled[row, column], scratch: scratch), to: &bytes)
        })
    }
  }

  private struct OrderKey: Hashable {
    var customer: Int32
    var invoice: Int32
  }

  /// What an order comes to.
  private struct Order {
    var paid: DecimalValue?
    var givenBack = DecimalValue(mantissa: 0, scale: 0)
    var hasSale = false
    var hasSubtraction = false
    var hasOtherAmount = false
    var line: Int32 = 0

    var left: DecimalValue {
      (paid ?? DecimalValue(mantissa: 0, scale: 0)).plus(
        DecimalValue(mantissa: -givenBack.mantissa, scale: givenBack.scale))
    }
    var isRefundedInFull: Bool { !givenBack.isZero && left.mantissa <= 0 }
  }

  /// Joins returns to their orders, counts amounts of orders once, and writes the rows.
  private func finish(_ out: inout CanonicalText) throws(TabularError) {
    var orders: [OrderKey: Order] = [:]
    var owners: [Int32: Int32] = [:]
    let perOrder = layout.subtract.contains { $0.per == .order }
    for index in sales.indices where !sales[index].isReturn {
      let sale = sales[index]
      if sale.invoice >= 0 {
        if let known = owners[sale.invoice] {
          if known != sale.customer { owners[sale.invoice] = -2 }
        } else {
          owners[sale.invoice] = sale.customer
        }
      }
      var order = orders[OrderKey(customer: sale.customer, invoice: sale.invoice)] ?? Order(line: sale.line)
      order.hasSale = true
      if sale.countsOnce {
        if let amount = sale.amount {
          if let paid = order.paid {
            if !paid.isEqual(to: amount) { order.hasOtherAmount = true }
            sales[index].amount = DecimalValue(mantissa: 0, scale: 0)
          } else {
            order.paid = amount
          }
        }
      } else if let amount = sale.amount {
        order.paid = order.paid.map { $0.plus(amount) } ?? amount
      }
      if let subtracted = sale.subtracted {
        if perOrder && order.hasSubtraction && sale.invoice >= 0 {
          sales[index].subtracted = nil
        } else {
          order.hasSubtraction = true
          order.givenBack = order.givenBack.plus(subtracted)
          note(refund: subtracted)
        }
      }
      orders[OrderKey(customer: sale.customer, invoice: sale.invoice)] = order
    }
    try checkAmounts(orders)
    join(owners, &orders)
    let several = orders.values.count { $0.hasOtherAmount }
    if several > 0, let column = layout.columns[.amount]?.first {
      notes.append(
        "\(Figures.counted(several, "order")) \(several == 1 ? "has" : "have") more than one \(file.header[column]); the first counts"
      )
    }
    var written: Set<OrderKey> = []
    for (index, sale) in sales.enumerated() where sale.customer >= 0 {
      let key = OrderKey(customer: sale.customer, invoice: sale.invoice)
      guard let order = orders[key], order.hasSale else {
        write(sale, index, &out)
        continue
      }
      if order.paid == nil { continue }
      guard order.isRefundedInFull else {
        write(sale, index, &out)
        if let subtracted = sale.subtracted { writeReturn(subtracted, of: sale, &out) }
        continue
      }
      // It is no purchase; what is left of it, where more was given back than was paid, is taken away.
      omittedRows += 1
      guard written.insert(key).inserted else { continue }
      refundedInFull += 1
      if order.left.mantissa < 0 { writeReturn(order.left.magnitude, of: sale, &out) }
    }
  }

  private func note(refund: DecimalValue) {
    if refund.isZero { return }
    refunds.count += 1
    refunds.sum = refunds.sum.plus(refund)
  }

  /// An order none of whose rows has an amount cannot be read.
  private func checkAmounts(_ orders: [OrderKey: Order]) throws(TabularError) {
    guard layout.amountPer == .order, let column = layout.columns[.amount]?.first else { return }
    let bad = orders.filter { $0.value.hasSale && $0.value.paid == nil }
    guard let first = bad.values.map(\.line).min() else { return }
    guard options.skipsBadRows else {
      throw error(Int(first), "\(file.header[column]) is empty; a number was expected")
    }
    let rows = sales.count { sale in
      !sale.isReturn && bad[OrderKey(customer: sale.customer, invoice: sale.invoice)] != nil
    }
    drop("bad row", rows)
  }

  /// A return belongs to the order with its invoice, and to its customer.
  private func join(_ owners: [Int32: Int32], _ orders: inout [OrderKey: Order]) {
    for index in sales.indices where sales[index].isReturn {
      if let owner = owners[sales[index].invoice], owner >= 0 { sales[index].customer = owner }
      let sale = sales[index]
      guard sale.customer >= 0 else {
        drop(DropReason.missingCustomer.name)
        continue
      }
      let size = sale.amount?.magnitude ?? DecimalValue(mantissa: 0, scale: 0)
      note(refund: size)
      let key = OrderKey(customer: sale.customer, invoice: sale.invoice)
      guard var order = orders[key] else { continue }
      order.givenBack = order.givenBack.plus(size)
      orders[key] = order
    }
  }

  // MARK: Writing

  private var returnCount = 0

  private func write(_ sale: Sale, _ index: Int, _ out: inout CanonicalText) {
    let size = sale.amount ?? DecimalValue(mantissa: 0, scale: 0)
    guard !sale.isReturn else {
      addedRows -= 1
      return writeReturn(size.magnitude, of: sale, &out)
    }
    out.append(customers[Int(sale.customer)])
    if sale.invoice >= 0 {
      out.append(prefix: "i:", invoices[Int(sale.invoice)])
    } else {
      out.append(text: "n:\(ordinal):\(-sale.invoice)")
    }
    out.append(text: sale.moment.description)
    out.append(text: size.plainText)
    if once != nil, sale.invoice >= 0 {
      out.note(
        order: FieldText.decoded(invoices[Int(sale.invoice)]),
        "\(sale.moment) \(FieldText.decoded(customers[Int(sale.customer)]))",
        size)
    }
    out.append(text: "")
    out.finishRow(keptValues.isEmpty ? nil : keptValues[index])
  }

  /// Takes money away from a customer.
  private func writeReturn(_ size: DecimalValue, of sale: Sale, _ out: inout CanonicalText) {
    returnCount += 1
    addedRows += 1
    out.append(customers[Int(sale.customer)])
    out.append(text: "C\(ordinal + 1)\(String(returnCount + 1_000_000_000).dropFirst())")
    out.append(text: sale.moment.description)
    out.append(text: DecimalValue(mantissa: -size.mantissa, scale: size.scale).plainText)
    out.append(text: "")
    out.finishRow(
      keptColumns.isEmpty ? nil : [UInt8](repeating: UInt8(ascii: ","), count: keptColumns.count))
  }

  /// A row under rules of cleaning, which are applied behind.
  private func write(
    _ row: Int, _ line: Int, _ customer: Int, _ cleaning: SalesOptions.Cleaning, _ isReturn: Bool,
    _ columns: [ColumnRole: [Int]], _ filled: FilledFields, _ out: inout CanonicalText
  ) throws(TabularError) {
    var money: [DecimalValue] = []
    if layout.usesAmount {
      let read = try amount(row, line, columns, isOwn: false, filled)
      if read.isBad { return }
      guard let value = read.value else {
        return try fail(line, "\(file.header[columns[.amount]?.first ?? 0]) is empty; a number was expected")
      }
      money = [value]
    } else {
      let (quantities, prices) = (columns[.quantity] ?? [], columns[.price] ?? [])
      guard let quantity = try number(quantities[0], filled.first(row, quantities), line, isMoney: false),
        let price = try number(prices[0], filled.first(row, prices), line)
      else { return }
      money = [quantity, price]
    }
    guard let moment = try moment(row, line, columns, filled),
      let rate = try rate(row, line, moment.day, columns, filled)
    else { return }
    money[money.count - 1] = money[money.count - 1].times(rate)
    out.append(customers[customer])
    let invoice = columns[.invoice].map { filled.first(row, $0) }
    let name = FieldText.plain(invoice ?? UnsafeBufferPointer(start: nil, count: 0), scratch: scratch)
    if isReturn {
      out.append(text: "C\(line)")
    } else if name.isEmpty {
      loose += 1
      out.append(text: layout.columns[.invoice] == nil ? "" : "n:\(ordinal):\(loose)")
    } else {
      out.append(name)
    }
    out.append(text: moment.description)
    for value in money { out.append(text: value.plainText) }
    if once != nil, !name.isEmpty {
      out.note(
        order: FieldText.decoded(name), "\(moment) \(FieldText.decoded(customers[customer]))",
        money.dropFirst().reduce(money[0]) { $0.times($1) })
    }
    let stock = columns[.stock].map { filled.first(row, $0) }
    out.append(FieldText.plain(stock ?? UnsafeBufferPointer(start: nil, count: 0), scratch: scratch))
    out.finishRow(
      keptColumns.isEmpty
        ? nil
        : keptColumns.reduce(into: [UInt8]()) { bytes, column in
          bytes.append(UInt8(ascii: ","))
          CanonicalText.append(FieldText.plain(filled[row, column], scratch: scratch), to: &bytes)
        })
  }
}
