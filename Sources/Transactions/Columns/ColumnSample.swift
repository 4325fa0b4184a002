import Tabular
import Wording

/// What some of the first rows have in each column: the evidence beside the words of the header.
final class ColumnSample {
  /// The fields of each row, as many as the header has.
  private let rows: [[String]]
  private var cache: [Int: Values] = [:]

  /// What one column holds.
  struct Values {
    var filled = 0
    var distinct = 0
    var dates = 0
    var clocks = 0
    var numbers = 0
    var emails = 0
    /// Texts of several words.
    var phrases = 0
    /// Whether the values are 1, 2, 3 and so on.
    var isRunningCount = false

    func isMost(_ count: Int) -> Bool { filled > 0 && count * 2 > filled }
  }

  /// - Parameters:
  ///   - lines: the beginning of a file.
  ///   - header: the record of the header; rows with another number of fields are passed over.
  init(_ lines: FirstLines, below header: Int, columns: Int) {
    let complete = lines.isLastCutOff ? lines.count - 1 : lines.count
    rows = (header + 1..<max(header + 1, complete)).compactMap { record in
      let fields = lines.fields(record)
      return fields.count == columns ? fields : nil
    }
  }

  var rowCount: Int { rows.count }

  func text(_ row: Int, _ column: Int) -> String { rows[row][column] }

  subscript(column: Int) -> Values {
    if let known = cache[column] { return known }
    var values = Values()
    var seen: Set<String> = []
    values.isRunningCount = rows.count > 1
    for (index, row) in rows.enumerated() {
      let text = row[column]
      if Int(text) != index + 1 { values.isRunningCount = false }
      guard !text.isEmpty else { continue }
      values.filled += 1
      seen.insert(text)
      if text.contains("@") { values.emails += 1 }
      if Self.isNumber(text) {
        values.numbers += 1
      } else if text.contains(where: \.isWhitespace) {
        values.phrases += 1
      }
      if DateReader.isDate(text) { values.dates += 1 }
      if ClockText.seconds(text) != nil { values.clocks += 1 }
    }
    values.distinct = seen.count
    cache[column] = values
    return values
  }

  static func isNumber(_ text: String) -> Bool {
    number(text) != nil || (try? read(text, .point).get()) != nil
  }

  /// The number in a text; nil where it is none, or could be two.
  static func number(_ text: String) -> DecimalValue? { try? read(text, .either).get() }

  private static func read(_ text: String, _ mark: DecimalMark) -> Result<DecimalValue, DecimalReader.Fault> {
    var sign: CurrencySign?
    return Array(text.utf8).withUnsafeBufferPointer { DecimalReader(mark: mark).read($0, sign: &sign) }
  }

  /// The decimal mark of a number that can have but one: 12,50 and 1.234,5; `either` where it leaves it open.
  static func decimalMark(of text: String) -> DecimalMark {
    let marks = text.filter { $0 == "." || $0 == "," }
    guard let last = marks.last, text.contains(where: \.isNumber) else { return .either }
    let behind = text[text.index(after: text.lastIndex(of: last) ?? text.startIndex)...].prefix {
      $0.isNumber
    }
    if Set(marks).count == 2 { return last == "," ? .comma : .point }
    guard marks.count == 1, behind.count != 3 else { return .either }
    return last == "," ? .comma : .point
  }

  /// Whether two columns say the same of every row that has both.
  func agree(_ a: Int, _ b: Int) -> Bool {
    rows.allSatisfy { $0[a].isEmpty || $0[b].isEmpty || $0[a] == $0[b] }
  }
}
