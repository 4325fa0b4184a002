import CustomerStore
import Customers
import Lifetime
import Segmentation

/// A customer of a store, of whom it may know when they bought.
protocol DatedRow {
  /// Recency as of the model's observation date.
  var rfm: RFM { get }
  var firstDay: Int? { get }
  var lastDay: Int? { get }
  var lastPurchase: Timestamp? { get }
  var purchaseDays: Int { get }
}

extension CustomerStore.ScannedRow: DatedRow {
  /// As of the model's observation date; nil for an RFM table.
  var history: History? { history(recency: rfm.recency) }
}

extension CustomerStore.ListedRow: DatedRow {}

extension DatedRow {
  /// The days of purchases, so many days after the last; nil for an RFM table.
  func history(recency: Int) -> History? {
    guard let firstDay, let lastDay else { return nil }
    return History(recency: recency, firstDay: firstDay, lastDay: lastDay, purchaseDays: purchaseDays)
  }
}

extension Inquiry {
  /// The values of a customer, with recency counted to the observation date in force where it is not the model's;
  /// never below 0.
  func current(_ row: some DatedRow) -> RFM {
    var rfm = row.rfm
    if case .model = asOf { return rfm }
    if let last = row.lastPurchase, let date = observationDate {
      rfm.recency = max(0, last.wholeDays(until: date))
    }
    return rfm
  }
}
