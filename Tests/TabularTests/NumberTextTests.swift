import TestSupport
import Testing

@testable import Tabular

@Suite("Numbers as text")
struct NumberTextTests {
  /// What a buffer makes of a number.
  private func text(_ buffer: ByteBuffer, _ append: (ByteBuffer) -> Void) -> String {
    buffer.clear()
    append(buffer)
    return String(decoding: buffer.content, as: UTF8.self)
  }

  /// The shortest form as the standard library has it, a whole number without a point.
  private func shortest(_ number: Double) -> String {
    let text = number.description
    if number == 0 { return "0" }
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  @Test func areWrittenInFull() {
    let buffer = ByteBuffer()
    let written: [(Double, String)] = [
      (0, "0"), (-0.0, "0"), (1, "1"), (-1.5, "-1.5"), (0.1, "0.1"), (0.25, "0.25"), (1840.5, "1840.5"),
      (99.99, "99.99"), (0.001, "0.001"), (0.0009765625, "0.0009765625"),
      (0.2176252963844517, "0.2176252963844517"),
      (0.01932162330993243, "0.01932162330993243"), (2.110296783955159, "2.110296783955159"),
      (12.345678901234567, "12.345678901234567"), (1e13, "10000000000000"), (1e13 + 0.5, "10000000000000.5"),
      (4503599627370495.5, "4503599627370495.5"), (9_007_199_254_740_991, "9007199254740991"),
      (1e16, "1e+16"),
      (1e-5, "1e-05"), (.infinity, "inf"), (.greatestFiniteMagnitude, "1.7976931348623157e+308"),
      (.leastNonzeroMagnitude, "5e-324"),
    ]
    for (number, expected) in written { #expect(text(buffer) { $0.append(number) } == expected) }
    for number in [0, 7, -7, 10, 99_999_999, 100_000_000, 100_000_001, .max, .min] {
      #expect(text(buffer) { $0.append(number) } == String(number))
    }
  }

  /// Of every size, of few bits, with few digits, and the neighbours of those.
  private func number(_ dice: inout RandomNumbers) -> Double {
    let random = dice.next()
    switch random % 8 {
    case 0: return Double.random(in: -4..<4, using: &dice)
    case 1: return Double(bitPattern: dice.next())
    case 2, 3:
      // Between 10⁻⁸ and 10¹⁷, of up to 53 bits.
      let exponent = UInt64.random(in: 996...1080, using: &dice)
      let fraction = dice.next() & (~0 << UInt64.random(in: 0..<52, using: &dice))
      return Double(bitPattern: fraction & 0x800F_FFFF_FFFF_FFFF | exponent << 52)
    case 4: return Double.random(in: 0..<1e17, using: &dice)
    default:
      let power: Double = [1, 10, 100, 1000, 1e4, 1e5, 1e6, 1e9, 1e12, 1e15].randomElement(using: &dice) ?? 1
      let digits = Int64(truncatingIfNeeded: dice.next() >> UInt64.random(in: 10..<64, using: &dice))
      let decimal = Double(digits) / power
      return random % 16 < 8 ? decimal : random % 32 < 16 ? decimal.nextUp : decimal.nextDown
    }
  }

  @Test("are the shortest that read back, as the standard library writes them", arguments: 1...8)
  func shortestForms(seed: Int) {
    var dice = RandomNumbers(seed: UInt64(seed))
    let buffer = ByteBuffer()
    var wrong: [Double] = []
    for _ in 0..<250_000 {
      let number = number(&dice)
      if number.isNaN { continue }
      if text(buffer, { $0.append(number) }) != shortest(number) { wrong.append(number) }
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(10))")
  }

  @Test func wholeNumbersOfEveryLength() {
    var dice = RandomNumbers(seed: 3)
    let buffer = ByteBuffer()
    for _ in 0..<50_000 {
      let number = Int(truncatingIfNeeded: dice.next()) >> Int.random(in: 0..<64, using: &dice)
      #expect(text(buffer) { $0.append(number) } == String(number))
      #expect(text(buffer) { $0.write(atMost: 32) { $0.append(short: number) } } == String(number))
    }
  }

  @Test func textsOfEveryLengthLeaveWhatIsBeforeThem() {
    let buffer = ByteBuffer()
    for count in 0...50 {
      let bytes = (0..<count).map { UInt8(ascii: "a") + UInt8($0 % 26) }
      bytes.withUnsafeBufferPointer { bytes in
        buffer.write(atMost: 2 + bytes.count) { line in
          line.append(UInt8(ascii: "<"))
          line.append(bytes)
          line.append(UInt8(ascii: ">"))
        }
      }
      #expect(
        String(decoding: buffer.content, as: UTF8.self) == "<\(String(decoding: bytes, as: UTF8.self))>")
      buffer.clear()
    }
  }

  @Test func whatIsWrittenAtOnceFindsRoomAtTheEndOfABuffer() {
    let buffer = ByteBuffer()
    var expected = 0
    while expected < 3 * ByteBuffer.enough {
      buffer.write(atMost: 2 * ByteCursor.numberLength) { line in
        line.append(-0.30000000000000004)
        line.append(Int.min)
      }
      expected += 40
    }
    let text = String(decoding: buffer.content, as: UTF8.self)
    #expect(text.utf8.count == expected)
    #expect(text == String(repeating: "-0.30000000000000004-9223372036854775808", count: expected / 40))
  }
}

@Suite("Plain numbers in a block")
struct PlainNumberTests {
  /// A field with other fields around it, as blocks have them.
  private func withField<Result>(_ text: [UInt8], _ body: (RecordFields) -> Result) -> Result {
    let before = Array("12.5,".utf8)
    let bytes = before + text + Array(",7.7\n".utf8) + [UInt8](repeating: 0, count: RecordBlock.padding)
    let ends = [before.count - 1, before.count + text.count, before.count + text.count + 4].map(UInt32.init)
    return bytes.withUnsafeBufferPointer { bytes in
      ends.withUnsafeBufferPointer { ends in
        [UInt32(0)].withUnsafeBufferPointer { starts in
          body(
            RecordFields(
              bytes: bytes.baseAddress!, starts: starts.baseAddress!, ends: ends.baseAddress!, columns: 3))
        }
      }
    }
  }

  private func text(_ dice: inout RandomNumbers) -> [UInt8] {
    // Mostly digits, and what lies around them in ASCII.
    let others = Array("0123456789....,,-+ e/:;'\"\u{7F}£".utf8)
    let length = Int.random(in: 0...12, using: &dice)
    let oddness = Int.random(in: 0...3, using: &dice)
    return (0..<length).map { _ in
      Int.random(in: 0..<8, using: &dice) < oddness
        ? others.randomElement(using: &dice) ?? 0 : UInt8.random(in: 0x30...0x39, using: &dice)
    }
  }

  @Test("are read as one byte after the other is", arguments: DecimalMark.allCases)
  func decimals(mark: DecimalMark) {
    var dice = RandomNumbers(seed: 11)
    let reader = DecimalReader(mark: mark)
    var read = 0
    for _ in 0..<60_000 {
      let text = text(&dice)
      let expected = text.withUnsafeBufferPointer { reader.readPlain($0) }
      let found = withField(text) { $0.plainDecimal(0, 1, reader) }
      if found != expected { Issue.record("\(String(decoding: text, as: UTF8.self))") }
      read += found == nil ? 0 : 1
    }
    #expect(read > 10_000)
  }

  @Test func wholeNumbers() {
    var dice = RandomNumbers(seed: 12)
    var read = 0
    for _ in 0..<60_000 {
      let text = text(&dice)
      let isWhole = 1...8 ~= text.count && text.allSatisfy { 0x30...0x39 ~= $0 }
      let expected = isWhole ? Int32(String(decoding: text, as: UTF8.self)) : nil
      #expect(withField(text) { $0.plainWhole(0, 1) } == expected)
      read += isWhole ? 1 : 0
    }
    #expect(read > 5_000)
  }

  @Test func plainWordsHoldNothingToLookInto() {
    for count in 0...18 {
      for place in 0..<max(count, 1) {
        for byte in 0...255 {
          var text = [UInt8](repeating: UInt8(ascii: "7"), count: count)
          if count > 0 { text[place] = UInt8(byte) }
          let expected = 1...16 ~= count && 0x30..<0x80 ~= byte
          #expect(text.withUnsafeBufferPointer(FieldText.isPlainWord) == expected)
        }
      }
    }
  }
}
