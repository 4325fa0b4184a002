import JSONText
import Tabular

extension Layout {
  /// Reads the text of a layout.
  ///
  /// - Throws: `JSONError` with file, line, column and path to the value: broken JSON, a key that is not known
  ///   (and the one that was meant), a wrong type, a role without a column.
  public init(reading bytes: [UInt8], file: String) throws(JSONError) {
    let root = try JSONCursor(reading: bytes, file: file, format: Self.format)
    let object = try root.object(keys: [
      "$schema", "format", "name", "title", "description", "source", "recognise", "columns", "amountPer",
      "subtract", "fillDown", "counts", "returns", "noCustomer", "fold", "clean", "dateOrder", "decimal",
      "headerRow", "missing",
    ])
    _ = try object["$schema"]?.string()
    let roles = try object.required("columns")
    self.init(
      name: try object.required("name").slug(of: "layout", such: "my-till"),
      title: try object.required("title").line(),
      recognise: try Recognition(reading: try object.required("recognise")),
      columns: try roles.columnsOfRoles())
    description = try object["description"].optional { cursor throws(JSONError) in try cursor.string() }
    sources = try object["source"].optional { cursor throws(JSONError) in try cursor.addresses() } ?? []
    amountPer = try object["amountPer"].optional { cursor throws(JSONError) in try cursor.choice() } ?? .line
    subtract =
      try object["subtract"].list { item throws(JSONError) in try Subtraction(reading: item) }
    fillDown = try object["fillDown"].optional { cursor throws(JSONError) in try cursor.distinct() } ?? []
    counts = try object["counts"].list { item throws(JSONError) in try Count(reading: item) }
    returns =
      try object["returns"].optional { cursor throws(JSONError) in try Returns(reading: cursor) } ?? Returns()
    noCustomer = try object["noCustomer"].list { item throws(JSONError) in try item.nonEmptyString() }
    fold = try object["fold"].optional { cursor throws(JSONError) in try cursor.choice() } ?? .email
    cleaning = try object["clean"].optional { cursor throws(JSONError) in try cursor.cleaning() } ?? nil
    dateOrder = try object["dateOrder"].optional { cursor throws(JSONError) in try cursor.choice() }
    decimal =
      try object["decimal"].optional { cursor throws(JSONError) in
        DecimalMark(rawValue: try cursor.word(among: [DecimalMark.point, .comma].map(\.rawValue)))
      } ?? nil
    headerRow = try object["headerRow"].optional { cursor throws(JSONError) in try cursor.whole(from: 1) }
    missing = try object["missing"].optional { cursor throws(JSONError) in try cursor.adviceByRole() } ?? [:]
    try checkRoles(roles)
  }

  /// What was recorded with `json`, such as in a model.
  ///
  /// - Parameters:
  ///   - json: the object of a layout.
  ///   - file: what errors name.
  public init(_ json: JSON, file: String) throws(JSONError) {
    try self.init(reading: Array(json.text(.compact).utf8), file: file)
  }

  private func checkRoles(_ cursor: JSONCursor) throws(JSONError) {
    for role in [ColumnRole.customer, .date] where columns[role] == nil {
      throw cursor.error("missing \"\(role.rawValue)\"")
    }
    let factors = [ColumnRole.quantity, .price].filter { columns[$0] != nil }
    if columns[.amount] != nil {
      guard let factor = factors.first else {
        guard amountPer == .order, columns[.invoice] == nil else { return }
        throw cursor.error("missing \"invoice\": the amount is that of an order (\"amountPer\")")
      }
      throw cursor.error(
        "'amount' and '\(factor.rawValue)' exclude each other: what is named here is what counts")
    }
    guard factors.count == 2 else {
      throw cursor.error("missing \"amount\", or \"quantity\" and \"price\"")
    }
    if amountPer == .order {
      throw cursor.error("missing \"amount\": quantity × price cannot be that of an order (\"amountPer\")")
    }
  }
}

extension Layout.Recognition {
  init(reading cursor: JSONCursor) throws(JSONError) {
    let object = try cursor.object(keys: ["headers", "without"])
    let list = try object.required("headers")
    let items = try list.array()
    guard !items.isEmpty else { throw list.error("at least one header is expected") }
    self.init(
      headers: try items.map { item throws(JSONError) in try item.headers() },
      without: try object["without"].list { item throws(JSONError) in try item.nonEmptyString() })
  }
}

extension Layout.Subtraction {
  init(reading cursor: JSONCursor) throws(JSONError) {
    let object = try cursor.object(keys: ["column", "per"])
    self.init(
      column: try object.required("column").headers(),
      per: try object["per"].optional { cursor throws(JSONError) in try cursor.choice() })
  }
}

extension Layout.Condition {
  /// - Parameter object: may have other keys, too.
  init(reading object: JSONObject) throws(JSONError) {
    let column = try object.required("column").headers()
    let (one, none) = (object["is"], object["isNot"])
    guard let cursor = one ?? none else { throw object.cursor.error("missing \"is\" or \"isNot\"") }
    if one != nil, let none { throw none.error("'is' and 'isNot' exclude each other") }
    let items = try cursor.array()
    guard !items.isEmpty else { throw cursor.error("at least one value is expected") }
    self.init(
      column: column, values: try items.map { item throws(JSONError) in try item.string() },
      isNegated: one == nil)
  }
}

extension Layout.Count {
  init(reading cursor: JSONCursor) throws(JSONError) {
    let object = try cursor.object(keys: ["column", "is", "isNot", "otherwise"])
    self.init(
      try Layout.Condition(reading: object), otherwise: try object.required("otherwise").line())
  }
}

extension Layout.Returns {
  init(reading cursor: JSONCursor) throws(JSONError) {
    let object = try cursor.object(keys: ["when", "columns", "negativeAmounts"])
    self.init()
    if let given = object["when"], !given.isNull {
      let items = try given.array()
      guard !items.isEmpty else { throw given.error("at least one condition is expected") }
      when = try items.map { item throws(JSONError) in
        try Layout.Condition(reading: try item.object(keys: ["column", "is", "isNot"]))
      }
    }
    columns =
      try object["columns"].optional { cursor throws(JSONError) in try cursor.columnsOfRoles() } ?? [:]
    includesNegativeAmounts =
      try object["negativeAmounts"].optional { cursor throws(JSONError) in try cursor.bool() } ?? true
  }
}

extension JSONCursor {
  /// A header, or several in order of preference.
  fileprivate func headers() throws(JSONError) -> [String] {
    guard case .array = node.value else { return [try nonEmptyString()] }
    let headers = try distinct()
    if headers.isEmpty { throw error("at least one header is expected") }
    return headers
  }

  /// A list of texts, none of them twice.
  fileprivate func distinct() throws(JSONError) -> [String] {
    var texts: [String] = []
    for item in try array() {
      let text = try item.nonEmptyString()
      if texts.contains(text) { throw item.error("'\(text)' is named twice") }
      texts.append(text)
    }
    return texts
  }

  fileprivate func columnsOfRoles() throws(JSONError) -> [ColumnRole: [String]] {
    let object = try object(keys: Layout.roles.map(\.rawValue))
    var columns: [ColumnRole: [String]] = [:]
    for role in Layout.roles { columns[role] = try object[role.rawValue]?.headers() }
    return columns
  }

  /// By role, what to do where the column is missing.
  fileprivate func adviceByRole() throws(JSONError) -> [ColumnRole: String] {
    let roles: [ColumnRole] = [.customer, .invoice, .date, .amount, .quantity, .price]
    let object = try object(keys: roles.map(\.rawValue))
    var advice: [ColumnRole: String] = [:]
    for role in roles { advice[role] = try object[role.rawValue]?.line() }
    return advice
  }

  /// One address, or a list of them.
  fileprivate func addresses() throws(JSONError) -> [String] {
    guard case .array = node.value else { return [try address()] }
    let items = try array()
    guard !items.isEmpty else { throw error("at least one address is expected") }
    return try items.map { item throws(JSONError) in try item.address() }
  }

  private func address() throws(JSONError) -> String {
    let text = try string()
    let rest = ["https://", "http://"].first(where: text.hasPrefix).map { text.dropFirst($0.count) }
    guard let rest, !rest.isEmpty, !rest.contains(where: \.isWhitespace) else {
      throw error("an address such as https://example.com/export is expected")
    }
    return text
  }

  /// Nil for `layout`.
  fileprivate func cleaning() throws(JSONError) -> SalesOptions.Cleaning? {
    SalesOptions.Cleaning(
      rawValue: try word(among: ["layout"] + SalesOptions.Cleaning.allCases.map(\.rawValue)))
  }
}

extension JSONCursor? {
  /// The elements of a list; none where it is absent or null.
  fileprivate func list<Value>(
    _ read: (JSONCursor) throws(JSONError) -> Value
  ) throws(JSONError) -> [Value] {
    guard let cursor = self, !cursor.isNull else { return [] }
    return try cursor.array().map(read)
  }
}
