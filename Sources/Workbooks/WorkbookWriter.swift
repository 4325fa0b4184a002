import Tabular

/// Writes rows into an XLSX workbook, a row at a time and in memory that does not grow with them: a bold header
/// that stays in sight and can be filtered by, numbers as numbers, moments as dates, text as text that is never run
/// as a formula.
///
/// More rows than a sheet can have go on in another sheet with the same header. What is written is packed into
/// a buffer now and then, from which it is to be taken by `take`.
public final class WorkbookWriter {
  /// A column of a sheet that is written.
  public struct Column: Sendable {
    /// Its header.
    public let title: String
    /// In characters.
    public let width: Int
    /// How its numbers are shown; each cell holds the whole number.
    public let format: Format

    /// A column with its header and width.
    public init(_ title: String, width: Int, format: Format = .general) {
      self.title = title
      self.width = width
      self.format = format
    }
  }

  /// How numbers of a column are shown: the place of the style among those of the workbook.
  public enum Format: Int, Sendable {
    /// As a spreadsheet does by itself.
    case general = 0
    /// 2010-12-09 20:01:00.
    case moment = 2
    /// 1,840.50.
    case money = 3
    /// 0.17.
    case twoDigits = 4
    /// 1,287.
    case count = 5
  }

  /// The longest text of a cell, in code units of UTF-16.
  public static let longestText = 32_767
  /// From this size on a sheet is ended before its rows are all used: archives count in 32 bits.
  private static let longestSheet = ZipWriter.limit - (1 << 28)

  private let columns: [Column]
  private let name: String
  private let rowsPerSheet: Int
  private let archive = ZipWriter()
  private let xml = ByteBuffer()
  /// `A`, `B` …
  private let letters: [[UInt8]]
  /// By column, what stands between the place of a cell and its number.
  private let styled: [[UInt8]]
  private var sheets = 0
  private var row = 0
  private var column = 0

  /// - Parameters:
  ///   - columns: at most 16,384.
  ///   - sheet: the name of the sheet; a number stands behind it on those that follow.
  ///   - rowsPerSheet: without the header.
  public init(columns: [Column], sheet: String, rowsPerSheet: Int = 1_048_575) {
    self.columns = columns
    self.rowsPerSheet = max(1, rowsPerSheet)
    // What a name of a sheet may not hold, and how long it may be with a number behind it.
    styled = columns.map { column in
      Array((column.format == .general ? "\"><v>" : "\" s=\"\(column.format.rawValue)\"><v>").utf8)
    }
    name = String(sheet.map { "[]:*?/\\".contains($0) ? " " : $0 }.prefix(24))
    letters = columns.indices.map { index in
      var letters: [UInt8] = []
      var rest = index + 1
      while rest > 0 {
        letters.insert(UInt8(ascii: "A") + UInt8((rest - 1) % 26), at: 0)
        rest = (rest - 1) / 26
      }
      return letters
    }
    part("[Content_Types].xml", Self.contentTypes)
    part("_rels/.rels", Self.packageRelations)
    part("xl/styles.xml", Self.styles)
    beginSheet()
  }

  // MARK: Rows

  /// A row has as many cells as there are columns, empty ones included.
  public func beginRow() {
    if row > rowsPerSheet || archive.unpacked + xml.count > Self.longestSheet {
      endSheet()
      beginSheet()
    }
    openRow()
  }

  /// Ends the row that `beginRow` began.
  public func endRow() {
    xml.append("</row>")
    if xml.isFull { pack() }
  }

  /// The next cell: a whole number.
  @inline(__always)
  public func number(_ number: Int) {
    beginCell()
    xml.append(styled[column - 1])
    xml.append(number)
    xml.append("</v></c>")
  }

  /// In the shortest form that reads back as the same number.
  ///
  /// - Parameter number: finite.
  @inline(__always)
  public func number(_ number: Double) {
    beginCell()
    xml.append(styled[column - 1])
    xml.append(number)
    xml.append("</v></c>")
  }

  /// The next cell: a moment, as the days since 1899-12-30 in which spreadsheets count.
  ///
  /// - Parameter seconds: since 1970-01-01 00:00:00.
  public func moment(_ seconds: Int64) { number(Double(seconds + Self.epoch) / 86_400) }

  /// The seconds from 1899-12-30 to 1970-01-01.
  private static let epoch: Int64 = 25_569 * 86_400

  /// Whether spreadsheets know a moment: before March 1900 they count otherwise.
  public static func knows(moment seconds: Int64) -> Bool { seconds + epoch >= 61 * 86_400 }

  /// The next cell: TRUE or FALSE.
  @inline(__always)
  public func flag(_ flag: Bool) {
    beginCell()
    xml.append(flag ? "\" t=\"b\"><v>1</v></c>" : "\" t=\"b\"><v>0</v></c>")
  }

  /// The next cell stays empty.
  public func empty() { column += 1 }

  /// - Parameters:
  ///   - text: UTF-8, at most `longestText`.
  ///   - isGuarded: puts an apostrophe in front.
  @inline(__always)
  public func text(_ text: UnsafeBufferPointer<UInt8>, isGuarded: Bool = false) {
    beginCell()
    xml.append("\" t=\"inlineStr\"><is><t xml:space=\"preserve\">")
    if isGuarded { xml.append(UInt8(ascii: "'")) }
    Self.escape(text, to: xml)
    xml.append("</t></is></c>")
  }

  @inline(__always)
  private func beginCell() {
    xml.append("<c r=\"")
    xml.append(letters[column])
    xml.append(row)
    column += 1
  }

  private func openRow() {
    row += 1
    column = 0
    xml.append("<row r=\"")
    xml.append(row)
    xml.append("\">")
  }

  /// Text of XML; what XML cannot hold, and a carriage return, which it would change, as `_x000D_`.
  @inline(__always)
  static func escape(_ text: UnsafeBufferPointer<UInt8>, to xml: ByteBuffer) {
    guard text.contains(where: isSpecial) else { return xml.append(text) }
    for (at, byte) in text.enumerated() {
      switch byte {
      case UInt8(ascii: "&"): xml.append("&amp;")
      case UInt8(ascii: "<"): xml.append("&lt;")
      case UInt8(ascii: ">"): xml.append("&gt;")
      case 0x09, 0x0A: xml.append(byte)
      case 0..<0x20: xml.append("_x00\(byte < 16 ? "0" : "")\(String(byte, radix: 16, uppercase: true))_")
      case UInt8(ascii: "_") where CellText.escape(text, at) != nil: xml.append("_x005F_")
      case 0xEF where isNoncharacter(text, at): xml.append(text[at + 2] == 0xBE ? "_xFFFE_" : "_xFFFF_")
      case 0xBF, 0xBE:
        let isPart =
          at > 0 && isNoncharacter(text, at - 1) || at > 1 && isNoncharacter(text, at - 2)
        if !isPart { xml.append(byte) }
      default: xml.append(byte)
      }
    }
  }

  @inline(__always)
  private static func isSpecial(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "_"), 0xEF, 0..<0x20: true
    default: false
    }
  }

  /// Whether U+FFFE or U+FFFF stands at a place.
  private static func isNoncharacter(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
    at + 2 < text.count && text[at] == 0xEF && text[at + 1] == 0xBF && text[at + 2] >= 0xBE
  }

  // MARK: Sheets and parts

  /// Moves what is packed so far into `buffer`.
  public func take(into buffer: ByteBuffer) { archive.take(into: buffer) }

  /// Ends the workbook; the rest of it is to be taken.
  ///
  /// - Throws: `TooLarge` where there is more than an archive of this kind can hold.
  public func finish() throws(TooLarge) {
    endSheet()
    var list = ""
    var relations = ""
    for number in 1...sheets {
      let sheet = number == 1 ? name : "\(name) \(number)"
      let quoted = ByteBuffer()
      Array(sheet.utf8).withUnsafeBufferPointer { Self.escape($0, to: quoted) }
      let text = String(decoding: quoted.content, as: UTF8.self)
        .split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "&quot;")
      list += "<sheet name=\"\(text)\" sheetId=\"\(number)\" r:id=\"rId\(number)\"/>"
      relations +=
        "<Relationship Id=\"rId\(number)\" Type=\"\(Self.officeType)/worksheet\" Target=\"worksheets/sheet\(number).xml\"/>"
    }
    part(
      "xl/workbook.xml",
      "<workbook xmlns=\"\(Self.main)\" xmlns:r=\"\(Self.officeType)\"><sheets>\(list)</sheets></workbook>")
    part(
      "xl/_rels/workbook.xml.rels",
      "<Relationships xmlns=\"\(Self.package)/relationships\">\(relations)<Relationship Id=\"rIdStyles\" Type=\"\(Self.officeType)/styles\" Target=\"styles.xml\"/></Relationships>"
    )
    archive.finish()
    if archive.isTooLarge { throw TooLarge() }
  }

  /// More than a workbook can hold.
  public struct TooLarge: Error, CustomStringConvertible {
    public var description: String { "this is more than a workbook can hold (4 GiB); write CSV" }
  }

  private func beginSheet() {
    sheets += 1
    row = 0
    archive.begin("xl/worksheets/sheet\(sheets).xml")
    xml.append(Self.declaration)
    xml.append(
      "<worksheet xmlns=\"\(Self.main)\"><sheetViews><sheetView\(sheets == 1 ? " tabSelected=\"1\"" : "") workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><cols>"
    )
    for (index, column) in columns.enumerated() {
      xml.append(
        "<col min=\"\(index + 1)\" max=\"\(index + 1)\" width=\"\(max(4, min(column.width, 80)) + 2)\" customWidth=\"1\"/>"
      )
    }
    xml.append("</cols><sheetData>")
    openRow()
    for column in columns {
      beginCell()
      xml.append("\" s=\"1\" t=\"inlineStr\"><is><t>")
      Array(column.title.utf8).withUnsafeBufferPointer { Self.escape($0, to: xml) }
      xml.append("</t></is></c>")
    }
    xml.append("</row>")
  }

  private func endSheet() {
    xml.append("</sheetData>")
    if let last = letters.last {
      xml.append("<autoFilter ref=\"A1:\(String(decoding: last, as: UTF8.self))\(row)\"/>")
    }
    xml.append("</worksheet>")
    pack()
    archive.end()
  }

  private func pack() {
    archive.add(xml.content)
    xml.clear()
  }

  private func part(_ name: String, _ text: String) {
    archive.begin(name)
    xml.append(Self.declaration)
    xml.append(text)
    pack()
    archive.end()
  }

  private static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
  private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  private static let officeType = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let package = "http://schemas.openxmlformats.org/package/2006"
  private static let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"

  /// How many sheets there will be is not known yet, so that a part that is not named is one.
  private static let contentTypes =
    "<Types xmlns=\"\(package)/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"\(kind).worksheet+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"\(kind).sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"\(kind).styles+xml\"/></Types>"

  private static let packageRelations =
    "<Relationships xmlns=\"\(package)/relationships\"><Relationship Id=\"rId1\" Type=\"\(officeType)/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"

  /// 0 is a cell as it is, 1 one of the header; from 2 on see `Format`.
  private static let styles =
    "<styleSheet xmlns=\"\(main)\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\\ hh:mm:ss\"/></numFmts><fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font></fonts><fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills><borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs><cellXfs count=\"6\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/><xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/>\([164, 4, 2, 3].map(style).joined())</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>"

  private static func style(_ format: Int) -> String {
    "<xf numFmtId=\"\(format)\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
  }
}
