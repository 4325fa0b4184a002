import Customers

/// A side of the space that rules cut up.
enum Axis: Int, CaseIterable, Sendable {
  case recency, frequency, monetary
  case recencyScore, frequencyScore, monetaryScore
  /// 0 within the fences, 1 beyond.
  case outlier
  case cluster
  /// As `DerivedSteps` counts them.
  case gaps, tenure, average, again

  init(_ feature: FeatureName) {
    switch feature {
    case .recency: self = .recency
    case .frequency: self = .frequency
    case .monetary: self = .monetary
    }
  }

  init(_ quantity: RuleQuantity) {
    switch quantity {
    case .recency: self = .recency
    case .frequency: self = .frequency
    case .monetary: self = .monetary
    case .recencyScore: self = .recencyScore
    case .frequencyScore: self = .frequencyScore
    case .monetaryScore: self = .monetaryScore
    case .gaps: self = .gaps
    case .tenure: self = .tenure
    case .average: self = .average
    case .again: self = .again
    }
  }
}

/// An axis-aligned box of whole steps, both ends inside; empty where an axis ends before it begins.
struct Box: Sendable, Hashable {
  static let axes = 12

  var lower: SIMD16<Int>
  var upper: SIMD16<Int>

  subscript(axis: Axis) -> ClosedRange<Int> {
    get { lower[axis.rawValue]...Swift.max(lower[axis.rawValue], upper[axis.rawValue]) }
    set {
      lower[axis.rawValue] = newValue.lowerBound
      upper[axis.rawValue] = newValue.upperBound
    }
  }

  var isEmpty: Bool {
    for axis in 0..<Self.axes where lower[axis] > upper[axis] { return true }
    return false
  }

  func intersects(_ other: Box) -> Bool {
    for axis in 0..<Self.axes where lower[axis] > other.upper[axis] || other.lower[axis] > upper[axis] {
      return false
    }
    return true
  }

  func contains(_ other: Box) -> Bool {
    for axis in 0..<Self.axes where lower[axis] > other.lower[axis] || other.upper[axis] > upper[axis] {
      return false
    }
    return true
  }

  func intersection(_ other: Box) -> Box {
    var both = self
    for axis in 0..<Self.axes {
      both.lower[axis] = Swift.max(lower[axis], other.lower[axis])
      both.upper[axis] = Swift.min(upper[axis], other.upper[axis])
    }
    return both
  }

  /// Keeps `from`…`through` of an axis.
  mutating func narrow(_ axis: Axis, from: Int, through: Int) {
    lower[axis.rawValue] = Swift.max(lower[axis.rawValue], from)
    upper[axis.rawValue] = Swift.min(upper[axis.rawValue], through)
  }

  /// The box as large as it can be made around this one, axis by axis, without touching any of the others.
  ///
  /// - Parameter others: none of them intersects this box. O(axes² · n).
  func grown(in whole: Box, among others: [Box], axes order: [Axis]) -> Box {
    var box = self
    for axis in order.map(\.rawValue) {
      var low = whole.lower[axis]
      var high = whole.upper[axis]
      for other in others where box.meets(other, exceptOn: axis) {
        if other.upper[axis] < box.lower[axis] { low = Swift.max(low, other.upper[axis] + 1) }
        if other.lower[axis] > box.upper[axis] { high = Swift.min(high, other.lower[axis] - 1) }
      }
      box.lower[axis] = low
      box.upper[axis] = high
    }
    return box
  }

  private func meets(_ other: Box, exceptOn skipped: Int) -> Bool {
    for axis in 0..<Self.axes where axis != skipped {
      if lower[axis] > other.upper[axis] || other.lower[axis] > upper[axis] { return false }
    }
    return true
  }
}
