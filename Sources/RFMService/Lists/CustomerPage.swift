import CustomerStore
import Customers
import JSONText
import Segmentation

/// Some customers of a model, in an order, and where those behind them begin.
public struct CustomerPage: Sendable {
  /// What customers are ordered by; the byte order of their IDs among equals.
  public enum Order: String, Sendable, CaseIterable {
    /// The byte order of the IDs.
    case customer
    /// Days, the fewest first.
    case recency
    /// Orders, the most first.
    case frequency
    /// Currency, the most first.
    case monetary
  }

  /// The customer behind whom a page begins.
  public struct Bookmark: Sendable, Hashable {
    /// The value that is ordered by; nothing for an order by ID.
    public let key: Double
    /// The customer's ID.
    public let id: String
    /// How many customers there are on all pages: counted for the first.
    public let count: Int

    /// A bookmark that an earlier page gave out.
    public init(key: Double, id: String, count: Int) {
      self.key = key
      self.id = id
      self.count = count
    }
  }

  /// The customers on the page.
  public let list: CustomerList
  /// How many there are on all pages.
  public let count: Int
  /// Where the next page begins; nil behind the last.
  public let next: Bookmark?

  /// The customers, as `find` lists them.
  public var customers: JSON { list.json }
}

extension CustomerList {
  /// A list with the ID, the values, the segment and what is kept of each.
  var json: JSON {
    .array(
      (0..<count).map { row in
        var members: [(String, JSON)] = [
          ("customer", .string(ids[row])), ("recency", .integer(rfm[row].recency)),
          ("frequency", .integer(rfm[row].frequency)), ("monetary", .number(rfm[row].monetary)),
          ("segment", .string(segments[segment[row]].name)),
        ]
        if !kept.isEmpty {
          members.append(("kept", .object(kept.map { ($0.name, .string($0.values[row])) })))
        }
        return .object(members)
      })
  }
}

extension Inquiry {
  /// A page of the customers of a segment, or of all.
  ///
  /// In the order of IDs a page costs about what is on it: O(log n + size) of n customers, the first one also the
  /// counting. Other orders look at each customer, under a microsecond each.
  ///
  /// - Parameters:
  ///   - segment: of the pack in use; nil for all.
  ///   - order: what they are ordered by.
  ///   - bookmark: where the page begins; nil for the first.
  ///   - skipped: how many customers behind the bookmark are not on it.
  ///   - size: how many customers are on a page.
  public func page(
    of segment: Int? = nil, by order: CustomerPage.Order = .customer,
    after bookmark: CustomerPage.Bookmark? = nil, skipping skipped: Int = 0, size: Int
  ) throws(Problem) -> CustomerPage {
    let store = try loaded.requireStore()
    let classifier = RowClassifier(model)
    let lookup = SegmentLookup(pack, model)
    // One more tells whether there is a next page.
    var page = FirstCustomers(skipped + size + 1)
    var matching = 0
    // The store is in the order of IDs, and who has a bookmark need not count.
    let isInOrder = order == .customer && (bookmark != nil || segment == nil)
    try explained { () throws(StoreError) in
      try store.scan(
        after: isInOrder ? bookmark?.id : nil, while: { !work.isCancelled() && !(isInOrder && page.isFull) }
      ) { row in
        let rfm = current(row)
        if let segment {
          let (r, f, m) = (Double(rfm.recency), Double(rfm.frequency), rfm.monetary)
          let place = lookup.index(
            classifier.answer(r, f, m), r, f, m, row.history(recency: rfm.recency))
          guard place == segment else { return }
        }
        matching += 1
        let key = order.key(rfm)
        guard page.mayTake((key, 0, 0)) else { return }
        let id = row.id
        if let bookmark, !isInOrder {
          guard
            key > bookmark.key || key == bookmark.key && bookmark.id.utf8.lexicographicallyPrecedes(id.utf8)
          else { return }
        }
        page.offer(.init(id: id, rfm: rfm, cluster: row.cluster, order: (key, 0, 0), standing: .member))
      }
    }
    try work.check()
    var count = bookmark?.count ?? matching
    if isInOrder, bookmark == nil { count = try explained { () throws(StoreError) in try store.count() } }
    let rest = page.items.dropFirst(skipped)
    let items = rest.prefix(size)
    let next =
      rest.count > size
      ? items.last.map { CustomerPage.Bookmark(key: $0.order.0, id: $0.id, count: count) } : nil
    return CustomerPage(list: try customers(items.map(\.id)), count: count, next: next)
  }

  /// The values with recency as of the observation date in force; never below 0.
  private func current(_ row: CustomerStore.ScannedRow) -> RFM {
    var rfm = row.rfm
    if case .model = asOf { return rfm }
    if let date = observationDate, let last = row.lastPurchase {
      rfm.recency = max(0, last.wholeDays(until: date))
    }
    return rfm
  }
}

extension CustomerPage.Order {
  /// What is ordered by, the least first.
  fileprivate func key(_ rfm: RFM) -> Double {
    switch self {
    case .customer: 0
    case .recency: Double(rfm.recency)
    case .frequency: -Double(rfm.frequency)
    case .monetary: -rfm.monetary
    }
  }
}
