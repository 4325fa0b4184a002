import Customers
import Forgetting
import Tabular

/// Which rows of a block are kept.
final class KeptRows {
  private(set) var rows: [Int32] = []

  func append(_ row: Int) { rows.append(Int32(truncatingIfNeeded: row)) }
  func clear() { rows.removeAll(keepingCapacity: true) }
}

/// Sales as they are after cleaning: the rows that were kept, with all their columns, as a CSV.
///
/// Which rules `auto` takes and where a window starts is known only when all has been read, so the files are
/// read once more; in little memory, whatever their size. The delimiter stays, since the decimal mark goes with
/// it; the text is UTF-8; a text that a spreadsheet would run as a formula is guarded, and the guard is taken off
/// when customers, invoices and stock codes are read again.
public struct CleanedSales: Sendable {
  private let paths: [String]
  private let sheets: [String]
  private let options: SalesOptions
  private let start: Timestamp?
  private let kept: Int
  private let forgotten: [SuppressionList]
  /// How many blocks are judged before what was summed up of them is let go.
  private static let blocksTogether = 16

  /// Looks at the headers of files that are to be cleaned into one.
  ///
  /// - Throws: `TabularError` where they differ.
  public static func check(
    _ paths: [String], sheets: [String], options: SalesOptions
  ) throws(TabularError) {
    var first: CSVFile?
    for path in paths {
      let tables = try tables(path, sheets, options)
      for index in 0..<tables.count {
        let file = try tables.open(index, mark: options.decimal)
        if let first, file.header != first.header || file.delimiter != first.delimiter {
          throw TabularError(
            at: file.place, line: file.headerLine,
            "the columns are not those of \(first.place.name), so the rows of both make no one table")
        }
        first = first ?? file
      }
    }
  }

  private static func tables(
    _ path: String, _ sheets: [String], _ options: SalesOptions
  ) throws(TabularError) -> SalesTables {
    try SalesTables(
      path, sheets: sheets, delimiter: options.delimiter, blockSize: RecordBlocks.defaultBlockSize
    ) { (try? ColumnMap($0, chosen: options.columns)) != nil }
  }

  /// - Parameters:
  ///   - paths: files that can be read again.
  ///   - sheets: those of workbooks to read; see `SalesReader.sheets`.
  ///   - report: of the reading of those files with `options`.
  ///   - forgotten: who was left out then.
  public init(
    _ paths: [String], sheets: [String], options: SalesOptions, report: SalesReport,
    forgotten: [SuppressionList] = []
  ) {
    self.paths = paths
    self.sheets = sheets
    self.forgotten = forgotten
    var options = options
    // All columns are written anyway.
    options.kept = []
    options.cleaning = report.cleaning ?? options.cleaning
    self.options = options
    start = options.windowDays.flatMap { days in
      report.asOf.map { Timestamp(seconds: $0.seconds - Int64(days) * Timestamp.secondsPerDay) }
    }
    kept = report.rowsKept
  }

  /// Writes the header and the rows, in the order of the files.
  ///
  /// - Parameters:
  ///   - write: takes a piece of the text.
  ///   - progress: told now and then how many rows are written.
  /// - Throws: `TabularError` where a file has changed meanwhile; whatever `write` throws.
  public func write(
    _ write: (UnsafeRawBufferPointer) throws -> Void, progress: (_ rows: Int) -> Void
  ) throws {
    var written = 0
    var out = CleanedText()
    var ordinal = 0
    for path in paths {
      let tables = try Self.tables(path, sheets, options)
      for index in 0..<tables.count {
        let (file, columns) = try tables.open(index) { (file) throws(TabularError) in
          try ColumnMap(file, chosen: options.columns)
        } mark: { _ in
          options.decimal
        }
        if ordinal == 0 { out.appendHeader(file) }
        let plan = try SalesPlan(
          options: options, columns: columns, file: file, ordinal: ordinal, start: start)
        ordinal += 1
        try writeRows(of: file, plan, &out) { (bytes, rows) in
          try write(bytes)
          written += rows
          progress(written)
        }
      }
    }
    guard written == kept else {
      throw TabularError(
        file: paths.count == 1 ? paths[0] : "the files",
        "the sales have changed while they were read: \(kept) rows were kept at first, and \(written) the second time"
      )
    }
  }

  /// - Parameter write: takes a piece of the text, and how many rows are in it.
  private func writeRows(
    of file: CSVFile, _ plan: SalesPlan, _ out: inout CleanedText,
    _ write: (UnsafeRawBufferPointer, Int) throws -> Void
  ) throws {
    let kinds = CleanedText.kinds(plan.columns)
    let rows = KeptRows()
    let block = RecordBlock()
    let index = RecordIndex(columns: file.header.count, delimiter: file.delimiter)
    var aggregation = try SalesAggregation(options: options, forgotten: forgotten)
    while try file.records.next(into: block) {
      index.index(block)
      if block.ordinal % Self.blocksTogether == 0 {
        aggregation = try SalesAggregation(options: options, forgotten: forgotten)
        aggregation.keptRows = rows
      }
      rows.clear()
      aggregation.add(block, index, plan: plan)
      for row in rows.rows { out.append(Int(row), block, index, kinds, mark: plan.decimalMark) }
      try out.bytes.withUnsafeBytes { try write($0, rows.rows.count) }
      out.bytes.removeAll(keepingCapacity: true)
    }
  }
}

/// Rows on their way out.
private struct CleanedText {
  /// How the cells of a column are guarded.
  enum Kind {
    /// Numbers and dates: not at all.
    case value
    /// IDs, which are read without the guard: whatever they look like.
    case id
    /// What is not a number.
    case text
  }

  var bytes: [UInt8] = []

  static func kinds(_ columns: ColumnMap) -> [Kind] {
    columns.header.indices.map { column in
      if columns[.customer] == column { return .id }
      let values: [ColumnRole] = [.date, .quantity, .price, .amount]
      return values.contains { columns[$0] == column } ? .value : .text
    }
  }

  mutating func appendHeader(_ file: CSVFile) {
    for (column, name) in file.header.enumerated() {
      if column > 0 { bytes.append(file.delimiter) }
      let quote = UInt8(ascii: "\"")
      let needsQuotes = name.utf8.contains { $0 == file.delimiter || $0 == quote || $0 == 0x0A || $0 == 0x0D }
      if needsQuotes { bytes.append(quote) }
      if Array(name.utf8).withUnsafeBufferPointer(FormulaGuard.isNeeded) { bytes.append(UInt8(ascii: "'")) }
      for byte in name.utf8 {
        if byte == quote && needsQuotes { bytes.append(quote) }
        bytes.append(byte)
      }
      if needsQuotes { bytes.append(quote) }
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  /// A row as it stands in the file, but for what has to be guarded.
  mutating func append(
    _ row: Int, _ block: RecordBlock, _ index: RecordIndex, _ kinds: [Kind], mark: DecimalMark
  ) {
    let start = Int(index.rowStarts[row])
    let end = index.field(row, index.columns - 1, in: block).upperBound
    let line = UnsafeBufferPointer(start: block.bytes + start, count: end - start)
    let isPlain = FieldText.isUTF8(line)
    let before = bytes.count
    var copied = start
    for column in 0..<index.columns where kinds[column] != .value {
      let range = index.field(row, column, in: block)
      guard let place = Self.guardPlace(range, block, kinds[column], mark) else { continue }
      bytes.append(contentsOf: UnsafeBufferPointer(start: block.bytes + copied, count: place - copied))
      bytes.append(UInt8(ascii: "'"))
      copied = place
    }
    bytes.append(contentsOf: UnsafeBufferPointer(start: block.bytes + copied, count: end - copied))
    if !isPlain {
      let converted = bytes[before...].withUnsafeBufferPointer { FieldText.utf8(fromWindows1252: $0) }
      bytes.removeSubrange(before...)
      bytes.append(contentsOf: converted)
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Where the apostrophe goes that keeps a field from being run; nil where it needs none.
  @inline(__always)
  private static func guardPlace(
    _ range: Range<Int>, _ block: RecordBlock, _ kind: Kind, _ mark: DecimalMark
  ) -> Int? {
    guard !range.isEmpty else { return nil }
    let first = block.bytes[range.lowerBound]
    let start = first == UInt8(ascii: "\"") ? range.lowerBound + 1 : range.lowerBound
    // Letters and digits begin no formula.
    guard first <= 0x40, first < UInt8(ascii: "0") || first > UInt8(ascii: "9"), start < range.upperBound
    else { return nil }
    let text = UnsafeBufferPointer(start: block.bytes + start, count: range.upperBound - start)
    guard FormulaGuard.isNeeded(text) else { return nil }
    if kind == .text {
      var sign: CurrencySign?
      let field = UnsafeBufferPointer(start: block.bytes + range.lowerBound, count: range.count)
      let content = FieldText.trimmed(FieldText.content(of: field, scratch: FieldScratch()))
      if case .success = DecimalReader(mark: mark).read(content, sign: &sign) { return nil }
    }
    return start
  }
}
