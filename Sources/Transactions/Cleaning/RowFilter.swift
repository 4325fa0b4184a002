import Tabular

/// Conditions made ready for the rows of one file: they must all hold.
struct RowFilter: Sendable {
  private struct Check: Sendable {
    var column: Int
    var isNegated: Bool
    var values: [[UInt8]]
    /// Windows-1252 writes such a value in other bytes.
    var isASCII: Bool
  }

  private let checks: [Check]

  /// - Returns: nil where there are no conditions.
  /// - Throws: `TabularError` where a column is not in the header.
  init?(_ conditions: [RowCondition], in file: CSVFile) throws(TabularError) {
    guard !conditions.isEmpty else { return nil }
    var checks: [Check] = []
    for condition in conditions {
      let column = try ColumnMap.place(of: condition.column, in: file, for: .where)
      checks.append(
        Check(
          column: column, isNegated: condition.isNegated, values: condition.values.map { Array($0.utf8) },
          isASCII: condition.values.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } }))
    }
    self.checks = checks
  }

  /// The places that are looked at.
  var columns: [Int] { checks.map(\.column) }

  /// Compares bytes; spaces around a field are no part of it.
  func keeps(_ row: Int, _ fields: RecordFields, _ scratch: FieldScratch) -> Bool {
    keeps({ fields[row, $0] }, scratch)
  }

  /// - Parameter field: of the row, by column.
  @inline(__always)
  func keeps(_ field: (Int) -> UnsafeBufferPointer<UInt8>, _ scratch: FieldScratch) -> Bool {
    for check in checks {
      let text = FieldText.trimmed(FieldText.content(of: field(check.column), scratch: scratch))
      if Self.isAmong(text, check) == check.isNegated { return false }
    }
    return true
  }

  @inline(__always)
  private static func isAmong(_ text: UnsafeBufferPointer<UInt8>, _ check: Check) -> Bool {
    for value in check.values where value.count == text.count {
      if value.withUnsafeBufferPointer({ $0.elementsEqual(text) }) { return true }
    }
    if check.isASCII || FieldText.isUTF8(text) { return false }
    let converted = FieldText.utf8(fromWindows1252: text)
    return check.values.contains(converted)
  }
}
