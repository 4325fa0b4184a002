import Customers
import Tabular
import Transactions
import Wording

/// Options of reading and cleaning in the words in which people type them.
extension SalesChanges {
  /// The options that `take` knows, besides those that are files of their own.
  public static let words: [OptionName] = [
    .column, .delimiter, .decimal, .dateOrder, .clean, .invoicePattern, .stockPattern, .returns, .asOf,
    .window,
    .frequency, .monetary, .skipBadRows, .where, .layout, .headerRow, .once,
  ]

  /// Takes one option.
  ///
  /// - Parameters:
  ///   - option: one of `words`; `column` and `where` may be taken several times.
  ///   - text: as one types it behind the option; flags are `1` or `0`.
  ///   - library: where layouts are found.
  /// - Throws: `Problem` with what was expected.
  public mutating func take(_ option: OptionName, _ text: String, _ library: Library) throws(Problem) {
    switch option {
    case .column: try takeColumn(text)
    case .delimiter: delimiter = try Self.delimiter(text)
    case .decimal: decimal = try Self.choice(option, text, among: [.point, .comma])
    case .dateOrder: dateOrder = try Self.choice(option, text)
    case .clean: cleaning = try Self.choice(option, text)
    case .invoicePattern: invoicePattern = try Self.pattern(option, text)
    case .stockPattern: stockPattern = try Self.pattern(option, text)
    case .returns: returns = try Self.choice(option, text)
    case .asOf: asOf = try Self.observationDate(text)
    case .window: window = try Self.window(text)
    case .frequency: frequency = try Self.choice(option, text)
    case .monetary: monetary = try Self.choice(option, text)
    case .skipBadRows: skipsBadRows = try Self.flag(option, text)
    case .where: try takeCondition(text)
    case .layout: layout = try Self.layout(text, library)
    case .headerRow:
      guard let row = Int(text), row > 0 else { throw Problem("\(option) \(text): expected a line from 1") }
      headerRow = row
    case .once: countsOnce = try Self.flag(option, text)
    default: throw Problem("there is no option \(option) here")
    }
  }

  /// The layout of a name or a file, or `none`.
  public static func layout(
    _ name: String, _ library: Library
  ) throws(Problem) -> SalesOptions.LayoutChoice {
    name == "none" ? .none : .given(try library.layouts().book(named: name).layout)
  }

  /// `role=HEADER`
  public mutating func takeColumn(_ assignment: String) throws(Problem) {
    let parts = assignment.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, let role = ColumnRole(rawValue: parts[0].lowercased()) else {
      throw Problem(
        "\(OptionName.column) \(assignment): expected role=HEADER with the role one of \(ColumnRole.allCases.map(\.rawValue).joined(separator: ", "))"
      )
    }
    guard columns.updateValue(parts[1], forKey: role) == nil else {
      throw Problem("\(OptionName.column) \(role.rawValue) is given twice")
    }
  }

  private mutating func takeCondition(_ text: String) throws(Problem) {
    if text == "all" {
      conditions = []
      countsAll = true
      return
    }
    do throws(RowCondition.Problem) {
      conditions = (conditions ?? []) + [try RowCondition(text)]
    } catch {
      throw Problem("\(OptionName.where) \(error)")
    }
  }

  /// The name of a delimiter, or the character.
  public static func delimiter(_ name: String) throws(Problem) -> UInt8 {
    switch name {
    case "comma", ",": return UInt8(ascii: ",")
    case "semicolon", ";": return UInt8(ascii: ";")
    case "tab", "\t", "\\t": return UInt8(ascii: "\t")
    case "pipe", "|": return UInt8(ascii: "|")
    default: throw Problem("\(OptionName.delimiter) \(name): expected comma, semicolon, tab or pipe")
    }
  }

  /// `last`, `next-day` or a date; a date without a time is its end.
  public static func observationDate(_ text: String) throws(Problem) -> SalesOptions.AsOf {
    switch text {
    case "last": return .last
    case "next-day": return .nextDay
    default:
      guard let (moment, hasTime) = Timestamp.parse(text) else {
        throw Problem("\(OptionName.asOf) \(text): expected last, next-day or a date such as 2010-12-31")
      }
      return .moment(hasTime ? moment : moment.endOfDay)
    }
  }

  /// `all`, or days such as `365d`.
  public static func window(_ text: String) throws(Problem) -> Window {
    if text == "all" { return .all }
    guard text.hasSuffix("d"), let days = Int(text.dropLast()), (1...100_000).contains(days) else {
      throw Problem("\(OptionName.window) \(text): expected all, or days such as 365d")
    }
    return .days(days)
  }

  private static func choice<Choice: RawRepresentable & CaseIterable>(
    _ option: OptionName, _ text: String
  ) throws(Problem) -> Choice where Choice.RawValue == String {
    try choice(option, text, among: Array(Choice.allCases))
  }

  private static func choice<Choice: RawRepresentable>(
    _ option: OptionName, _ text: String, among all: [Choice]
  ) throws(Problem) -> Choice where Choice.RawValue == String {
    guard let choice = all.first(where: { $0.rawValue == text }) else {
      throw Problem("\(option) \(text): expected \(all.map(\.rawValue).joined(separator: ", "))")
    }
    return choice
  }

  private static func flag(_ option: OptionName, _ text: String) throws(Problem) -> Bool {
    switch text {
    case "1", "true", "": return true
    case "0", "false": return false
    default: throw Problem("\(option) \(text): expected 1 or 0")
    }
  }

  private static func pattern(_ option: OptionName, _ text: String) throws(Problem) -> String {
    if let problem = SalesOptions.patternProblem(text) { throw Problem("\(option): \(problem)") }
    return text
  }
}
