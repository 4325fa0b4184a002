import Testing

@testable import Forgetting

@Suite struct SuppressionListTests {
  /// The examples of FIPS 180-4 and NIST's test vectors, with lengths around the edges of a block.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      String(repeating: "a", count: 55), "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"
    ),
    (
      String(repeating: "a", count: 56), "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"
    ),
    (
      String(repeating: "a", count: 64), "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"
    ),
  ])
  func hashesAreThoseOfTheStandard(_ text: String, _ digest: String) {
    var hash = SHA256()
    hash.add(text.utf8)
    let own = hash.finish()
    #expect(own.hexadecimal == digest)
  }

  @Test func aLongTextIsManyBlocks() {
    var hash = SHA256()
    hash.add(repeatElement(UInt8(ascii: "a"), count: 100_000))
    let own = hash.finish()
    #expect(own.hexadecimal == "6d1cf22d7cc09b085dfc25ee1a1f3ae0265804c607bc2074ad253bcc82fd81ee")
  }

  @Test func whoIsOnTheListIsFoundAndNobodyElse() {
    var random = SystemRandomNumberGenerator()
    var list = SuppressionList(using: &random)
    let (first, second) = (list.insert("17850"), list.insert("17850"))
    #expect(first && !second)
    list.insert("O'Neill Ltd")
    #expect(list.contains("17850"))
    #expect(list.contains("O'Neill Ltd"))
    for other in ["1785", "178500", "", "o'neill ltd"] { #expect(!list.contains(other)) }
    #expect(list.count == 2)
  }

  @Test func aListIsReadBackAsItWas() throws {
    var random = SystemRandomNumberGenerator()
    var list = SuppressionList(using: &random)
    for number in 0..<100 { list.insert(String(number)) }
    let again = try SuppressionList(reading: list.text)
    #expect(again == list)
    #expect(again.text == list.text)
    #expect(!list.text.contains("17850"))
  }

  /// Two lists with the same people have nothing in common.
  @Test func eachListHasASaltOfItsOwn() {
    var random = SystemRandomNumberGenerator()
    var (one, other) = (SuppressionList(using: &random), SuppressionList(using: &random))
    one.insert("17850")
    other.insert("17850")
    let lines = Set(one.text.split(separator: "\n").dropFirst())
    #expect(lines.isDisjoint(with: other.text.split(separator: "\n").dropFirst()))
  }

  @Test(arguments: [
    ("", 1), ("rfm-forgotten/2\n", 1), ("rfm-forgotten/1\nsalt abc\n", 2),
    ("rfm-forgotten/1\nsalt \(String(repeating: "0g", count: 32))\n", 2),
    ("rfm-forgotten/1\nsalt \(String(repeating: "00", count: 32))\n17850\n", 3),
  ])
  func aBrokenListIsRefusedWithItsLine(_ text: String, _ line: Int) {
    let problem = #expect(throws: SuppressionList.Problem.self) { try SuppressionList(reading: text) }
    #expect(problem?.line == line)
  }
}
