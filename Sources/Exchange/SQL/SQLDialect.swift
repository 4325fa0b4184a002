import Customers

/// How one engine writes what the queries of `SumsQuery` and `SegmentsQuery` are made of.
///
/// What stands here as a default is what most engines take; a dialect says what is different. A new one is a file with
/// a type of some lines, and its place in `SQLDialects`.
public protocol SQLDialect: Sendable {
  /// What a person types.
  var name: String { get }
  /// The engine's own name.
  var title: String { get }
  /// Whether `make proof ROWS=sql` runs the queries on the engine itself.
  var isRun: Bool { get }

  // MARK: Words

  /// The name of a table or column, whatever letters it has.
  func identifier(_ name: String) -> String
  /// A text as a value, whatever letters it has.
  func literal(_ text: String) -> String
  /// A number that the engine reads as the same double.
  func number(_ value: Double) -> String

  // MARK: Values

  /// As a text that is compared byte by byte.
  func text(_ value: String) -> String
  /// As a double.
  func double(_ value: String) -> String
  /// The least of two or more.
  func least(_ values: [String]) -> String
  /// The natural logarithm.
  func logarithm(_ value: String) -> String
  /// Whether a text as a whole is of a shape.
  func fits(_ text: String, _ shape: TextShape) throws(SQLProblem) -> String
  /// What stands in a text before its first point; only asked for a text that has one.
  func beforePoint(_ text: String) -> String

  // MARK: Money

  /// A quantity, price or amount, exact to so many digits behind the point.
  func decimal(_ value: String, places: Int) throws(SQLProblem) -> String
  /// A sum of such numbers, as money.
  func money(_ sum: String, places: Int) -> String

  // MARK: Time

  /// A column of dates, of dates and times or of ISO texts as a moment in whole seconds.
  func moment(_ value: String) -> String
  /// A moment as it is shown in a table.
  func shown(_ moment: String) -> String
  /// The calendar day of a moment.
  func day(_ moment: String) -> String
  /// A moment so many days of 24 hours later, or earlier where `days` is below 0.
  func shifted(_ moment: String, days: Int) -> String
  /// Whole days of 24 hours between two moments.
  func wholeDays(from start: String, to end: String) -> String

  // MARK: Statements

  /// What stands behind the name of a step: `AS`, or more where the engine would compute a step anew for each use.
  var stepWord: String { get }
  /// What stands in front of a query whose rows become a view or a table.
  func create(_ kind: SQLCreation.Kind, _ name: String) -> String
}

extension SQLDialect {
  public var isRun: Bool { true }

  public func identifier(_ name: String) -> String { SQLText.enclosed(name, "\"") }
  public func literal(_ text: String) -> String { SQLText.enclosed(text, "'") }
  public func number(_ value: Double) -> String { SQLText.exponential(value) }

  public func text(_ value: String) -> String { "CAST(\(value) AS VARCHAR)" }
  public func double(_ value: String) -> String { "CAST(\(value) AS DOUBLE)" }
  public func least(_ values: [String]) -> String { "LEAST(\(values.joined(separator: ", ")))" }
  public func logarithm(_ value: String) -> String { "LN(\(value))" }
  public func beforePoint(_ text: String) -> String { "SUBSTR(\(text), 1, POSITION('.' IN \(text)) - 1)" }

  public func decimal(_ value: String, places: Int) -> String { "CAST(\(value) AS DECIMAL(18, \(places)))" }
  public func money(_ sum: String, places: Int) -> String { sum }

  public func moment(_ value: String) -> String { "DATE_TRUNC('second', CAST(\(value) AS TIMESTAMP))" }
  public func shown(_ moment: String) -> String { moment }
  public func day(_ moment: String) -> String { "CAST(\(moment) AS DATE)" }
  public func shifted(_ moment: String, days: Int) -> String {
    "\(moment) \(days < 0 ? "-" : "+") INTERVAL '\(abs(days))' DAY"
  }

  public var stepWord: String { "AS" }
  public func create(_ kind: SQLCreation.Kind, _ name: String) -> String {
    "CREATE \(kind.rawValue.uppercased()) \(name) AS"
  }
}

/// What a text can be as a whole.
public enum TextShape: Sendable, Hashable {
  /// `489434`: an invoice of an ordinary sale.
  case sixDigits
  /// `85048`, `79323P`, `PADS`: the stock code of a product.
  case stockCode
  /// `C489449`: a cancelled invoice.
  case cancelled
  /// `17850.0`: a whole number from a column that was read as floating point.
  case pointZero
  /// The user's own regular expression.
  case expression(String)

  /// The same as a regular expression of digits, classes and alternatives, which all engines read alike.
  public var expression: String {
    switch self {
    case .sixDigits: "[0-9]{6}"
    case .stockCode: "[0-9]{5}[A-Za-z]*|PADS"
    case .cancelled: "[Cc][0-9]+"
    case .pointZero: "[0-9]+[.]0+"
    case .expression(let text): text
    }
  }
}

/// Why there is no SQL for what was asked.
public struct SQLProblem: Error, Sendable, CustomStringConvertible {
  public let description: String

  /// A sentence of what is wrong, and of what would be right.
  public init(_ description: String) { self.description = description }
}

/// What is made of a query's rows.
public struct SQLCreation: Sendable, Hashable {
  /// A view or a table.
  public enum Kind: String, Sendable, CaseIterable {
    case view, table
  }

  /// Which of them.
  public let kind: Kind
  /// Its name.
  public let name: SQLTable

  /// A view or table with a name.
  public init(_ kind: Kind, _ name: SQLTable) { (self.kind, self.name) = (kind, name) }
}
