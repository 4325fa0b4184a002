import Customers
import JSONText
import Tabular

/// Why the options in a model cannot be taken up.
public struct SalesOptionsProblem: Error, Sendable, CustomStringConvertible {
  /// Such as `returns`.
  public let key: String
  /// What was expected.
  public let message: String

  public var description: String { "training.sales.\(key): \(message)" }
}

extension SalesOptions {
  /// The options as they stand in a model: the reverse of `json`.
  ///
  /// - Throws: `SalesOptionsProblem` where one is missing, unknown or not what it should be.
  public init(reading members: [(String, JSON)]) throws(SalesOptionsProblem) {
    self.init()
    let known =
      json.map(\.0) + [
        "where", "layout", "headerRow", "rates", "countsAll", "once", "cleanGiven", "returnsGiven",
      ]
    if let (key, _) = members.first(where: { !known.contains($0.0) }) {
      throw SalesOptionsProblem(key: key, message: "there is no such option")
    }
    let stored = StoredOptions(members: members)
    columns = try stored.columns("columns")
    delimiter = try stored.delimiter("delimiter")
    decimal = try stored.choice("decimal", of: DecimalMark.self, among: ["point", "comma"])
    dateOrder = try stored.choice("dateOrder")
    cleaning = try stored.required("clean", try stored.choice("clean"))
    invoicePattern = try stored.text("invoicePattern")
    stockPattern = try stored.text("stockPattern")
    returns = try stored.required("returns", try stored.choice("returns"))
    asOf = try stored.observationDate("asOf")
    windowDays = try stored.days("windowDays")
    frequency = try stored.required("frequency", try stored.choice("frequency"))
    monetary = try stored.required("monetary", try stored.choice("monetary"))
    skipsBadRows = try stored.flag("skipBadRows")
    conditions = try stored.conditions("where")
    layout = try stored.layout("layout")
    headerRow = try stored.row("headerRow")
    rates = try stored.rates("rates")
    if stored.has("once") { countsOnce = try stored.flag("once") }
    if stored.has("cleanGiven") { isCleaningGiven = try stored.flag("cleanGiven") }
    if stored.has("returnsGiven") { areReturnsGiven = try stored.flag("returnsGiven") }
    if stored.has("countsAll") { countsAll = try stored.flag("countsAll") }
  }
}

/// The members of `training.sales`, each read as what it should be.
private struct StoredOptions {
  let members: [(String, JSON)]

  func value(_ key: String) throws(SalesOptionsProblem) -> JSON {
    guard let (_, value) = members.first(where: { $0.0 == key }) else {
      throw SalesOptionsProblem(key: key, message: "it is missing")
    }
    return value
  }

  func required<Value>(_ key: String, _ value: Value?) throws(SalesOptionsProblem) -> Value {
    guard let value else { throw SalesOptionsProblem(key: key, message: "a value is expected, not null") }
    return value
  }

  /// Nil for null.
  func text(_ key: String) throws(SalesOptionsProblem) -> String? {
    switch try value(key) {
    case .null: return nil
    case .string(let text): return text
    default: throw SalesOptionsProblem(key: key, message: "a text is expected")
    }
  }

  func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String
  ) throws(SalesOptionsProblem) -> Choice? where Choice.RawValue == String {
    try choice(key, of: Choice.self, among: Choice.allCases.map(\.rawValue))
  }

  func choice<Choice: RawRepresentable>(
    _ key: String, of: Choice.Type, among words: [String]
  ) throws(SalesOptionsProblem) -> Choice? where Choice.RawValue == String {
    guard let word = try text(key) else { return nil }
    guard words.contains(word), let choice = Choice(rawValue: word) else {
      throw SalesOptionsProblem(
        key: key, message: "'\(word)' is not one of \(words.joined(separator: ", "))")
    }
    return choice
  }

  func flag(_ key: String) throws(SalesOptionsProblem) -> Bool {
    guard case .bool(let flag) = try value(key) else {
      throw SalesOptionsProblem(key: key, message: "true or false is expected")
    }
    return flag
  }

  func days(_ key: String) throws(SalesOptionsProblem) -> Int? {
    let days: Int?
    switch try value(key) {
    case .null: return nil
    case .integer(let number): days = number
    case .literal(let text): days = Int(text)
    default: days = nil
    }
    guard let days, (1...100_000).contains(days) else {
      throw SalesOptionsProblem(key: key, message: "1 to 100000 days are expected, or null")
    }
    return days
  }

  func delimiter(_ key: String) throws(SalesOptionsProblem) -> UInt8? {
    guard let text = try text(key) else { return nil }
    guard text.utf8.count == 1, let byte = text.utf8.first, CSVFile.delimiters.contains(byte) else {
      throw SalesOptionsProblem(key: key, message: "a comma, semicolon, tab or pipe is expected")
    }
    return byte
  }

  func observationDate(_ key: String) throws(SalesOptionsProblem) -> SalesOptions.AsOf {
    switch try required(key, try text(key)) {
    case SalesOptions.AsOf.last.text: return .last
    case SalesOptions.AsOf.nextDay.text: return .nextDay
    case let text:
      guard let moment = Timestamp.parse(text)?.moment else {
        throw SalesOptionsProblem(key: key, message: "'\(text)' is not last, next-day or a date")
      }
      return .moment(moment)
    }
  }

  func has(_ key: String) -> Bool { members.contains { $0.0 == key } }

  func layout(_ key: String) throws(SalesOptionsProblem) -> SalesOptions.LayoutChoice {
    guard has(key) else { return .among([]) }
    let json = try value(key)
    if case .string("none") = json { return SalesOptions.LayoutChoice.none }
    do throws(JSONError) {
      return .among([try Layout(json, file: key)])
    } catch {
      throw SalesOptionsProblem(key: key, message: error.message)
    }
  }

  func row(_ key: String) throws(SalesOptionsProblem) -> Int? {
    guard has(key) else { return nil }
    switch try value(key) {
    case .integer(let row) where row > 0: return row
    case .literal(let text): if let row = Int(text), row > 0 { return row }
    default: break
    }
    throw SalesOptionsProblem(key: key, message: "a line from 1 is expected")
  }

  func rates(_ key: String) throws(SalesOptionsProblem) -> Rates? {
    guard has(key) else { return nil }
    guard let rates = Rates(try value(key)) else {
      throw SalesOptionsProblem(key: key, message: "a list of rates is expected")
    }
    return rates
  }

  /// None where the key is missing: models without conditions do not have it.
  func conditions(_ key: String) throws(SalesOptionsProblem) -> [RowCondition] {
    guard members.contains(where: { $0.0 == key }) else { return [] }
    guard case .array(let items) = try value(key) else {
      throw SalesOptionsProblem(key: key, message: "a list of conditions is expected")
    }
    var conditions: [RowCondition] = []
    for item in items {
      guard case .string(let text) = item else {
        throw SalesOptionsProblem(key: key, message: "a condition is a text such as Country=France")
      }
      do throws(RowCondition.Problem) {
        conditions.append(try RowCondition(text))
      } catch {
        throw SalesOptionsProblem(key: key, message: error.description)
      }
    }
    return conditions
  }

  func columns(_ key: String) throws(SalesOptionsProblem) -> [ColumnRole: String] {
    guard case .object(let members) = try value(key) else {
      throw SalesOptionsProblem(key: key, message: "an object is expected")
    }
    var columns: [ColumnRole: String] = [:]
    for (name, header) in members {
      guard let role = ColumnRole(rawValue: name), case .string(let header) = header else {
        throw SalesOptionsProblem(
          key: "\(key).\(name)", message: "a role and the name of a column are expected")
      }
      columns[role] = header
    }
    return columns
  }
}
