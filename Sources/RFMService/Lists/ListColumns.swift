/// The columns of a list.
struct ListColumns {
  /// The headers of what is kept of customers.
  let kept: [String]
  /// Whether targets and controls are told apart.
  private let hasGroups: Bool
  private let hasAgain: Bool

  init(_ list: CustomerList) {
    kept = list.kept.map(\.name)
    hasGroups = list.isControl != nil
    hasAgain = list.again != nil
  }

  var names: [String] {
    ["customer_id"] + kept + [
      "recency", "frequency", "monetary", "recency_score", "frequency_score", "monetary_score", "segment",
      "last_purchase", "what_to_do",
    ] + (hasAgain ? [BuyingAgainColumn.name] : []) + (hasGroups ? ["group", "as_of"] : [])
  }
}
