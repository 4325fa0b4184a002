import Customers
import Tabular

/// Rows that are read by a layout: fields are filled down, and the layout says which rows count and which take money
/// back, in the order of decisions of docs/layouts.md.
extension RowJudge {
  /// Judges the rows of a block that come before those at the end that add the others up.
  func judge(
    _ block: RecordBlock, _ index: RecordIndex, rows count: Int, ragged: Int, plan: SalesPlan,
    by layout: LayoutPlan
  ) {
    let rows = layoutRows(plan, layout, index.fields(of: block), block)
    rows.begin(index.fields(of: block), rows: index.rows, block)
    let pass = BlockPass(block, index, plan)
    pass.filled = rows.filled
    for row in 0..<count { judge(row, rows, pass) }
    sink.finishBlock()
    counts.update(.countsAsProduct) { $0.kept += pass.keptAsProducts }
    counts.update(.countsAsSale) { $0.kept += pass.keptAsSales }
    for row in index.ragged.prefix(ragged) { judge(row, rows, pass) }
  }

  /// What this share knows of the rows of the file at hand.
  private func layoutRows(
    _ plan: SalesPlan, _ layout: LayoutPlan, _ fields: RecordFields, _ block: RecordBlock
  ) -> LayoutRows {
    if let known = readByLayout[plan.fileOrdinal] { return known }
    let rows = LayoutRows(layout, fields, block)
    readByLayout[plan.fileOrdinal] = rows
    return rows
  }

  private func judge(_ ragged: RecordIndex.RaggedRow, _ rows: LayoutRows, _ pass: BlockPass) {
    let (layout, plan) = (rows.plan, pass.plan)
    let fields = RowText.fields(at: ragged.offset, pass.block, delimiter: plan.delimiter)
    let money =
      layout.layout.usesAmount ? layout.sales.amount : layout.sales.quantity + layout.sales.price
    guard (layout.sales.date + money).contains(where: { $0 < fields.count && !fields[$0].trimmed.isEmpty })
    else {
      rows.tally.emptyRows += 1
      return
    }
    if TotalsRow.isNoRow(fields, plan) {
      rowsBetween += 1
      return
    }
    rowsRead += 1
    rows.tally.rowsRead += 1
    fail(
      at: ragged.offset, pass.block, plan, plan.hypotheses,
      ColumnMap.raggedMessage(ragged.fields, header: plan.columns.header))
  }

  private func judge(_ row: Int, _ rows: LayoutRows, _ pass: BlockPass) {
    let (layout, hypotheses) = (rows.plan, pass.rules.hypotheses)
    rows.filled.begin(row)
    guard rows.hasContent(row) else {
      rows.tally.emptyRows += 1
      return
    }
    rowsRead += 1
    rows.tally.rowsRead += 1
    if let filter = pass.plan.filter, !filter.keeps({ rows.filled[row, $0] }, scratch) {
      return drop(hypotheses, .leftOut, row, pass)
    }
    guard rows.countsRow(row, scratch) else { return }
    let isReturn = rows.isReturn(row, scratch)
    let places = isReturn ? layout.returns : layout.sales
    let customer = rows.customer(row, places, names)
    if customer >= 0, names.customers.anyoneIsForgotten, names.customers.isForgotten(customer) {
      return drop(hypotheses, .forgotten, row, pass)
    }
    let verdict = hypotheses.subtracting(failed)
    if verdict.isEmpty { return }
    let named = NamedRow(
      row: row, customer: customer, invoice: rows.invoice(row, places, names, pass), places: places,
      isReturn: isReturn)
    if layout.cleaning == nil {
      readOrder(named, verdict, rows, pass)
    } else {
      guard customer >= 0 else { return drop(hypotheses, .missingCustomer, row, pass) }
      rowsWithCustomer += 1
      readUnderRules(named, verdict, rows, pass)
    }
  }

  // MARK: Rows under the rules of cleaning

  private func readUnderRules(
    _ named: NamedRow, _ hypotheses: Verdict, _ rows: LayoutRows, _ pass: BlockPass
  ) {
    let (row, rules) = (named.row, pass.rules)
    var verdict = hypotheses
    if !named.places.invoice.isEmpty || named.isReturn {
      var kind = named.invoice < 0 ? InvoiceNumbers.Kind.other : names.invoices.kinds[named.invoice]
      if named.isReturn { kind = .cancelled }
      switch kind {
      case .ordinary: break
      case .cancelled:
        if rules.returnsAreNet {
          verdict.insert(.isReturn)
        } else if rules.judges {
          return drop(verdict, .cancelledInvoice, row, pass)
        }
      case .adjustment, .other:
        drop(verdict.intersection(.countsAsProduct), .otherInvoice, row, pass)
        verdict.remove(.countsAsProduct)
      }
    }
    if rules.stockColumn >= 0, verdict.contains(.countsAsProduct) {
      let stock = rows.filled.first(row, named.places.stock)
      if !names.isProduct(stock, row, pass) {
        drop(.countsAsProduct, .notAProduct, row, pass)
        verdict.remove(.countsAsProduct)
      }
    }
    if verdict.isSubset(of: .isReturn) { return }
    var quantity = DecimalValue.one
    var price: DecimalValue
    if rows.plan.layout.usesAmount {
      let read = amount(named, isOwn: false, rows, pass, verdict)
      guard !read.isBad else { return }
      guard let value = read.value else { return failEmpty(named, pass, verdict) }
      price = value
      judge(value, row, pass, &verdict)
    } else {
      guard let pieces = number(named.places.quantity, named, rows, pass, verdict),
        let each = number(named.places.price, named, rows, pass, verdict)
      else { return }
      (quantity, price) = (pieces, each)
      judge(quantity: pieces, row, pass, &verdict)
      judge(price: each, row, pass, &verdict)
    }
    if verdict.isSubset(of: .isReturn) { return }
    guard readMoment(named, rows, pass, verdict) else { return }
    if let reason = pass.reasonAgainstMoment { return drop(verdict, reason, row, pass) }
    guard let rate = rate(named, rows, pass, verdict) else { return }
    price = price.times(rate)
    take(named, quantity: quantity, price, verdict, pass)
  }

  // MARK: Rows under the layout's own rules

  private func readOrder(_ named: NamedRow, _ hypotheses: Verdict, _ rows: LayoutRows, _ pass: BlockPass) {
    let (layout, row) = (rows.plan, named.row)
    var isReturn = named.isReturn
    // A return waits for its order to say whose it is.
    if named.customer < 0,
      named.invoice < 0 || !(isReturn || isBelowZero(named, rows, pass))
    {
      return drop(hypotheses, .missingCustomer, row, pass)
    }
    let isOrder = layout.countsOrders && named.invoice >= 0
    var value: DecimalValue?
    if layout.layout.usesAmount {
      let read = amount(named, isOwn: isOrder && isReturn, rows, pass, hypotheses)
      if read.isBad { return }
      value = read.value
      if value == nil, !isOrder { return failEmpty(named, pass, hypotheses) }
    } else {
      guard let quantity = number(named.places.quantity, named, rows, pass, hypotheses),
        let price = number(named.places.price, named, rows, pass, hypotheses)
      else { return }
      if quantity.isZero { return drop(hypotheses, .quantity, row, pass) }
      let size = quantity.magnitude.times(price.magnitude)
      value = quantity.mantissa < 0 || price.mantissa < 0 ? size.negated : size
    }
    if let amount = value, amount.mantissa < 0, !isReturn {
      guard layout.layout.layout.returns.includesNegativeAmounts else {
        rows.tally.negativeAmounts += 1
        return
      }
      isReturn = true
    }
    if isReturn, layout.ignoresReturns {
      rows.tally.ignoredReturns += 1
      return
    }
    guard readMoment(named, rows, pass, hypotheses) else { return }
    if let reason = pass.reasonAgainstMoment { return drop(hypotheses, reason, row, pass) }
    guard let rate = rate(named, rows, pass, hypotheses) else { return }
    value = value?.times(rate)
    let verdict = hypotheses.union(.isOfOrder)
    if isReturn {
      let size = value?.magnitude ?? DecimalValue.zero
      return take(named, size, verdict.union(.isReturn), pass)
    }
    guard let subtracted = subtracted(named, rate, rows, pass, hypotheses) else { return }
    var amount = value ?? DecimalValue.zero
    if isOrder, let amounts = rows.tally.amounts {
      let isFirst = amounts.add(
        named.customer, named.invoice, value, block: pass.block.ordinal, day: pass.day, second: pass.second
      ) { rows.lines.line(at: pass.offset(row)) }
      if !isFirst { amount = .zero }
    }
    // A row without an invoice is an order of its own, so that nothing of it may be left at once.
    let isNothingLeft =
      named.invoice < 0 && !subtracted.isZero && amount.plus(subtracted.negated).mantissa <= 0
    take(named, amount, isNothingLeft ? verdict.union(.isRefunded) : verdict, pass)
    if isNothingLeft { rows.tally.refundedInFull += 1 }
    if !subtracted.isZero { emit(named, quantity: .one, subtracted, verdict.union(.isSubtraction), pass) }
  }

  /// What the layout takes off a row's amount, of which a part that is said of the order counts once; nil where it
  /// cannot be read.
  private func subtracted(
    _ named: NamedRow, _ rate: DecimalValue, _ rows: LayoutRows, _ pass: BlockPass, _ live: Verdict
  ) -> DecimalValue? {
    var sum = DecimalValue.zero
    for subtraction in rows.plan.layout.subtract {
      let field = rows.filled.first(named.row, subtraction.columns)
      if FilledFields.isEmpty(field) { continue }
      guard let given = number(subtraction.columns[0], field, named, pass, live) else {
        return nil
      }
      if !given.isZero { sum = sum.plus(given.magnitude.times(rate)) }
    }
    guard !sum.isZero, named.invoice >= 0, let known = rows.tally.subtractions else { return sum }
    let isFirst = known.add(
      named.customer, named.invoice, sum, block: pass.block.ordinal, day: pass.day, second: pass.second
    ) { 0 }
    return isFirst ? sum : .zero
  }

  private func isBelowZero(_ named: NamedRow, _ rows: LayoutRows, _ pass: BlockPass) -> Bool {
    let layout = rows.plan.layout
    guard layout.layout.returns.includesNegativeAmounts else { return false }
    let columns =
      layout.usesAmount ? [rows.plan.sales.amount] : [rows.plan.sales.quantity, rows.plan.sales.price]
    return columns.contains { places in
      var sign: CurrencySign?
      let field = FieldText.plain(rows.filled.first(named.row, places), scratch: scratch)
      return (try? pass.reader.read(field, sign: &sign).get()).map { $0.mantissa < 0 } ?? false
    }
  }

  // MARK: To the sink

  /// Hands on a row that counts.
  private func take(
    _ named: NamedRow, quantity: DecimalValue = .one, _ price: DecimalValue,
    _ verdict: Verdict, _ pass: BlockPass
  ) {
    let counted = verdict.union(widened)
    if counted.contains(.countsAsProduct) { pass.keptAsProducts &+= 1 }
    if counted.contains(.countsAsSale) { pass.keptAsSales &+= 1 }
    emit(named, quantity: quantity, price, verdict, pass)
  }

  private func emit(
    _ named: NamedRow, quantity: DecimalValue, _ price: DecimalValue, _ verdict: Verdict, _ pass: BlockPass
  ) {
    sink.take(
      JudgedRow(
        row: named.row, customer: named.customer, invoice: named.invoice, day: pass.day,
        second: pass.second, quantity: quantity, price: price, verdict: verdict.union(widened)),
      of: pass)
  }
}

/// A row, and whom and what it names.
struct NamedRow {
  let row: Int
  /// The numbers of its customer and of its invoice, below 0 where there is none.
  let customer: Int
  let invoice: Int
  let places: RoleColumns
  /// Whether its values say that it takes money back.
  let isReturn: Bool
}
