import CustomerStore
import Lifetime
import Segmentation

/// A row of a store that knows the days of purchases.
protocol DatedRow {
  var firstDay: Int? { get }
  var lastDay: Int? { get }
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
