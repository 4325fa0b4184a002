import Tabular
import TestSupport
import Testing

@testable import Transactions

/// What is read of eight bytes at once is what is read of one after the other.
@Suite struct ShortTextTests {
  /// The text with a few bytes behind it that do not belong to it, as in a block.
  private func looked<Result>(at text: [UInt8], _ look: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    let padded = text + Array("9.\"x-1,0".utf8) + [UInt8](repeating: 0xFF, count: 16)
    return padded.withUnsafeBufferPointer { look(UnsafeBufferPointer(rebasing: $0[..<text.count])) }
  }

  @Test func `numbers are those of the reader, and what it has to look at twice is left to it`() {
    var random = RandomNumbers(seed: 7)
    var read = 0
    for _ in 0..<200_000 {
      let length = Int.random(in: 0...10, using: &random)
      let text = (0..<length).map { _ in
        Array("0123456789.0123456789-, 1\"e".utf8).randomElement(using: &random)!
      }
      looked(at: text) { field in
        guard let value = ShortText(field)?.decimal else { return }
        read += 1
        #expect(
          DecimalReader(mark: .point).readPlain(field) == value, "\(String(decoding: text, as: UTF8.self))")
      }
    }
    #expect(read > 20_000)
  }

  @Test(arguments: [
    ("0", 0, 0), ("6", 6, 0), ("12345678", 12_345_678, 0), ("2.55", 255, 2), ("0.001", 1, 3), ("1.5", 15, 1),
    ("123456.7", 1_234_567, 1), ("1.234567", 1_234_567, 6),
  ])
  func `plain numbers are read at once`(text: String, mantissa: Int64, scale: Int32) {
    #expect(
      looked(at: Array(text.utf8)) { ShortText($0)?.decimal }
        == DecimalValue(mantissa: mantissa, scale: scale))
  }

  @Test(arguments: [
    "", ".", "-1", "+1", "1.", ".5", "1.2.3", "1,5", "1e5", " 1", "12345678.", "123456789", "٣",
  ])
  func `other texts are not numbers here`(text: String) {
    #expect(looked(at: Array(text.utf8)) { ShortText($0)?.decimal } == nil)
  }

  @Test func `a plain text is an ID as it stands`() {
    var random = RandomNumbers(seed: 8)
    let scratch = FieldScratch()
    var plain = 0
    for _ in 0..<100_000 {
      let length = Int.random(in: 1...9, using: &random)
      let text = (0..<length).map { _ in
        Bool.random(using: &random)
          ? UInt8.random(in: 0x30...0x7A, using: &random)
          : Array("0159.0' \"=+-@\\NnULlaA\u{00E9}".utf8).randomElement(using: &random)!
      }
      looked(at: text) { field in
        guard let short = ShortText(field) else {
          #expect(length > 8)
          return
        }
        let id = CustomerID.normalised(field, scratch: scratch)
        if short.isPlain && (short.count > 4 || short.beginsWithDigit) {
          plain += 1
          #expect(Array(id) == text)
        }
        if let whole = short.digitsBeforePointZero {
          #expect(Array(id) == Array(text.dropLast(2)))
          #expect(whole.count == length - 2)
        }
      }
    }
    #expect(plain > 1_000)
  }

  @Test(arguments: [("17850.0", "17850"), ("1.0", "1"), ("202680.0", "202680")])
  func `a whole number may be written with a point and a zero`(text: String, digits: String) {
    let whole = looked(at: Array(text.utf8)) { ShortText($0)?.digitsBeforePointZero }
    let plain = looked(at: Array(digits.utf8)) { ShortText($0) }
    #expect(whole?.word == plain?.word && whole?.count == digits.utf8.count)
  }

  @Test(arguments: ["17850", ".0", "0.00", "1.5", "A1.0", "1.0.0", "12345678"])
  func `nothing else is cut`(text: String) {
    #expect(looked(at: Array(text.utf8)) { ShortText($0)?.digitsBeforePointZero } == nil)
  }
}
