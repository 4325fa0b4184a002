import Customers
import Lifetime

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Finds the first unit on a course at which a customer's place is what it is looked for, without trying each.
///
/// The place of a customer stays what it is until another centre comes as near as the nearest, or a value comes to
/// a threshold of a rule. With clusters that are `VoronoiCells`
///
/// - where one value moves, the scaled value at which another centre is as near follows exactly, and from it the raw
///   value;
/// - a quantity that is computed from several values never turns back on a course, so that halving finds where it
///   comes to a bound of a rule;
/// - where two do (orders), each scaled value is a linear or a concave function of n, hence below its tangent: the
///   cell cannot be left before a point that moves along the tangents leaves it. From there it is done again, which
///   is Newton's method from the left.
///
/// The walk goes from one such bound to the next and asks there. It ends where nothing lies ahead any more, or at
/// the limit of the course. Around a boundary, where rounding decides, it goes unit by unit.
///
/// Each stop is O(k) and takes no memory; there are two or three for each boundary on the way.
struct Walk: Sendable {
  /// Transformation and scale of a feature, without its quantiles.
  private struct Scaling: Sendable {
    var isLogged: Bool
    var mean: Double
    var scale: Double

    /// The same to the last bit as `Feature.scaled`.
    @inline(__always)
    func scaled(_ value: Double) -> Double {
      ((isLogged ? (value > 0 ? log1p(value) : 0) : value) - mean) / scale
    }
  }

  /// What is known at one stop.
  struct Stop: Sendable {
    var rfm: RFM
    var point: Point
    var cluster: Int
    /// As `PlaceRules` numbers places.
    var place: Int
  }

  /// A walk that has not found anything after so many stops ends with nothing. It takes a path that runs along
  /// a boundary for thousands of units to get there.
  static let mostStops = 20_000

  let rules: PlaceRules
  let isAverage: Bool
  private let cells: VoronoiCells
  private let recency: Scaling
  private let frequency: Scaling
  private let monetary: Scaling

  init(model: Model, rules: PlaceRules) {
    self.rules = rules
    isAverage = model.isMonetaryAverage
    cells = model.clustering.cells
    func scaling(_ name: FeatureName) -> Scaling {
      let feature = model.feature(name)
      return Scaling(isLogged: feature.transform == .log1p, mean: feature.mean, scale: feature.scale)
    }
    recency = scaling(.recency)
    frequency = scaling(.frequency)
    monetary = scaling(.monetary)
  }

  func stop(at rfm: RFM, _ history: History?) -> Stop {
    stop(
      rfm, history,
      Point(
        recency.scaled(Double(rfm.recency)), frequency.scaled(Double(rfm.frequency)),
        monetary.scaled(rfm.monetary)))
  }

  @inline(__always)
  private func stop(_ rfm: RFM, _ history: History?, _ point: Point) -> Stop {
    let cluster = cells.nearest(point).cluster
    return Stop(
      rfm: rfm, point: point, cluster: cluster, place: rules.place(cluster: cluster, rfm: rfm, history))
  }

  @inline(__always)
  private func stop(on course: Course, at n: Int, after last: Stop) -> Stop {
    let rfm = course.rfm(at: n)
    var point = last.point
    if course.moves(.recency) { point.x = recency.scaled(Double(rfm.recency)) }
    if course.moves(.frequency) { point.y = frequency.scaled(Double(rfm.frequency)) }
    if course.moves(.monetary) { point.z = monetary.scaled(rfm.monetary) }
    return stop(rfm, course.history(at: n), point)
  }

  /// The least n from `first` to `limit` for which the predicate holds.
  ///
  /// - Parameter predicate: of cluster and place alone; it must not hold at `first` − 1.
  func firstUnit(
    on course: Course, from first: Int, limit: Int, where predicate: (Stop) -> Bool
  ) -> (n: Int, stop: Stop)? {
    guard first <= limit else { return nil }
    var n = first
    var here = stop(at: course.rfm(at: n), course.history(at: n))
    if predicate(here) { return (n, here) }
    let turns = rules.turns(on: course, from: first, through: limit)
    var turn = 0
    for _ in 0..<Self.mostStops {
      while turn < turns.count, turns[turn] <= n { turn += 1 }
      let still =
        course.single.map { boundary(on: course, moving: $0, at: n, here) }
        ?? tangents(on: course, at: n, here)
      let bound = turn < turns.count ? min(still, Double(turns[turn])) : still
      guard bound <= Double(limit) else { return nil }
      let next = Int(max(Double(n + 1), bound))
      guard next <= limit else { return nil }
      let there = stop(on: course, at: next, after: here)
      if predicate(there) { return narrowed(on: course, from: n, to: next, there, where: predicate) }
      (n, here) = (next, there)
    }
    return nil
  }

  /// Halves the way from a unit where the predicate does not hold to one where it does.
  private func narrowed(
    on course: Course, from: Int, to: Int, _ found: Stop, where predicate: (Stop) -> Bool
  ) -> (n: Int, stop: Stop) {
    var (out, last, best) = (from, to, found)
    while last - out > 1 {
      let middle = out + (last - out) / 2
      let there = stop(on: course, at: middle, after: best)
      if predicate(there) { (last, best) = (middle, there) } else { out = middle }
    }
    return (last, best)
  }

  // MARK: - Bounds

  private func scaling(_ feature: FeatureName) -> Scaling {
    switch feature {
    case .recency: recency
    case .frequency: frequency
    case .monetary: monetary
    }
  }

  /// A number of units before which nothing changes, where one feature moves.
  private func boundary(on course: Course, moving feature: FeatureName, at n: Int, _ here: Stop) -> Double {
    let scaling = scaling(feature)
    let value = here.rfm[feature]
    let rate = course.rate(feature, at: n)
    let isUp = rate > 0
    let bound = threshold(feature, value, rate, at: n)
    // All values of 0 and less have one logarithm.
    if scaling.isLogged && !isUp && value <= 0 { return bound }
    let axis = feature.index
    let gap = cells.wayOut(of: here.cluster, from: here.point, along: axis, isUp: isUp)
    guard gap < .infinity else { return bound }
    let transformed = (here.point[axis] + (isUp ? gap : -gap)) * scaling.scale + scaling.mean
    var raw = transformed
    if scaling.isLogged {
      guard isUp || transformed > -1e-9 else { return bound }
      raw = max(0, expm1(transformed))
    }
    // So far away that no course goes there; it may be infinite.
    guard abs(raw) < 1e18 else { return bound }
    let error = 0.01 + 1e-13 * (abs(raw) + abs(value) + abs(scaling.mean)) / abs(rate)
    return min(bound, Double(n) + (raw - value) / rate - error)
  }

  /// A number of units before which nothing changes, where frequency and monetary move.
  private func tangents(on course: Course, at n: Int, _ here: Stop) -> Double {
    let (rateF, rateM) = (course.rate(.frequency, at: n), course.rate(.monetary, at: n))
    let bound = min(
      threshold(.frequency, here.rfm[.frequency], rateF, at: n),
      threshold(.monetary, here.rfm.monetary, rateM, at: n))
    let slopeF = rateF / frequency.scale / (frequency.isLogged ? 1 + Double(here.rfm.frequency) : 1)
    // An average can fall by some pennies, down to at least one less.
    let least = max(0, rateM < 0 ? here.rfm.monetary - 1 : here.rfm.monetary)
    let slopeM = rateM / monetary.scale / (monetary.isLogged ? 1 + least : 1)
    let units = cells.wayOut(of: here.cluster, from: here.point, y: slopeF, z: slopeM)
    return min(bound, Double(n) + units * (1 - 1e-9))
  }

  /// A number of units before which the value comes to no threshold of a rule.
  private func threshold(_ feature: FeatureName, _ value: Double, _ rate: Double, at n: Int) -> Double {
    var least = Double.infinity
    for threshold in rules.thresholds[feature.index] {
      let gap = rate > 0 ? threshold - value : value - threshold
      if gap >= 0 { least = min(least, gap) }
    }
    guard least < .infinity, rate != 0 else { return .infinity }
    let error = 0.01 + 1e-14 * abs(value) / abs(rate)
    return Double(n) + least / abs(rate) - error
  }
}
