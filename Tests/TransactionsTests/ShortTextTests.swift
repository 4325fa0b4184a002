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
