import Tabular

/// What a layout makes of the rows of a file, beside what is summed up: one thread's share.
struct LayoutTally {
  let plan: LayoutPlan
  var layout: BoundLayout { plan.layout }
  /// Those with a date or money.
  var rowsRead = 0
  /// Rows without a date and without money, such as a footer.
  var emptyRows = 0
  /// By condition of the layout.
  var notCounted: [NotCounted]
  /// The invoices of rows that are not counted.
  let leftOut = ByteDictionary()
  /// Rows that count, by code of their currency.
  var currencies: [String: Int] = [:]
  /// Rows that are dropped for an amount below 0.
  var negativeAmounts = 0
  /// Rows that take money back, where they are dropped.
  var ignoredReturns = 0
  /// Rows without an invoice of which nothing is left.
  var refundedInFull = 0
  /// How often what is taken off an order was taken off by two threads.
  var subtractedTwice = 0
  /// What counts once for an order: amounts, and what is taken off them; nil where each row counts.
  let amounts: FirstAmounts?
  let subtractions: FirstAmounts?

  init(_ plan: LayoutPlan) {
    self.plan = plan
    let layout = plan.layout
    notCounted = layout.counts.map { NotCounted($0) }
    amounts = plan.countsOrders ? FirstAmounts(areFew: false) : nil
    let isOfOrder = plan.cleaning == nil && layout.subtract.contains { $0.per == .order }
    subtractions = isOfOrder ? FirstAmounts(areFew: true) : nil
  }

  /// Takes up all but the amounts that count once for an order.
  mutating func merge(_ other: LayoutTally) {
    rowsRead += other.rowsRead
    emptyRows += other.emptyRows
    let invoices = leftOut.merge(other.leftOut)
    for index in notCounted.indices { notCounted[index].merge(other.notCounted[index], invoices: invoices) }
    currencies.merge(other.currencies, uniquingKeysWith: +)
    negativeAmounts += other.negativeAmounts
    ignoredReturns += other.ignoredReturns
    refundedInFull += other.refundedInFull
    subtractedTwice += other.subtractedTwice
  }

  /// Rows that one condition of a layout leaves out, by the value that they have.
  struct NotCounted: Sendable {
    /// What the rows are.
    let word: String
    /// The header of the column.
    let column: String
    /// What would count.
    let wanted: [String]
    private(set) var rows = 0
    private var values: [String: Int] = [:]
    private var names: [String] = []
    /// By invoice its value + 1; 0 for one that was not left out.
    private var valueOfInvoice: [UInt16] = []
    /// By value, rows without an invoice.
    private var loose: [Int] = []

    /// Values beyond these are counted together.
    private static let valueLimit = 1000

    init(_ condition: BoundLayout.Condition) {
      word = condition.otherwise
      column = condition.name
      wanted = condition.isNegated ? [] : condition.wanted
    }

    /// The number of a value, as it stands in the file.
    mutating func number(of value: String) -> Int {
      if let known = values[value] { return known }
      if names.count == Self.valueLimit { return number(of: "…") }
      if names.count > Self.valueLimit, let other = values["…"] { return other }
      values[value] = names.count
      names.append(value)
      loose.append(0)
      return names.count - 1
    }

    /// - Parameter invoice: below 0 for none.
    mutating func add(_ value: Int, invoice: Int) {
      rows += 1
      guard invoice >= 0 else {
        loose[value] += 1
        return
      }
      if invoice >= valueOfInvoice.count {
        let missing = max(invoice + 1, 2 * valueOfInvoice.count) - valueOfInvoice.count
        valueOfInvoice.append(contentsOf: repeatElement(0, count: missing))
      }
      if valueOfInvoice[invoice] == 0 { valueOfInvoice[invoice] = UInt16(value + 1) }
    }

    mutating func merge(_ other: NotCounted, invoices: [Int]) {
      let numbers = other.names.map { number(of: $0) }
      let before = rows
      for (invoice, value) in other.valueOfInvoice.enumerated() where value > 0 {
        add(numbers[Int(value) - 1], invoice: invoices[invoice])
      }
      for (value, count) in other.loose.enumerated() { loose[numbers[value]] += count }
      rows = before + other.rows
    }

    /// How many orders were left out, each row without an invoice being one, by value, the most frequent first.
    var orders: [(value: String, count: Int)] {
      var counts = loose
      for value in valueOfInvoice where value > 0 { counts[Int(value) - 1] += 1 }
      return zip(names, counts).filter { $0.1 > 0 }.map { (value: $0, count: $1) }
        .sorted { ($1.count, $0.value) < ($0.count, $1.value) }
    }
  }
}
