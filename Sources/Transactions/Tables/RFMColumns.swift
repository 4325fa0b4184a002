import Customers
import Tabular

/// The rows of a block of an RFM table on their way into columns, in memory that is used again for the next
/// block: room is looked at once for a block, not for each value. For one thread.
final class RFMColumns {
  @exclusivity(unchecked) private(set) var count = 0
  private var capacity = 0
  @exclusivity(unchecked) private var idBytes = 0
  private var idCapacity = 0
  @exclusivity(unchecked) private var ids: UnsafeMutablePointer<UInt8>
  private var idEnds: UnsafeMutablePointer<Int>
  private var recency: UnsafeMutablePointer<Int32>
  private var frequency: UnsafeMutablePointer<Int32>
  private var monetary: UnsafeMutablePointer<Double>

  init() {
    ids = .allocate(capacity: ByteCursor.slack)
    idEnds = .allocate(capacity: 0)
    recency = .allocate(capacity: 0)
    frequency = .allocate(capacity: 0)
    monetary = .allocate(capacity: 0)
  }

  deinit {
    ids.deallocate()
    free()
  }

  private func free() {
    idEnds.deallocate()
    recency.deallocate()
    frequency.deallocate()
    monetary.deallocate()
  }

  /// Begins with none, and makes room for so many rows.
  func begin(rows: Int) {
    (count, idBytes) = (0, 0)
    guard rows > capacity else { return }
    free()
    capacity = 2 * rows
    idEnds = .allocate(capacity: capacity)
    recency = .allocate(capacity: capacity)
    frequency = .allocate(capacity: capacity)
    monetary = .allocate(capacity: capacity)
  }

  @inline(__always)
  func append(
    _ id: UnsafeBufferPointer<UInt8>, recency days: Int32, frequency orders: Int32, monetary money: Double
  ) {
    if idBytes &+ id.count > idCapacity { grow(id.count) }
    var end = ByteCursor(ids + idBytes)
    end.append(id)
    idBytes &+= id.count
    idEnds[count] = idBytes
    recency[count] = days
    frequency[count] = orders
    monetary[count] = money
    count &+= 1
  }

  @inline(never)
  private func grow(_ more: Int) {
    idCapacity = max(2 * idCapacity, idBytes + more, 1 << 15)
    let wider = UnsafeMutablePointer<UInt8>.allocate(capacity: idCapacity + ByteCursor.slack)
    wider.update(from: ids, count: idBytes)
    ids.deallocate()
    ids = wider
  }

  /// Gives the columns to a table that has none yet.
  func copy(to table: inout RFMTable) {
    table.ids = IDColumn(
      bytes: UnsafeBufferPointer(start: ids, count: idBytes),
      ends: UnsafeBufferPointer(start: idEnds, count: count))
    table.recency = Array(UnsafeBufferPointer(start: recency, count: count))
    table.frequency = Array(UnsafeBufferPointer(start: frequency, count: count))
    table.monetary = Array(UnsafeBufferPointer(start: monetary, count: count))
  }
}
