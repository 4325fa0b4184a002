import Wording

/// Why a row does not count, in the order in which the rules are tried.
public enum DropReason: Int, Sendable, CaseIterable, Hashable {
  /// Not of the rows that were asked for.
  case leftOut
  case missingCustomer
  /// The customer asked to be forgotten.
  case forgotten
  case cancelledInvoice, otherInvoice, notAProduct, quantity, price
  /// Of an amount, which is a refund.
  case negativeAmount
  /// Later than the observation date, or further back than the window.
  case laterThanAsOf, beforeWindow
  case badRow

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
    case .laterThanAsOf: "later than the observation date"
    case .beforeWindow: "before the window"
    case .badRow: "bad row"
    }
  }
}
