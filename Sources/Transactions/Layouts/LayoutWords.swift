import Wording

extension Layout {
  /// What the layout says, a sentence for each of its parts, for a person who does not read JSON.
  public var words: [String] {
    var lines = ["\(title)."]
    if let description, !description.isEmpty { lines.append(description) }
    lines.append(
      "A file is of this kind if its header has \(Self.all(recognise.headers.map { Self.either($0) }))"
        + (recognise.without.isEmpty ? "." : ", and not \(Self.either(recognise.without))."))
    if let headerRow { lines.append("The header stands in line \(headerRow).") }
    for role in Self.roles {
      if let headers = columns[role] { lines.append("\(Self.meaning(role)): \(Self.preference(headers)).") }
    }
    if amountPer == .order { lines.append("The amount is that of the order, and counts once for each.") }
    for subtraction in subtract {
      let each = subtraction.per ?? amountPer
      lines.append(
        "Taken away: \(Self.preference(subtraction.column)), of each \(each == .order ? "order" : "row").")
    }
    if !fillDown.isEmpty {
      lines.append(
        "Empty on further lines of an order, and then as on the first: \(Self.all(fillDown.map(Self.header)))."
      )
    }
    for count in counts { lines.append("Counts if \(count.condition.words); else \"\(count.otherwise)\".") }
    if !returns.when.isEmpty {
      lines.append("A return if \(returns.when.map(\.words).joined(separator: " and ")).")
    }
    for role in Self.roles {
      if let headers = returns.columns[role] {
        lines.append("\(Self.meaning(role)) of a return: \(Self.preference(headers)).")
      }
    }
    lines.append(
      returns.includesNegativeAmounts
        ? "A row below 0 is a return." : "A row below 0 is dropped.")
    if !noCustomer.isEmpty { lines.append("No customer: \(Self.either(noCustomer)).") }
    switch fold {
    case .email: lines.append("E-mails are the same whatever their capitals.")
    case .all: lines.append("Customers are the same whatever their capitals.")
    case .none: lines.append("Customers are the same only if they are written the same.")
    }
    if let cleaning { lines.append("Cleaned as with \(OptionName.clean) \(cleaning.rawValue).") }
    if let dateOrder {
      lines.append("Dates: \(dateOrder == .mdy ? "month" : "day") first, where the file leaves it open.")
    }
    if let decimal {
      lines.append(
        "Numbers: decimal \(decimal.rawValue), where the file leaves it open.")
    }
    return lines
  }

  private static func meaning(_ role: ColumnRole) -> String {
    switch role {
    case .customer: "Customer"
    case .invoice: "Order"
    case .date: "Date"
    case .time: "Time of day"
    case .amount: "Amount"
    case .quantity: "Quantity"
    case .price: "Price"
    case .stock: "Product"
    case .currency: "Currency"
    case .recency, .frequency, .monetary: role.rawValue
    }
  }

  fileprivate static func header(_ text: String) -> String { "'\(legible(text))'" }

  /// The first that is not empty.
  fileprivate static func preference(_ headers: [String]) -> String {
    headers.map(header).joined(separator: ", else ")
  }

  fileprivate static func either(_ texts: [String]) -> String {
    joined(texts.map(header), "or")
  }

  fileprivate static func all(_ parts: [String]) -> String { joined(parts, "and") }

  private static func joined(_ parts: [String], _ word: String) -> String {
    guard let last = parts.last, parts.count > 1 else { return parts.first ?? "" }
    return parts.dropLast().joined(separator: ", ") + " \(word) " + last
  }
}

extension Layout.Condition {
  /// `'State' is 'paid' or 'sent'`.
  fileprivate var words: String {
    let column = column.map(Layout.header).joined(separator: " or ")
    if values == [""] { return "\(column) is \(isNegated ? "not " : "")empty" }
    let shown = values.map { $0.isEmpty ? "empty" : Layout.header($0) }
    let list = shown.joined(separator: isNegated ? " and not " : " or ")
    return "\(column) is \(isNegated ? "not " : "")\(list)"
  }
}
