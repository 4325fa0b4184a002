import Testing

@testable import Workbooks

/// What is no workbook, or a broken or hostile one: one sentence each.
@Suite("Workbooks that are refused")
struct RefusalTests {
  private static let rows =
    "<row><c t=\"str\"><v>a</v></c></row><row><c><v>1</v></c></row><row><c><v>2</v></c></row>"

  private func refusal(_ bytes: [UInt8], at location: SourceLocation = #_sourceLocation) -> String {
    let error = #expect(throws: (any Error).self, sourceLocation: location) { try read(bytes) }
    let text = error.map { "\($0)" } ?? ""
    #expect(!text.contains("\n"), sourceLocation: location)
    return text
  }

  @Test func otherArchivesAreCalledByTheirNames() {
    #expect(refusal(archive([("sales.csv", "a,b"), ("x", "")])).contains("In it: sales.csv and 1 more"))
    #expect(refusal(archive([("mimetype", "x"), ("content.xml", "<x/>")])).contains(".ods"))
    let document =
      "<Relationships><Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"%\"/></Relationships>"
    #expect(
      refusal(
        archive([("_rels/.rels", document.replacing("%", with: "xl/workbook.bin")), ("xl/workbook.bin", "")])
      )
      .contains(".xlsb"))
    #expect(
      refusal(
        archive([
          ("[Content_Types].xml", ""), ("_rels/.rels", document.replacing("%", with: "word/document.xml")),
          ("word/document.xml", "<x/>"),
        ])
      ).contains("Office document, but no workbook"))
  }

  @Test func containersOfOldOfficeAreToldApart() {
    func container(_ name: String) -> [UInt8] {
      [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 1100)
        + name.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } + [0, 0, 0, 0]
    }
    #expect(refusal(container("EncryptedPackage")).contains("protected by a password"))
    #expect(refusal(container("Workbook")).contains("old Excel workbook (.xls)"))
    #expect(refusal(container("WordDocument")).contains("old Office document"))
    #expect(refusal([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]).contains("old Office document"))
  }

  @Test func entitiesAreNotEvenDeclared() {
    var book = Book(Self.rows)
    book.parts["xl/worksheets/s0.xml"] =
      "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><worksheet><sheetData>&b;</sheetData></worksheet>"
    #expect(refusal(book.bytes).contains("declares a document type"))
  }

  @Test func whatWouldFillTheMemoryIsRefused() {
    var book = Book(Self.rows)
    book.parts["xl/worksheets/s0.xml"] = String(repeating: "<a>", count: 100_000)
    #expect(refusal(book.bytes).contains("nested too deeply"))
    book.parts["xl/worksheets/s0.xml"] = "<a b=\"" + String(repeating: "x", count: 3_000_000)
    #expect(refusal(book.bytes).contains("longer than 1 MiB"))
    book = Book("<row><c t=\"str\"><v>" + String(repeating: "x", count: 2_000_000) + "</v></c></row>")
    #expect(refusal(book.bytes).contains("row 1 of sheet \"Sales\""))
    book = Book("<row>" + String(repeating: "<c><v>1</v></c>", count: 17_000) + "</row>")
    #expect(refusal(book.bytes).contains("16,384"))
    #expect(refusal(Book("<row r=\"1048577\"/>").bytes).contains("more than a sheet can have"))
  }

  @Test func damageIsSaidToBeOne() {
    #expect(refusal(Book("<row><c><v>1</c></row>").bytes).contains("mismatched tag"))
    #expect(refusal(Book("<row r=\"5\"/><row r=\"4\"/>").bytes).contains("the sheet is damaged"))
    var book = Book(Self.rows)
    book.parts["xl/worksheets/s0.xml"] = ""
    #expect(refusal(book.bytes).contains("no element found"))
  }

  @Test func anywhereCutShortIsOneSentence() throws {
    let bytes = Book(Self.rows).bytes
    for length in stride(from: 4, to: bytes.count - 22, by: 5) {
      #expect(refusal(Array(bytes.prefix(length))).contains("damaged"), "\(length) bytes")
    }
  }

  @Test func anyFlippedBitIsHarmless() throws {
    let bytes = Book(Self.rows).bytes
    let whole = try read(bytes)
    #expect(whole.rows == [["1"], ["2"]])
    for at in bytes.indices {
      var damaged = bytes
      damaged[at] ^= 1 << UInt8(at % 8)
      do { _ = try read(damaged) } catch { #expect(!"\(error)".contains("\n")) }
    }
  }
}
