import JSONText

extension Layout {
  /// The layout as it stands in a file; what says the same when it is left out is left out.
  public var json: JSON {
    var members: [(String, JSON)] = [
      ("$schema", "./layout.schema.json"), ("format", .string(Self.format)), ("name", .string(name)),
      ("title", .string(title)),
    ]
    if let description { members.append(("description", .string(description))) }
    if !sources.isEmpty { members.append(("source", .oneOrMany(sources))) }
    members += [("recognise", recognise.json), ("columns", Self.json(columns))]
    if amountPer != .line { members.append(("amountPer", .string(amountPer.rawValue))) }
    if !subtract.isEmpty { members.append(("subtract", .array(subtract.map(\.json)))) }
    if !fillDown.isEmpty { members.append(("fillDown", .array(fillDown.map(JSON.string)))) }
    if !counts.isEmpty { members.append(("counts", .array(counts.map(\.json)))) }
    if returns != Returns() { members.append(("returns", returns.json)) }
    if !noCustomer.isEmpty { members.append(("noCustomer", .array(noCustomer.map(JSON.string)))) }
    if fold != .email { members.append(("fold", .string(fold.rawValue))) }
    if let cleaning { members.append(("clean", .string(cleaning.rawValue))) }
    if let dateOrder { members.append(("dateOrder", .string(dateOrder.rawValue))) }
    if let decimal { members.append(("decimal", .string(decimal.rawValue))) }
    if let headerRow { members.append(("headerRow", .integer(headerRow))) }
    if !missing.isEmpty {
      members.append(
        (
          "missing",
          .object(Self.roles.compactMap { role in missing[role].map { (role.rawValue, .string($0)) } })
        ))
    }
    return .object(members)
  }

  fileprivate static func json(_ columns: [ColumnRole: [String]]) -> JSON {
    .object(roles.compactMap { role in columns[role].map { (role.rawValue, .oneOrMany($0)) } })
  }
}

extension Layout.Recognition {
  var json: JSON {
    var members: [(String, JSON)] = [("headers", .array(headers.map(JSON.oneOrMany)))]
    if !without.isEmpty { members.append(("without", .array(without.map(JSON.string)))) }
    return .object(members)
  }
}

extension Layout.Subtraction {
  var json: JSON {
    var members: [(String, JSON)] = [("column", .oneOrMany(column))]
    if let per { members.append(("per", .string(per.rawValue))) }
    return .object(members)
  }
}

extension Layout.Condition {
  fileprivate var members: [(String, JSON)] {
    [("column", .oneOrMany(column)), (isNegated ? "isNot" : "is", .array(values.map(JSON.string)))]
  }

  var json: JSON { .object(members) }
}

extension Layout.Count {
  var json: JSON { .object(condition.members + [("otherwise", .string(otherwise))]) }
}

extension Layout.Returns {
  var json: JSON {
    var members: [(String, JSON)] = []
    if !when.isEmpty { members.append(("when", .array(when.map(\.json)))) }
    if !columns.isEmpty { members.append(("columns", Layout.json(columns))) }
    if !includesNegativeAmounts { members.append(("negativeAmounts", false)) }
    return .object(members)
  }
}

extension JSON {
  /// A text, or a list where there are several.
  fileprivate static func oneOrMany(_ texts: [String]) -> JSON {
    texts.count == 1 ? .string(texts[0]) : .array(texts.map(JSON.string))
  }
}
