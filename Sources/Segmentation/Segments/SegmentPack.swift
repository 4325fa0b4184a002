import Customers
import JSONText
import Wording

/// A way to look at customers: segments with rules, in order of precedence.
///
/// A pack is one JSON file that its users edit; `init(reading:file:)` reads it strictly.
///
/// ```swift
/// let pack = try SegmentPack(reading: bytes, file: "retail.json")
/// if let misfit = pack.misfit(model) {
///   print("not for this model: \(misfit)")
/// } else {
///   print(model.classify(rfm).place(in: pack).name(in: pack))
/// }
/// ```
public struct SegmentPack: Sendable {
  /// The format that a pack's file names; others are refused.
  public static let format = "rfm-segments/1"

  /// A slug: lower-case letters, digits and hyphens.
  public var name: String
  /// What people see above the segments.
  public var title: String
  /// What the pack is good for; nil where it does not say.
  public var description: String?
  /// What a model must be; nil for any.
  public var requirement: Requirement?
  /// What the program put into a pack that it wrote for a model, so that it knows whether someone has edited it since;
  /// nil for a pack of people.
  public var written: String?
  /// The first that matches wins; a customer is in at most one.
  public var segments: [Segment]
  /// The file that it was read from.
  public var file: String

  /// What a model must be for a pack to fit; what is nil does not matter.
  public struct Requirement: Sendable, Hashable {
    /// The name of the one model that it is for.
    public var model: String?
    /// How many clusters.
    public var k: Int?
    /// The features that are taken to their logarithm, and no others.
    public var log: Set<FeatureName>?
    /// How many scores each feature has.
    public var bins: Int?
    /// Who was left out of training.
    public var outliers: TrainingOptions.Outliers?

    /// What is nil may be anything.
    public init(
      model: String? = nil, k: Int? = nil, log: Set<FeatureName>? = nil, bins: Int? = nil,
      outliers: TrainingOptions.Outliers? = nil
    ) {
      self.model = model
      self.k = k
      self.log = log
      self.bins = bins
      self.outliers = outliers
    }
  }

  /// A pack as a program makes it; what people write is read by `init(reading:file:)`.
  public init(
    name: String, title: String, description: String? = nil, requirement: Requirement? = nil,
    segments: [Segment], file: String
  ) {
    self.name = name
    self.title = title
    self.description = description
    self.requirement = requirement
    self.segments = segments
    self.file = file
  }
}

/// A group of customers by a rule, and what to do about them.
public struct Segment: Sendable, Hashable {
  /// Not empty, and no other segment of the pack has it.
  public var name: String
  /// The segment takes a customer for whom all conditions of one of these hold.
  public var when: [Conditions]
  /// `#1f77b4`
  public var color: String?
  /// Who these customers are, in words; may be empty.
  public var interpretation: String
  /// What to do about them, the first thing first.
  public var recommendations: [String]
  /// What its texts say, in a form that can be checked; nil where the pack does not state it.
  public var claims: [Claim]?

  /// A segment as a program makes it.
  public init(
    name: String, when: [Conditions], color: String? = nil, interpretation: String = "",
    recommendations: [String] = [], claims: [Claim]? = nil
  ) {
    self.name = name
    self.when = when
    self.color = color
    self.interpretation = interpretation
    self.recommendations = recommendations
    self.claims = claims
  }
}

/// Conditions that must all hold; none at all hold for everyone.
public struct Conditions: Sendable, Hashable {
  /// The ids of which the customer must be in one; nil for any.
  public var clusters: Set<Int>?
  /// Whether the customer lies beyond the fences that the model was trained within.
  public var outlier: Bool?
  /// The range of each value that matters, in numbers.
  public var bounds: [RuleQuantity: Bounds]
  /// The ranges that are relative to a model, as the pack says them. `SegmentPack.resolved(by:)` sets the numbers
  /// of them in `bounds`; before that, nobody meets them.
  public var limits: [RuleQuantity: Limits]

  /// Conditions of which each holds by itself; without arguments those that everyone meets.
  public init(
    clusters: Set<Int>? = nil, outlier: Bool? = nil, bounds: [RuleQuantity: Bounds] = [:],
    limits: [RuleQuantity: Limits] = [:]
  ) {
    self.clusters = clusters
    self.outlier = outlier
    self.bounds = bounds
    self.limits = limits
  }

  /// The range of a quantity as the pack says it; without ends where it says none.
  public func range(of quantity: RuleQuantity) -> Limits {
    let bounds = bounds[quantity]
    return limits[quantity]
      ?? Limits(
        min: bounds?.min.map(Limit.number), max: bounds?.max.map(Limit.number),
        below: bounds?.below.map(Limit.number))
  }

  /// Whether each of its ranges is known in numbers.
  public var isResolved: Bool { limits.keys.allSatisfy { bounds[$0] != nil } }
}

/// A range of one value: `min` and `max` are inside it, `below` is not.
public struct Bounds: Sendable, Hashable {
  /// The least value inside; nil for no bound.
  public var min: Double?
  /// The greatest value inside; nil for no bound.
  public var max: Double?
  /// All values inside are less; nil for no bound.
  public var below: Double?

  /// A range; without arguments all values.
  public init(min: Double? = nil, max: Double? = nil, below: Double? = nil) {
    self.min = min
    self.max = max
    self.below = below
  }

  /// Whether a value lies in the range; what is no number lies in none that has an end.
  public func contains(_ value: Double) -> Bool {
    if let min, !(value >= min) { return false }
    if let max, !(value <= max) { return false }
    if let below, !(value < below) { return false }
    return true
  }
}

// MARK: - Matching

extension Conditions {
  /// Whether all of them hold for a customer. O(conditions).
  public func hold(for classification: Classification) -> Bool {
    if let clusters, !clusters.contains(classification.cluster) { return false }
    if let outlier, outlier != classification.isOutlier { return false }
    for (quantity, bounds) in bounds {
      guard let value = quantity.value(of: classification), bounds.contains(value) else { return false }
    }
    return isResolved
  }
}

extension RuleQuantity {
  /// The raw value in days, orders or currency, the score, or what is computed from them; nil where it is not known.
  public func value(of classification: Classification) -> Double? {
    guard let feature else { return classification.derived[self] }
    return isScore ? Double(classification.scores[feature]) : classification.rfm[feature]
  }
}

extension Segment {
  /// Whether one of its alternatives holds for a customer, whoever stands above it in the pack.
  public func takes(_ classification: Classification) -> Bool {
    when.contains { $0.hold(for: classification) }
  }

  /// The clusters that its rules name; nil where one of them names none.
  public var clusters: Set<Int>? {
    var all: Set<Int> = []
    for conditions in when {
      guard let clusters = conditions.clusters else { return nil }
      all.formUnion(clusters)
    }
    return all
  }
}

extension SegmentPack {
  /// The place of the segment that a customer belongs to; nil where none matches.
  public func index(of classification: Classification) -> Int? {
    segments.firstIndex { $0.takes(classification) }
  }

  /// The first segment that takes a customer; nil where none does.
  public func segment(of classification: Classification) -> Segment? {
    index(of: classification).map { segments[$0] }
  }

  /// Why the pack does not fit a model; nil where it does.
  public func misfit(_ model: Model) -> String? {
    if let name = requirement?.model, name != model.name { return "it was written for the model '\(name)'" }
    if let bins = requirement?.bins, FeatureName.allCases.contains(where: { model.scores.bins($0) != bins }) {
      return "it is for scores of 1 to \(bins)"
    }
    return misfit(k: model.k, log: Set(model.logged), outliers: model.training.options.outliers)
      ?? segments.lazy.flatMap(\.when).compactMap { $0.misfit(model) }.first
  }

  /// Why the pack cannot be used with a model of so many clusters, whatever its scores; nil if it can.
  public func misfit(k own: Int, log ownLog: Set<FeatureName>, outliers: TrainingOptions.Outliers) -> String?
  {
    if let k = requirement?.k, k != own { return "it is for \(k) clusters, and the model has \(own)" }
    if let log = requirement?.log, log != ownLog {
      return "it is for a model with \(Self.phrase(log)), and this one has \(Self.phrase(ownLog))"
    }
    if let wanted = requirement?.outliers, wanted != outliers {
      return wanted == .none
        ? "it is for a model trained with outliers (\(OptionName.outliers) none)"
        : "it is for a model trained without outliers"
    }
    let named = segments.flatMap(\.when).compactMap(\.clusters).joined()
    if let unknown = named.filter({ $0 >= own }).min() {
      return "it names cluster \(unknown), and the model has clusters 0 to \(own - 1)"
    }
    return nil
  }

  private static func phrase(_ log: Set<FeatureName>) -> String {
    let names = FeatureName.allCases.filter(log.contains).map(\.rawValue)
    return names.isEmpty ? "no logarithms" : "the logarithm of \(names.joined(separator: " and "))"
  }
}
