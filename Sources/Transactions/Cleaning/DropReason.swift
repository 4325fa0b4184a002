import Wording

/// Why a row does not count, in the order in which the rules are tried.
public enum DropReason: Int, Sendable, CaseIterable, Hashable {
  /// Not of the rows that were asked for.
  case leftOut
  /// Nobody stands in the column of the customer.
  case missingCustomer
  /// The customer asked to be forgotten.
  case forgotten
  /// The invoice is a cancellation.
  case cancelledInvoice
  /// The invoice is not of the pattern.
  case otherInvoice
  /// The stock code is not of the pattern.
  case notAProduct
  /// The quantity is 0 or less.
  case quantity
  /// The price, or in a file of amounts the amount, is below 0.
  case price
  /// Of an amount, which is a refund.
  case negativeAmount
  /// Of an order that stands in a file before.
  case inAnotherFile
  /// Later than the observation date, or further back than the window.
  case laterThanAsOf, beforeWindow
  /// A row that cannot be read, where those are passed over.
  case badRow

  /// `1 negative amount (refund)`, `2 missing customer`.
  func counted(_ rows: Int) -> String {
    self == .negativeAmount && rows == 1 ? "1 negative amount (refund)" : "\(Figures.count(rows)) \(name)"
  }

  /// What a person reads; an option in it is said as each door takes it, see `OptionName`.
  public var name: String {
    switch self {
    case .leftOut: "left out by \(OptionName.where)"
    case .missingCustomer: "missing customer"
    case .forgotten: "forgotten customer"
    case .cancelledInvoice: "cancelled invoice"
    case .otherInvoice: "other invoice"
    case .notAProduct: "not a product"
    case .quantity: "quantity"
    case .price: "price"
    case .negativeAmount: "negative amounts (refunds)"
    case .inAnotherFile: "in another file"
    case .laterThanAsOf: "later than the observation date"
    case .beforeWindow: "before the first day that counts"
    case .badRow: "bad row"
    }
  }
}
