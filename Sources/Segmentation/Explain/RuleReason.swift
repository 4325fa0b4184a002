/// How the rules of a pack came to the place of a customer.
public struct RuleReason: Sendable, Hashable {
  /// Where the rules put the customer.
  public let place: Place
  /// Which alternative of the segment's `when` matched first; nil where no segment takes the customer.
  public let alternative: Int?
  /// Whether the rule asks for anything but clusters, or for nothing at all; false where the cluster alone
  /// decided, and where no rule did.
  public let isMoreThanCluster: Bool
  /// The segments above the one that matched (all of them, where none did), and what they failed by.
  public let above: [FailedSegment]

  /// Goes through the rules of the pack in their order. O(conditions).
  public init(_ classification: Classification, pack: SegmentPack) {
    let index = pack.index(of: classification)
    place = index.map(Place.segment) ?? .cluster(classification.cluster)
    let segment = index.map { pack.segments[$0] }
    alternative = segment?.when.firstIndex { $0.hold(for: classification) }
    if let segment, let alternative {
      let conditions = segment.when[alternative]
      isMoreThanCluster =
        conditions.clusters == nil || conditions.outlier != nil || !conditions.quantities.isEmpty
    } else {
      isMoreThanCluster = false
    }
    above = pack.segments.prefix(index ?? pack.segments.count).enumerated().map { index, segment in
      FailedSegment(segment: index, alternatives: segment.when.map { $0.failures(for: classification) })
    }
  }
}

/// A segment that did not take a customer.
public struct FailedSegment: Sendable, Hashable {
  /// Its index in the pack.
  public let segment: Int
  /// For each alternative of its `when` the conditions that do not hold, at least one.
  public let alternatives: [[FailedCondition]]
}

/// A condition that does not hold for a customer, and the value that it fails by.
public enum FailedCondition: Sendable, Hashable {
  /// The customer's cluster, and those that the rule asks for.
  case cluster(is: Int, wanted: Set<Int>)
  /// Whether the customer lies beyond the fences, where the rule asks for the opposite.
  case outlier(is: Bool)
  /// A raw value (days, orders, currency) or a score.
  case bound(RuleQuantity, value: Double, limit: Limit)
  /// A value that is bounded and not known, as without dates of purchases.
  case unknown(RuleQuantity)
  /// A range that is relative to a model which does not know it.
  case unresolved(RuleQuantity)

  /// The side of a `Bounds` that a value is beyond.
  public enum Limit: Sendable, Hashable {
    /// The value is below this.
    case min(Double)
    /// The value is above this.
    case max(Double)
    /// The value is this or above it.
    case below(Double)
  }
}

extension Conditions {
  /// What does not hold: cluster first, then outlier, then the quantities in their order; empty where all holds.
  public func failures(for classification: Classification) -> [FailedCondition] {
    var failures: [FailedCondition] = []
    if let clusters, !clusters.contains(classification.cluster) {
      failures.append(.cluster(is: classification.cluster, wanted: clusters))
    }
    if let outlier, outlier != classification.isOutlier {
      failures.append(.outlier(is: classification.isOutlier))
    }
    for quantity in RuleQuantity.allCases {
      guard let range = bounds[quantity] else {
        if limits[quantity] != nil { failures.append(.unresolved(quantity)) }
        continue
      }
      guard let value = quantity.value(of: classification) else {
        failures.append(.unknown(quantity))
        continue
      }
      guard let limit = range.limit(brokenBy: value) else { continue }
      failures.append(.bound(quantity, value: value, limit: limit))
    }
    return failures
  }
}

extension Bounds {
  func limit(brokenBy value: Double) -> FailedCondition.Limit? {
    if let min, value < min { return .min(min) }
    if let max, value > max { return .max(max) }
    if let below, value >= below { return .below(below) }
    return nil
  }
}
