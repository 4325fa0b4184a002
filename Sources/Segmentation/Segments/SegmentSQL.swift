import Customers

/// The rules of a pack as SQL over the table `customers` of a store, so that people can ask the file itself.
///
/// The expressions give what `SegmentPack.index(of:)` gives for the stored values, to the last bit: numbers are
/// written so that SQLite reads back the same double.
public struct SegmentSQL: Sendable {
  private let model: Model
  private let pack: SegmentPack?

  /// - Parameter pack: nil, or one that does not fit the model, for the clusters alone.
  public init(_ model: Model, _ pack: SegmentPack?) {
    self.model = model
    self.pack = pack.flatMap { $0.misfit(model) == nil ? $0 : nil }
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
    let cases = (pack?.segments ?? []).map { segment in
      "    WHEN \(Self.condition(segment, model)) THEN \(Self.quoted(segment.name))"
    }
    let fallback = "\(Self.quoted(Segment.clusterWord)) || cluster"
    return cases.isEmpty
      ? fallback : "CASE\n\(cases.joined(separator: "\n"))\n    ELSE \(fallback)\n  END"
  }

  private func score(_ feature: FeatureName) -> String { Self.score(feature, model) }

  private static func score(_ feature: FeatureName, _ model: Model) -> String {
    let cuts = model.scores[feature]
    let below = cuts.map { "(\(feature.rawValue) > \(number($0)))" }.joined(separator: " + ")
    if cuts.isEmpty { return "1" }
    return feature == .recency ? "(\(cuts.count + 1) - (\(below)))" : "(1 + \(below))"
  }

  private static func condition(_ segment: Segment, _ model: Model) -> String {
    let alternatives = segment.when.map { conditions in
      var parts: [String] = []
      if let clusters = conditions.clusters {
        parts.append("cluster IN (\(clusters.sorted().map(String.init).joined(separator: ", ")))")
      }
      if let outlier = conditions.outlier {
        parts.append(outlier == true ? isOutlier(model) : "NOT \(isOutlier(model))")
      }
      for quantity in RuleQuantity.allCases {
        guard let bounds = conditions.bounds[quantity] else { continue }
        let value = quantity.isScore ? score(quantity.feature, model) : quantity.feature.rawValue
        if let min = bounds.min { parts.append("\(value) >= \(number(min))") }
        if let max = bounds.max { parts.append("\(value) <= \(number(max))") }
        if let below = bounds.below { parts.append("\(value) < \(number(below))") }
      }
      return parts.isEmpty ? "1" : parts.joined(separator: " AND ")
    }
    return alternatives.count == 1
      ? alternatives[0] : alternatives.map { "(\($0))" }.joined(separator: " OR ")
  }

  /// Beyond the fences, from the model and not from the column `outlier`, which says who was left out of
  /// training.
  private static func isOutlier(_ model: Model) -> String {
    let beyond = model.features.compactMap { feature in
      feature.fence.map {
        "\(feature.name.rawValue) NOT BETWEEN \(number($0.low)) AND \(number($0.high))"
      }
    }
    return beyond.isEmpty ? "(0)" : "(\(beyond.joined(separator: " OR ")))"
  }

  private static func quoted(_ text: String) -> String {
    "'\(text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''"))'"
  }

  /// A number that SQLite reads as the same double.
  ///
  /// Up to 15 digits it does so for every decimal; others are written as a whole number over, or times, a power
  /// of two, of which all is exact.
  public static func number(_ value: Double) -> String {
    let text = "\(value)"
    let digits = text.prefix { $0 != "e" }.drop { !("1"..."9").contains($0) }.filter(\.isNumber)
    if digits.count <= 15, !text.contains("e") { return text }
    // The significand as a whole number: value = whole × 2^shift.
    var shift = value.exponent - Double.Exponent(Double.significandBitCount)
    var whole = Int64(value.significand * 0x1p52) * (value < 0 ? -1 : 1)
    while whole != 0, whole % 2 == 0 {
      whole /= 2
      shift += 1
    }
    var factors = "\(whole).0"
    while shift != 0 {
      // 2^30 = 1073741824: ten digits.
      let step = min(30, abs(shift))
      factors += " \(shift < 0 ? "/" : "*") \(1 << step).0"
      shift += shift < 0 ? step : -step
    }
    return "(\(factors))"
  }
}
