import Tabular

/// Up to eight bytes of text in a word, all of which are looked at at once.
///
/// Most fields of a sale are as short as that. Their lengths follow no pattern, so that a loop over their bytes
/// would cost more in wrong guesses of where it ends than in work.
struct ShortText {
  /// The first byte lowest; zeros behind the last.
  let word: UInt64
  let count: Int

  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highs: UInt64 = 0x8080_8080_8080_8080
  private static let zeroDigits: UInt64 = 0x3030_3030_3030_3030

  /// Nil for an empty or a longer text. It must be readable for eight bytes from its start, as blocks are.
  @inline(__always)
  init?(_ text: UnsafeBufferPointer<UInt8>) {
    guard let base = text.baseAddress, text.count &- 1 < 8, !text.isEmpty else { return nil }
    count = text.count
    let raw = UnsafeRawPointer(base).loadUnaligned(as: UInt64.self)
    word = raw & (UInt64.max &>> UInt64(truncatingIfNeeded: 64 &- 8 &* count))
  }

  /// Whether all bytes are digits, letters or other characters of ASCII from 0 on: no quotes, no space, no sign
  /// and no decimal mark are among them, so that such a text stands for itself.
  @inline(__always)
  var isPlain: Bool {
    // Zeros behind the text become digits.
    let filled = word | Self.zeroDigits & ~(UInt64.max &>> UInt64(truncatingIfNeeded: 64 &- 8 &* count))
    return filled & Self.highs == 0 && (filled &+ 0x50 &* Self.ones) & Self.highs == Self.highs
  }

  @inline(__always)
  var beginsWithDigit: Bool { UInt8(truncatingIfNeeded: word) &- UInt8(ascii: "0") < 10 }

  /// The digits in front of `.0`, as `CustomerID.withoutPointZero` takes it off; nil for anything else.
  @inline(__always)
  var digitsBeforePointZero: ShortText? {
    guard count > 2, word &>> UInt64(truncatingIfNeeded: 8 &* count &- 16) == 0x302E else { return nil }
    let left = ShortText(
      word: word & (UInt64.max &>> UInt64(truncatingIfNeeded: 80 &- 8 &* count)), count: count &- 2)
    let filled = left.word | Self.zeroDigits & ~(UInt64.max &>> UInt64(truncatingIfNeeded: 80 &- 8 &* count))
    let digits = filled ^ Self.zeroDigits
    return ((digits &+ 0x76 &* Self.ones) | digits) & Self.highs == 0 ? left : nil
  }

  private init(word: UInt64, count: Int) {
    self.word = word
    self.count = count
  }

  /// The number that digits and at most one point among them are; nil for anything else, so also for `-1`.
  ///
  /// The digits are moved to the end of the word and added up pair by pair (Lemire, "Quickly parsing eight
  /// digits", 2018).
  @inline(__always)
  var decimal: DecimalValue? {
    let free = UInt64(truncatingIfNeeded: 64 &- 8 &* count)
    // In front of the text stand zeros, as digits.
    var digits = word &<< free | Self.zeroDigits & ~(UInt64.max &<< free)
    var scale: Int32 = 0
    let differences = digits ^ UInt64(UInt8(ascii: ".")) &* Self.ones
    let points = ~((differences & ~Self.highs) &+ ~Self.highs | differences) & Self.highs
    if points != 0 {
      let place = UInt64(truncatingIfNeeded: points.trailingZeroBitCount & ~7)
      // Neither the first nor the last; a second one is no digit.
      guard place > free, place < 56 else { return nil }
      let before = digits & ~(UInt64.max &<< place)
      let behind = digits & (UInt64.max &<< (place &+ 8))
      digits = before &<< 8 | behind | UInt64(UInt8(ascii: "0"))
      scale = 7 &- Int32(truncatingIfNeeded: place &>> 3)
    }
    var value = digits ^ Self.zeroDigits
    guard ((value &+ 0x76 &* Self.ones) | value) & Self.highs == 0 else { return nil }
    value = ((value &* 2561) &>> 8) & 0x00FF_00FF_00FF_00FF
    value = ((value &* 6_553_601) &>> 16) & 0x0000_FFFF_0000_FFFF
    value = (value &* 42_949_672_960_001) &>> 32
    return DecimalValue(mantissa: Int64(truncatingIfNeeded: value), scale: scale)
  }
}
