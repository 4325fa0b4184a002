import Tabular

/// What the last rows of a block say, as far as rows below may have to be filled down from it.
struct RunEnd: Sendable {
  /// The invoice that the last rows have in common; empty where they have none.
  var invoice: [UInt8] = []
  /// By slot of the columns that are filled down, the last value that was not empty.
  var values: [[UInt8]] = []
}

/// The fields of a block's rows as a layout reads them: an empty field of some columns says what the rows above it
/// of the same order say.
///
/// Rows are taken up one after the other.
final class FilledFields {
  @exclusivity(unchecked) private(set) var fields: RecordFields
  private let invoices: [Int]
  /// Columns that are filled down, in any order; those that are looked at at all come first.
  private let filled: [Int]
  /// How many of `filled` are looked at.
  private let used: Int
  private let isInvoiceFilled: Bool
  /// By column its slot in `filled`, where it is looked at; else -1.
  private let slots: UnsafeMutablePointer<Int>
  /// By slot, what the row at hand says; the bytes are those of the block or of `carried`.
  @exclusivity(unchecked) private var values: UnsafeMutablePointer<UnsafeBufferPointer<UInt8>>
  @exclusivity(unchecked) private var runInvoice = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  /// What the block before ended with.
  private let carried = FieldScratch()

  /// - Parameter columns: all places that are looked at.
  init(_ fields: RecordFields, _ layout: BoundLayout, lookingAt columns: Set<Int>) {
    self.fields = fields
    invoices = layout.columns[.invoice] ?? []
    let looked = layout.fillDown.filter(columns.contains).sorted()
    filled = looked + layout.fillDown.subtracting(looked).sorted()
    used = looked.count
    isInvoiceFilled = !layout.fillDown.isDisjoint(with: invoices)
    slots = .allocate(capacity: max(1, fields.columns))
    slots.initialize(repeating: -1, count: max(1, fields.columns))
    for (slot, column) in looked.enumerated() { slots[column] = slot }
    values = .allocate(capacity: max(1, used))
    values.initialize(repeating: UnsafeBufferPointer(start: nil, count: 0), count: max(1, used))
  }

  deinit {
    slots.deallocate()
    values.deallocate()
  }

  /// The bytes of a field, with its quotes; those of a row above where it is empty and filled down.
  @inline(__always)
  subscript(row: Int, column: Int) -> UnsafeBufferPointer<UInt8> {
    let slot = slots[column]
    // What the row says itself is noted as the last that was said.
    return slot < 0 ? fields[row, column] : values[slot]
  }

  /// The bytes of a field as it stands in the file.
  @inline(__always)
  func own(_ row: Int, _ column: Int) -> UnsafeBufferPointer<UInt8> { fields[row, column] }

  /// The first field of some columns that is not empty; the last of them where all are.
  @inline(__always)
  func first(_ row: Int, _ columns: [Int]) -> UnsafeBufferPointer<UInt8> {
    var field = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    for column in columns {
      field = self[row, column]
      if !Self.isEmpty(field) { return field }
    }
    return field
  }

  /// Whether there is nothing but quotes and spaces in a field.
  @inline(__always)
  static func isEmpty(_ field: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let base = field.baseAddress, !field.isEmpty else { return true }
    return base[0] > 0x22 ? false : isBlank(field)
  }

  @inline(never)
  private static func isBlank(_ field: UnsafeBufferPointer<UInt8>) -> Bool {
    field.allSatisfy { $0 == 0x20 || $0 == UInt8(ascii: "\"") || $0 == 0x09 }
  }

  // MARK: Runs of rows of one order

  /// Takes up a row, the one behind the row taken up last.
  @inline(__always)
  func begin(_ row: Int) {
    if filled.isEmpty { return }
    let invoice = ownInvoice(row)
    let goesOn =
      invoice.isEmpty
      ? isInvoiceFilled && !runInvoice.isEmpty && isEmptyInAllFilled(row)
      : Self.isSame(invoice, runInvoice)
    if !goesOn { runInvoice = invoice }
    for slot in 0..<used {
      let field = fields[row, filled[slot]]
      if !goesOn || !Self.isEmpty(field) { values[slot] = field }
    }
  }

  /// The invoice as it stands in the row; empty bytes where there is none.
  @inline(__always)
  private func ownInvoice(_ row: Int) -> UnsafeBufferPointer<UInt8> {
    for column in invoices {
      let field = fields[row, column]
      if !Self.isEmpty(field) { return field }
    }
    return UnsafeBufferPointer(start: nil, count: 0)
  }

  private func isEmptyInAllFilled(_ row: Int) -> Bool { filled.allSatisfy { Self.isEmpty(fields[row, $0]) } }

  /// Whether two fields have the same bytes; false for empty ones.
  @inline(__always)
  static func isSame(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Bool {
    guard a.count == b.count, let first = a.baseAddress, let second = b.baseAddress, !a.isEmpty else {
      return false
    }
    if first == second { return true }
    let (one, other) = (UnsafeRawPointer(first), UnsafeRawPointer(second))
    var at = 0
    // Fields are readable for a word behind their end.
    while at &+ 8 <= a.count {
      let differs =
        one.loadUnaligned(fromByteOffset: at, as: UInt64.self)
        != other.loadUnaligned(fromByteOffset: at, as: UInt64.self)
      if differs { return false }
      at &+= 8
    }
    guard at < a.count else { return true }
    let rest =
      one.loadUnaligned(fromByteOffset: at, as: UInt64.self)
      ^ other.loadUnaligned(fromByteOffset: at, as: UInt64.self)
    return rest &<< UInt64(truncatingIfNeeded: 64 &- 8 &* (a.count &- at)) == 0
  }

  // MARK: From block to block

  /// Turns to the rows of a block, which go on with what the block before ended with; says at once what this one ends
  /// with.
  func begin(_ fields: RecordFields, rows: Int, block: Int, _ runs: RunEnds) {
    self.fields = fields
    if filled.isEmpty { return }
    let start = lastRunStart(rows)
    if let start {
      begin(behind: RunEnd())
      for row in start..<rows { begin(row) }
      runs.note(end, of: block)
    }
    let before = runs.end(before: block)
    begin(behind: before)
    guard start == nil else { return }
    for row in 0..<rows { begin(row) }
    runs.note(end, of: block)
    begin(behind: before)
  }

  /// A row near the end with which an order surely begins, whatever stands above it; nil where there is none.
  private func lastRunStart(_ rows: Int) -> Int? {
    var row = rows - 1
    while row > 0 {
      let (invoice, above) = (ownInvoice(row), ownInvoice(row - 1))
      if !invoice.isEmpty, !above.isEmpty, !Self.isSame(invoice, above) { return row }
      row -= 1
    }
    return nil
  }

  private func begin(behind end: RunEnd) {
    let total = end.invoice.count + end.values.reduce(0) { $0 + $1.count }
    var place = carried.room(for: total)
    func keep(_ bytes: [UInt8]) -> UnsafeBufferPointer<UInt8> {
      bytes.withUnsafeBufferPointer { source in
        if let base = source.baseAddress { place.update(from: base, count: source.count) }
      }
      defer { place += bytes.count }
      return UnsafeBufferPointer(start: place, count: bytes.count)
    }
    runInvoice = keep(end.invoice)
    for slot in 0..<used {
      values[slot] =
        slot < end.values.count ? keep(end.values[slot]) : UnsafeBufferPointer(start: nil, count: 0)
    }
  }

  /// What the rows taken up so far end with.
  private var end: RunEnd {
    RunEnd(invoice: Array(runInvoice), values: (0..<used).map { Array(values[$0]) })
  }
}
