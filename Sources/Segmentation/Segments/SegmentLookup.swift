import Customers
import Lifetime

/// Which segment each of millions of customers is in: the first of a pack whose rule takes them, else the cluster
/// that they are in, by the name `Cluster 2`.
///
/// The same as `Classification.place(in:)`, with places as numbers: those of `segments`.
public struct SegmentLookup: Sendable {
  /// The segments of the pack; behind them one for each cluster.
  public let segments: [Segment]
  /// How many of them are the pack's.
  public let named: Int
  private let rules: SegmentRules?

  /// - Parameters:
  ///   - pack: nil for the clusters alone.
  ///   - model: resolves the rules, and knows what quantities are computed from.
  ///   - k: how many clusters there are; nil for those of the model.
  public init(_ pack: SegmentPack?, _ model: Model, k: Int? = nil) {
    let pack = pack?.resolved(by: model)
    let own = pack?.segments ?? []
    let k = k ?? model.k
    segments = own + (0..<k).map(Segment.unnamed)
    named = own.count
    rules = pack.map { SegmentRules($0, model, k: k) }
  }

  /// The place in `segments` of a customer's. O(rules).
  ///
  /// - Parameters:
  ///   - answer: what the model says of the values.
  ///   - recency: days.
  ///   - frequency: orders, or whatever the model counts.
  ///   - monetary: currency.
  ///   - history: the days of purchases, asked for where a rule depends on them; nil where they are not known.
  @inline(__always)
  public func index(
    _ answer: RowAnswer, _ recency: Double, _ frequency: Double, _ monetary: Double,
    _ history: @autoclosure () -> History?
  ) -> Int {
    rules?.index(answer, recency, frequency, monetary, history) ?? named &+ answer.cluster
  }

  /// Sets the segments of many rows of a table: the same places. O(rows · rules).
  public func find(_ answers: RowAnswers, of table: RFMTable) {
    if let rules { return rules.fill(answers, of: table, others: named) }
    for row in 0..<answers.count { answers.segments[row] = answers.clusters[row] }
  }
}

extension Segment {
  /// What stands before a cluster's id where it has no other name.
  public static let clusterWord = "Cluster "

  /// The customers of a cluster whom no rule takes: `Cluster 2`.
  public static func unnamed(cluster: Int) -> Segment {
    Segment(name: "\(clusterWord)\(cluster)", when: [])
  }
}
