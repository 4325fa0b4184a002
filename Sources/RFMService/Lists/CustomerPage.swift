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
  /// A page of the customers of a segment, or of all. O(n) for n customers.
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
    let all = try customers(in: segment.map { [$0] })
    try work.check()
    func key(_ row: Int) -> Double {
      switch order {
      case .customer: 0
      case .recency: Double(all.rfm[row].recency)
      case .frequency: -Double(all.rfm[row].frequency)
      case .monetary: -all.rfm[row].monetary
      }
    }
    func isBefore(_ a: (key: Double, id: String), _ b: (key: Double, id: String)) -> Bool {
      a.key != b.key ? a.key < b.key : a.id.utf8.lexicographicallyPrecedes(b.id.utf8)
    }
    var rows = (0..<all.count).map { (place: $0, key: key($0), id: all.ids[$0]) }
    rows.sort { isBefore(($0.key, $0.id), ($1.key, $1.id)) }
    if let bookmark { rows.removeAll { !isBefore((bookmark.key, bookmark.id), ($0.key, $0.id)) } }
    let rest = rows.dropFirst(skipped)
    let page = rest.prefix(size)
    let next = rest.count > size ? page.last.map { CustomerPage.Bookmark(key: $0.key, id: $0.id) } : nil
    return CustomerPage(list: try customers(page.map(\.id)), count: all.count, next: next)
  }
}
