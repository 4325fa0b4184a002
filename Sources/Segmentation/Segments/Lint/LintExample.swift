import Customers
import JSONText
import Lifetime

/// A customer who shows what a finding says.
///
/// With a model it is what the model says of the three values; without one scores, outlier and cluster are
/// chosen freely.
public struct LintExample: Sendable, Hashable {
  /// In days, orders and currency.
  public var rfm: RFM
  /// The cluster that the model gives them, or one that was chosen.
  public var cluster: Int
  /// Beyond the fences, or chosen to be.
  public var isOutlier: Bool
  /// What the cut points give, or chosen ones.
  public var scores: Scores
  /// What follows from the values and the days of purchases, or chosen values.
  public var derived: DerivedValues
  /// The days of purchases, where rules ask for them.
  public var history: History?

  /// A customer by all that rules can ask for.
  public init(
    rfm: RFM, cluster: Int, isOutlier: Bool, scores: Scores,
    derived: DerivedValues = DerivedValues { _ in .nan },
    history: History? = nil
  ) {
    self.rfm = rfm
    self.cluster = cluster
    self.isOutlier = isOutlier
    self.scores = scores
    self.derived = derived
    self.history = history
  }

  /// A customer as the model sees them.
  public init(_ classification: Classification, history: History? = nil) {
    self.init(
      rfm: classification.rfm, cluster: classification.cluster, isOutlier: classification.isOutlier,
      scores: classification.scores, derived: classification.derived, history: history)
  }

  /// What rules see of the customer. Distances and place are left out.
  public var classification: Classification {
    Classification(
      rfm: rfm, point: Point(0, 0, 0), cluster: cluster, distances: [], scores: scores, isOutlier: isOutlier,
      derived: derived)
  }

  /// The values, scores, cluster and outlier.
  public var json: JSON {
    var members: [(String, JSON)] = [
      ("recency", .integer(rfm.recency)), ("frequency", .integer(rfm.frequency)),
      ("monetary", .number(rfm.monetary)), ("cluster", .integer(cluster)), ("outlier", .bool(isOutlier)),
      (
        "scores",
        [
          "recency": .integer(scores.recency), "frequency": .integer(scores.frequency),
          "monetary": .integer(scores.monetary),
        ]
      ),
    ]
    if let history {
      members += [("tenure", .integer(history.age)), ("purchaseDays", .integer(history.repeats + 1))]
    }
    return .object(members)
  }
}

extension RuleWords {
  /// A customer in words: with a model all that it says, without one only what the pack asks for.
  public func words(_ example: LintExample, of pack: SegmentPack, hasModel: Bool) -> String {
    words(example, pack.usage, hasModel: hasModel)
  }

  func words(_ example: LintExample, _ used: SegmentPack.Usage, hasModel: Bool) -> String {
    var parts: [String] = []
    for quantity in RuleQuantity.allCases {
      let isShown =
        used.quantities.contains(quantity) || hasModel && !quantity.isScore && quantity.feature != nil
      guard isShown else { continue }
      guard let value = quantity.value(of: example.classification) else {
        parts.append("\(name(quantity)) not known")
        continue
      }
      // Of an order, numbers mean nothing.
      if quantity != .again { parts.append("\(name(quantity)) \(self.value(quantity, value))") }
    }
    if hasModel || used.clusters { parts.append("cluster \(example.cluster)") }
    if used.outlier { parts.append(example.isOutlier ? "outlier" : "no outlier") }
    return parts.isEmpty ? "any customer" : parts.joined(separator: ", ")
  }
}

extension SegmentPack {
  /// What the rules of a pack ask for.
  struct Usage {
    var quantities: Set<RuleQuantity> = []
    var clusters = false
    var outlier = false
    var highestCluster: Int?
    var derived: [RuleQuantity] { RuleQuantity.derived.filter(quantities.contains) }
  }

  var usage: Usage {
    var usage = Usage()
    for conditions in segments.flatMap(\.when) {
      usage.quantities.formUnion(conditions.quantities)
      if let clusters = conditions.clusters {
        usage.clusters = true
        usage.highestCluster = [usage.highestCluster, clusters.max()].compactMap(\.self).max()
      }
      if conditions.outlier != nil { usage.outlier = true }
    }
    return usage
  }
}
