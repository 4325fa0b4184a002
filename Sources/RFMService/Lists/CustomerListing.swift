import Algorithms
import CustomerStore
import Customers
import JSONText
import Lifetime
import Segmentation

/// Some customers in an order, and what the list says of each.
public struct CustomerListing: Sendable {
  /// What puts customers on a list, and in its order.
  public enum Kind: Sendable, Hashable {
    /// Of one segment, by monetary.
    case top(segment: String)
    /// Of one segment, nearest its centre.
    case typical(segment: String)
    /// Waiting alone moves them to a lower segment.
    case watchList
    /// Late by their own rhythm; those who missed a purchase by what they spent, or all by how late they are.
    case overdue(by: OverdueOrder)
    /// The likeliest to buy within `BuyingAgain.days`; `says` whether there are percentages, or why there are none.
    case again(says: String)
    /// They need the fewest orders to enter a segment.
    case near(segment: String)
  }

  /// What the list says of one customer beside the values.
  public enum Standing: Sendable {
    /// Nothing but the place in the order.
    case member
    /// In so many days they will be in another segment; `date` is nil where no day is known.
    case slipping(days: Int, date: Timestamp?, isDue: Bool, to: String)
    /// Recency over the gap between purchase days that is expected of them, and that gap in days.
    case late(ratio: Double, gap: Double)
    /// Their place among those listed, from 1, and how likely they buy; nil where there is an order only.
    case buying(rank: Int, probability: Double?)
    /// So many orders of their own average value.
    case needs(orders: Int, value: Double)
  }

  /// What a list says of one customer.
  public struct Row: Sendable {
    /// As the store has it.
    public let id: String
    /// As of the observation date in force.
    public let rfm: RFM
    /// Each from 1 to the number of bins.
    public let scores: Scores
    /// The cluster, from 0 to k − 1.
    public let cluster: Int
    /// The segment's name, or `Cluster 2`.
    public let segment: String
    /// What is kept of them, by column.
    public let kept: [(column: String, value: String)]
    /// Why they are on the list.
    public let standing: Standing
  }

  /// What the list is of.
  public let kind: Kind
  /// In the order of the list.
  public let rows: [Row]
  /// The columns that are kept of customers.
  public let keptColumns: [String]

  /// The IDs in the order of the list.
  public var ids: [String] { rows.map(\.id) }

  /// A list of objects with customer, recency, frequency, monetary, cluster, segment and what the list says.
  public var json: JSON { .array(rows.map(\.json)) }
}

extension CustomerListing.Row {
  var json: JSON {
    .object(
      [
        ("customer", .string(id)), ("recency", .integer(rfm.recency)), ("frequency", .integer(rfm.frequency)),
        ("monetary", .number(rfm.monetary)), ("cluster", .integer(cluster)), ("segment", .string(segment)),
      ] + standing.members
        + (kept.isEmpty ? [] : [("kept", .object(kept.map { ($0.column, .string($0.value)) }))]))
  }
}

extension CustomerListing.Standing {
  fileprivate var members: [(String, JSON)] {
    switch self {
    case .member: []
    case .slipping(let days, let date, let isDue, let to):
      [
        ("days", .integer(days)), ("date", date.map { .string($0.date) } ?? .null), ("to", .string(to)),
        ("due", .bool(isDue)),
      ]
    case .late(let ratio, let gap): [("ratio", .number(ratio)), ("gap", .number(gap))]
    case .buying(let rank, let probability):
      [("rank", .integer(rank)), ("buys90d", probability.map(JSON.number) ?? .null)]
    case .needs(let orders, let value): [("orders", .integer(orders)), ("value", .number(value))]
    }
  }
}

/// What customers who are late are listed by.
public enum OverdueOrder: String, Sendable, CaseIterable {
  /// How late they are by their own rhythm.
  case lateness
  /// What they spent; only those who missed a purchase.
  case money
}

/// A customer who may come on a list.
struct Candidate {
  var id: String
  /// As the list shows them.
  var rfm: RFM
  var cluster: Int
  /// What the list is ordered by, the least first; then by ID.
  var order: (Double, Double, Double)
  var standing: CustomerListing.Standing
  /// The days of purchases, as `rfm` has recency; nil where they are not known.
  var history: History?
}

/// The first so many of many customers, in order.
struct FirstCustomers {
  private(set) var items: [Candidate] = []
  private let count: Int

  init(_ count: Int) {
    self.count = count
  }

  var isFull: Bool { items.count == count }

  /// False where a customer with this place in the order would not be kept: saves making the rest.
  func mayTake(_ order: (Double, Double, Double)) -> Bool {
    guard isFull, let last = items.last else { return true }
    return order <= last.order
  }

  mutating func offer(_ item: Candidate) {
    if isFull, let last = items.last, !Self.goesBefore(item, last) { return }
    items.insert(item, at: items.partitioningIndex { Self.goesBefore(item, $0) })
    if items.count > count { items.removeLast() }
  }

  private static func goesBefore(_ a: Candidate, _ b: Candidate) -> Bool {
    a.order == b.order ? a.id.utf8.lexicographicallyPrecedes(b.id.utf8) : a.order < b.order
  }
}
