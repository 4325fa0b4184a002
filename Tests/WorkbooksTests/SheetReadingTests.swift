import Tabular
import Testing

@testable import Workbooks

/// Cells as spreadsheets and other programs write them.
@Suite("Cells of a sheet")
struct SheetReadingTests {
  private static let header =
    "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>a</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>b</t></is></c></row>"

  /// The text of column a in a row of its own.
  private func cell(
    _ cell: String, formats: [String] = [], is1904: Bool = false, comma: Bool = false
  ) throws -> String? {
    var book = Book("\(Self.header)<row>\(cell)<c r=\"B2\"><v>1</v></c></row>", formats: formats)
    book.is1904 = is1904
    return try read(book.bytes, hasDecimalComma: comma).rows.first?[0]
  }

  @Test(
    "Each kind of cell is read as its text",
    arguments: [
      ("<c t=\"inlineStr\"><is><t>x, \"y\"</t></is></c>", "x, \"y\""),
      (
        "<c t=\"inlineStr\"><is><r><t>rich</t></r><r><rPr><b/></rPr><t xml:space=\"preserve\"> text</t></r></is></c>",
        "rich text"
      ),
      ("<c t=\"inlineStr\"><is><t>東京</t><rPh sb=\"0\" eb=\"2\"><t>トウキョウ</t></rPh></is></c>", "東京"),
      ("<c t=\"inlineStr\"><is><t>a_x000D_b_x005F_x0041_ &amp; &lt;</t></is></c>", "a\rb_x0041_ & <"),
      ("<c t=\"str\"><f>A1&amp;B1</f><v>C489449</v></c>", "C489449"),
      ("<c t=\"b\"><v>1</v></c>", "TRUE"), ("<c t=\"b\"><v>0</v></c>", "FALSE"),
      ("<c t=\"e\"><v>#N/A</v></c>", "#N/A"),
      ("<c t=\"d\"><v>2009-12-01T07:45:00</v></c>", "2009-12-01T07:45:00"),
      ("<c><v>489434</v></c>", "489434"), ("<c t=\"n\"><v>2.1000000000000001</v></c>", "2.1"),
      ("<c><v>12.50</v></c>", "12.5"), ("<c><v>1.2345678901234501E+19</v></c>", "12345678901234502000"),
      ("<c><v>1E-05</v></c>", "0.00001"), ("<c><v>-0.1</v></c>", "-0.1"), ("<c><v>007</v></c>", "7"),
      ("<c><v>-0</v></c>", "0"), ("<c><v>-12</v></c>", "-12"), ("<c s=\"9\"><v>5.0</v></c>", "5"),
      ("<c><v>0.30000000000000004</v></c>", "0.30000000000000004"), ("<c/>", ""), ("<c><v></v></c>", ""),
    ])
  func kinds(xml: String, text: String) throws {
    #expect(try cell(xml) == text)
  }

  @Test(
    "Days are dates where their style says so, rounded to the second",
    arguments: [
      ("40148.32291666666", "22", false, "2009-12-01 07:45:00"), ("40148", "14", false, "2009-12-01"),
      ("40148.9999999", "yyyy\\-mm\\-dd", false, "2009-12-02"), ("0.5", "h:mm", false, "12:00:00"),
      ("59", "14", false, "1900-02-28"), ("60", "14", false, "1900-02-29"), ("61", "14", false, "1900-03-01"),
      ("1", "14", false, "1900-01-01"), ("2958465", "14", false, "9999-12-31"),
      ("38686.32291666666", "22", true, "2009-12-01 07:45:00"), ("0", "14", true, "1904-01-01"),
      ("2958466", "14", false, "2958466"), ("-1", "14", false, "-1"), ("40148.5", "0.00", false, "40148.5"),
      ("1.5", "[h]:mm:ss", false, "1.5"), ("40148", "[$-409]d\\-mmm\\-yy;@", false, "2009-12-01"),
      ("40148", "0.00E+00", false, "40148"), ("40148", "General", false, "40148"),
      ("40148", "0&quot; days&quot;", false, "40148"), ("40148", "[Red]#,##0", false, "40148"),
    ])
  func dates(value: String, format: String, is1904: Bool, text: String) throws {
    #expect(try cell("<c s=\"1\"><v>\(value)</v></c>", formats: ["0", format], is1904: is1904) == text)
  }

  @Test func numbersHaveTheDecimalMarkThatTextsAreReadWith() throws {
    #expect(try cell("<c><v>1.234</v></c>", comma: true) == "1,234")
    #expect(try cell("<c t=\"inlineStr\"><is><t>1.234,50</t></is></c>", comma: true) == "1.234,50")
    #expect(try cell("<c><v>12</v></c>", comma: true) == "12")
  }

  @Test func sharedTextsAreThoseOfTheWorkbook() throws {
    var book = Book(
      "<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c></row><row><c t=\"s\"><v>2</v></c><c t=\"s\"><v>2</v></c></row>"
    )
    book.strings = "<si><t>a</t></si><si><t>b</t></si><si><r><t>12\"</t></r><r><t>, x</t></r></si>"
    #expect(
      try read(book.bytes) == SheetRows(header: ["a", "b"], rows: [["12\", x", "12\", x"]], numbers: [2]))
    book.strings = "<si><t>a</t></si><si><t>b</t></si>"
    let error = #expect(throws: (any Error).self) { try read(book.bytes) }
    #expect("\(error!)".contains("cell A2 shows shared text 2, and there is none"))
  }

  @Test func cellsMayStandInAnyOrderAndRowsMayBeMissing() throws {
    let rows = """
      <row r="3"><c r="B3" t="str"><v>b</v></c><c r="A3" t="str"><v>a</v></c></row>
      <row r="5"/><row r="6"><c r="C6"/><c r="A6" t="str"><v>one
      two</v></c></row><row><c><v>1</v></c><c><v>2</v></c><c><v></v></c></row>
      <row r="9"><c r="B9"><v>2</v></c><c r="A9"><v>1</v></c></row><row r="12"><c r="D12"><v>4</v></c></row>
      """
    let table = try read(Book(rows).bytes)
    #expect(table.header == ["a", "b"])
    #expect(table.rows == [["one\ntwo", ""], ["1", "2"], ["1", "2"]])
    #expect(table.numbers == [6, 7, 9])
    #expect(table.ragged == [12])
    #expect(
      try read(Book(rows.replacing("<row", with: "<x:row").replacing("</row", with: "</x:row")).bytes)
        == table)
  }

  @Test func blocksOfAnySizeGiveTheSameRows() throws {
    let rows = (2..<400).map {
      "<row r=\"\($0 * 2)\"><c t=\"str\"><v>text \($0)\n\"</v></c><c><v>\($0)</v></c></row>"
    }.joined()
    let all = try read(Book(Self.header + rows).bytes, blockSize: 1 << 18)
    #expect(all.rows.count == 398)
    #expect(all.numbers == (2..<400).map { $0 * 2 })
    for blockSize in [64, 100, 1000] {
      #expect(try read(Book(Self.header + rows).bytes, blockSize: blockSize) == all)
    }
  }

  @Test("A workbook in memory, and one in a file without a name, is read as one in a file")
  func uploads() throws {
    let bytes = Book("\(Self.header)<row><c><v>7</v></c><c><v>1</v></c></row>").bytes
    let spooled = try SpooledFile(in: "/tmp")
    try bytes.withUnsafeBytes { try spooled.append($0) }
    #expect(try read(bytes).rows == [["7", "1"]])
    for source in [RowSource.bytes(bytes, named: "book.xlsx"), .spooled(spooled, named: "book.xlsx")] {
      #expect(try read(source) == read(bytes))
    }
    let cut = #expect(throws: TabularError.self) {
      try read(.bytes(Array(bytes.dropLast(40)), named: "book.xlsx"))
    }
    #expect(cut?.description.hasPrefix("book.xlsx: the workbook is damaged or cut short") ?? false)
  }
}
