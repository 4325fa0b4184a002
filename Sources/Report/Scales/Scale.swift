#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Values to pixels along one direction, and the round numbers that stand beside it.
struct Scale {
  enum Kind: Hashable {
    case linear
    /// Logarithmic; for values above 0.
    case log
    /// Linear up to this size on both sides of 0, logarithmic beyond, so that it takes values of any sign
    /// (Webber, "A bi-symmetric log transformation for wide-range data", 2013).
    case symlog(Double)
  }

  let kind: Kind
  /// The values at the two ends, round numbers.
  let low: Double
  let high: Double
  /// Pixels at `low` and at `high`.
  let start: Double
  let end: Double
  /// Round numbers from `low` to `high`, ascending.
  let ticks: [Double]

  /// A scale that reaches from `low` to `high`, widened to round numbers.
  ///
  /// - Parameters:
  ///   - isWhole: whole numbers only, such as days and orders.
  ///   - count: about how many ticks there is room for.
  init(
    _ kind: Kind, from low: Double, to high: Double, start: Double, end: Double, isWhole: Bool = false,
    count: Int = 6
  ) {
    let bounds = Self.sound(low, high)
    // There is no logarithm of what is not above 0.
    let kind = kind == .log && bounds.low < 1e-300 ? .linear : kind
    let ticks =
      switch kind {
      case .linear: Self.linear(bounds.low, bounds.high, count: count, isWhole: isWhole)
      case .log: Self.logarithmic(bounds.low, bounds.high, count: count)
      case .symlog(let unit): Self.symmetric(bounds.low, bounds.high, unit: unit, count: count)
      }
    self.kind = kind
    self.start = start
    self.end = end
    self.ticks = ticks
    self.low = ticks.first ?? bounds.low
    self.high = ticks.last ?? bounds.high
  }

  /// Where a value is, in pixels; values beyond the ends are at the ends.
  func callAsFunction(_ value: Double) -> Double { place(Swift.min(Swift.max(value, low), high)) }

  /// Where a value is, in pixels, also beyond the ends.
  func place(_ value: Double) -> Double {
    let (a, b) = (forward(low), forward(high))
    guard b > a else { return (start + end) / 2 }
    let share = (forward(value) - a) / (b - a)
    return start + (end - start) * (share.isFinite ? share : 0)
  }

  /// The value at a share (0…1) of the way.
  func value(at share: Double) -> Double {
    let place = forward(low) + (forward(high) - forward(low)) * share
    switch kind {
    case .linear: return place
    case .log: return pow(10, place)
    case .symlog(let unit): return place < 0 ? -unit * expm1(-place) : unit * expm1(place)
    }
  }

  private func forward(_ value: Double) -> Double {
    switch kind {
    case .linear: value
    case .log: log10(Swift.max(value, Double.leastNormalMagnitude))
    case .symlog(let unit): value < 0 ? -log1p(-value / unit) : log1p(value / unit)
    }
  }

  /// Two different, finite ends.
  private static func sound(_ low: Double, _ high: Double) -> (low: Double, high: Double) {
    let limit = 1e300
    guard low.isFinite, high.isFinite, low <= high else { return (0, 1) }
    return (Swift.max(low, -limit), Swift.min(high, limit))
  }

  // MARK: - Ticks

  /// Multiples of 1, 2 or 5 times a power of ten (Heckbert, "Nice numbers for graph labels", 1990).
  private static func linear(_ low: Double, _ high: Double, count: Int, isWhole: Bool) -> [Double] {
    var step = roundStep((high - low) / Double(Swift.max(count, 1)))
    if isWhole { step = Swift.max(1, step) }
    guard high > low, step.isFinite, step > 0 else {
      // One value: it stands in the middle.
      let half = isWhole ? 1 : Swift.max(roundStep(abs(low) / 2), Double.leastNormalMagnitude)
      return [low - half, low, low + half]
    }
    let first = (low / step + 1e-9).rounded(.down)
    let last = Swift.max((high / step - 1e-9).rounded(.up), first + 1)
    return (0...Int(Swift.min(last - first, 200))).map { (first + Double($0)) * step }
  }

  /// The least of 1, 2 and 5 times a power of ten that is at least `size`.
  static func roundStep(_ size: Double) -> Double {
    guard size > 0, size.isFinite else { return 0 }
    let power = pow(10, log10(size).rounded(.down))
    let share = size / power
    return (share <= 1.0000001 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10) * power
  }

  /// Powers of ten, with their 2- and 5-fold where there is room; the ends are such numbers, too.
  private static func logarithmic(_ low: Double, _ high: Double, count: Int) -> [Double] {
    let (from, to) = (floor(log10(low) + 1e-9), ceil(log10(high) - 1e-9))
    let decades = Int(Swift.max(1, Swift.min(to - from, 600)))
    let factors: [Double] = decades * 3 <= count ? [1, 2, 5] : decades * 2 <= count ? [1, 3] : [1]
    let every = factors == [1] ? Swift.max(1, (decades + count - 1) / count) : 1
    var ticks = (0...decades + every).flatMap { decade -> [Double] in
      decade % every == 0 ? factors.map { $0 * pow(10, from + Double(decade)) } : []
    }
    while ticks.count > 2, ticks[1] <= low * 1.0000001 { ticks.removeFirst() }
    while ticks.count > 2, ticks[ticks.count - 2] >= high * 0.9999999 { ticks.removeLast() }
    return ticks
  }

  /// 0, and powers of ten times `unit` on both sides.
  private static func symmetric(_ low: Double, _ high: Double, unit: Double, count: Int) -> [Double] {
    func side(_ end: Double, factors: [Double]) -> [Double] {
      var ticks: [Double] = []
      var power = unit
      while ticks.last ?? 0 < end * 0.9999999, ticks.count < 1000 {
        for factor in factors where ticks.last ?? 0 < end * 0.9999999 { ticks.append(power * factor) }
        power *= 10
      }
      return ticks
    }
    var factors: [Double] = [1, 2, 5]
    var ticks: [Double] = []
    repeat {
      let below = low < 0 ? side(-low, factors: factors).reversed().map { -$0 } : []
      ticks = below + [0] + (high > 0 ? side(high, factors: factors) : [])
      guard ticks.count > count, factors.count > 1 else { break }
      factors.removeLast()
    } while true
    return ticks
  }
}

extension Scale {
  /// The kind that shows how values lie: a logarithm where the greatest is many times the median, since most
  /// values would be one line beside it otherwise.
  ///
  /// - Parameters:
  ///   - sorted: ascending.
  ///   - spread: how many times.
  static func kind(for sorted: [Double], spread: Double = 20) -> Kind {
    guard let least = sorted.first, let greatest = sorted.last else { return .linear }
    let median = sorted[sorted.count / 2]
    guard Swift.max(greatest, -least) >= spread * Swift.max(abs(median), Double.leastNormalMagnitude) else {
      return .linear
    }
    if least > 0 { return .log }
    // Half of the values are larger than the unit, so that 0 takes no more room than it should.
    let unit = pow(10, floor(log10(Swift.max(abs(median), 1))))
    return .symlog(unit)
  }
}
