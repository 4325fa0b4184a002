/// The shortest decimal that reads back as the same number, and of those the nearest to it: `digits` ×
/// 10^−`scale`.
///
/// The method is Schubfach (R. Giulietti, "The Schubfach way to render doubles", 2020), for numbers from 2⁻¹⁰ to
/// 2⁵²: of those the power of ten that is multiplied with fits into a word, so that one product of two words
/// is exact and no table of rounded powers is needed. Swift's `description` chooses the same digits.
struct ShortestDecimal {
  /// 16 or 17 digits, with zeros at the end where fewer are needed.
  let digits: UInt64
  /// 1…19
  let scale: Int

  /// - Returns: nil for numbers that are out of range, and for powers of two, whose neighbours are not equally
  ///   near.
  @inline(__always)
  init?(_ number: Double) {
    let bits = number.bitPattern
    let fraction = bits & 0x000F_FFFF_FFFF_FFFF
    // The number is significand × 2^−shift.
    let shift = 1075 &- Int(truncatingIfNeeded: (bits &>> 52) & 0x7FF)
    guard 1...62 ~= shift, fraction != 0 else { return nil }
    let significand = fraction | 0x0010_0000_0000_0000
    // 10^−scale is the largest power of ten that is no greater than 2^−shift.
    scale = -((-shift &* 315_653) >> 20)
    let power = Self.powersOfTen[scale]

    // Four times the number, and the ends of the interval of all that is read as it, in units of 10^−scale: the
    // last bit also says that something behind it is cut off.
    let product = (significand &<< 2).multipliedFullWidth(by: power)
    let (middleLow, middleHigh) = (product.low, product.high)
    let (lowerLow, borrow) = middleLow.subtractingReportingOverflow(2 &* power)
    let lowerHigh = middleHigh &- (borrow ? 1 : 0) &- (power &>> 63)
    let (upperLow, carry) = middleLow.addingReportingOverflow(2 &* power)
    let upperHigh = middleHigh &+ (carry ? 1 : 0) &+ (power &>> 63)
    let middle = Self.shifted(middleHigh, middleLow, shift)
    // The ends belong to the interval where the significand is even: a tie is read as that number.
    let isOdd = significand & 1
    let lower = Self.shifted(lowerHigh, lowerLow, shift) &+ isOdd
    let upper = Self.shifted(upperHigh, upperLow, shift) &- isOdd

    let whole = middle &>> 2
    let tens = whole / 10 &* 10
    let isTensIn = lower <= tens &<< 2
    let isNextTensIn = (tens &+ 10) &<< 2 <= upper
    let isWholeIn = lower <= whole &<< 2
    let isNextIn = (whole &+ 1) &<< 2 <= upper
    // Where both are in, the nearer, or the even one. Nothing of this can be foreseen, so nothing is skipped.
    let half = (2 &* whole &+ 1) &<< 1
    let isNextNearer = middle &+ (whole & 1) > half
    let isNext = isWholeIn != isNextIn ? isNextIn : isNextNearer
    let nearest = whole &+ (isNext ? 1 : 0)
    let rounded = isTensIn ? tens : tens &+ 10
    digits = isTensIn != isNextTensIn ? rounded : nearest
  }

  @inline(__always)
  private static func shifted(_ high: UInt64, _ low: UInt64, _ shift: Int) -> UInt64 {
    let by = UInt64(truncatingIfNeeded: shift)
    let kept = high &<< (64 &- by) | low &>> by
    return low &<< (64 &- by) != 0 ? kept | 1 : kept
  }

  private static let powersOfTen: [UInt64] = [
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
    100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
    10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
  ]
}
