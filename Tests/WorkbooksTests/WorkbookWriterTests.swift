import Tabular
import TestSupport
import Testing

@testable import Workbooks

@Suite("Workbooks that are written")
struct WorkbookWriterTests {
  private func book(_ rows: [(String, Double)], rowsPerSheet: Int = 1000) throws -> [UInt8] {
    let writer = WorkbookWriter(
      columns: [.init("text", width: 10), .init("number", width: 8)], sheet: "a/b & \"c\"",
      rowsPerSheet: rowsPerSheet)
    for (text, number) in rows {
      writer.beginRow()
      Array(text.utf8).withUnsafeBufferPointer { writer.text($0) }
      writer.number(number)
      writer.endRow()
    }
    try writer.finish()
    let out = ByteBuffer()
    writer.take(into: out)
    return Array(out.content)
  }

  @Test("Any text and any number is read back as it was", arguments: 0..<40 as Range<UInt64>)
  func roundTrip(seed: UInt64) throws {
    var random = RandomNumbers(seed: seed)
    let letters: [Character] = [
      "a", "é", "東", "😀", "&", "<", ">", "\"", "'", ",", "\n", "\t", "\r", "_", "x", "0", "4", "1", " ",
      "\u{1}",
      "\u{1F}", "\u{FFFE}", "\u{FFFF}", "=",
    ]
    let rows = (0..<50).map { _ in
      let text = (0..<Int.random(in: 0...12, using: &random)).map { _ in
        letters.randomElement(using: &random) ?? "a"
      }
      let bits = Double(bitPattern: random.next())
      return (
        "x\(String(text))x _x0041_",
        bits.isFinite ? bits : Double(Int.random(in: -99...99, using: &random)) / 100
      )
    }
    let table = try read(try book(rows))
    #expect(table.rows.map { $0[0] } == rows.map(\.0))
    #expect(table.rows.map { Double($0[1]) } == rows.map(\.1))
  }

  @Test("Moments are dates, to the second, and every sheet can be filtered by its header")
  func momentsAreDates() throws {
    let writer = WorkbookWriter(
      columns: [.init("when", width: 20, format: .moment), .init("money", width: 9, format: .money)],
      sheet: "a")
    let seconds: [Int64] = [1_291_924_860, 1_291_924_861, 0, 951_782_400, 4_102_444_799]
    for second in seconds {
      writer.beginRow()
      writer.moment(second)
      writer.number(1840.125)
      writer.endRow()
    }
    try writer.finish()
    let out = ByteBuffer()
    writer.take(into: out)
    let table = try read(Array(out.content))
    #expect(
      table.rows.map { $0[0] } == [
        "2010-12-09 20:01:00", "2010-12-09 20:01:01", "1970-01-01", "2000-02-29",
        "2099-12-31 23:59:59",
      ])
    #expect(table.rows.allSatisfy { $0[1] == "1840.125" })
    #expect(!WorkbookWriter.knows(moment: -2_208_988_800) && WorkbookWriter.knows(moment: 0))
  }

  @Test func theSameRowsAreTheSameBytes() throws {
    #expect(try book([("a", 1)]) == (try book([("a", 1)])))
  }

  @Test func moreRowsThanASheetHasGoOnInAnother() throws {
    let bytes = try book((0..<25).map { ("t\($0)", Double($0)) }, rowsPerSheet: 10)
    let file = try TemporaryFile(bytes)
    guard case .workbook(let workbook) = try TableFile.open(.file(file.path)) else {
      return #expect(Bool(false))
    }
    #expect(workbook.sheets.map(\.name) == ["a b & \"c\"", "a b & \"c\" 2", "a b & \"c\" 3"])
    var texts: [String] = []
    for sheet in 0..<3 {
      let table = try read(bytes, sheet: sheet)
      #expect(table.header == ["text", "number"])
      texts += table.rows.map { $0[0] }
    }
    #expect(texts == (0..<25).map { "t\($0)" })
  }
}
