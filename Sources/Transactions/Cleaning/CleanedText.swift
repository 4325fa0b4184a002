import Forgetting
import Tabular

/// Rows on their way out.
struct CleanedText {
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
