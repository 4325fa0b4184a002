/// What frequency counts: orders, their lines, or days with a purchase.
public enum FrequencyUnit: String, Sendable, CaseIterable {
  case invoices, lines, days
}

/// What monetary says of the money spent: all of it, or how much it is in an order.
public enum MonetaryMeasure: String, Sendable, CaseIterable {
  case total, average
}
