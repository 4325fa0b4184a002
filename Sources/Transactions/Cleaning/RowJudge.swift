import Forgetting
import Tabular

/// Judges rows by the rules of cleaning and hands those that count to a sink: one thread's share of the input.
///
/// All that it notes is a sum, a set, an earliest or a latest, so shares merge to the same result whatever thread
/// read which block. One thread at a time has a share, so nothing is lost by not watching each access to what is
/// asked for each row.
final class RowJudge<Sink: RowSink>: @unchecked Sendable {
  let sink: Sink
  /// Of the customers, invoices and stock codes of all rows.
  let names: SalesNames
  @exclusivity(unchecked) var counts = CountsByRules()
  var rowsRead = 0
  @exclusivity(unchecked) var rowsWithCustomer = 0
  /// Rows whose customer is a word for nothing, such as NULL.
  @exclusivity(unchecked) var rowsWithWordForNone = 0
  /// The sets of rules under which this share has a fault: what it reads of later rows is in vain.
  @exclusivity(unchecked) var failed: Verdict = []
  let scratch = FieldScratch()
  @exclusivity(unchecked) var dates = DateReader(order: nil)
  /// By number of the file, what is known of the rows of those that are read by a layout.
  var readByLayout: [Int: LayoutRows] = [:]
  /// What else a row counts under: where its file has rules of its own.
  @exclusivity(unchecked) var widened: Verdict = []
  /// The same, once all rows are read.
  var tallies: [Int: LayoutTally] = [:]
  /// Rows at the end of files that add the others up.
  var totalsRows = 0
  /// Rows between others that are none.
  var rowsBetween = 0
  /// The amount of a last row without customer, which may be one, too.
  var unnamedTotal: DecimalValue?

  /// - Parameter lists: who asked to be forgotten; their rows do not count.
  /// - Throws: `TabularError` where a pattern is no regular expression.
  init(options: SalesOptions, forgotten lists: [SuppressionList] = [], sink: Sink) throws(TabularError) {
    self.sink = sink
    names = try SalesNames(options, forgotten: lists)
  }

  /// How many rows ahead the memory of large dictionaries is asked for.
  private static var ahead: Int { 8 }

  /// Judges the rows of a block. About 30 ns for a row that is summed up.
  func judge(_ block: RecordBlock, _ index: RecordIndex, plan: SalesPlan) {
    if dates.order != plan.dateOrder { dates = DateReader(order: plan.dateOrder) }
    widened = plan.counted == plan.hypotheses ? [] : plan.counted
    let (rowCount, raggedCount) = TotalsRow.counts(before: block, index, plan)
    totalsRows += index.rows - rowCount + index.ragged.count - raggedCount
    unnamedTotal =
      unnamedTotal ?? TotalsRow.unnamed(block, index, rows: rowCount, ragged: raggedCount, plan)
    if let layout = plan.layout {
      return judge(block, index, rows: rowCount, ragged: raggedCount, plan: plan, by: layout)
    }
    rowsRead += rowCount
    let pass = BlockPass(block, index, plan)
    let rules = pass.rules
    let hypotheses = rules.hypotheses
    var withoutCustomer = 0
    var leftOut = 0
    let isLarge = names.areMany
    let anyoneIsForgotten = names.customers.anyoneIsForgotten
    let filter = plan.filter

    for row in 0..<rowCount {
      if isLarge && row &+ Self.ahead < rowCount { names.prefetch(row &+ Self.ahead, pass) }
      if let filter, !filter.keeps(row, pass.fields, scratch) {
        leftOut &+= 1
        drop(hypotheses, .leftOut, row, pass)
        continue
      }
      let customer = names.customer(row, pass)
      if customer < 0 {
        withoutCustomer &+= 1
        if customer == CustomerNumbers.wordForNone { rowsWithWordForNone &+= 1 }
        sink.drop(hypotheses.union(widened), .missingCustomer, at: pass.offset(row), of: block)
        continue
      }
      if anyoneIsForgotten, names.customers.isForgotten(customer) {
        leftOut &+= 1
        drop(hypotheses, .forgotten, row, pass)
        continue
      }
      var verdict = hypotheses
      if pass.columns.invoice >= 0 {
        switch names.invoiceKind(row, pass) {
        case .ordinary: break
        case .cancelled:
          if rules.returnsAreNet {
            verdict.insert(.isReturn)
          } else if rules.judges {
            drop(hypotheses, .cancelledInvoice, row, pass)
            continue
          }
        case .adjustment, .other:
          drop(hypotheses.intersection(.countsAsProduct), .otherInvoice, row, pass)
          verdict.remove(.countsAsProduct)
        }
      }
      if rules.stockColumn >= 0 && verdict.contains(.countsAsProduct), !names.isProduct(row, pass) {
        drop(.countsAsProduct, .notAProduct, row, pass)
        verdict.remove(.countsAsProduct)
      }
      verdict.subtract(failed)
      if !verdict.isSubset(of: .isReturn) { read(row, verdict, pass) }
    }
    sink.finishBlock()
    counts.update(.countsAsProduct) { $0.kept += pass.keptAsProducts }
    counts.update(.countsAsSale) { $0.kept += pass.keptAsSales }
    rowsWithCustomer += rowCount - withoutCustomer - leftOut
    counts.update(hypotheses.union(widened)) { $0.drop(.missingCustomer, withoutCustomer) }
    for row in index.ragged.prefix(raggedCount) { judge(row, block, plan) }
  }

  private func judge(_ ragged: RecordIndex.RaggedRow, _ block: RecordBlock, _ plan: SalesPlan) {
    if TotalsRow.isNoRow(RowText.fields(at: ragged.offset, block, delimiter: plan.delimiter), plan) {
      rowsBetween += 1
      return
    }
    rowsRead += 1
    fail(
      at: ragged.offset, block, plan, plan.hypotheses,
      ColumnMap.raggedMessage(ragged.fields, header: plan.columns.header))
  }

  // MARK: Rows that do not count

  @inline(__always)
  func drop(_ rules: Verdict, _ reason: DropReason, _ row: Int, _ pass: BlockPass) {
    drop(rules, reason, at: pass.offset(row), pass.block)
  }

  @inline(never)
  private func drop(_ rules: Verdict, _ reason: DropReason, at offset: Int, _ block: RecordBlock) {
    let rules = rules.isEmpty ? rules : rules.union(widened)
    sink.drop(rules, reason, at: offset, of: block)
    counts.update(rules) { $0.drop(reason) }
  }

  /// A row cannot be read: it is dropped, or the whole reading is in vain.
  func fail(
    at offset: Int, _ block: RecordBlock, _ plan: SalesPlan, _ live: Verdict,
    _ message: @autoclosure () -> String
  ) {
    drop(live, .badRow, at: offset, block)
    if plan.options.skipsBadRows { return }
    failed.formUnion(live.subtracting(.isReturn))
    let live = live.union(widened)
    let position = RowPosition(file: plan.fileOrdinal, block: block.ordinal, offset: offset)
    counts.update(live) { counts in
      counts.firstFault.offer(at: position) {
        TabularError(at: plan.place, line: block.line(at: offset), message())
      }
    }
  }

  /// True once reading on would be in vain: a pattern has come to no end, or the only set of rules has failed.
  /// Where two are tried, the rest of the file decides which of them, and so which fault, it is.
  func mustStop(_ hypotheses: Verdict) -> Bool {
    if names.endlessPattern.position != nil { return true }
    return hypotheses.isSubset(of: failed) && hypotheses != [.countsAsProduct, .countsAsSale]
  }
}
