/// What frequency counts: orders, their lines, or days with a purchase.
public enum FrequencyUnit: String, Sendable, CaseIterable {
  /// Distinct orders.
  case invoices
  /// Rows of sales.
  case lines
  /// Distinct days with a purchase.
  case days
}

/// What monetary says of the money spent: all of it, or how much it is in an order.
public enum MonetaryMeasure: String, Sendable, CaseIterable {
  /// All that was spent.
  case total
  /// The total over the number of orders.
  case average
}
