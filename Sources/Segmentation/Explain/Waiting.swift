import Customers
import Lifetime

/// A day on which a customer's place changes by waiting alone.
public struct PlaceChange: Sendable, Hashable {
  /// The day, counted from the last purchase: the recency at which the customer is elsewhere for the first time.
  public let recency: Int
  /// Where the customer is from that day on.
  public let place: Place
  /// The nearest cluster on that day.
  public let cluster: Int
}

extension Model {
  /// The next day on which waiting alone (recency grows, the others stay) changes the place of a customer.
  ///
  /// Exact: on the day before, the place is what it is now. Places are `Classification.place(in:)`.
  ///
  /// - Returns: nil where waiting never changes it.
  /// - Complexity: O(k) for each boundary on the way, see `Walk`, after O(rules) for the pack.
  public func nextChange(of rfm: RFM, history: History? = nil, pack: SegmentPack?) -> PlaceChange? {
    let walk = Walk(model: self, rules: PlaceRules(model: self, pack: pack))
    let now = walk.stop(at: rfm, history).place
    return walk.waiting(from: rfm, history) { $0.place != now }
  }
}

extension Walk {
  fileprivate func waiting(
    from rfm: RFM, _ history: History?, until predicate: (Stop) -> Bool
  ) -> PlaceChange? {
    let course = Course(.waiting, from: rfm, history, isAverage: isAverage)
    guard let found = firstUnit(on: course, from: 0, limit: course.limit, where: predicate) else {
      return nil
    }
    return PlaceChange(
      recency: rfm.recency + found.n, place: rules.place(ofNumber: found.stop.place),
      cluster: found.stop.cluster)
  }
}

/// When waiting alone moves customers to a lower segment: made once, asked for a million of them.
///
/// Lower is a place whose customers are worth less on average (`PlaceWorth`), or where nobody is. A move to a place
/// that is worth more is not lower, whatever cluster it comes with.
public struct SlipForecast: Sendable {
  private let walk: Walk
  /// By number of a place: how many are worth more.
  private let rank: [Int]
  /// By cluster id, whether waiting can lead lower at all; empty where the rules ask for more than clusters.
  private let canSlip: [Bool]

  /// Lays out the rules and ranks the places. O(rules + places²).
  public init(_ worth: PlaceWorth) {
    walk = worth.walk
    let rank = worth.rank
    canSlip =
      walk.rules.byCluster.map { places in places.map { now in places.contains { rank[$0] > rank[now] } } }
      ?? []
    self.rank = rank
  }

  /// The first day on which the customer is lower than now, with the cluster now; nil where that day never comes.
  ///
  /// - Complexity: O(k) for each boundary on the way (see `Walk`), without allocations; rules on anything but
  ///   clusters add their number to that.
  public func next(_ rfm: RFM, history: History? = nil) -> Slip? {
    let now = walk.stop(at: rfm, history)
    if !canSlip.isEmpty, !canSlip[now.cluster] { return nil }
    return walk.waiting(from: rfm, history) { rank[$0.place] > rank[now.place] }.map {
      Slip(cluster: now.cluster, rank: rank[now.place], days: $0.recency - rfm.recency, change: $0)
    }
  }
}

/// A customer on the way down.
public struct Slip: Sendable, Hashable {
  /// The nearest cluster now.
  public let cluster: Int
  /// How many places are worth more than the one now.
  public let rank: Int
  /// Days from now, at least 1.
  public let days: Int
  /// Where the customer is from that day on.
  public let change: PlaceChange
}
