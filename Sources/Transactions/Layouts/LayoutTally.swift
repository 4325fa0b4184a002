import Tabular

/// What the rows of a file that a layout does not count say, and in which currencies the others are: one thread's
/// share.
struct LayoutTally: Sendable {
  /// Rows without a date and without money, such as a footer.
  var emptyRows = 0
  /// By condition of the layout.
  var notCounted: [NotCounted]
  /// Rows that count, by code of their currency.
  var currencies: [String: Int] = [:]

  init(_ layout: BoundLayout) {
    notCounted = layout.counts.map { NotCounted($0) }
  }

  /// - Parameter invoices: the number here of each invoice there.
  mutating func merge(_ other: LayoutTally, invoices: [Int]) {
    emptyRows += other.emptyRows
    for index in notCounted.indices { notCounted[index].merge(other.notCounted[index], invoices: invoices) }
    currencies.merge(other.currencies, uniquingKeysWith: +)
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

/// The values that a condition has met in its column, each looked at once.
final class ConditionValues {
  private let condition: BoundLayout.Condition
  private let names = ByteDictionary()
  private var holds: [Bool] = []
  private let holdsForEmpty: Bool
  /// Beyond these, values are looked at one by one: a column of dates has as many as rows.
  private static let limit = 4096

  init(_ condition: BoundLayout.Condition) {
    self.condition = condition
    holdsForEmpty = condition.holds(for: "")
  }

  var columns: [Int] { condition.columns }

  /// Whether the condition holds for a field, which may have quotes.
  @inline(__always)
  func holds(for field: UnsafeBufferPointer<UInt8>) -> Bool {
    if FilledFields.isEmpty(field) { return holdsForEmpty }
    guard names.count < Self.limit else { return condition.holds(for: FieldText.string(field)) }
    let number = names.index(of: field)
    if number == holds.count { holds.append(condition.holds(for: FieldText.string(field))) }
    return holds[number]
  }
}
