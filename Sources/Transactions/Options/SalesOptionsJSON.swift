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
    ] + layoutMembers
      + (conditions.isEmpty ? [] : [("where", .array(conditions.map { .string($0.description) }))])
  }

  /// The layout that was read with, as a whole, so that other sales are read the same way.
  private var layoutMembers: [(String, JSON)] {
    var members: [(String, JSON)] = []
    switch layout {
    case .none: members.append(("layout", "none"))
    case .given(let layout): members.append(("layout", layout.json))
    case .among(let layouts): if layouts.count == 1 { members.append(("layout", layouts[0].json)) }
    }
    if let headerRow { members.append(("headerRow", .integer(headerRow))) }
    if let rates { members.append(("rates", rates.json)) }
    if countsOnce { members.append(("once", true)) }
    if countsAll { members.append(("countsAll", true)) }
    // Beside a layout it tells whether what is the default was said.
    if !members.isEmpty, isCleaningGiven { members.append(("cleanGiven", true)) }
    if !members.isEmpty, areReturnsGiven { members.append(("returnsGiven", true)) }
    return members
  }

  private var columnChoices: [(ColumnRole, String)] {
    ColumnRole.allCases.compactMap { role in columns[role].map { (role, $0) } }
  }
}
