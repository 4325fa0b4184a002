import Synchronization
import Tabular

/// An XLSX workbook (ECMA-376), opened: its sheets are known, their rows are still to come.
public final class Workbook: Sendable {
  /// A tab of the workbook.
  public struct Sheet: Sendable {
    /// As its tab says.
    public let name: String
    /// Hidden from those who open the workbook.
    public let isHidden: Bool
    /// The name of its part in the archive.
    fileprivate let part: String
  }

  /// The workbook, as messages name it.
  public let place: TableName
  /// In bytes.
  public let size: Int
  /// In the order of the tabs; charts are none.
  public let sheets: [Sheet]
  let archive: ZipArchive
  private let is1904: Bool
  private let isDate: [Bool]
  private let stringsPart: String?
  /// Read once a sheet is.
  private let strings = Mutex<Loaded<SharedStrings>>(.init())

  private struct Loaded<Content>: @unchecked Sendable {
    var content: Content?
  }

  /// - Throws: `TabularError` where the file is no workbook, is damaged, or wants a password.
  init(_ source: OpenedSource) throws(TabularError) {
    let file = try source.seekable()
    place = file.place
    size = file.size ?? 0
    archive = try ZipArchive(file)
    let main = try Self.mainPart(archive)
    let content = WorkbookPart()
    try XMLReader.read(archive, main, content)
    let relations = try Self.relations(of: main.name, archive)
    is1904 = content.is1904
    sheets = content.sheets.compactMap { sheet in
      guard let relation = relations[sheet.relation], relation.type.hasSuffix("/worksheet") else {
        return nil
      }
      return Sheet(name: sheet.name, isHidden: sheet.isHidden, part: relation.target)
    }
    stringsPart = relations.values.first { $0.type.hasSuffix("/sharedStrings") }?.target
    let styles = Styles()
    let stylesPart = relations.values.first { $0.type.hasSuffix("/styles") }?.target
    if let stylesPart, let part = archive[stylesPart] {
      try XMLReader.read(archive, part, styles)
    }
    isDate = styles.isDate
    guard !sheets.isEmpty else { throw TabularError(at: place, "the workbook has no sheet of cells") }
  }

  /// The rows of a sheet: its first row that is not empty is the header.
  ///
  /// - Parameter hasDecimalComma: numbers in text are read with a comma, so that those of cells must have one.
  /// - Returns: nil for a sheet in which all rows are empty.
  /// - Throws: `TabularError` where the sheet is damaged.
  public func rows(
    of sheet: Sheet, hasDecimalComma: Bool, blockSize: Int = RecordBlocks.defaultBlockSize,
    header choose: CSVFile.HeaderChoice? = nil
  ) throws(TabularError) -> CSVFile? {
    let place = TableName(file: place.file, sheet: sheet.name)
    guard let part = archive[sheet.part] else {
      throw TabularError(at: place, "the workbook is damaged: \(sheet.part) is missing in it")
    }
    let visitor = SheetVisitor(
      place: place, strings: try sharedStrings(), isDate: isDate,
      numbers: CellNumber(is1904: is1904, hasComma: hasDecimalComma))
    let source = try SheetSource(self, part, visitor, at: place)
    guard try source.hasHeader() else { return nil }
    return try CSVFile(rows: source, delimiter: UInt8(ascii: ","), blockSize: blockSize, header: choose)
  }

  private func sharedStrings() throws(TabularError) -> SharedStrings? {
    guard let stringsPart, let part = archive[stringsPart] else { return nil }
    if let known = strings.withLock({ $0 }).content { return known }
    let read = SharedStrings()
    try XMLReader.read(archive, part, read)
    let loaded = Loaded(content: read)
    strings.withLock { $0 = loaded }
    return read
  }

  // MARK: What is where

  private struct Relation {
    let type: String
    let target: String
  }

  /// - Throws: `TabularError` that says what the archive is, where it is no workbook.
  private static func mainPart(_ archive: ZipArchive) throws(TabularError) -> ZipArchive.Part {
    let relations = try relations(of: "", archive)
    let target = relations.values.first { $0.type.hasSuffix("/officeDocument") }?.target ?? "xl/workbook.xml"
    guard let part = archive[target], target.lowercased().hasSuffix(".xml"),
      target.lowercased().hasPrefix("xl/") || archive["xl/workbook.xml"] != nil
    else { throw TabularError(at: archive.place, kind(of: archive, target)) }
    return part
  }

  private static func kind(of archive: ZipArchive, _ main: String) -> String {
    if main.lowercased().hasSuffix(".bin") {
      return "this is a binary workbook (.xlsb); save it as a workbook (.xlsx)"
    }
    if archive["content.xml"] != nil, archive["mimetype"] != nil {
      return "this is an OpenDocument file (.ods); save it as a workbook (.xlsx)"
    }
    if archive["[Content_Types].xml"] != nil {
      return "this is an Office document, but no workbook (.xlsx)"
    }
    let names = archive.parts.map(\.name).filter { !$0.hasSuffix("/") }
    guard let first = names.first else {
      return "this is a zip archive without files and no workbook (.xlsx)"
    }
    return
      "this is a zip archive and no workbook (.xlsx); unpack it first. In it: \(first)\(names.count > 1 ? " and \(names.count - 1) more" : "")"
  }

  /// What a part refers to, by id; the archive as a whole for an empty name.
  private static func relations(
    of part: String, _ archive: ZipArchive
  ) throws(TabularError) -> [String: Relation] {
    let slash = part.lastIndex(of: "/")
    let folder = slash.map { String(part[...$0]) } ?? ""
    let name = slash.map { String(part[part.index(after: $0)...]) } ?? part
    guard let list = archive["\(folder)_rels/\(name).rels"] else { return [:] }
    let read = Relations()
    try XMLReader.read(archive, list, read)
    return read.relations.mapValues {
      Relation(type: $0.type, target: resolved($0.target, from: folder))
    }
  }

  /// A path from a folder of the archive, without `.` and `..`.
  private static func resolved(_ target: String, from folder: String) -> String {
    let path = target.hasPrefix("/") ? target : folder + target
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return parts.joined(separator: "/")
  }
}

/// The sheets of a workbook and how its days are counted.
private final class WorkbookPart: XMLVisitor {
  private(set) var sheets: [(name: String, isHidden: Bool, relation: String)] = []
  private(set) var is1904 = false
  /// More than any workbook has.
  private static let maximumSheets = 10_000

  override func opened(_ name: XMLName, _ attributes: XMLAttributes) {
    if name == "sheet", let sheet = attributes["name"], let relation = attributes["id"] {
      sheets.append((sheet, attributes["state"].map { $0 != "visible" } ?? false, relation))
      if sheets.count > Self.maximumSheets { refuse("there are more than 10,000 sheets") }
    } else if name == "workbookPr" {
      is1904 = ["1", "true"].contains(attributes["date1904"] ?? "")
    }
  }
}

/// What a part refers to.
private final class Relations: XMLVisitor {
  private(set) var relations: [String: (type: String, target: String)] = [:]

  override func opened(_ name: XMLName, _ attributes: XMLAttributes) {
    guard name == "Relationship", attributes["TargetMode"] != "External", let id = attributes["Id"],
      let type = attributes["Type"], let target = attributes["Target"]
    else { return }
    relations[id] = (type, target)
    if relations.count > 100_000 { refuse("there are more than 100,000 relationships") }
  }
}
