import Tabular

/// Numbers and dates of cells as fields of a CSV file.
///
/// A number is written in the shortest decimal form of its Double: spreadsheets write 2.1 as
/// 2.1000000000000001. A date is a number of days, rounded to the second.
struct CellNumber {
  /// Days are counted from 1904 and not from 1900.
  let is1904: Bool
  /// Whether the decimal mark is to be a comma.
  let hasComma: Bool

  func write(_ text: UnsafeBufferPointer<UInt8>, to buffer: ByteBuffer) {
    if !hasComma && Self.isShortest(text) { return buffer.append(text) }
    guard let number = Double(String(decoding: text, as: UTF8.self)), number.isFinite else {
      return CellText.write(text, to: buffer)
    }
    let digits = Self.decimal(number)
    guard hasComma, let point = digits.firstIndex(of: ".") else { return buffer.append(digits) }
    buffer.append("\"\(digits[..<point]),\(digits[digits.index(after: point)...])\"")
  }

  /// Whether a text is a plain decimal of at most 15 digits without a zero too many: any such decimal is the
  /// shortest form of its Double.
  @inline(__always)
  static func isShortest(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var at = 0
    let count = text.count
    if count > 0, text[0] == UInt8(ascii: "-") { at = 1 }
    guard at < count, count &- at <= 16 else { return false }
    let first = text[at]
    if first == UInt8(ascii: "0"), count &- at > 1 ? text[at &+ 1] != UInt8(ascii: ".") : at == 1 {
      return false
    }
    var points = 0
    var digits = 0
    for i in at..<count {
      if text[i] &- UInt8(ascii: "0") < 10 {
        digits &+= 1
      } else {
        guard text[i] == UInt8(ascii: "."), i > at else { return false }
        points &+= 1
      }
    }
    let last = text[count &- 1]
    return digits <= 15
      && (points == 0 || points == 1 && last != UInt8(ascii: "0") && last != UInt8(ascii: "."))
  }

  /// Without an exponent where a person would write none: from 1e-7 up to 1e21.
  static func decimal(_ number: Double) -> String {
    if number == 0 { return "0" }
    let shortest = "\(number)"
    guard let e = shortest.firstIndex(of: "e"), let exponent = Int(shortest[shortest.index(after: e)...])
    else {
      return shortest.hasSuffix(".0") ? String(shortest.dropLast(2)) : shortest
    }
    guard (-7...20).contains(exponent) else { return shortest }
    let sign = number < 0 ? "-" : ""
    var digits = shortest[..<e].filter { $0.isNumber }
    if digits.count > 1, digits.hasSuffix("0") { digits.removeLast() }
    if exponent < 0 { return "\(sign)0.\(String(repeating: "0", count: -exponent - 1))\(digits)" }
    return sign + digits + String(repeating: "0", count: max(0, exponent + 1 - digits.count))
  }

  // MARK: Dates

  /// A number in a cell that is shown as a date: `2009-12-01 07:45:00`, or without a time that is midnight; a
  /// time alone is `07:45:00`. What is no date is written as a number.
  func writeDate(_ text: UnsafeBufferPointer<UInt8>, to buffer: ByteBuffer) {
    guard let days = Double(String(decoding: text, as: UTF8.self)), days >= 0, days < 2_958_466 else {
      return write(text, to: buffer)
    }
    let seconds = Int((days * 86_400).rounded())
    let (day, second) = (seconds / 86_400, seconds % 86_400)
    if day > 0 || is1904 || second == 0 {
      guard let date = date(ofDay: day) else { return write(text, to: buffer) }
      buffer.append(date)
      if second == 0 { return }
      buffer.append(UInt8(ascii: " "))
    }
    Self.two(second / 3600, to: buffer)
    buffer.append(UInt8(ascii: ":"))
    Self.two(second / 60 % 60, to: buffer)
    buffer.append(UInt8(ascii: ":"))
    Self.two(second % 60, to: buffer)
  }

  private static func two(_ number: Int, to buffer: ByteBuffer) {
    buffer.append(UInt8(truncatingIfNeeded: number / 10) &+ UInt8(ascii: "0"))
    buffer.append(UInt8(truncatingIfNeeded: number % 10) &+ UInt8(ascii: "0"))
  }

  /// Spreadsheets count 1900-02-29, which there never was, as day 60.
  private func date(ofDay day: Int) -> String? {
    if !is1904 && day == 60 { return "1900-02-29" }
    // Days from 0000-03-01 (H. Hinnant, "chrono-compatible low-level date algorithms").
    let z = day + (is1904 ? 695_361 : day < 60 ? 693_900 : 693_899)
    let era = z / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    guard year <= 9999 else { return nil }
    func padded(_ number: Int, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfYear - (153 * shifted + 2) / 5 + 1, 2))"
  }
}
