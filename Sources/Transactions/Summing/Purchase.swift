import Customers

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
  /// The number of the file, where orders are told apart by it; else 0.
  var file: UInt32 = 0
  /// The exact amount in units of 10^−scale; the scale is that of all sums.
  var unitsLow: UInt64
  var unitsHigh: Int64

  /// In the place of a purchase: nothing was bought.
  static let none = Purchase(
    customer: 0, invoice: 0, day: 0, firstSecond: 0, lastSecond: 0, lines: 0, verdict: [], unitsLow: 0,
    unitsHigh: 0)

  /// In the place of the customer of a return of whom nothing is known.
  static let nobody = UInt32.max

  /// In the place of an invoice where the file has no such column: each row is one purchase.
  static let noInvoice = UInt32.max

  /// Whether it is made of rows that count under some rules, and not of a part of one.
  func isRow(_ rules: Verdict) -> Bool { verdict.contains(rules) && !verdict.contains(.isSubtraction) }

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
