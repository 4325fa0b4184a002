/// A JSON number as an `Int`, worked out in decimal so that no digit is lost on the way through a `Double`.
enum WholeNumber: Equatable {
  case exact(Int)
  case fraction
  case outOfRange

  /// - Parameter literal: A number by the grammar of JSON.
  init(_ literal: String) {
    if let integer = Int(literal) {
      self = .exact(integer)
      return
    }
    // The value is ± digits × 10^power, with no zero at the end of the digits.
    var digits: [UInt8] = []
    var power = 0
    var isAfterPoint = false
    var exponent: Substring?
    for index in literal.utf8.indices {
      let byte = literal.utf8[index]
      if byte | 0x20 == UInt8(ascii: "e") {
        exponent = literal[literal.utf8.index(after: index)...]
        break
      }
      if byte == Byte.point { isAfterPoint = true }
      guard Byte.isDigit(byte) else { continue }
      digits.append(byte)
      if isAfterPoint { power -= 1 }
    }
    while digits.last == Byte.zero {
      digits.removeLast()
      power += 1
    }
    guard !digits.isEmpty else {
      self = .exact(0)
      return
    }
    // An exponent too long for an Int is so far from zero that only its sign counts.
    let farAway = exponent?.utf8.first == Byte.minus ? Int.min / 2 : Int.max / 2
    let shift = exponent.map { Int($0) ?? farAway } ?? 0
    let (total, overflow) = power.addingReportingOverflow(shift)
    guard !overflow, total <= 19 else {
      self = shift < 0 ? .fraction : .outOfRange
      return
    }
    guard total >= 0 else {
      self = .fraction
      return
    }
    let sign = literal.utf8.first == Byte.minus ? "-" : ""
    let text = sign + String(decoding: digits, as: UTF8.self) + String(repeating: "0", count: total)
    self = Int(text).map(WholeNumber.exact) ?? .outOfRange
  }
}
