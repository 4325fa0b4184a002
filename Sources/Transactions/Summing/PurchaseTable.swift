import CByteScan
import Dispatch

/// Purchases, found by customer, invoice, day and verdict.
final class PurchaseTable {
  /// Where a purchase stands, and part of the hash of its key: other purchases need not be looked at.
  private struct Slot {
    /// Its row + 1; 0 is free.
    var row: UInt32
    var tag: UInt32
  }

  private struct Waiting {
    var purchase: Purchase
    var hash: UInt64
  }

  @exclusivity(unchecked) private(set) var count = 0
  @exclusivity(unchecked) private(set) var rows: UnsafeMutablePointer<Purchase>
  @exclusivity(unchecked) private var capacity = 1024
  @exclusivity(unchecked) private var slots: UnsafeMutablePointer<Slot>
  @exclusivity(unchecked) private var mask = 2 * 1024 - 1
  /// Purchases on their way in; those without lines are none.
  private let waiting: UnsafeMutablePointer<Waiting>
  @exclusivity(unchecked) private var nextWaiting = 0
  private static let waitingCount = 8
  /// With this set, moments are part of the key: needed where a window is cut only at the end.
  private let keepsSeconds: Bool
  /// True where amounts became too large to be added up exactly: then they mean nothing.
  @exclusivity(unchecked) private(set) var hasOverflowed = false

  init(keepsSeconds: Bool) {
    self.keepsSeconds = keepsSeconds
    rows = LargeTable.grown(nil, to: capacity)
    waiting = .allocate(capacity: Self.waitingCount)
    waiting.initialize(
      repeating: Waiting(purchase: Purchase.none, hash: 0), count: Self.waitingCount)
    slots = LargeTable.allocate(mask + 1, repeating: Slot(row: 0, tag: 0))
  }

  deinit {
    LargeTable.free(rows)
    waiting.deallocate()
    slots.deallocate()
  }

  @inline(__always)
  private static func hash(_ p: Purchase, _ keepsSeconds: Bool) -> UInt64 {
    var h = UInt64(p.customer) << 32 | UInt64(p.invoice)
    h = (h ^ (h >> 29)) &* 0x9E37_79B9_7F4A_7C15
    let rest = UInt64(UInt32(bitPattern: p.day)) << 3 | UInt64(p.verdict.rawValue)
    h = (h ^ (h >> 32) ^ rest) &* 0xD6E8_FEB8_6659_FD93
    if keepsSeconds { h = (h ^ UInt64(UInt32(bitPattern: p.firstSecond))) &* 0x9E37_79B9_7F4A_7C15 }
    return h ^ (h >> 32)
  }

  /// Merges a purchase into the one with its key, or adds it.
  ///
  /// It is done a few purchases later, or with `settle`: by then the memory that is looked at has come.
  @inline(__always)
  func merge(_ p: Purchase) {
    let hash = Self.hash(p, keepsSeconds)
    byte_scan_prefetch(slots + (Int(truncatingIfNeeded: hash) & mask))
    let oldest = waiting + nextWaiting
    if oldest.pointee.purchase.lines > 0 { merge(oldest.pointee.purchase, hash: oldest.pointee.hash) }
    oldest.pointee = Waiting(purchase: p, hash: hash)
    nextWaiting = (nextWaiting &+ 1) & (Self.waitingCount - 1)
  }

  /// Merges what still waits.
  func settle() {
    for place in 0..<Self.waitingCount where waiting[place].purchase.lines > 0 {
      merge(waiting[place].purchase, hash: waiting[place].hash)
      waiting[place].purchase.lines = 0
    }
  }

  private func merge(_ p: Purchase, hash: UInt64) {
    let tag = UInt32(truncatingIfNeeded: hash >> 32)
    var place = Int(truncatingIfNeeded: hash) & mask
    while slots[place].row != 0 {
      if slots[place].tag == tag {
        let row = Int(slots[place].row) - 1
        if hasKey(of: p, row) {
          return add(p, to: row)
        }
      }
      place = (place + 1) & mask
    }
    append(p)
    slots[place] = Slot(row: UInt32(count), tag: tag)
    if count * 3 > 2 * mask { rehash() }
  }

  @inline(__always)
  private func hasKey(of p: Purchase, _ row: Int) -> Bool {
    rows[row].customer == p.customer && rows[row].invoice == p.invoice && rows[row].day == p.day
      && rows[row].verdict == p.verdict && rows[row].file == p.file
      && (!keepsSeconds || rows[row].firstSecond == p.firstSecond)
  }

  @inline(__always)
  private func add(_ p: Purchase, to row: Int) {
    rows[row].firstSecond = min(rows[row].firstSecond, p.firstSecond)
    rows[row].lastSecond = max(rows[row].lastSecond, p.lastSecond)
    rows[row].lines &+= p.lines
    let (sum, overflow) = rows[row].units.addingReportingOverflow(p.units)
    rows[row].units = sum
    if overflow { hasOverflowed = true }
  }

  /// Multiplies all amounts: a number with more decimals than all before it was read.
  func rescale(by factor: Int128) {
    for row in 0..<count { rows[row].units = scaled(rows[row].units, by: factor) }
  }

  /// `units` × `factor`, noting where that is too large.
  func scaled(_ units: Int128, by factor: Int128) -> Int128 {
    let (product, overflow) = units.multipliedReportingOverflow(by: factor)
    if overflow { hasOverflowed = true }
    return product
  }

  func noteOverflow(of other: PurchaseTable) {
    if other.hasOverflowed { hasOverflowed = true }
  }

  /// True where the amounts, and whatever some of them add up to, can be counted in units exactly.
  var canBeAddedUp: Bool {
    if hasOverflowed { return false }
    var total = AddedUp()
    for row in 0..<count { total.add(rows[row].units) }
    return total.isExact
  }

  /// Ends the search for purchases with the same key: from here on, more are only appended.
  func closeSearch() {
    slots.deallocate()
    slots = .allocate(capacity: 1)
  }

  /// Adds all of another table at the end, each as `change` says, on all cores.
  func append(_ other: PurchaseTable, _ change: (Purchase) -> Purchase) {
    if count + other.count > capacity {
      capacity = count + other.count
      rows = LargeTable.grown(rows, to: capacity)
    }
    let (added, size) = (other.count, 1 << 16)
    withoutActuallyEscaping(change) { change in
      nonisolated(unsafe) let (from, to, change) = (other.rows, rows + count, change)
      DispatchQueue.concurrentPerform(iterations: (added + size - 1) / size) { part in
        for row in part * size..<min(added, (part + 1) * size) { to[row] = change(from[row]) }
      }
    }
    count += added
  }

  /// Adds a purchase at the end, beside one with the same key where there is one.
  func append(_ p: Purchase) {
    if count == capacity {
      capacity *= 2
      rows = LargeTable.grown(rows, to: capacity)
    }
    rows[count] = p
    count += 1
  }

  private func rehash() {
    slots.deallocate()
    mask = (mask + 1) * 2 - 1
    slots = LargeTable.allocate(mask + 1, repeating: Slot(row: 0, tag: 0))
    for row in 0..<count {
      let hash = Self.hash(rows[row], keepsSeconds)
      var place = Int(truncatingIfNeeded: hash) & mask
      while slots[place].row != 0 { place = (place + 1) & mask }
      slots[place] = Slot(row: UInt32(row + 1), tag: UInt32(truncatingIfNeeded: hash >> 32))
    }
  }
}
