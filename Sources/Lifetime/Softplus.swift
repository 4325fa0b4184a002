/// ln(1 + e^δ) and e^δ / (1 + e^δ), four at a time, without a call of the C library: the same bytes on every
/// machine.
///
/// Both are within some units of the last place: e^−|δ| by the remainder of |δ| over ln 2 and its series, ln of
/// 1…2 by that of the inverse hyperbolic tangent.
struct Softplus {
  /// ln(1 + e^δ)
  let value: SIMD4<Double>
  /// Its derivative, e^δ / (1 + e^δ).
  let share: SIMD4<Double>

  @inline(__always)
  init(_ delta: SIMD4<Double>) {
    let zero = SIMD4<Double>()
    let one = SIMD4<Double>(repeating: 1)
    let isPositive = delta .> zero
    let positive = zero.replacing(with: delta, where: isPositive)
    let e = Self.exp(delta - positive - positive)
    let sum = one + e
    share = e.replacing(with: one, where: isPositive) / sum
    value = positive + Self.logOfOneToTwo(sum)
  }

  /// e^x for x of at most 0; below −708 that of −708.
  @inline(__always)
  private static func exp(_ x: SIMD4<Double>) -> SIMD4<Double> {
    let lowest = SIMD4<Double>(repeating: -708)
    let x = x.replacing(with: lowest, where: x .< lowest)
    // Added to a number, this leaves it rounded in the last bits of the sum.
    let rounding = SIMD4<Double>(repeating: 0x1.8p52)
    let shifted = x * SIMD4(repeating: 0x1.71547652b82fep+0) + rounding
    let n = shifted - rounding
    let r = x - n * SIMD4(repeating: 0x1.62e42feep-1) - n * SIMD4(repeating: 0x1.a39ef35793c76p-33)
    // 1/13!, 1/12! … 1/0!
    var series = SIMD4<Double>(repeating: 1 / 6_227_020_800)
    series = series * r + SIMD4(repeating: 1 / 479_001_600)
    series = series * r + SIMD4(repeating: 1 / 39_916_800)
    series = series * r + SIMD4(repeating: 1 / 3_628_800)
    series = series * r + SIMD4(repeating: 1 / 362_880)
    series = series * r + SIMD4(repeating: 1 / 40_320)
    series = series * r + SIMD4(repeating: 1 / 5_040)
    series = series * r + SIMD4(repeating: 1 / 720)
    series = series * r + SIMD4(repeating: 1 / 120)
    series = series * r + SIMD4(repeating: 1 / 24)
    series = series * r + SIMD4(repeating: 1 / 6)
    series = series * r + SIMD4(repeating: 0.5)
    series = series * r + SIMD4(repeating: 1)
    series = series * r + SIMD4(repeating: 1)
    let power = unsafeBitCast(shifted, to: SIMD4<UInt64>.self) &<< SIMD4(repeating: 52)
    return unsafeBitCast(unsafeBitCast(series, to: SIMD4<UInt64>.self) &+ power, to: SIMD4<Double>.self)
  }

  /// ln u for u in 1…2.
  @inline(__always)
  private static func logOfOneToTwo(_ u: SIMD4<Double>) -> SIMD4<Double> {
    let one = SIMD4<Double>(repeating: 1)
    let isHigh = u .> SIMD4(repeating: 0x1.6a09e667f3bcdp+0)
    // About 2, where u is nearer to that, else about 1.
    let centre = one.replacing(with: SIMD4(repeating: 2), where: isHigh)
    let start = SIMD4<Double>().replacing(with: SIMD4(repeating: 0x1.62e42fefa39efp-1), where: isHigh)
    let z = (u - centre) / (u + centre)
    let square = z * z
    // 1/21, 1/19 … 1
    var series = SIMD4<Double>(repeating: 1 / 21)
    series = series * square + SIMD4(repeating: 1 / 19)
    series = series * square + SIMD4(repeating: 1 / 17)
    series = series * square + SIMD4(repeating: 1 / 15)
    series = series * square + SIMD4(repeating: 1 / 13)
    series = series * square + SIMD4(repeating: 1 / 11)
    series = series * square + SIMD4(repeating: 1 / 9)
    series = series * square + SIMD4(repeating: 1 / 7)
    series = series * square + SIMD4(repeating: 1 / 5)
    series = series * square + SIMD4(repeating: 1 / 3)
    series = series * square + SIMD4(repeating: 1)
    return start + (z + z) * series
  }
}
