import TestSupport
import Testing

@testable import Tabular

@Suite("Quotes in a CSV file")
struct CSVQuotingTests {
  @Test func aQuoteOpensAFieldOnlyAsItsFirstByte() throws {
    let table = try readTable("code,what\n1,12\" PLATE\n2,\"7\"\" SAW, \"\"BLUE\"\"\"\n3,a\"b\"c\n")
    #expect(table.text == [["1", "12\" PLATE"], ["2", "7\" SAW, \"BLUE\""], ["3", "a\"b\"c"]])
  }

  @Test func delimitersAndLineBreaksInsideQuotesAreText() throws {
    let table = try readTable("a,b\n\"1,5\",\"two\nlines\r\nor three\"\n2,x\n")
    #expect(table.text == [["1,5", "two\nlines\r\nor three"], ["2", "x"]])
    #expect(table.lines == [2, 5])
  }

  @Test func textBehindAClosingQuoteBelongsToTheField() throws {
    let table = try readTable("a,b\n\"x\"y,\"p\" q\"r\"\n")
    #expect(table.text == [["xy", "p q\"r\""]])
  }

  @Test func emptyQuotesAreAnEmptyField() throws {
    #expect(try readTable("a,b,c\n\"\",,\"\"\"\"\n").text == [["", "", "\""]])
  }

  @Test func aQuoteOpenAtTheEndNamesTheLineOfItsRecord() throws {
    let file = try TemporaryFile("a,b\n1,\"two\nlines\"\n2,x\n3,\"open\n4,y\n")
    let error = #expect(throws: TabularError.self) { try ReadTable(file) }
    #expect(error?.line == 5)
    #expect(error?.message == "a quote that opens in this record is never closed")
  }

  @Test func theRecordsBeforeAnOpenQuoteAreGivenOutFirst() throws {
    let file = try TemporaryFile("a,b\n1,x\n2,\"open\n3,y\n")
    let csv = try CSVFile(.file(file.path))
    let block = RecordBlock()
    #expect(try csv.records.next(into: block))
    #expect(block.count == 4)
    #expect(throws: TabularError.self) { try csv.records.next(into: block) }
    #expect(try !csv.records.next(into: block))
  }

  @Test(arguments: [56, 60, 61, 62, 63, 64, 65, 66, 67, 124, 127, 128, 129])
  func quotesMayStandAcrossTheBordersOfAChunk(offset: Int) throws {
    // The file is scanned 64 bytes at a time; here a quoted field starts at every place around a border.
    let padding = String(repeating: "x", count: offset)
    for field in [",", "\n", "\"", "\",\"", "a\"\"b", "\r\n"] {
      let quoted = "\"" + field.replacing("\"", with: "\"\"") + "\""
      let table = try readTable("a,b,c\n\(padding),\(quoted),end\nx,12\" y,z\n")
      #expect(table.text == [[padding, field, "end"], ["x", "12\" y", "z"]])
    }
  }

  @Test func aRecordOverSixteenMebibytesIsSaidToHaveAnOpenQuote() throws {
    var bytes = Array("a,b\n1,x\n2,\"".utf8)
    bytes += repeatElement(UInt8(ascii: "y"), count: 17 * 1024 * 1024)
    let file = try TemporaryFile(bytes)
    let csv = try CSVFile(.file(file.path))
    let block = RecordBlock()
    #expect(try csv.records.next(into: block))
    let error = #expect(throws: TabularError.self) { try csv.records.next(into: block) }
    #expect(error?.line == 3)
    #expect(error?.message.contains("longer than 16 MiB") == true)
  }

  @Test func aLongRecordIsReadWhereItsQuoteCloses() throws {
    let long = String(repeating: "wörd, ", count: 150_000)
    let table = try readTable("a,b\n1,\"\(long)\"\n2,x\n")
    #expect(table.text == [["1", long], ["2", "x"]])
  }
}
