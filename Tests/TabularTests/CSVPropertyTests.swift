import TestSupport
import Testing

@testable import Tabular

@Suite("Any table, any block size, any number of readers")
struct CSVPropertyTests {
  @Test(arguments: 1...60)
  func aTableThatIsWrittenIsReadBack(seed: Int) throws {
    var random = RandomNumbers(seed: UInt64(seed))
    let columns = Int.random(in: 1...6, using: &random)
    let delimiter = [",", ";", "\t", "|"].randomElement(using: &random) ?? ","
    let header = (0..<columns).map { "column\($0)" }
    let rows = (0..<Int.random(in: 0...80, using: &random)).map { _ in
      (0..<columns).map { _ in Self.field(using: &random) }
    }
    let ending = Bool.random(using: &random) ? "\n" : "\r\n"
    var text = ([header] + rows).map { row in
      row.map { Self.quoted($0, always: columns == 1, using: &random) }.joined(separator: delimiter)
    }.joined(separator: ending)
    if Bool.random(using: &random) { text += ending }
    let file = try TemporaryFile(text)
    for (blockSize, readers) in [(100, 1), (101, 3), (64, 2), (1 << 16, 4)] {
      let table = try ReadTable(
        file, delimiter: delimiter.utf8.first, blockSize: max(blockSize, text.utf8.count / 40),
        readers: readers)
      #expect(table.header == header)
      #expect(table.text == rows)
      #expect(table.ragged.isEmpty)
    }
  }

  private static func field(using random: inout RandomNumbers) -> String {
    let pieces = [
      "\"", "\"\"", ",", ";", "\t", "|", "\n", "\r\n", " ", "é", "😀", "x", "12\" PLATE", "1.5", "",
    ]
    let long = Int.random(in: 0..<20, using: &random) == 0
    return (0..<Int.random(in: 0...(long ? 200 : 5), using: &random))
      .map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
  }

  /// Quoted where it must be, and now and then where it need not.
  private static func quoted(_ field: String, always: Bool, using random: inout RandomNumbers) -> String {
    let mustBe =
      always || field.utf8.contains { ",;\t|\n\r".utf8.contains($0) }
      || field.utf8.first == UInt8(ascii: "\"")
    guard mustBe || Int.random(in: 0..<4, using: &random) == 0 else { return field }
    return "\"" + field.replacing("\"", with: "\"\"") + "\""
  }

  @Test(arguments: 1...150)
  func randomBytesAreReadAsANaiveParserReadsThem(seed: Int) throws {
    var random = RandomNumbers(seed: UInt64(seed) &+ 7000)
    let delimiter = UInt8(ascii: ";")
    // Few quotes in some of the files, so that not all of them end inside one.
    let alphabet = Array((seed.isMultiple(of: 2) ? "\"\"\",\n\r;x" : "\"x;x;xxxx\n\rx,xxxxxx;xx").utf8)
    var bytes = Array("a;b\n".utf8)
    for _ in 0..<Int.random(in: 0...700, using: &random) {
      bytes.append(alphabet.randomElement(using: &random) ?? 0)
    }
    let file = try TemporaryFile(bytes)
    let expected = NaiveParser.parse(bytes, delimiter: delimiter)
    for (blockSize, readers) in [(64, 1), (65, 2), (97, 1), (200, 3), (4096, 1)] {
      let table = try? ReadTable(file, delimiter: delimiter, blockSize: blockSize, readers: readers)
      #expect(table == expected, "block size \(blockSize)")
    }
  }
}
