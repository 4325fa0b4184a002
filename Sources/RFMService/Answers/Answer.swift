import Customers
import JSONText
import Segmentation

/// What the model and the packs say of one customer.
public struct Answer: Sendable {
  /// What the model says.
  public let classification: Classification
  /// How sure that is.
  public let margin: Margin
  /// The segment of the pack in use, its texts with their figures; nil where no rule takes the customer.
  public let segment: Segment?
  /// What the segment's texts say and this customer does not bear out: the words, and the value against them.
  public let exceptions: [(says: String, but: String)]
  /// What the rules asked for up to that segment and is not known without dates of purchases; such a rule takes
  /// nobody of whom it is not known.
  public let unknown: [RuleQuantity]
  /// For a look-up.
  public let customer: StoredAnswer?
  /// What the other packs that fit say.
  public let others: [(pack: String, segment: String)]

  /// The segment's name, or `Cluster 2`.
  public var segmentName: String { (segment ?? .unnamed(cluster: classification.cluster)).name }

  /// The same keys for every answer; those of a look-up behind them.
  public var json: JSON {
    let rfm = classification.rfm
    let scores = classification.scores
    var members: [(String, JSON)] = [
      ("recency", .integer(rfm.recency)), ("frequency", .integer(rfm.frequency)),
      ("monetary", .number(rfm.monetary)),
      (
        "scores",
        [
          "recency": .integer(scores.recency), "frequency": .integer(scores.frequency),
          "monetary": .integer(scores.monetary),
        ]
      ),
      ("cluster", .integer(classification.cluster)), ("segment", .string(segmentName)),
      ("interpretation", .string(segment?.interpretation ?? "")),
      ("recommendations", .array((segment?.recommendations ?? []).map(JSON.string))),
      ("exceptions", .array(exceptions.map { ["says": .string($0.says), "but": .string($0.but)] })),
      ("distances", .array(classification.distances.map(JSON.number))),
      ("outlier", .bool(classification.isOutlier)),
      ("margin", margin.margin.map(JSON.number) ?? .null),
      ("beyond", margin.beyond.map(JSON.integer) ?? .null),
      ("unlike", margin.unlike.map { .string($0.word) } ?? .null),
      ("otherPacks", .object(others.map { ($0.pack, .string($0.segment)) })),
    ]
    if !unknown.isEmpty { members.append(("unknown", .array(unknown.map { .string($0.rawValue) }))) }
    if let customer {
      members += [
        ("customer", .string(customer.id)),
        ("firstPurchase", customer.firstPurchase.map { .string($0.description) } ?? .null),
        ("lastPurchase", customer.lastPurchase.map { .string($0.description) } ?? .null),
        ("asOf", customer.asOf.map { .string($0.description) } ?? .null),
      ]
      if !customer.kept.isEmpty {
        members.append(("kept", .object(customer.kept.map { ($0.column, .string($0.value)) })))
      }
    }
    return .object(members)
  }
}

/// What an answer says of a customer in the store, beside the values.
public struct StoredAnswer: Sendable {
  /// As the store has it.
  public let id: String
  /// Nil for an RFM table.
  public let firstPurchase: Timestamp?
  /// Nil for an RFM table.
  public let lastPurchase: Timestamp?
  /// The observation date that recency is counted to.
  public let asOf: Timestamp?
  /// What is kept of them; empty where no column is.
  public var kept: [(column: String, value: String)] = []
}
