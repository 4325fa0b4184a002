import Tabular
import Wording

/// What some of the first rows have in each column: the evidence beside the words of the header.
final class ColumnSample {
  /// The fields of each row, as many as the header has.
  private lazy var rows = read()
  private let lines: FirstLines
  private let header: Int
  private let columns: Int
  private var cache: [Int: Values] = [:]

  /// What one column holds.
  struct Values {
    var filled = 0
    /// How many were looked at closely.
    private(set) var looked = 0
    var distinct = 0
    var dates = 0
    var clocks = 0
    var numbers = 0
    var emails = 0
    /// Texts of several words.
    var phrases = 0
    /// Whether the values are 1, 2, 3 and so on.
    var isRunningCount = false

    func isMost(_ count: Int) -> Bool { looked > 0 && count * 2 > looked }

    /// Takes up what a text may be.
    mutating func add(_ kinds: FieldKinds) {
      looked += 1
      if kinds.contains(.email) { emails += 1 }
      if kinds.contains(.number) { numbers += 1 }
      if kinds.contains(.phrase) { phrases += 1 }
      if kinds.contains(.date) { dates += 1 }
      if kinds.contains(.clock) { clocks += 1 }
    }
  }

  /// - Parameters:
  ///   - lines: the beginning of a file.
  ///   - header: the record of the header; rows with another number of fields are passed over.
  init(_ lines: FirstLines, below header: Int, columns: Int) {
    self.lines = lines
    self.header = header
    self.columns = columns
  }

  private var records: Range<Int> {
    let complete = lines.isLastCutOff ? lines.count - 1 : lines.count
    return header + 1..<max(header + 1, complete)
  }

  private func read() -> [[String]] { records.compactMap(row) }

  private func row(_ record: Int) -> [String]? {
    let fields = lines.fields(record)
    return fields.count == columns ? fields : nil
  }

  /// How many values of a column are looked at closely: enough to tell what it holds.
  private static let closeLooks = 50

  /// Whether any row has something in a column, or there are no rows.
  func isUsed(_ column: Int) -> Bool {
    var isEmpty = true
    for record in records {
      guard let fields = row(record) else { continue }
      if !fields[column].isEmpty { return true }
      isEmpty = false
    }
    return isEmpty
  }

  var rowCount: Int { rows.count }

  func text(_ row: Int, _ column: Int) -> String { rows[row][column] }

  subscript(column: Int) -> Values {
    if let known = cache[column] { return known }
    var values = Values()
    // Each text is looked at once.
    var kinds: [String: FieldKinds] = [:]
    values.isRunningCount = rows.count > 1
    for (index, row) in rows.enumerated() {
      let text = row[column]
      if values.isRunningCount, Int(text) != index + 1 { values.isRunningCount = false }
      guard !text.isEmpty else { continue }
      values.filled += 1
      let known = kinds[text]
      guard values.looked < Self.closeLooks else {
        if known == nil { kinds[text] = [] }
        continue
      }
      let found = known ?? FieldKinds(text)
      if known == nil { kinds[text] = found }
      values.add(found)
    }
    values.distinct = kinds.count
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
}
