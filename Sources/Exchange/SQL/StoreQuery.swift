import Customers
import Segmentation

/// The rules of a pack as SQL over the table `customers` of a store, so that people can ask the file itself.
///
/// The expressions give what `SegmentPack.index(of:)` gives for the stored values, to the last bit: numbers are
/// written so that SQLite reads back the same double.
public struct StoreQuery: Sendable {
  private let model: Model
  private let pack: SegmentPack?
  private let dialect = SQLite()

  /// - Parameters:
  ///   - model: whose store it is.
  ///   - pack: nil, or one that does not fit the model, for the clusters alone.
  /// - Returns: nil where a rule asks who will buy again, which SQLite does not compute.
  public init?(_ model: Model, _ pack: SegmentPack?) {
    self.model = model
    self.pack = pack?.fitted(to: model)
    if self.pack?.derivedQuantities.contains(.again) ?? false { return nil }
  }

  /// `SELECT …`: all columns of the customer, the three scores, and the segment.
  public var select: String {
    let scores = FeatureName.allCases.map { "  \(score($0)) AS \($0.rawValue)_score" }
    return """
      SELECT customers.*,
      \(scores.joined(separator: ",\n")),
        \(segment) AS segment
      FROM customers
      """
  }

  /// The name of the customer's segment; `Cluster 2` where no rule takes them.
  private var segment: String {
    let rules = RuleSQL(
      dialect: dialect, cluster: "cluster", outlier: (isOutlier, "NOT \(isOutlier)"), always: "1",
      value: value)
    let cases = (pack?.segments ?? []).map { segment in
      "    WHEN \(rules.condition(segment)) THEN \(dialect.literal(segment.name))"
    }
    let fallback = "\(dialect.literal(Segment.clusterWord)) || cluster"
    return cases.isEmpty
      ? fallback : "CASE\n\(cases.joined(separator: "\n"))\n    ELSE \(fallback)\n  END"
  }

  private func value(_ quantity: RuleQuantity) -> String {
    if let feature = quantity.feature { return quantity.isScore ? score(feature) : feature.rawValue }
    let days = "(JULIANDAY(DATE(last_purchase)) - JULIANDAY(DATE(first_purchase)))"
    let columns = RuleSQL.Columns(
      recency: "recency", frequency: "frequency", monetary: "monetary", days: days,
      purchaseDays: "purchase_days")
    return RuleSQL.derived(quantity, columns, model, in: dialect)
  }

  private func score(_ feature: FeatureName) -> String {
    let cuts = model.scores[feature]
    let below = cuts.map { "(\(feature.rawValue) > \(dialect.number($0)))" }.joined(separator: " + ")
    if cuts.isEmpty { return "1" }
    return feature == .recency ? "(\(cuts.count + 1) - (\(below)))" : "(1 + \(below))"
  }

  /// Beyond the fences, from the model and not from the column `outlier`, which says who was left out of
  /// training.
  private var isOutlier: String {
    let beyond = model.features.compactMap { feature in
      feature.fence.map {
        "\(feature.name.rawValue) NOT BETWEEN \(dialect.number($0.low)) AND \(dialect.number($0.high))"
      }
    }
    return beyond.isEmpty ? "(0)" : "(\(beyond.joined(separator: " OR ")))"
  }
}
