import Forgetting
import Tabular

/// Rows that count, as they stand in the file but for what has to be guarded, on their way out.
final class CleanedText: RowSink {
  /// How the cells of a column are guarded.
  enum Kind {
    /// Numbers and dates: not at all.
    case value
    /// IDs, which are read without the guard: whatever they look like.
    case id
    /// What is not a number.
    case text
  }

  /// Whole rows that were not taken yet, and how many they are.
  private(set) var bytes: [UInt8] = []
  private(set) var rows = 0
  /// By column of the file that is read.
  private var kinds: [Kind] = []

  /// The rows that follow are those of another file.
  func begin(_ columns: ColumnMap) {
    kinds = columns.header.indices.map { column in
      if columns[.customer] == column { return .id }
      let values: [ColumnRole] = [.date, .quantity, .price, .amount]
      return values.contains { columns[$0] == column } ? .value : .text
    }
  }

  func clear() {
    bytes.removeAll(keepingCapacity: true)
    rows = 0
  }

  func appendHeader(_ file: CSVFile) {
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

  func take(_ row: JudgedRow, of pass: BlockPass) {
    append(row.row, pass.fields, mark: pass.plan.decimalMark)
    rows += 1
  }

  private func append(_ row: Int, _ fields: RecordFields, mark: DecimalMark) {
    let start = Int(fields.starts[row])
    let end = fields.range(row, fields.columns - 1).upperBound
    let line = UnsafeBufferPointer(start: fields.bytes + start, count: end - start)
    let isPlain = FieldText.isUTF8(line)
    let before = bytes.count
    var copied = start
    for column in 0..<fields.columns where kinds[column] != .value {
      let range = fields.range(row, column)
      guard let place = Self.guardPlace(range, fields.bytes, kinds[column], mark) else { continue }
      bytes.append(contentsOf: UnsafeBufferPointer(start: fields.bytes + copied, count: place - copied))
      bytes.append(UInt8(ascii: "'"))
      copied = place
    }
    bytes.append(contentsOf: UnsafeBufferPointer(start: fields.bytes + copied, count: end - copied))
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
    _ range: Range<Int>, _ bytes: UnsafePointer<UInt8>, _ kind: Kind, _ mark: DecimalMark
  ) -> Int? {
    guard !range.isEmpty else { return nil }
    let first = bytes[range.lowerBound]
    let start = first == UInt8(ascii: "\"") ? range.lowerBound + 1 : range.lowerBound
    // Letters and digits begin no formula.
    guard first <= 0x40, first < UInt8(ascii: "0") || first > UInt8(ascii: "9"), start < range.upperBound
    else { return nil }
    let text = UnsafeBufferPointer(start: bytes + start, count: range.upperBound - start)
    guard FormulaGuard.isNeeded(text) else { return nil }
    if kind == .text {
      var sign: CurrencySign?
      let field = UnsafeBufferPointer(start: bytes + range.lowerBound, count: range.count)
      let content = FieldText.trimmed(FieldText.content(of: field, scratch: FieldScratch()))
      if case .success = DecimalReader(mark: mark).read(content, sign: &sign) { return nil }
    }
    return start
  }
}
