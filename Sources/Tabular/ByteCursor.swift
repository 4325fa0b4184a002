/// Where the next byte goes, in memory whose room was looked at beforehand: by `ByteBuffer.write(atMost:)`.
///
/// Short texts and numbers are written by whole words, so up to `slack` bytes behind them are overwritten.
@frozen public struct ByteCursor {
  /// How many bytes behind what is written may be overwritten.
  public static let slack = 32
  /// The most bytes that a number takes.
  public static let numberLength = 32

  @usableFromInline var place: UnsafeMutablePointer<UInt8>

  /// For memory with `slack` more bytes than are written.
  @inlinable @inline(__always)
  public init(_ place: UnsafeMutablePointer<UInt8>) { self.place = place }

  /// Writes the bytes of a word, the lowest first, and moves on by `count` of them.
  @inlinable @inline(__always)
  mutating func put<Word: FixedWidthInteger>(_ word: Word, count: Int) {
    UnsafeMutableRawPointer(place).storeBytes(of: word.littleEndian, as: Word.self)
    place += count
  }

  // MARK: - Bytes and text

  /// Writes a byte.
  @inlinable @inline(__always)
  public mutating func append(_ byte: UInt8) {
    place.pointee = byte
    place += 1
  }

  /// Writes bytes.
  @inlinable @inline(__always)
  public mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
    guard let base = text.baseAddress else { return }
    let (count, raw) = (text.count, UnsafeRawPointer(base))
    if count > 16 || count < 4 {
      place.update(from: base, count: count)
    } else if count >= 8 {
      // Two words that overlap: nothing is read but the text.
      let last = raw.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
      UnsafeMutableRawPointer(place).storeBytes(of: raw.loadUnaligned(as: UInt64.self), as: UInt64.self)
      UnsafeMutableRawPointer(place + (count &- 8)).storeBytes(of: last, as: UInt64.self)
    } else {
      let last = raw.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self)
      UnsafeMutableRawPointer(place).storeBytes(of: raw.loadUnaligned(as: UInt32.self), as: UInt32.self)
      UnsafeMutableRawPointer(place + (count &- 4)).storeBytes(of: last, as: UInt32.self)
    }
    place += count
  }

  /// Writes a text that is known beforehand.
  @inlinable @inline(__always)
  public mutating func append(_ text: StaticString) {
    append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  // MARK: - Numbers

  /// A number that nearly always is one digit.
  @inlinable @inline(__always)
  public mutating func append(short number: Int) {
    guard 0...9 ~= number else { return append(number) }
    append(UInt8(truncatingIfNeeded: number) &+ UInt8(ascii: "0"))
  }

  /// Writes the digits of a whole number, at most `numberLength` bytes.
  @inlinable @inline(__always)
  public mutating func append(_ number: Int) {
    var rest = number.magnitude
    if number < 0 { append(UInt8(ascii: "-")) }
    if rest >= 100_000_000 {
      appendLong(rest / 100_000_000)
      rest %= 100_000_000
      return put(DecimalDigits(eight: UInt64(rest)).text, count: 8)
    }
    let digits = DecimalDigits(eight: UInt64(rest))
    let zeros = digits.leadingZeros
    put(digits.text &>> UInt64(truncatingIfNeeded: 8 &* zeros), count: 8 &- zeros)
  }

  @inline(never) @usableFromInline
  mutating func appendLong(_ number: UInt) { append(Int(number)) }

  /// The shortest decimal that reads back as the same number; a whole number without a point.
  ///
  @inlinable @inline(__always)
  public mutating func append(_ number: Double) {
    place = Self.end(of: number, at: place)
  }

  /// Writes a number and returns where it ends.
  @usableFromInline
  static func end(of number: Double, at place: UnsafeMutablePointer<UInt8>) -> UnsafeMutablePointer<UInt8> {
    var line = ByteCursor(place)
    line.write(number)
    return line.place
  }

  @inline(__always)
  private mutating func write(_ number: Double) {
    if number.magnitude < 1e13 {
      // Up to 15 digits, a decimal of cents that is the number is also its shortest form. Behind 2⁵² doubles are
      // whole, so adding it rounds, and leaves the whole number in the last bits.
      let size = number.magnitude
      let rounded = size * 100 + 0x1p52
      if (rounded - 0x1p52) / 100 == size {
        let hundredths = Int(truncatingIfNeeded: rounded.significandBitPattern)
        if number < 0 { append(UInt8(ascii: "-")) }
        append(hundredths / 100)
        appendHundredths(UInt32(truncatingIfNeeded: hundredths % 100))
        return
      }
    }
    guard let decimal = ShortestDecimal(number) else { return appendDescription(number) }
    append(decimal, isNegative: number < 0)
  }

  /// What the standard library writes, but for a point and a zero at the end.
  @inline(never)
  private mutating func appendDescription(_ number: Double) {
    let text = number.description.utf8
    for byte in text.dropLast(text.suffix(2).elementsEqual(".0".utf8) ? 2 : 0) { append(byte) }
  }

  /// .25, .5 or nothing, without a branch that could be guessed wrong.
  @inline(__always)
  private mutating func appendHundredths(_ part: UInt32) {
    let tens = (part &* 103) &>> 10
    let ones = part &- 10 &* tens
    let text = 0x30302E | tens &<< 8 | ones &<< 16
    put(text, count: part == 0 ? 0 : ones == 0 ? 2 : 3)
  }

  @inline(__always)
  private mutating func append(_ decimal: ShortestDecimal, isNegative: Bool) {
    if isNegative { append(UInt8(ascii: "-")) }
    let (first, rest) = decimal.digits.quotientAndRemainder(dividingBy: 10_000_000_000_000_000)
    let high = DecimalDigits(eight: rest / 100_000_000)
    let low = DecimalDigits(eight: rest % 100_000_000)
    // Of the 17 digits, how many stand in front of the point.
    let whole = 17 &- decimal.scale
    // Of the 17 digits, how many are needed.
    let used = 17 &- (low.isZero ? 8 &+ high.trailingZeros : low.trailingZeros)
    let lead = UInt8(truncatingIfNeeded: first) &+ UInt8(ascii: "0")
    if whole <= 1 {
      // "0." with zeros and the first digit, or only that and the point.
      let isBelowOne = whole < 1
      put(isBelowOne ? 0x3030_2E30 : 0x2E00 | UInt32(lead), count: isBelowOne ? 2 &- whole : 2)
      put(lead, count: isBelowOne ? 1 : 0)
      let end = place + (used &- 1)
      put(high.text, count: 8)
      put(low.text, count: 8)
      place = used == 1 && whole == 1 ? place - 17 : end
      return
    }
    appendLong(decimal, first: lead, high, low, whole: whole, used: used)
  }

  /// More digits in front of the point.
  @inline(never)
  private mutating func appendLong(
    _ decimal: ShortestDecimal, first: UInt8, _ high: DecimalDigits, _ low: DecimalDigits, whole: Int,
    used: Int
  ) {
    let start = place
    append(first)
    put(high.text, count: 8)
    put(low.text, count: 8)
    // Seventeen digits, of which the first may be a zero that is left out.
    let skipped = first == UInt8(ascii: "0") ? 1 : 0
    if used > whole {
      let fraction = start + whole
      (fraction + 1).update(from: fraction, count: used - whole)
      fraction.pointee = UInt8(ascii: ".")
    }
    let length = (used > whole ? used + 1 : whole) - skipped
    if skipped > 0 { start.update(from: start + 1, count: length) }
    place = start + length
  }
}

/// Eight decimal digits side by side in a word, the first in the lowest byte.
@usableFromInline struct DecimalDigits {
  /// Each digit as a number.
  @usableFromInline let values: UInt64

  /// The digits of a number below 10⁸, zeros in front: split in half three times, all halves at once.
  @inlinable @inline(__always)
  init(eight number: UInt64) {
    let high = (number &* 109_951_163) &>> 40
    var parts = high | (number &- 10_000 &* high) &<< 32
    let hundreds = ((parts &* 10_486) &>> 20) & 0x0000_007F_0000_007F
    parts = hundreds | (parts &- 100 &* hundreds) &<< 16
    let tens = ((parts &* 103) &>> 10) & 0x000F_000F_000F_000F
    values = tens | (parts &- 10 &* tens) &<< 8
  }

  @inlinable @inline(__always) var isZero: Bool { values == 0 }
  @inlinable @inline(__always) var text: UInt64 { values | 0x3030_3030_3030_3030 }

  /// Zeros in front of the number, of which its last digit is none.
  @inlinable @inline(__always) var leadingZeros: Int { (values | 1 &<< 56).trailingZeroBitCount &>> 3 }
  /// Zeros behind the last other digit; 8 for zero.
  @inlinable @inline(__always) var trailingZeros: Int { values.leadingZeroBitCount &>> 3 }
}
