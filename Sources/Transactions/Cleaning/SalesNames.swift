import Forgetting
import Tabular
import Wording

/// The customers, invoices and stock codes that the rows of a share name, and what is known by their names.
final class SalesNames {
  let customers: CustomerNumbers
  let invoices = InvoiceNumbers()
  let stocks = StockCodes()
  private let invoicePattern: ValuePattern
  private let stockPattern: ValuePattern
  /// The first value that a pattern of the user's could not be told of.
  private(set) var endlessPattern = Earliest<TabularError>()

  /// - Parameter lists: who asked to be forgotten.
  /// - Throws: `TabularError` where a pattern is no regular expression.
  init(_ options: SalesOptions, forgotten lists: [SuppressionList]) throws(TabularError) {
    customers = CustomerNumbers(forgotten: lists)
    invoicePattern = try ValuePattern(invoice: options.invoicePattern)
    stockPattern = try ValuePattern(stock: options.stockPattern)
  }

  /// Whether there are so many that asking for memory ahead is worth what it costs.
  var areMany: Bool { customers.ids.isLarge || invoices.names.isLarge }

  /// Asks for the memory in which a later row's customer and invoice will be looked up.
  func prefetch(_ row: Int, _ pass: BlockPass) {
    let (fields, columns) = (pass.fields, pass.columns)
    if fields.areSame(fields.range(row, columns.customer), fields.range(row &- 1, columns.customer)) {
      return
    }
    customers.prefetch(fields[row, columns.customer])
    if columns.invoice >= 0 { invoices.prefetch(fields[row, columns.invoice]) }
  }

  /// The number of the row's customer, below 0 where there is none; most rows have that of the row before.
  @inline(__always)
  func customer(_ row: Int, _ pass: BlockPass) -> Int {
    let range = pass.fields.range(row, pass.columns.customer)
    if range.isEmpty { return CustomerNumbers.none }
    if !pass.fields.areSame(range, pass.customer.range) { readCustomer(row, pass) }
    return pass.customer.number
  }

  @inline(never)
  private func readCustomer(_ row: Int, _ pass: BlockPass) {
    pass.customer = BlockPass.LastSeen(
      range: pass.fields.range(row, pass.columns.customer),
      number: customers.number(of: pass.fields[row, pass.columns.customer]))
  }

  /// What the name of the row's invoice looks like; most rows have that of the row before.
  @inline(__always)
  func invoiceKind(_ row: Int, _ pass: BlockPass) -> InvoiceNumbers.Kind {
    let range = pass.fields.range(row, pass.columns.invoice)
    if !pass.fields.areSame(range, pass.invoice.range) { readInvoice(row, pass) }
    return invoices.kinds[pass.invoice.number]
  }

  @inline(never)
  private func readInvoice(_ row: Int, _ pass: BlockPass) {
    pass.invoice = BlockPass.LastSeen(
      range: pass.fields.range(row, pass.columns.invoice),
      number: invoice(pass.fields[row, pass.columns.invoice], row, pass))
  }

  /// The number of the invoice in a field.
  @inline(__always)
  func invoice(_ field: UnsafeBufferPointer<UInt8>, _ row: Int, _ pass: BlockPass) -> Int {
    invoices.number(of: field, file: pass.plan.fileOrdinal) { kind(ofInvoice: $0, row, pass) }
  }

  /// Whether the row's stock code is that of a product.
  @inline(__always)
  func isProduct(_ row: Int, _ pass: BlockPass) -> Bool {
    isProduct(pass.fields[row, pass.rules.stockColumn], row, pass)
  }

  /// Whether the stock code in a field is that of a product.
  @inline(__always)
  func isProduct(_ field: UnsafeBufferPointer<UInt8>, _ row: Int, _ pass: BlockPass) -> Bool {
    if let isProduct = stocks.isKnownProduct(field) { return isProduct }
    return isNewProduct(field, row, pass)
  }

  /// The closure of a closer look would cost each row, so that it stands apart from the first one.
  @inline(never)
  private func isNewProduct(_ field: UnsafeBufferPointer<UInt8>, _ row: Int, _ pass: BlockPass) -> Bool {
    stocks.isProduct(field) { fits($0, stockPattern, .stockPattern, row, pass) }
  }

  private func kind(
    ofInvoice name: UnsafeBufferPointer<UInt8>, _ row: Int, _ pass: BlockPass
  ) -> InvoiceNumbers.Kind {
    if ValuePattern.isCancelled(name) { return .cancelled }
    if fits(name, invoicePattern, .invoicePattern, row, pass) { return .ordinary }
    return ValuePattern.isAdjustment(name) ? .adjustment : .other
  }

  /// Looks at each distinct value once. After a value that a pattern came to no end with, no other is tried:
  /// blocks are given out in order, so the first of all is still found.
  private func fits(
    _ value: UnsafeBufferPointer<UInt8>, _ pattern: ValuePattern, _ option: OptionName, _ row: Int,
    _ pass: BlockPass
  ) -> Bool {
    guard endlessPattern.position == nil else { return false }
    switch pattern.verdict(value) {
    case .fits: return true
    case .differs: return false
    case .endless:
      let offset = pass.offset(row)
      endlessPattern.offer(at: pass.position(at: offset)) {
        TabularError(
          at: pass.plan.place, line: pass.block.line(at: offset), ValuePattern.endless("\(option)", value))
      }
      return false
    }
  }

  /// Adds all that another share has seen.
  ///
  /// - Returns: the numbers here of its customers and invoices.
  func merge(_ other: SalesNames) -> (customers: [Int], invoices: [Int]) {
    stocks.merge(other.stocks)
    endlessPattern.merge(other.endlessPattern)
    return (customers.merge(other.customers), invoices.merge(other.invoices))
  }
}
