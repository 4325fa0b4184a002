import Segmentation

/// The rules of segments as conditions of SQL.
struct RuleSQL {
  let dialect: any SQLDialect
  /// The column of the cluster.
  let cluster: String
  /// What says that a customer is an outlier, and that one is none.
  let outlier: (yes: String, no: String)
  /// What holds where nothing is asked for.
  let always: String
  /// The value of a quantity.
  let value: (RuleQuantity) -> String

  /// The alternatives of a segment's rule, whose limits are in numbers.
  func condition(_ segment: Segment) -> String {
    let alternatives = segment.when.map { conditions in
      var parts: [String] = []
      if let clusters = conditions.clusters {
        parts.append("\(cluster) IN (\(clusters.sorted().map(String.init).joined(separator: ", ")))")
      }
      if let isOutlier = conditions.outlier { parts.append(isOutlier ? outlier.yes : outlier.no) }
      for quantity in RuleQuantity.allCases {
        guard let bounds = conditions.bounds[quantity] else { continue }
        let value = value(quantity)
        if let min = bounds.min { parts.append("\(value) >= \(dialect.number(min))") }
        if let max = bounds.max { parts.append("\(value) <= \(dialect.number(max))") }
        if let below = bounds.below { parts.append("\(value) < \(dialect.number(below))") }
        // A range without ends takes all of whom the value is known.
        if bounds == Bounds(), quantity.feature == nil { parts.append("\(value) IS NOT NULL") }
      }
      return parts.isEmpty ? always : parts.joined(separator: " AND ")
    }
    return alternatives.count == 1
      ? alternatives[0] : alternatives.map { "(\($0))" }.joined(separator: " OR ")
  }

  /// The columns that quantities are computed from, as doubles.
  struct Columns {
    let recency: String
    let frequency: String
    let monetary: String
    /// Calendar days from the first purchase to the last; NULL where they are not known.
    let days: String
    /// Days with a purchase.
    let purchaseDays: String
  }

  /// A quantity that is computed from more than one value, as `DerivedQuantities` computes it; who will buy again is
  /// no such value of SQL: `SegmentPack.sayable` says so beforehand.
  static func derived(
    _ quantity: RuleQuantity, _ columns: Columns, _ model: Model, in dialect: any SQLDialect
  ) -> String {
    switch quantity {
    case .average:
      return model.isMonetaryAverage ? columns.monetary : "(\(columns.monetary) / \(columns.frequency))"
    case .tenure: return "(\(columns.recency) + \(columns.days))"
    case .gaps:
      guard let gap = model.rhythm?.mean else { return "NULL" }
      let cameBack =
        "\(columns.purchaseDays) >= \(dialect.number(2)) AND \(columns.days) > \(dialect.number(0))"
      let own =
        "(\(columns.days) + \(dialect.number(2 * gap))) / (\(columns.purchaseDays) + \(dialect.number(1)))"
      return "(\(columns.recency) / CASE WHEN \(cameBack) THEN \(own) ELSE \(dialect.number(gap)) END)"
    case .recency, .frequency, .monetary, .recencyScore, .frequencyScore, .monetaryScore, .again:
      return "NULL"
    }
  }
}

/// Why a pack cannot be said in another tongue.
public struct ExportProblem: Error, Sendable, CustomStringConvertible {
  public let description: String
}

extension SegmentPack {
  /// Refuses rules on quantities that another tongue does not know.
  ///
  /// - Parameters:
  ///   - known: what it knows.
  ///   - tongue: its name.
  func check(sayable known: Set<RuleQuantity>, in tongue: String) throws(ExportProblem) {
    let unknown = derivedQuantities.filter { !known.contains($0) }.map { "'\($0.rawValue)'" }
    guard let last = unknown.last else { return }
    let list = unknown.count == 1 ? last : unknown.dropLast().joined(separator: ", ") + " and " + last
    throw ExportProblem(
      description:
        "the pack \(name) has rules on \(list), which \(tongue) does not know; take another pack with --pack, or answer with rfm classify"
    )
  }
}
