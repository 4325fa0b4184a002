/// A sum of money (or any decimal), exact: `units` × 10^−`scale`.
///
/// Sums of sales are kept this way and not as binary floating point, so that they depend neither on the
/// order of the rows nor on the number of threads.
public struct ExactDecimal: Sendable, Hashable, CustomStringConvertible {
  /// The number without its decimal point.
  public var units: Int128
  /// Digits behind the decimal point, at least 0.
  public var scale: Int

  /// `units` × 10^−`scale`.
  @inlinable
  public init(units: Int128, scale: Int) {
    self.units = units
    self.scale = scale
  }

  /// Reads `-12` or `1840.50`, without exponent.
  public init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let units = Int128(parts.joined()) else { return nil }
    let scale = parts.count == 2 ? parts[1].utf8.count : 0
    // Quantity × price has at most 36 places.
    guard scale <= 36 else { return nil }
    self.init(units: units, scale: scale)
  }

  /// Nothing, of no digits behind the point.
  public static let zero = ExactDecimal(units: 0, scale: 0)

  /// The number nearest to the exact value.
  public var double: Double {
    let exactlyConvertible: Int128 = 1 << 53
    if units.magnitude <= exactlyConvertible.magnitude && scale < Self.powersOfTen.count {
      // Both are exact, so the one division rounds correctly.
      return Double(Int64(units)) / Self.powersOfTen[scale]
    }
    return Double(description) ?? 0
  }

  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// 10 to the power of `exponent` (0…38).
  @inlinable
  public static func power(_ exponent: Int) -> Int128 {
    var power: Int128 = 1
    for _ in 0..<exponent { power *= 10 }
    return power
  }

  public var description: String {
    guard scale > 0 else { return String(units) }
    var digits = String(units.magnitude)
    if digits.utf8.count <= scale {
      digits = String(repeating: "0", count: scale + 1 - digits.utf8.count) + digits
    }
    let point = digits.index(digits.endIndex, offsetBy: -scale)
    return (units < 0 ? "-" : "") + digits[..<point] + "." + digits[point...]
  }

  /// The sum, exactly, with the digits of the finer one.
  @inlinable
  public static func + (a: ExactDecimal, b: ExactDecimal) -> ExactDecimal {
    let scale = max(a.scale, b.scale)
    return ExactDecimal(
      units: a.units * power(scale - a.scale) + b.units * power(scale - b.scale), scale: scale)
  }
}
