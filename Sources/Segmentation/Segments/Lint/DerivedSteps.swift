/// The values of derived quantities as steps of an axis.
///
/// Tenure is counted in days. Of the others only the bounds of the rules matter: step 2i + 1 is the i-th bound, and the
/// even steps are what lies between two of them. Step −1 is a value that is not known, which lies in no range.
struct DerivedSteps: Sendable, Hashable {
  /// By quantity that a rule asks for: its bounds, ascending, each once.
  private let bounds: [RuleQuantity: [Double]]
  /// A century before the first purchase, and one since.
  private static let tenure = 0...73_050

  /// Of rules with their limits in numbers.
  init(_ pack: SegmentPack) {
    var bounds: [RuleQuantity: Set<Double>] = [:]
    for conditions in pack.segments.flatMap(\.when) {
      for (quantity, range) in conditions.bounds where quantity.feature == nil {
        bounds[quantity, default: []].formUnion([range.min, range.max, range.below].compactMap(\.self))
      }
    }
    self.bounds = bounds.mapValues { $0.sorted() }
  }

  /// Those that a rule asks for.
  var asked: [RuleQuantity] { RuleQuantity.derived.filter { bounds[$0] != nil } }

  /// All that a customer can have; one step for a quantity that no rule asks for.
  ///
  /// - Parameter isFree: without a model every value may be unknown.
  func whole(_ quantity: RuleQuantity, isFree: Bool) -> ClosedRange<Int> {
    guard let bounds = bounds[quantity] else { return 0...0 }
    let mayBeUnknown = quantity == .tenure || quantity == .again || quantity == .gaps && isFree
    let last = quantity == .tenure ? Self.tenure.upperBound : 2 * bounds.count
    // Nothing but money is below 0.
    let least = quantity == .gaps && bounds[0] <= 0 ? 1 : 0
    return (mayBeUnknown ? -1 : least)...last
  }

  func step(_ quantity: RuleQuantity, _ value: Double?) -> Int {
    guard let bounds = bounds[quantity] else { return 0 }
    guard let value else { return -1 }
    if quantity == .tenure { return Int(min(value, Double(Self.tenure.upperBound))) }
    let below = bounds.count { $0 < value }
    return 2 * below + (below < bounds.count && bounds[below] == value ? 1 : 0)
  }

  /// −1, 0 or 1 for a step before, in or behind a range; what is not known is before any.
  func side(_ quantity: RuleQuantity, _ step: Int, _ range: Bounds) -> Int {
    value(quantity, step).map(range.side) ?? -1
  }

  /// A value of the step; nil for the one that is not known.
  func value(_ quantity: RuleQuantity, _ step: Int) -> Double? {
    guard step >= 0, let bounds = bounds[quantity] else { return nil }
    if quantity == .tenure { return Double(step) }
    let place = step / 2
    if step % 2 == 1 { return bounds[place] }
    if place == 0 { return bounds[0] > 0 ? bounds[0] / 2 : bounds[0] - 1 }
    if place == bounds.count { return bounds[place - 1] + 1 }
    return bounds[place - 1] + (bounds[place] - bounds[place - 1]) / 2
  }

  /// The ends of known steps, nil for none, and whether each belongs to them.
  func ends(
    _ quantity: RuleQuantity, _ steps: ClosedRange<Int>
  ) -> (low: Double?, hasLow: Bool, high: Double?, hasHigh: Bool) {
    let bounds = bounds[quantity] ?? []
    let (first, last) = (max(0, steps.lowerBound), steps.upperBound)
    if quantity == .tenure {
      return (
        first > 0 ? Double(first) : nil, true, last < Self.tenure.upperBound ? Double(last) : nil, true
      )
    }
    let low = first == 0 ? nil : bounds[(first - 1) / 2]
    let high = last == 2 * bounds.count ? nil : bounds[last / 2]
    return (low, first % 2 == 1, high, last % 2 == 1)
  }

  /// The same as a range; a value just above a bound that does not belong to it is the next number.
  func range(_ quantity: RuleQuantity, _ steps: ClosedRange<Int>) -> Bounds {
    let (low, hasLow, high, hasHigh) = ends(quantity, steps)
    return Bounds(
      min: hasLow ? low : low?.nextUp, max: hasHigh ? high : nil, below: hasHigh ? nil : high)
  }
}
