import Tabular
import TestSupport

@testable import Workbooks

/// A workbook put together from its parts, as other programs write it.
struct Book {
  /// By the names of the sheets: what stands between `<sheetData>` and its end.
  var sheets: [(name: String, rows: String)]
  var strings: String?
  /// The number formats of the styles 0, 1 …: an id, or a code.
  var formats: [String] = []
  var is1904 = false
  var hidden: Set<String> = []
  /// In place of the parts that would be written, or beside them.
  var parts: [String: String] = [:]

  init(_ rows: String, formats: [String] = []) {
    sheets = [("Sales", rows)]
    self.formats = formats
  }

  var bytes: [UInt8] {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    var all: [(String, String)] = [
      (
        "_rels/.rels",
        "<Relationships><Relationship Id=\"r1\" Type=\"\(office)/officeDocument\" Target=\"/xl/workbook.xml\"/></Relationships>"
      )
    ]
    var list = ""
    var relations = ""
    for (index, sheet) in sheets.enumerated() {
      let state = hidden.contains(sheet.name) ? " state=\"hidden\"" : ""
      list += "<sheet name=\"\(sheet.name)\" sheetId=\"\(index + 1)\"\(state) r:id=\"s\(index)\"/>"
      relations +=
        "<Relationship Id=\"s\(index)\" Type=\"\(office)/worksheet\" Target=\"worksheets/s\(index).xml\"/>"
      all.append(
        ("xl/worksheets/s\(index).xml", "<worksheet><sheetData>\(sheet.rows)</sheetData></worksheet>"))
    }
    if let strings {
      relations += "<Relationship Id=\"t\" Type=\"\(office)/sharedStrings\" Target=\"sharedStrings.xml\"/>"
      all.append(("xl/sharedStrings.xml", "<sst>\(strings)</sst>"))
    }
    let codes = formats.enumerated().filter { Int($0.element) == nil }
      .map { "<numFmt numFmtId=\"\(164 + $0.offset)\" formatCode=\"\($0.element)\"/>" }.joined()
    let styles = formats.enumerated().map { "<xf numFmtId=\"\(Int($0.element) ?? 164 + $0.offset)\"/>" }
      .joined()
    relations += "<Relationship Id=\"f\" Type=\"\(office)/styles\" Target=\"styles.xml\"/>"
    all += [
      ("xl/styles.xml", "<styleSheet><numFmts>\(codes)</numFmts><cellXfs>\(styles)</cellXfs></styleSheet>"),
      (
        "xl/workbook.xml",
        "<workbook xmlns:r=\"\(office)\"><workbookPr date1904=\"\(is1904)\"/><sheets>\(list)</sheets></workbook>"
      ), ("xl/_rels/workbook.xml.rels", "<Relationships>\(relations)</Relationships>"),
    ]
    for (name, text) in parts.sorted(by: { $0.key < $1.key }) {
      all.removeAll { $0.0 == name }
      all.append((name, text))
    }
    return archive(all)
  }
}

/// A zip archive of some texts.
func archive(_ parts: [(String, String)]) -> [UInt8] {
  let writer = ZipWriter()
  for (name, text) in parts {
    writer.begin(name)
    Array(text.utf8).withUnsafeBytes { writer.add($0) }
    writer.end()
  }
  writer.finish()
  return Array(writer.output.content)
}

/// The rows of a sheet: its header, and for each other row the number that it has in the sheet, and its texts.
struct SheetRows: Equatable {
  var header: [String] = []
  var rows: [[String]] = []
  var numbers: [Int] = []
  var ragged: [Int] = []
}

/// Reads a sheet as the commands do.
func read(
  _ bytes: [UInt8], sheet: Int = 0, hasDecimalComma: Bool = false, blockSize: Int = 512
) throws -> SheetRows {
  let file = try TemporaryFile(bytes)
  return try read(.file(file.path), sheet: sheet, hasDecimalComma: hasDecimalComma, blockSize: blockSize)
}

func read(
  _ source: RowSource, sheet: Int = 0, hasDecimalComma: Bool = false, blockSize: Int = 512
) throws -> SheetRows {
  guard case .workbook(let workbook) = try TableFile.open(source),
    let csv = try workbook.rows(
      of: workbook.sheets[sheet], hasDecimalComma: hasDecimalComma, blockSize: blockSize)
  else { return SheetRows() }
  var read = SheetRows(header: csv.header)
  let index = RecordIndex(columns: csv.header.count, delimiter: csv.delimiter)
  let block = RecordBlock(capacity: blockSize)
  while try csv.records.next(into: block) {
    index.index(block)
    for row in 0..<index.rows {
      read.numbers.append(block.line(at: Int(index.rowStarts[row])))
      read.rows.append(
        (0..<index.columns).map { column in
          let range = index.field(row, column, in: block)
          return FieldText.string(
            UnsafeBufferPointer(start: block.bytes + range.lowerBound, count: range.count))
        })
    }
    read.ragged += index.ragged.map { block.line(at: $0.offset) }
  }
  return read
}
