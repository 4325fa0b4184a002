import Customers
import Tabular
import Transactions

/// What stands in the rows of customers.
extension ByteBuffer {
  /// A cell of CSV: guarded against being run as a formula, quoted where it must be.
  @inline(__always)
  func append(cell text: UnsafeBufferPointer<UInt8>) {
    if FieldText.isPlainWord(text), let first = text.first, first != UInt8(ascii: "="),
      first != UInt8(ascii: "@")
    {
      return write(atMost: text.count) { $0.append(text) }
    }
    let isGuarded = FormulaGuard.isNeeded(text)
    guard text.contains(where: Self.needsQuotes) else {
      if isGuarded { append(UInt8(ascii: "'")) }
      return append(text)
    }
    let quote = UInt8(ascii: "\"")
    append(quote)
    if isGuarded { append(UInt8(ascii: "'")) }
    for byte in text {
      if byte == quote { append(quote) }
      append(byte)
    }
    append(quote)
  }

  /// The delimiter, quotes and line ends.
  @inline(__always)
  private static func needsQuotes(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "\""), 0x0A, 0x0D: true
    default: false
    }
  }

  /// Units of 10^−`scale` with all their decimals: 184050 at 2 as 1840.50.
  @inline(__always)
  func append(_ units: Int128, scale: Int) {
    guard let small = Int64(exactly: units), scale <= 18 else {
      return append(ExactDecimal(units: units, scale: scale).description)
    }
    if small < 0 { append(UInt8(ascii: "-")) }
    var power: UInt64 = 1
    for _ in 0..<scale { power &*= 10 }
    append(Int(truncatingIfNeeded: small.magnitude / power))
    guard scale > 0 else { return }
    append(UInt8(ascii: "."))
    append(digits: Int(small.magnitude % power), count: scale)
  }

  /// 2010-12-09 20:01:00
  public func append(_ moment: Timestamp) {
    let day = moment.day
    let (year, month, dayOfMonth) = Timestamp.date(ofDay: day)
    let second = Int(moment.seconds - Int64(day) * Timestamp.secondsPerDay)
    append(digits: year, count: 4)
    append(UInt8(ascii: "-"))
    append(digits: month, count: 2)
    append(UInt8(ascii: "-"))
    append(digits: dayOfMonth, count: 2)
    append(UInt8(ascii: " "))
    append(digits: second / 3600, count: 2)
    append(UInt8(ascii: ":"))
    append(digits: second / 60 % 60, count: 2)
    append(UInt8(ascii: ":"))
    append(digits: second % 60, count: 2)
  }
}
