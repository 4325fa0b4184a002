import JSONText
import Tabular

extension SalesOptions {
  /// The options as they stand in a model: all that can change a figure, and nothing else.
  public var json: [(String, JSON)] {
    [
      ("columns", .object(columnChoices.map { ($0.0.rawValue, .string($0.1)) })),
      ("delimiter", delimiter.map { .string(String(decoding: [$0], as: UTF8.self)) } ?? .null),
      ("decimal", decimal.map { .string($0.rawValue) } ?? .null),
      ("dateOrder", dateOrder.map { .string($0.rawValue) } ?? .null),
      ("clean", .string(cleaning.rawValue)),
      ("invoicePattern", invoicePattern.map(JSON.string) ?? .null),
      ("stockPattern", stockPattern.map(JSON.string) ?? .null),
      ("returns", .string(returns.rawValue)),
      ("asOf", .string(asOf.text)),
      ("windowDays", windowDays.map(JSON.integer) ?? .null),
      ("frequency", .string(frequency.rawValue)),
      ("monetary", .string(monetary.rawValue)),
      ("skipBadRows", .bool(skipsBadRows)),
    ] + (conditions.isEmpty ? [] : [("where", .array(conditions.map { .string($0.description) }))])
  }

  private var columnChoices: [(ColumnRole, String)] {
    ColumnRole.allCases.compactMap { role in columns[role].map { (role, $0) } }
  }
}
