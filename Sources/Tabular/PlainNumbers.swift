/// Numbers of up to eight bytes, read as one word without a branch on their length.
extension RecordFields {
  /// A whole number of one to eight digits; nil for anything else.
  @inlinable @inline(__always)
  public func plainWhole(_ row: Int, _ column: Int) -> Int32? {
    let range = range(row, column)
    guard 1...8 ~= range.count else { return nil }
    let word = PlainNumber.word(bytes + range.lowerBound)
    guard let number = PlainNumber.value(word, digits: range.count) else { return nil }
    return Int32(truncatingIfNeeded: number)
  }

  /// What `DecimalReader.readPlain` reads.
  @inlinable @inline(__always)
  public func plainDecimal(_ row: Int, _ column: Int, _ reader: DecimalReader) -> DecimalValue? {
    let field = self[row, column]
    if let base = field.baseAddress, 1...8 ~= field.count, reader.mark != .either {
      let mark: UInt8 = reader.mark == .comma ? 0x2C : 0x2E
      if let value = PlainNumber.decimal(PlainNumber.word(base), count: field.count, mark: mark) {
        return value
      }
    }
    return reader.readPlainByByte(field)
  }
}

extension DecimalReader {
  /// Apart from the loops that seldom come to it.
  @inline(never)
  @usableFromInline
  func readPlainByByte(_ text: UnsafeBufferPointer<UInt8>) -> DecimalValue? { readPlain(text) }
}

/// Up to eight bytes of text as a number; blocks can be read a word behind their end.
@usableFromInline
enum PlainNumber {
  /// Eight bytes, the first the lowest.
  @inlinable @inline(__always)
  static func word(_ bytes: UnsafePointer<UInt8>) -> UInt64 {
    UInt64(littleEndian: UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self))
  }

  /// The number of one to eight digits at the beginning of a word; nil where one of them is none. Neighbours
  /// are put together three times, all at once.
  @inlinable @inline(__always)
  static func value(_ word: UInt64, digits: Int) -> UInt64? {
    // Zeros take the place in front of the digits of what stands behind them.
    let behind = UInt64(truncatingIfNeeded: 64 &- 8 &* digits)
    var parts = (word ^ 0x3030_3030_3030_3030) &<< behind
    guard ((parts &+ 0x7676_7676_7676_7676) | parts) & 0x8080_8080_8080_8080 == 0 else { return nil }
    parts = (parts &* (1 + 10 << 8)) &>> 8 & 0x00FF_00FF_00FF_00FF
    parts = (parts &* (1 + 100 << 16)) &>> 16 & 0x0000_FFFF_0000_FFFF
    return (parts &* (1 + 10_000 << 32)) &>> 32
  }

  /// The decimal in the first `count` bytes (1…8) of a word: digits, with a mark between them or without; nil
  /// for anything else.
  @inlinable @inline(__always)
  static func decimal(_ word: UInt64, count: Int, mark: UInt8) -> DecimalValue? {
    let others = word ^ (0x0101_0101_0101_0101 &* UInt64(mark))
    // The lowest bit is that of the first mark.
    let marks = (others &- 0x0101_0101_0101_0101) & ~others & 0x8080_8080_8080_8080
    let markAt = marks.trailingZeroBitCount &>> 3
    guard markAt < count else {
      guard let whole = value(word, digits: count) else { return nil }
      return DecimalValue(mantissa: Int64(truncatingIfNeeded: whole), scale: 0)
    }
    guard markAt > 0, markAt < count &- 1 else { return nil }
    let front = (1 as UInt64) &<< UInt64(truncatingIfNeeded: 8 &* markAt) &- 1
    guard let mantissa = value(word & front | word &>> 8 & ~front, digits: count &- 1) else { return nil }
    return DecimalValue(
      mantissa: Int64(truncatingIfNeeded: mantissa), scale: Int32(truncatingIfNeeded: count &- 1 &- markAt))
  }
}
