import Customers
import Lifetime

/// What would put a customer in a segment: by orders, which can happen, and by a change of one value, which is
/// arithmetic only.
///
/// Every claim has been classified again: it is in the segment, and one order, day or penny less is not.
public struct Reach: Sendable, Hashable {
  /// Where the way leads.
  public let target: Place
  /// The values that it starts from.
  public let from: RFM
  /// The customer is there already; then nothing else is said.
  public let isThere: Bool
  /// The fewest orders of the customer's own average value; nil where no number of them does it.
  public let orders: Orders?
  /// The smallest single order; nil where none does it.
  public let order: Order?
  /// For recency, frequency and monetary, in this order; empty where the customer is there already.
  public let changes: [Change]

  /// Some orders that are like the customer's own.
  public struct Orders: Sendable, Hashable {
    /// How many, at least 1.
    public let count: Int
    /// Of each, in the currency of the sales: the customer's own average, to the penny.
    public let value: Double
    /// The values after the last of them.
    public let to: RFM
  }

  /// One order, now.
  public struct Order: Sendable, Hashable {
    /// In the currency of the sales, to the penny, at least 0.01.
    public let value: Double
    /// The values after it.
    public let to: RFM
  }

  /// The least change of one value with the others kept.
  public struct Change: Sendable, Hashable {
    /// The value that changes.
    public let feature: FeatureName
    /// Days, orders or currency.
    public let from: Double
    /// Nil where no change of this value alone does it.
    public let move: Move?

    /// Whether a change of this value alone leads there.
    public var isPossible: Bool { move != nil }
  }

  /// One value, moved.
  public struct Move: Sendable, Hashable {
    /// The value after it, in days, orders or currency.
    public let to: Double
    /// Whole days, whole orders, or whole pennies: to − from.
    public let delta: Double
    /// All three values after the change.
    public let rfm: RFM
  }

  /// The way to one place. See `Walk` for how, and `Model.after(order:_:)` for what an order does.
  ///
  /// - Parameters:
  ///   - target: a segment of the pack, or a cluster whatever the pack makes of it.
  ///   - rfm: where the customer starts.
  ///   - history: the days of purchases; nil where they are not known.
  ///   - model: what customers are classified by.
  ///   - pack: nil where the target is a cluster.
  public init(
    _ target: Place, from rfm: RFM, history: History? = nil, model: Model, pack: SegmentPack?
  ) {
    let pack = pack?.resolved(by: model)
    let near = NearSegment(model: model, pack: pack, target: target)
    func isAt(_ rfm: RFM, _ history: History?) -> Bool {
      target.takes(model.classify(rfm, history: history), pack: pack)
    }
    /// The least number of units that does it, and the values then, if the classifier agrees.
    func least(_ kind: Course.Kind, from first: Int, within: Int = .max) -> (n: Int, to: RFM)? {
      let course = near.course(kind, rfm, history)
      guard let n = near.first(on: course, from: first, within: within) else { return nil }
      func holds(at n: Int) -> Bool { isAt(course.rfm(at: n), course.history(at: n)) }
      guard holds(at: n), n == first || !holds(at: n - 1) else { return nil }
      return (n, course.rfm(at: n))
    }
    self.target = target
    from = rfm
    isThere = isAt(rfm, history)
    guard !isThere else {
      (orders, order, changes) = (nil, nil, [])
      return
    }
    orders = model.averageOrderPennies(rfm).flatMap { pennies in
      least(.orders(pennies: pennies), from: 1).map {
        Orders(count: $0.n, value: Double(pennies) / 100, to: $0.to)
      }
    }
    order = least(.order, from: 1).map { Order(value: Double($0.n) / 100, to: $0.to) }
    changes = FeatureName.allCases.map { feature in
      // Fewer days, more orders and more money are better; of equal changes that one is shown.
      let isBetterUp = feature != .recency
      let better = least(.change(feature, isUp: isBetterUp), from: 1)
      let worse = least(.change(feature, isUp: !isBetterUp), from: 1, within: better.map { $0.n - 1 } ?? .max)
      let isUp = worse == nil ? isBetterUp : !isBetterUp
      let move = (worse ?? better).map { n, to in
        let size = feature == .monetary ? Double(n) / 100 : Double(n)
        return Move(to: to[feature], delta: isUp ? size : -size, rfm: to)
      }
      return Change(feature: feature, from: rfm[feature], move: move)
    }
  }

  /// The way to every segment of the pack in its order, or to every cluster without a pack.
  public static func all(
    from rfm: RFM, history: History? = nil, model: Model, pack: SegmentPack?
  ) -> [Reach] {
    let targets = pack.map { $0.segments.indices.map(Place.segment) } ?? (0..<model.k).map(Place.cluster)
    return targets.map { Reach($0, from: rfm, history: history, model: model, pack: pack) }
  }
}
