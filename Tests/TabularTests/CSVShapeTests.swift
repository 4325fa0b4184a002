import TestSupport
import Testing

@testable import Tabular

@Suite("Lines, headers and rows of a CSV file")
struct CSVShapeTests {
  @Test(arguments: ["a,b\n1,2\n3,4\n", "a,b\r\n1,2\r\n3,4\r\n", "a,b\n1,2\n3,4", "a,b\r\n1,2\r\n3,4\r"])
  func linesMayEndAsTheyLike(text: String) throws {
    let table = try readTable(text)
    #expect(table.header == ["a", "b"])
    #expect(table.text == [["1", "2"], ["3", "4"]])
  }

  @Test func aCarriageReturnAloneEndsALineWhereThereIsNoOtherEnd() throws {
    let table = try readTable("a,b\r1,2\r\r3,\"4\r5\"\r")
    #expect(table.header == ["a", "b"])
    #expect(table.text == [["1", "2"], ["3", "4\n5"]])
    #expect(table.lines == [2, 4])
  }

  @Test(
    "A line that tells Excel the delimiter is no header",
    arguments: ["sep=;\n", "SEP=;\r\n", "\"sep=;\"\n", "\u{FEFF}sep=;\n"])
  func separatorLine(line: String) throws {
    let table = try readTable(line + "a;b,c,d\n1;2,3,4\n")
    #expect(table.header == ["a", "b,c,d"])
    #expect(table.text == [["1", "2,3,4"]])
    #expect(table.lines == [3])
    #expect(try readTable("sep=;x\n1\n").header == ["sep=", "x"])
  }

  @Test func aByteOrderMarkIsNoPartOfTheHeader() throws {
    let table = try readTable("\u{FEFF}\"Customer ID\",b\n1,2\n")
    #expect(table.header == ["Customer ID", "b"])
  }

  @Test func spacesAroundNamesInTheHeaderAreTakenOff() throws {
    #expect(try readTable(" a , b\t\n1,2\n").header == ["a", "b"])
  }

  @Test func blankLinesAreNoRowsButAreCounted() throws {
    let table = try readTable("\n\r\na,b\n\n1,2\n\r\n\n3,4\n\n")
    #expect(table.text == [["1", "2"], ["3", "4"]])
    #expect(table.lines == [5, 8])
  }

  @Test func aHeaderOverSeveralLinesMovesTheRowsDown() throws {
    let table = try readTable("\"two\nlines\",b\n1,2\n")
    #expect(table.header == ["two\nlines", "b"])
    #expect(table.lines == [3])
  }

  @Test func rowsOfAnotherLengthAreSetApartWithTheirLineAndCount() throws {
    let table = try readTable("a,b,c\n1,2,3\n1,2\n\n\"x\ny\",2,3\n1,2,3,4\nalone\n5,6,7\n")
    #expect(table.text == [["1", "2", "3"], ["x\ny", "2", "3"], ["5", "6", "7"]])
    #expect(
      table.ragged == [.init(line: 3, fields: 2), .init(line: 7, fields: 4), .init(line: 8, fields: 1)])
  }

  @Test func whatIsNotUTF8IsReadAsWindows1252() throws {
    let file = try TemporaryFile(Array("a,b\n".utf8) + [0x43, 0x41, 0x46, 0xC9, 0x2C, 0x80, 0x93, 0x0A])
    #expect(try ReadTable(file).text == [["CAFÉ", "€\u{201C}"]])
    #expect(try readTable("a,b\nCAFÉ,€“\n").text == [["CAFÉ", "€“"]])
  }

  @Test(arguments: [
    ("a,b;c\n", ","), ("a;b,c;d\n", ";"), ("a\tb\tc,d\n", "\t"), ("a|b\n", "|"), ("alone\n", ","),
    ("a,b;c\td|e\n", ","), ("\"x,y,z\";b\n", ";"), ("a;b|c\n", ";"), ("a\tb|c\n", "\t"),
  ])
  func theDelimiterIsTheOneThatGivesTheHeaderTheMostFields(header: String, delimiter: String) throws {
    let file = try TemporaryFile(header + "1\n")
    #expect(try CSVFile(.file(file.path)).delimiter == delimiter.utf8.first)
  }

  @Test func aDelimiterThatIsGivenIsTaken() throws {
    let file = try TemporaryFile("a,b;c\n1,5;2\n")
    #expect(try ReadTable(file, delimiter: UInt8(ascii: ";")).text == [["1,5", "2"]])
  }

  @Test func bytesReadAreThoseOfTheFile() throws {
    for text in ["a,b\n1,2\n3,4\n", "\u{FEFF}a,b\n1,2\n3,4", "a,b\n"] {
      let file = try TemporaryFile(text)
      let csv = try CSVFile(.file(file.path))
      while try csv.records.next(into: RecordBlock()) {}
      #expect(csv.bytesRead == text.utf8.count)
      #expect(csv.size == text.utf8.count)
    }
  }
}

@Suite("Files in UTF-16")
struct UTF16Tests {
  /// Two letters of two units, and more than a piece of the source.
  private static let text = "name,note\nAnn,😀é\n" + String(repeating: "Bo,żółw 😀\n", count: 30_000)

  @Test("A file in UTF-16 is the file that it is in UTF-8", arguments: [true, false], [true, false])
  func isRead(isBigEndian: Bool, hasMark: Bool) throws {
    let units = (hasMark ? [0xFEFF] : []) + Array(Self.text.utf16)
    let bytes = units.flatMap {
      isBigEndian ? [UInt8($0 >> 8), UInt8($0 & 0xFF)] : [UInt8($0 & 0xFF), UInt8($0 >> 8)]
    }
    let file = try TemporaryFile(bytes)
    let csv = try CSVFile(.file(file.path))
    #expect(csv.header == ["name", "note"])
    #expect(csv.lines.fields(1) == ["Ann", "😀é"])
    let block = RecordBlock()
    var rest: [UInt8] = []
    while try csv.records.next(into: block) {
      rest += UnsafeBufferPointer(start: block.bytes, count: block.count)
    }
    #expect(String(decoding: rest, as: UTF8.self) == Self.text.dropFirst("name,note\n".count))
  }
}

@Suite("Files that are no CSV")
struct CSVRefusalTests {
  private func refusal(_ bytes: [UInt8]) throws -> String? {
    let file = try TemporaryFile(bytes)
    let error = #expect(throws: TabularError.self) { try CSVFile(.file(file.path)) }
    #expect(error?.file == file.path)
    return error?.message
  }

  @Test func anEmptyFileNeedsAHeader() throws {
    #expect(try refusal([]) == "the file is empty; a header and rows are needed")
    #expect(try refusal([0xEF, 0xBB, 0xBF]) == "the file holds only empty lines; a header is needed")
    #expect(try refusal(Array("\r\n\n".utf8)) == "the file holds only empty lines; a header is needed")
  }

  @Test func otherFormatsAreCalledByTheirNames() throws {
    #expect(try refusal([0x50, 0x4B, 0x03, 0x04, 0x14])?.contains("workbook") == true)
    #expect(try refusal(Array("BZh91AY".utf8)) == "this is a bzip2 file; unpack it first")
    #expect(try refusal([0x61, 0x00, 0x62]) == "this is not a text file")
  }

  @Test func aHeaderWhoseQuoteNeverClosesIsSaidSo() throws {
    #expect(try refusal(Array("a,\"b\n1,2\n".utf8))?.hasPrefix("the header does not end") == true)
  }

  @Test func aMissingFileAndAFolderAreToldApart() {
    let missing = #expect(throws: TabularError.self) { try CSVFile(.file("/no/such/file.csv")) }
    #expect(missing?.description == "/no/such/file.csv: there is no such file")
    let folder = #expect(throws: TabularError.self) { try CSVFile(.file("/tmp")) }
    #expect(folder?.description == "/tmp: this is a folder; name the file in it")
  }
}
