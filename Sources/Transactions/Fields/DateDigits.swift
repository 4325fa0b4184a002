import Customers

/// Reads a date of digits with single signs between them, a byte at a time: `2010/12/1`, `31.12.10 8:26`,
/// `12/31/2010 08:26:05`.
///
/// Files that other programs write have such dates in every row, so they are not taken apart as text.
struct DateDigits {
  private let text: UnsafeBufferPointer<UInt8>
  private var place = 0

  init(_ text: UnsafeBufferPointer<UInt8>) {
    self.text = text
  }

  /// Nil for what is no such date, or not one for certain.
  mutating func moment(order: SalesOptions.DateOrder?) -> (day: Int, second: Int32)? {
    guard let a = number(upTo: 4), let sign = self.sign(), let b = number(upTo: 2), self.sign() == sign,
      let c = number(upTo: 4), let day = day(a, b, c, sign, order)
    else { return nil }
    if place == text.count { return (day, 0) }
    guard let between = self.sign(), between == UInt8(ascii: " ") || between == UInt8(ascii: "T"),
      let second = clock(), place == text.count
    else { return nil }
    return (day, second)
  }

  private func day(
    _ a: Digits, _ b: Digits, _ c: Digits, _ sign: UInt8, _ order: SalesOptions.DateOrder?
  ) -> Int? {
    guard [UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: ".")].contains(sign) else { return nil }
    if a.count == 4 {
      return c.count <= 2 ? Timestamp.day(year: a.value, month: b.value, day: c.value) : nil
    }
    guard a.count <= 2, c.count == 4 || (c.count == 2 && (order != nil || sign != UInt8(ascii: "-"))) else {
      return nil
    }
    let year = c.count == 4 ? c.value : DateReader.century(c.value)
    return try? DateReader.day(
      a.value, b.value, year: year, isPointed: sign == UInt8(ascii: "."), order
    ).get()
  }

  /// `8:26` or `08:26:05`.
  private mutating func clock() -> Int32? {
    guard let hour = number(upTo: 2), sign() == UInt8(ascii: ":"), let minute = number(upTo: 2),
      hour.value < 24, minute.value < 60
    else { return nil }
    var second = 0
    if place < text.count {
      guard sign() == UInt8(ascii: ":"), let read = number(upTo: 2), read.value <= 60 else { return nil }
      second = min(read.value, 59)
    }
    return Int32(hour.value * 3600 + minute.value * 60 + second)
  }

  private struct Digits {
    var value = 0
    var count = 0
  }

  private mutating func number(upTo limit: Int) -> Digits? {
    var digits = Digits()
    while place < text.count, digits.count <= limit {
      let digit = text[place] &- UInt8(ascii: "0")
      if digit > 9 { break }
      digits.value = digits.value * 10 + Int(digit)
      digits.count += 1
      place += 1
    }
    return 1...limit ~= digits.count ? digits : nil
  }

  private mutating func sign() -> UInt8? {
    guard place < text.count else { return nil }
    place += 1
    return text[place - 1]
  }
}
