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
