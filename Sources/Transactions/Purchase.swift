import Segmentation

/// What the rows of one customer, invoice and day add up to: the smallest thing that is kept of the sales.
///
/// Whether a row counts may be known only at the end of the file (see `Cleaning.auto`), so rows that count
/// under different rules are kept apart by `verdict`.
struct Purchase: BitwiseCopyable {
  var customer: UInt32
  var invoice: UInt32
  /// Days from 1970-01-01.
  var day: Int32
  /// Seconds of the day of the first and the last row.
  var firstSecond: Int32
  var lastSecond: Int32
  var lines: UInt32
  var verdict: Verdict
  /// The exact amount in units of 10^−scale; the scale is the aggregation's.
  var unitsLow: UInt64
  var unitsHigh: Int64

  /// In the place of an invoice where the file has no such column: each row is one purchase.
  static let noInvoice = UInt32.max

  var units: Int128 {
    get { Int128(_low: unitsLow, _high: unitsHigh) }
    set {
      unitsLow = newValue._low
      unitsHigh = newValue._high
    }
  }

  @inline(__always)
  mutating func add(_ amount: Int64) {
    let (low, carry) = unitsLow.addingReportingOverflow(UInt64(bitPattern: amount))
    unitsLow = low
    unitsHigh &+= (amount < 0 ? -1 : 0) &+ (carry ? 1 : 0)
  }

  var first: Timestamp { Timestamp(seconds: Int64(day) * Timestamp.secondsPerDay + Int64(firstSecond)) }
  var last: Timestamp { Timestamp(seconds: Int64(day) * Timestamp.secondsPerDay + Int64(lastSecond)) }
}

/// Under which sets of rules a row counts, and whether it takes money back.
struct Verdict: OptionSet, BitwiseCopyable {
  let rawValue: UInt32

  static let countsAsProduct = Verdict(rawValue: 1)
  static let countsAsSale = Verdict(rawValue: 2)
  /// A cancelled row under `--returns net`: it reduces monetary and is no purchase.
  static let isReturn = Verdict(rawValue: 4)
}

/// The purchases of one aggregation, found by customer, invoice, day and verdict.
final class PurchaseTable {
  private(set) var count = 0
  private(set) var rows: UnsafeMutablePointer<Purchase>
  private var capacity = 1024
  private var slots: UnsafeMutablePointer<UInt32>
  private var mask = 4 * 1024 - 1
  /// With this set, moments are part of the key: needed where a window is cut only at the end.
  private let keepsSeconds: Bool
  /// True where amounts became too large to be added up exactly: then they mean nothing.
  private(set) var hasOverflowed = false

  init(keepsSeconds: Bool) {
    self.keepsSeconds = keepsSeconds
    rows = .allocate(capacity: capacity)
    slots = .allocate(capacity: mask + 1)
    slots.initialize(repeating: 0, count: mask + 1)
  }

  deinit {
    rows.deallocate()
    slots.deallocate()
  }

  @inline(__always)
  private static func hash(_ p: Purchase, _ keepsSeconds: Bool) -> Int {
    var h = UInt64(p.customer) << 32 | UInt64(p.invoice)
    h = (h ^ (h >> 29)) &* 0x9E37_79B9_7F4A_7C15
    let rest = UInt64(UInt32(bitPattern: p.day)) << 3 | UInt64(p.verdict.rawValue)
    h = (h ^ (h >> 32) ^ rest) &* 0xD6E8_FEB8_6659_FD93
    if keepsSeconds { h = (h ^ UInt64(UInt32(bitPattern: p.firstSecond))) &* 0x9E37_79B9_7F4A_7C15 }
    return Int(truncatingIfNeeded: h >> 33)
  }

  /// Merges a purchase into the one with its key, or adds it. Returns its row.
  @discardableResult
  func merge(_ p: Purchase) -> Int {
    var slot = Self.hash(p, keepsSeconds) & mask
    while true {
      let row = Int(slots[slot]) - 1
      if row < 0 { break }
      if rows[row].customer == p.customer && rows[row].invoice == p.invoice && rows[row].day == p.day
        && rows[row].verdict == p.verdict && (!keepsSeconds || rows[row].firstSecond == p.firstSecond)
      {
        rows[row].firstSecond = min(rows[row].firstSecond, p.firstSecond)
        rows[row].lastSecond = max(rows[row].lastSecond, p.lastSecond)
        rows[row].lines &+= p.lines
        let (sum, overflow) = rows[row].units.addingReportingOverflow(p.units)
        rows[row].units = sum
        if overflow { hasOverflowed = true }
        return row
      }
      slot = (slot + 1) & mask
    }
    if count == capacity {
      rows = enlarged(rows, from: count, to: capacity * 2)
      capacity *= 2
    }
    rows[count] = p
    count += 1
    slots[slot] = UInt32(count)
    if count * 2 > mask { rehash() }
    return count - 1
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

  private func rehash() {
    slots.deallocate()
    mask = (mask + 1) * 4 - 1
    slots = .allocate(capacity: mask + 1)
    slots.initialize(repeating: 0, count: mask + 1)
    for row in 0..<count {
      var slot = Self.hash(rows[row], keepsSeconds) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = UInt32(row + 1)
    }
  }
}

/// Watches whether amounts, taken without their signs, stay far from the end of what an `Int128` holds.
struct AddedUp {
  private var total: UInt128 = 0
  private(set) var isExact = true

  mutating func add(_ units: Int128) {
    let (sum, overflow) = total.addingReportingOverflow(units.magnitude)
    total = sum
    // Revenues are compared as twice their value and as hundredths.
    if overflow || sum > UInt128.max / 1024 { isExact = false }
  }

  static let message = "the amounts are too large, or have too many decimals, to be added up exactly"
}
