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

    /// A bookmark that an earlier page gave out.
    public init(key: Double, id: String) {
      self.key = key
      self.id = id
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
  /// A page of the customers of a segment, or of all. O(n) for n customers, in memory for those on the page.
  ///
  /// - Parameters:
  ///   - segment: of the pack in use; nil for all.
  ///   - order: what they are ordered by.
  ///   - bookmark: where the page begins; nil for the first.
  ///   - size: how many customers are on a page.
  public func page(
    of segment: Int? = nil, by order: CustomerPage.Order = .customer,
    after bookmark: CustomerPage.Bookmark? = nil,
    size: Int
  ) throws(Problem) -> CustomerPage {
    func key(_ rfm: RFM) -> Double {
      switch order {
      case .customer: 0
      case .recency: Double(rfm.recency)
      case .frequency: -Double(rfm.frequency)
      case .monetary: -rfm.monetary
      }
    }
    let pack = pack
    var count = 0
    // One more than fits says whether there is a next page.
    var first = FirstCustomers(size + 1)
    try scan { row in
      let rfm = current(row)
      if let segment, pack?.index(of: model.classify(rfm)) != segment { return }
      count += 1
      let place = (key(rfm), 0.0, 0.0)
      if let bookmark, place.0 < bookmark.key { return }
      guard first.mayTake(place) else { return }
      let id = row.id
      if let bookmark, place.0 == bookmark.key, !bookmark.id.utf8.lexicographicallyPrecedes(id.utf8) {
        return
      }
      first.offer(Candidate(id: id, rfm: rfm, cluster: row.cluster, order: place, standing: .member))
    }
    let page = first.items.prefix(size)
    let next =
      first.items.count > size ? page.last.map { CustomerPage.Bookmark(key: $0.order.0, id: $0.id) } : nil
    return CustomerPage(list: try customers(page.map(\.id)), count: count, next: next)
  }
}
