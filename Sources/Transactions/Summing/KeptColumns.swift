import Customers
import Tabular

/// Columns of the sales that are kept for each customer: the value on the latest row that has one.
///
/// Of rows of one moment the later in the file counts, whatever thread has read it: every value has its moment
/// and its place. An empty field replaces nothing. Values are bytes in one piece of memory, rewritten where
/// they stand as long as they fit.
final class KeptColumns: @unchecked Sendable {
  private struct Slot: BitwiseCopyable {
    var seconds: Int64
    var position: RowPosition
    var start: Int
    /// -1 while there is no value.
    var length: Int32
    var room: Int32

    static let empty = Slot(
      seconds: .min, position: RowPosition(file: 0, block: 0, offset: 0), start: 0, length: -1, room: 0)
  }

  let count: Int
  private var slots: UnsafeMutablePointer<Slot>
  private var customerCapacity = 256
  private var arena: UnsafeMutablePointer<UInt8>
  private var arenaCapacity = 16 * 1024
  private var arenaCount = 0

  init(columns count: Int) {
    self.count = count
    slots = LargeTable.grown(nil, to: customerCapacity * count)
    slots.initialize(repeating: .empty, count: customerCapacity * count)
    arena = LargeTable.grown(nil, to: arenaCapacity)
  }

  deinit {
    LargeTable.free(slots)
    LargeTable.free(arena)
  }

  /// Takes a customer's value of a column, if it is later than the one that is known.
  func offer(
    _ text: UnsafeBufferPointer<UInt8>, customer: Int, column: Int, seconds: Int64, position: RowPosition
  ) {
    guard !CustomerID.isMissing(text), let base = text.baseAddress else { return }
    if customer >= customerCapacity { grow(to: max(customerCapacity * 2, customer + 1)) }
    let slot = slots + (customer &* count &+ column)
    guard
      seconds > slot.pointee.seconds
        || (seconds == slot.pointee.seconds && slot.pointee.position < position)
    else { return }
    slot.pointee.seconds = seconds
    slot.pointee.position = position
    // Most rows say what the one before said.
    if Int(slot.pointee.length) == text.count,
      UnsafeBufferPointer(start: arena + slot.pointee.start, count: text.count).elementsEqual(text)
    {
      return
    }
    if Int(slot.pointee.room) < text.count {
      if arenaCount + text.count > arenaCapacity {
        let larger = max(arenaCapacity * 2, arenaCount + text.count)
        arena = LargeTable.grown(arena, to: larger)
        arenaCapacity = larger
      }
      slot.pointee.start = arenaCount
      slot.pointee.room = Int32(clamping: text.count)
      arenaCount += text.count
    }
    slot.pointee.length = Int32(clamping: text.count)
    (arena + slot.pointee.start).update(from: base, count: text.count)
  }

  /// Takes all values of another thread's share.
  ///
  /// - Parameter numbers: the numbers here of the customers there.
  func merge(_ other: KeptColumns, numbers: [Int]) {
    for (theirs, ours) in numbers.enumerated() where theirs < other.customerCapacity {
      for column in 0..<count {
        let slot = other.slots[theirs * count + column]
        guard slot.length >= 0 else { continue }
        offer(
          UnsafeBufferPointer(start: other.arena + slot.start, count: Int(slot.length)), customer: ours,
          column: column, seconds: slot.seconds, position: slot.position)
      }
    }
  }

  /// Adds a customer's value to a column in UTF-8; an empty text where there is none.
  func append(_ customer: Int, _ column: Int, to values: inout IDColumn) {
    guard customer < customerCapacity, slots[customer * count + column].length >= 0 else {
      return values.append("")
    }
    let slot = slots[customer * count + column]
    Self.append(UnsafeBufferPointer(start: arena + slot.start, count: Int(slot.length)), to: &values)
  }

  /// Adds the text of a field as it is kept: without its guard against formulas, in UTF-8.
  static func append(_ text: UnsafeBufferPointer<UInt8>, to values: inout IDColumn) {
    let plain = FormulaGuard.removed(from: text)
    if FieldText.isUTF8(plain) { return values.append(plain) }
    FieldText.utf8(fromWindows1252: plain).withUnsafeBufferPointer { values.append($0) }
  }

  private func grow(to customers: Int) {
    let used = customerCapacity * count
    slots = LargeTable.grown(slots, to: customers * count)
    (slots + used).initialize(repeating: .empty, count: customers * count - used)
    customerCapacity = customers
  }

  // MARK: Names

  /// Where the columns to keep stand in a header.
  ///
  /// - Throws: `TabularError` where one is not there.
  static func places(of names: [String], in file: CSVFile) throws(TabularError) -> [Int] {
    var places: [Int] = []
    for name in names { places.append(try ColumnMap.place(of: name, in: file, for: .keep)) }
    return places
  }
}
