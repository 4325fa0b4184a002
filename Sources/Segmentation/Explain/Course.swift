import Customers
import Lifetime

/// A way that a customer's values can go, in whole units: days, orders, or pennies.
///
/// After n units, each value has moved from where it was at 0 in one direction, ever slower or evenly: `rate`
/// never grows with n. `Walk` rests on that.
struct Course: Sendable {
  enum Kind: Sendable, Hashable {
    /// n days in which nothing is bought.
    case waiting
    /// One order of n pennies. The values at 0 are those after an order for nothing.
    case order
    /// n orders of so many pennies each.
    case orders(pennies: Int)
    /// One value alone, by n days, orders or pennies.
    case change(FeatureName, isUp: Bool)
  }

  let kind: Kind
  let start: RFM
  /// The days of purchases at the start; nil where they are not known.
  private let past: History?
  /// Greatest n for which the values stay in their range: recency and frequency in 32 bits, monetary below
  /// a trillion either way.
  let limit: Int
  private let isAverage: Bool
  private let monetary: Money.PlusPennies

  static let greatestCount = Int(Int32.max)

  init(_ kind: Kind, from start: RFM, _ history: History?, isAverage: Bool) {
    self.kind = kind
    self.start = start
    past = history
    self.isAverage = isAverage
    monetary = Money.PlusPennies(start.monetary)
    let room = Self.pennies(Money.limit - start.monetary)
    switch kind {
    case .waiting, .change(.recency, isUp: true): limit = Self.greatestCount - start.recency
    case .change(.recency, isUp: false): limit = start.recency
    case .change(.frequency, isUp: true): limit = Self.greatestCount - start.frequency
    case .change(.frequency, isUp: false): limit = start.frequency - 1
    case .order: limit = start.frequency < Self.greatestCount ? room : 0
    case .change(.monetary, isUp: true): limit = room
    case .change(.monetary, isUp: false): limit = Self.pennies(Money.limit + start.monetary)
    case .orders(let pennies): limit = min(Self.greatestCount - start.frequency, room / pennies)
    }
  }

  private static func pennies(_ value: Double) -> Int {
    value > 0 ? Int(min(value, 2 * Money.limit) * 100) : 0
  }

  /// The values after n units.
  func rfm(at n: Int) -> RFM {
    var rfm = start
    switch kind {
    case .waiting: rfm.recency += n
    case .change(.recency, let isUp): rfm.recency += isUp ? n : -n
    case .change(.frequency, let isUp): rfm.frequency += isUp ? n : -n
    case .change(.monetary, let isUp): rfm.monetary = monetary(isUp ? n : -n)
    case .order: rfm = ordered(1, pennies: n)
    case .orders(let pennies): rfm = ordered(n, pennies: n * pennies)
    }
    return rfm
  }

  /// The days of purchases after n units. Orders are one purchase day, however many they are; another frequency or
  /// monetary alone is no purchase.
  func history(at n: Int) -> History? {
    switch kind {
    case .waiting, .change(.recency, _): past?.waited(recency: rfm(at: n).recency)
    case .order, .orders: past?.withPurchase
    case .change: past
    }
  }

  private func ordered(_ count: Int, pennies: Int) -> RFM {
    let (before, after) = (Double(start.frequency), Double(start.frequency + count))
    return RFM(
      recency: 0, frequency: start.frequency + count,
      monetary: isAverage
        ? (start.monetary * before + Double(pennies) / 100) / after : monetary(pennies))
  }

  /// The one feature that moves; nil for orders, which move two.
  var single: FeatureName? {
    switch kind {
    case .waiting: .recency
    case .order: .monetary
    case .orders: nil
    case .change(let feature, _): feature
    }
  }

  func moves(_ feature: FeatureName) -> Bool {
    single.map { $0 == feature } ?? (feature != .recency)
  }

  /// How far a moving feature's raw value goes with the next unit, at most, with its sign.
  @inline(__always)
  func rate(_ feature: FeatureName, at n: Int) -> Double {
    switch kind {
    case .waiting: return 1
    case .change(let feature, let isUp):
      let size = feature == .monetary ? 0.01 : 1
      return isUp ? size : -size
    case .order: return isAverage ? 0.01 / Double(start.frequency + 1) : 0.01
    case .orders(let pennies):
      if feature == .frequency { return 1 }
      let value = Double(pennies) / 100
      guard isAverage else { return value }
      // d/dn of (m·c + n·v) / (c + n) is c·(v − m) / (c + n)².
      let (before, after) = (Double(start.frequency), Double(start.frequency + n))
      return before * (value - start.monetary) / (after * after)
    }
  }
}
