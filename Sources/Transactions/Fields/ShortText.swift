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
}
