import Customers
import Tabular

/// Counts up what stands in one column, in memory that does not grow with the file.
struct ColumnTally {
  private enum Kind: Int {
    case missing, number, date, text
  }

  let name: String
  let role: ColumnRole?
  private let reader: DecimalReader
  private var dates: DateReader
  private var counts = [0, 0, 0, 0]
  private var firsts = [String?](repeating: nil, count: 4)
  private var ambiguous = 0
  /// Hashes of 64 bits: two of 100,000 values share one in a file of four thousand million.
  private var distinct: Set<Int> = []
  private var hasMore = false
  private var numbers: (least: Double, greatest: Double)?
  private var moments: (least: Timestamp, greatest: Timestamp)?
  private var lengths: (least: Int, greatest: Int)?
  private var examples: [String] = []
  private var lastKind = Kind.missing
  private var lastIsAmbiguous = false

  private static let exampleCount = 3
  /// Longer text is neither a number nor a date.
  private static let longest = 40

  init(name: String, role: ColumnRole?, mark: DecimalMark, order: SalesOptions.DateOrder?) {
    self.name = name
    self.role = role
    reader = DecimalReader(mark: mark)
    dates = DateReader(order: order)
  }

  /// Adds the value of the row before once more.
  mutating func addAgain() {
    counts[lastKind.rawValue] += 1
    if lastIsAmbiguous { ambiguous += 1 }
  }

  /// - Parameter text: without quotes and without spaces around it; readable for 16 bytes.
  mutating func add(_ text: UnsafeBufferPointer<UInt8>) {
    lastIsAmbiguous = false
    lastKind = kind(of: text)
    counts[lastKind.rawValue] += 1
    if lastIsAmbiguous { ambiguous += 1 }
    guard lastKind != .missing else { return }
    let length = FieldText.isUTF8(text) ? text.count { $0 & 0xC0 != 0x80 } : text.count
    lengths = lengths.map { (min($0.least, length), max($0.greatest, length)) } ?? (length, length)
    if firsts[lastKind.rawValue] == nil { firsts[lastKind.rawValue] = RowText.shortened(text) }
    guard !hasMore else { return }
    var hasher = Hasher()
    hasher.combine(bytes: UnsafeRawBufferPointer(text))
    let hash = hasher.finalize()
    if distinct.count == ColumnProfile.distinctLimit {
      hasMore = !distinct.contains(hash)
    } else if distinct.insert(hash).inserted, examples.count < Self.exampleCount {
      examples.append(RowText.shortened(text))
    }
  }

  private mutating func kind(of text: UnsafeBufferPointer<UInt8>) -> Kind {
    if CustomerID.isMissing(text) { return .missing }
    guard text.count <= Self.longest, text.contains(where: isDigit) else { return .text }
    // 20101231 is a date in the column of dates, and a number in any other.
    if role == .date { return isDate(text) ? .date : isNumber(text) ? .number : .text }
    return isNumber(text) ? .number : isDate(text) ? .date : .text
  }

  private mutating func isNumber(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    // A currency's code and an exponent are the only letters beside a number.
    guard text.count(where: { ($0 | 0x20) &- UInt8(ascii: "a") < 26 }) <= 4 else { return false }
    var sign: CurrencySign?
    switch reader.read(text, sign: &sign) {
    case .success(let value):
      let number = ExactDecimal(units: Int128(value.mantissa), scale: Int(value.scale)).double
      numbers = numbers.map { (min($0.least, number), max($0.greatest, number)) } ?? (number, number)
      return true
    case .failure(.ambiguous):
      lastIsAmbiguous = true
      return true
    case .failure: return false
    }
  }

  private mutating func isDate(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = text.first, isDigit(first) else { return false }
    switch dates.read(text) {
    case .success(let moment):
      moments = moments.map { (min($0.least, moment), max($0.greatest, moment)) } ?? (moment, moment)
      return true
    case .failure(.ambiguousOrder):
      lastIsAmbiguous = true
      return true
    case .failure: return false
    }
  }

  var profile: ColumnProfile {
    let values = counts[1...].reduce(0, +)
    func isMost(_ kind: Kind) -> Bool { values > 0 && counts[kind.rawValue] * 100 >= values * 95 }
    let kind: ColumnProfile.Kind =
      isMost(.number) ? .number : isMost(.date) ? .date : values > 0 ? .text : .empty
    var others: [Kind] = []
    var extremes = lengths.map { ColumnProfile.Extremes.lengths($0.least, $0.greatest) }
    switch kind {
    case .number:
      others = [.date, .text]
      extremes = numbers.map { .numbers($0.least, $0.greatest) }
    case .date:
      others = [.number, .text]
      extremes = moments.map { .dates($0.least, $0.greatest) }
    case .text, .empty: break
    }
    return ColumnProfile(
      name: name, role: role, kind: kind, missing: counts[0], distinct: distinct.count, hasMore: hasMore,
      extremes: extremes, others: others.reduce(0) { $0 + counts[$1.rawValue] },
      otherExample: others.lazy.compactMap { firsts[$0.rawValue] }.first,
      ambiguous: kind == .text ? 0 : ambiguous, examples: examples)
  }
}
