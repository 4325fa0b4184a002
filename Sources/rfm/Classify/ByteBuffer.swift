import Segmentation
import Transactions

/// Text on its way out, as bytes: filled by rows, emptied whenever it is full enough.
final class ByteBuffer {
  private var bytes: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private(set) var count = 0
  /// From this many bytes on it is worth emptying.
  static let enough = 1 << 18

  init() {
    capacity = Self.enough + 4096
    bytes = .allocate(capacity: capacity)
  }

  deinit { bytes.deallocate() }

  var isFull: Bool { count >= Self.enough }

  var content: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: bytes, count: count) }

  func clear() { count = 0 }

  @inline(__always)
  private func makeRoom(_ more: Int) {
    if count &+ more > capacity { grow(more) }
  }

  @inline(never)
  private func grow(_ more: Int) {
    let wider = max(2 * capacity, count + more)
    let new = UnsafeMutablePointer<UInt8>.allocate(capacity: wider)
    new.update(from: bytes, count: count)
    bytes.deallocate()
    bytes = new
    capacity = wider
  }

  // MARK: - Bytes and text

  @inline(__always)
  func append(_ byte: UInt8) {
    makeRoom(1)
    bytes[count] = byte
    count &+= 1
  }

  @inline(__always)
  func append(_ more: UnsafeBufferPointer<UInt8>) {
    guard let base = more.baseAddress else { return }
    makeRoom(more.count)
    (bytes + count).update(from: base, count: more.count)
    count &+= more.count
  }

  @inline(__always)
  func append(_ more: [UInt8]) {
    more.withUnsafeBufferPointer { append($0) }
  }

  func append(_ text: String) {
    var text = text
    text.withUTF8 { append($0) }
  }

  /// A cell of CSV: guarded against being run as a formula, quoted where it must be.
  @inline(__always)
  func append(cell text: UnsafeBufferPointer<UInt8>) {
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

  // MARK: - Numbers

  @inline(__always)
  func append(_ number: Int) {
    makeRoom(20)
    var rest = number.magnitude
    if number < 0 { append(UInt8(ascii: "-")) }
    var end = 1
    var power: UInt = 10
    while end < 19 && rest >= power {
      end &+= 1
      power &*= 10
    }
    var at = count &+ end
    count = at
    repeat {
      at &-= 1
      bytes[at] = UInt8(truncatingIfNeeded: rest % 10) &+ UInt8(ascii: "0")
      rest /= 10
    } while rest > 0
  }

  /// The shortest decimal that reads back as the same number; a whole number without a point.
  @inline(__always)
  func append(_ number: Double) {
    guard abs(number) < 1e13 else { return appendAny(number) }
    // Up to 15 digits, a decimal of cents that is the number is also its shortest form.
    let cents = (number * 100).rounded()
    guard cents / 100 == number else { return appendAny(number) }
    let hundredths = Int(abs(cents))
    if cents < 0 { append(UInt8(ascii: "-")) }
    append(hundredths / 100)
    let part = hundredths % 100
    guard part > 0 else { return }
    append(UInt8(ascii: "."))
    append(UInt8(truncatingIfNeeded: part / 10) &+ UInt8(ascii: "0"))
    if part % 10 > 0 { append(UInt8(truncatingIfNeeded: part % 10) &+ UInt8(ascii: "0")) }
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

  /// A number with zeros in front.
  @inline(__always)
  func append(digits number: Int, count digits: Int) {
    makeRoom(digits)
    var rest = number
    var at = count &+ digits
    while at > count {
      at &-= 1
      bytes[at] = UInt8(truncatingIfNeeded: rest % 10) &+ UInt8(ascii: "0")
      rest /= 10
    }
    count &+= digits
  }

  /// 2010-12-09 20:01:00
  func append(_ moment: Timestamp) {
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

  @inline(never)
  private func appendAny(_ number: Double) {
    var target = self
    let start = count
    number.write(to: &target)
    if count &- start > 2, bytes[count &- 1] == UInt8(ascii: "0"), bytes[count &- 2] == UInt8(ascii: ".") {
      count &-= 2
    }
  }
}

extension ByteBuffer: TextOutputStream {
  func write(_ string: String) { append(string) }

  /// What the standard library calls with the digits of a number: no String is made.
  func _writeASCII(_ buffer: UnsafeBufferPointer<UInt8>) { append(buffer) }
}
