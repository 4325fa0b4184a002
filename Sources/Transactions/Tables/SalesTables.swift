import Tabular
import Wording
import Workbooks

/// What is to be read of one source: a CSV file, or sheets of a workbook, one after the other.
struct SalesTables {
  private enum Content {
    case csv(CSVFile)
    case sheets(Workbook, [Workbook.Sheet])
  }

  private let content: Content
  private let blockSize: Int
  private let choose: CSVFile.HeaderChoice
  /// Sheets that were not chosen, and are not read.
  let notes: [String]
  /// The file's name without its folder, and behind it the sheets where they were chosen.
  let name: String

  /// - Parameters:
  ///   - sheets: the names of those to read; empty for all that have the header of the first that `fits`.
  ///   - fits: whether the columns that are needed are in the header.
  /// - Throws: `TabularError` where the source cannot be read, or has no such sheet.
  init(
    _ source: RowSource, sheets names: [String], delimiter: UInt8?, blockSize: Int,
    header choose: @escaping CSVFile.HeaderChoice = { _ in nil }, fits: (CSVFile) -> Bool
  ) throws(TabularError) {
    self.blockSize = blockSize
    self.choose = choose
    switch try TableFile.open(source) {
    case .csv(let opened):
      guard names.isEmpty else {
        throw TabularError(at: opened.place, "this is no workbook; \(OptionName.sheet) chooses sheets of one")
      }
      content = .csv(try CSVFile(opened, delimiter: delimiter, blockSize: blockSize, header: choose))
      notes = []
      name = source.shortName
    case .workbook(let workbook):
      if names.isEmpty {
        let choice = try Self.sheetsOfOneHeader(workbook, blockSize, choose, fits)
        content = .sheets(workbook, choice.sheets)
        notes = choice.notes
        name = source.shortName
      } else {
        let chosen = try Self.sheets(named: names, workbook)
        content = .sheets(workbook, chosen)
        notes = []
        name = "\(source.shortName) (\(chosen.map(\.name).joined(separator: ", ")))"
      }
    }
  }

  var count: Int {
    switch content {
    case .csv: 1
    case .sheets(_, let sheets): sheets.count
    }
  }

  var isWorkbook: Bool {
    if case .sheets = content { true } else { false }
  }

  /// Nil for a workbook.
  var delimiter: UInt8? {
    if case .csv(let file) = content { file.delimiter } else { nil }
  }

  /// Bytes of the file, once all of it was read.
  var bytes: Int {
    switch content {
    case .csv(let file): file.bytesRead
    case .sheets(let workbook, _): workbook.size
    }
  }

  /// A table, with the columns that `columns` finds in it.
  ///
  /// - Parameter mark: what the numbers in texts are read with; those of a sheet's cells are given the same.
  func open(
    _ index: Int, columns: (CSVFile) throws(TabularError) -> ColumnMap,
    mark: (ColumnMap) -> DecimalMark?
  ) throws(TabularError) -> (CSVFile, ColumnMap) {
    switch content {
    case .csv(let file): return (file, try columns(file))
    case .sheets(let workbook, let sheets):
      let file = try Self.rows(workbook, sheets[index], false, blockSize, choose)
      let found = try columns(file)
      guard mark(found) == .comma else { return (file, found) }
      return (try Self.rows(workbook, sheets[index], true, blockSize, choose), found)
    }
  }

  /// A table, whatever its columns.
  func open(_ index: Int, mark: DecimalMark?) throws(TabularError) -> CSVFile {
    switch content {
    case .csv(let file): return file
    case .sheets(let workbook, let sheets):
      return try Self.rows(workbook, sheets[index], mark == .comma, blockSize, choose)
    }
  }

  private static func rows(
    _ workbook: Workbook, _ sheet: Workbook.Sheet, _ hasDecimalComma: Bool, _ blockSize: Int,
    _ choose: @escaping CSVFile.HeaderChoice
  ) throws(TabularError) -> CSVFile {
    let rows = try workbook.rows(
      of: sheet, hasDecimalComma: hasDecimalComma, blockSize: blockSize, header: choose)
    guard let rows else {
      throw TabularError(
        at: TableName(file: workbook.place.file, sheet: sheet.name),
        "the sheet is empty; a header and rows are needed")
    }
    return rows
  }

  // MARK: Which sheets

  private static func sheets(
    named names: [String], _ workbook: Workbook
  ) throws(TabularError) -> [Workbook.Sheet] {
    var chosen: [Workbook.Sheet] = []
    for name in names {
      let sheet =
        workbook.sheets.first { $0.name == name }
        ?? workbook.sheets.first { $0.name.lowercased() == name.lowercased() }
      guard let sheet else {
        let known = byNearness(to: name, workbook.sheets.map(\.name)).map { "'\($0)'" }
        let shown = known.prefix(10).joined(separator: ", ")
        throw TabularError(
          at: workbook.place,
          "there is no sheet '\(name)'; there \(known.count == 1 ? "is" : "are") \(shown)\(known.count > 10 ? " and \(known.count - 10) more" : "")"
        )
      }
      if !chosen.contains(where: { $0.name == sheet.name }) { chosen.append(sheet) }
    }
    return chosen
  }

  /// All sheets that have the header of the first one that fits, or of the first at all where none does.
  private static func sheetsOfOneHeader(
    _ workbook: Workbook, _ blockSize: Int, _ choose: @escaping CSVFile.HeaderChoice,
    _ fits: (CSVFile) -> Bool
  ) throws(TabularError) -> (sheets: [Workbook.Sheet], notes: [String]) {
    var tables: [(sheet: Workbook.Sheet, header: [String], fits: Bool)] = []
    for sheet in workbook.sheets {
      // Only the header is kept: the rows are read when the sheet's turn comes.
      guard
        let file = try workbook.rows(
          of: sheet, hasDecimalComma: false, blockSize: blockSize, header: choose)
      else {
        continue
      }
      tables.append((sheet, file.header, fits(file)))
    }
    let isOpen = tables.contains { !$0.sheet.isHidden }
    let visible = tables.filter { !$0.sheet.isHidden || !isOpen }
    guard let first = visible.first(where: \.fits) ?? visible.first else {
      throw TabularError(at: workbook.place, "all of its sheets are empty; a header and rows are needed")
    }
    let sheets = visible.filter { $0.header == first.header }.map(\.sheet)
    let others = tables.filter { table in !sheets.contains { $0.name == table.sheet.name } }
    let left = others.filter { !$0.sheet.isHidden || $0.header == first.header }.map { table in
      "'\(table.sheet.name)', \(table.header == first.header ? "which is hidden" : "whose header is another")"
    }
    guard !left.isEmpty else { return (sheets, []) }
    let read =
      sheets.count == 1 ? "only sheet '\(sheets[0].name)' is read" : "\(sheets.count) sheets are read"
    return (
      sheets,
      [
        "of \(workbook.place.shortName) \(read), and not \(left.joined(separator: ", nor ")); \(OptionName.sheet) NAME chooses"
      ]
    )
  }
}
