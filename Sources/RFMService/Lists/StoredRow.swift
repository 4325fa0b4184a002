import CustomerStore
import Customers

/// A customer of a store, of whom it may know when they bought.
protocol StoredRow {
  /// Recency as of the model's observation date.
  var rfm: RFM { get }
  var firstDay: Int? { get }
  var lastDay: Int? { get }
  var lastPurchase: Timestamp? { get }
  var purchaseDays: Int { get }
}

extension CustomerStore.ScannedRow: StoredRow {}
extension CustomerStore.ListedRow: StoredRow {}

extension Inquiry {
  /// The values of a customer, with recency counted to the observation date in force where it is not the model's;
  /// never below 0.
  func current(_ row: some StoredRow) -> RFM {
    var rfm = row.rfm
    if case .model = asOf { return rfm }
    if let last = row.lastPurchase, let date = observationDate {
      rfm.recency = max(0, last.wholeDays(until: date))
    }
    return rfm
  }
}
