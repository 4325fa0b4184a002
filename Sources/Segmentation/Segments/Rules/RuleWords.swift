import JSONText

/// Rules in words for a person: "recency at most 30 days, monetary at least £5,000".
public struct RuleWords: Sendable {
  /// An amount of money, in currency, as text.
  public var money: @Sendable (Double) -> String
  /// What frequency counts, in the singular.
  public var frequencyUnit: String

  /// Words for rules; without arguments for orders and bare numbers.
  public init(
    frequencyUnit: String = "order", money: @escaping @Sendable (Double) -> String = { RuleWords.plain($0) }
  ) {
    self.frequencyUnit = frequencyUnit
    self.money = money
  }

  /// A number in its shortest form, a whole one without a point.
  public static func plain(_ number: Double) -> String { JSON.number(number).text(.compact) }

  // MARK: - Rules

  /// "cluster 0, recency at least 90 days; or frequency 1 order"
  public func words(_ segment: Segment) -> String {
    segment.when.map { words($0) }.joined(separator: "; or ")
  }

  /// "cluster 0, recency at least 90 days"; "everyone" for no conditions.
  public func words(_ conditions: Conditions) -> String {
    words(conditions, clusters: conditions.clusters.map { words(clusters: $0) } ?? "")
  }

  /// - Parameter clusters: what to say of the clusters; nothing where it is empty.
  func words(_ conditions: Conditions, clusters: String) -> String {
    var parts = clusters.isEmpty ? [] : [clusters]
    if let outlier = conditions.outlier {
      parts.append(outlier ? "outlier (beyond the fences)" : "no outlier (within the fences)")
    }
    for quantity in RuleQuantity.allCases {
      if let limits = conditions.limits[quantity] {
        parts.append(words(quantity, limits, conditions.bounds[quantity]))
      } else if let bounds = conditions.bounds[quantity], !bounds.isUnbounded {
        parts.append(words(quantity, bounds))
      }
    }
    return parts.isEmpty ? "everyone" : parts.joined(separator: ", ")
  }

  /// "cluster 0"; "cluster 0 or 2"
  func words(clusters: Set<Int>) -> String {
    "cluster " + Self.list(clusters.sorted().map(String.init), "or")
  }

  /// "frequency 2 to 5 orders"; "monetary score 4"; "any recency" where nothing bounds it.
  public func words(_ quantity: RuleQuantity, _ bounds: Bounds) -> String {
    words(quantity, bounds, isAbove: false)
  }

  /// - Parameter isAbove: the range begins behind `min` and not with it, as lint's regions may.
  func words(_ quantity: RuleQuantity, _ bounds: Bounds, isAbove: Bool) -> String {
    let name = name(quantity)
    let unit = { (value: Double) in self.unit(quantity, value) }
    let text = { (value: Double) in number(quantity, value) }
    switch (bounds.min, bounds.max, bounds.below) {
    case (nil, nil, nil): return "any \(name)"
    case (let min?, let max?, nil) where min == max: return "\(name) \(text(min))\(unit(min))"
    case (let min?, let max?, nil): return "\(name) \(text(min)) to \(text(max))\(unit(max))"
    default: break
    }
    var limits: [(words: String, value: Double)] = []
    if let min = bounds.min { limits.append((isAbove ? "above" : "at least", min)) }
    if let max = bounds.max { limits.append(("at most", max)) }
    if let below = bounds.below { limits.append(("below", below)) }
    let words = limits.map { "\($0.words) \(text($0.value))" }.joined(separator: " and ")
    return "\(name) \(words)\(limits.last.map { unit($0.value) } ?? "")"
  }

  /// "recency at least 113 days (gap90)"; without a model "recency at least gap90".
  ///
  /// - Parameter bounds: the limits in numbers, where a model has said them.
  private func words(_ quantity: RuleQuantity, _ limits: Limits, _ bounds: Bounds?) -> String {
    let said = [("at least", limits.min), ("at most", limits.max), ("below", limits.below)]
    // Of an order, numbers mean nothing.
    if let bounds, quantity != .again {
      let relative = said.compactMap(\.1).filter { if case .number = $0 { false } else { true } }
      return "\(words(quantity, bounds)) (\(relative.map(\.word).joined(separator: ", ")))"
    }
    let words = said.compactMap { words, limit in limit.map { "\(words) \($0.word)" } }
    return "\(name(quantity)) \(words.joined(separator: " and "))"
  }

  // MARK: - Values

  /// "recency", "monetary score"
  public func name(_ quantity: RuleQuantity) -> String {
    switch quantity {
    case .recency, .frequency, .monetary, .tenure: quantity.rawValue
    case .recencyScore: "recency score"
    case .frequencyScore: "frequency score"
    case .monetaryScore: "monetary score"
    case .gaps: "recency"
    case .average: "monetary per order"
    case .again: "likelihood to buy again"
    }
  }

  /// A value with its unit: "30 days", "1 order", "£5,000"; a score has none.
  public func value(_ quantity: RuleQuantity, _ value: Double) -> String {
    number(quantity, value) + unit(quantity, value)
  }

  private func number(_ quantity: RuleQuantity, _ value: Double) -> String {
    switch quantity {
    case .monetary, .average: money(value)
    case .recency, .frequency, .recencyScore, .frequencyScore, .monetaryScore, .tenure: Self.plain(value)
    case .gaps, .again: Self.short(value)
    }
  }

  private func unit(_ quantity: RuleQuantity, _ value: Double) -> String {
    switch quantity {
    case .recency, .tenure: value == 1 ? " day" : " days"
    case .gaps: " times the expected gap"
    case .frequency: " \(frequencyUnit)\(value == 1 ? "" : "s")"
    case .monetary, .average, .recencyScore, .frequencyScore, .monetaryScore, .again: ""
    }
  }

  /// With two digits behind the point, where it has many.
  private static func short(_ value: Double) -> String {
    plain(plain(value).utf8.count > 6 ? (value * 100).rounded() / 100 : value)
  }

  /// "a, b or c"
  static func list(_ words: [String], _ conjunction: String) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " \(conjunction) " + last
  }
}

// MARK: - Why not

extension RuleWords {
  /// The conditions that a customer fails, in the order of a rule's words; none where all hold.
  ///
  /// "recency 12 is not at least 90", "cluster is 2, not 0 or 1"
  public func failures(_ conditions: Conditions, of classification: Classification) -> [String] {
    conditions.failures(for: classification).map(words)
  }

  private func words(_ failure: FailedCondition) -> String {
    switch failure {
    case .cluster(let cluster, let wanted):
      return "cluster is \(cluster), not \(Self.list(wanted.sorted().map(String.init), "or"))"
    case .outlier(let isOutlier): return isOutlier ? "it is an outlier" : "it is no outlier"
    case .unknown(let quantity): return "\(name(quantity)) is not known without dates of purchases"
    case .unresolved(let quantity): return "\(name(quantity)) has no limit in this model"
    case .bound(.again, _, let limit):
      if case .min = limit { return "they are not among the likeliest to buy again" }
      return "they are too likely to buy again"
    case .bound(let quantity, let value, let limit):
      let (words, bound) =
        switch limit {
        case .min(let min): ("at least", min)
        case .max(let max): ("at most", max)
        case .below(let below): ("below", below)
        }
      let unit = quantity == .gaps ? unit(quantity, bound) : ""
      return "\(name(quantity)) \(number(quantity, value)) is not \(words) \(number(quantity, bound))\(unit)"
    }
  }
}

extension Bounds {
  var isUnbounded: Bool { min == nil && max == nil && below == nil }
}
