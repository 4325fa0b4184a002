import Customers
import Segmentation

/// What a model and a pack say of customers, as SQL over a table of recency, frequency and monetary: scores, cluster,
/// segment, outlier, margin and distances.
///
/// The steps are `inputs` → `scaled` → `squares` → `nearest`; each value is that of `RowClassifier`, in doubles and in
/// the same order of adding up. A value that is NULL makes all that follows from it NULL.
public struct SegmentsQuery: Sendable {
  private let model: Model
  private let pack: SegmentPack?
  private let dialect: any SQLDialect

  /// - Parameters:
  ///   - model: what is asked.
  ///   - pack: nil, or one that does not fit the model, for the clusters alone.
  ///   - dialect: of the engine.
  /// - Throws: `ExportProblem` where a rule asks who will buy again.
  public init(_ model: Model, _ pack: SegmentPack?, in dialect: any SQLDialect) throws(ExportProblem) {
    self.model = model
    self.pack = pack?.fitted(to: model)
    self.dialect = dialect
    try self.pack?.check(sayable: [.gaps, .tenure, .average], in: "SQL")
  }

  /// Whether rules ask for the days of purchases. Then the table has the columns `SumsQuery.dated`, too.
  public var needsDates: Bool {
    pack.map { !$0.derivedQuantities.allSatisfy { $0 == .average } } ?? false
  }

  /// The names of all segments that can come out, each once, in the order of the pack.
  public var segmentNames: [String] {
    (pack?.segments.map(\.name) ?? []) + (0..<model.k).map { Segment.unnamed(cluster: $0).name }
  }

  /// The columns of the result.
  public var columns: [String] {
    Self.given + FeatureName.allCases.map(Self.score) + ["cluster_id", "segment", "outlier", "margin"]
      + (0..<model.k).map { "distance_\($0)" }
  }

  private static let given = ["customer_id", "recency", "frequency", "monetary"]

  /// Over a table or view with the columns customer_id, recency, frequency and monetary.
  public func query(from table: SQLTable) -> SQLQuery {
    query(SQLQuery(), from: table.text(in: dialect))
  }

  /// Over what sales come to.
  public func query(of sums: SQLQuery) -> SQLQuery {
    query(sums.named("rfm_table"), from: "rfm_table")
  }

  private func query(_ before: SQLQuery, from source: String) -> SQLQuery {
    var query = before
    query.add("inputs", SQLQuery.select(inputs, "FROM \(source) AS t"))
    query.add("scaled", SQLQuery.select(Self.columns(raw) + scaled, "FROM inputs"))
    let scaledNames = raw + ["x", "y", "z"] + Self.judged
    query.add("squares", SQLQuery.select(Self.columns(scaledNames) + squares, "FROM scaled"))
    let squareNames = raw + Self.judged + distances
    query.add(
      "nearest", SQLQuery.select(Self.columns(squareNames) + [(nearest, "cluster_id")], "FROM squares"))
    let result: [(value: String, name: String?)] =
      Self.columns(Self.given + FeatureName.allCases.map(Self.score) + ["cluster_id"])
      + [(segment, "segment"), ("outlier", nil), (margin, "margin")]
      + distances.enumerated().map { ("SQRT(\($1))", "distance_\($0)") }
    query.result = SQLQuery.select(result, "FROM nearest")
    return query
  }

  // MARK: Steps

  /// Values as they are given, and as doubles: r, f, m, and what rules ask of the days of purchases.
  private var raw: [String] { Self.given + ["r", "f", "m"] + (needsDates ? ["span", "visits"] : []) }
  private static let judged = FeatureName.allCases.map(score) + ["outlier"]
  private var distances: [String] { (0..<model.k).map { "d\($0)" } }

  private static func score(_ feature: FeatureName) -> String { "\(feature.rawValue)_score" }
  private static func letter(_ feature: FeatureName) -> String { ["r", "f", "m"][feature.index] }

  private static func columns(_ names: [String]) -> [(value: String, name: String?)] {
    names.map { ($0, nil) }
  }

  private var inputs: [(value: String, name: String?)] {
    Self.given.map { ("t.\($0)", $0) }
      + FeatureName.allCases.map { (dialect.double("t.\($0.rawValue)"), Self.letter($0)) }
      + (needsDates ? zip(SumsQuery.dated, ["span", "visits"]).map { (dialect.double("t.\($0)"), $1) } : [])
  }

  private var scaled: [(value: String, name: String?)] {
    let points = model.features.map { feature in
      let value = Self.letter(feature.name)
      let one = dialect.number(1)
      let transformed =
        switch feature.transform {
        case .none: value
        case .log1p:
          "CASE WHEN \(value) > \(dialect.number(0)) THEN \(dialect.logarithm("\(one) + \(value)")) "
            + "WHEN \(value) IS NULL THEN NULL ELSE \(dialect.number(0)) END"
        }
      return (
        value: "(\(transformed) - \(dialect.number(feature.mean))) / \(dialect.number(feature.scale))",
        name: Optional(["x", "y", "z"][feature.name.index])
      )
    }
    let scores = FeatureName.allCases.map { (value: score($0), name: Optional(Self.score($0))) }
    return points + scores + [(outlier, "outlier")]
  }

  private func score(_ feature: FeatureName) -> String {
    let value = Self.letter(feature)
    let cuts = model.scores[feature]
    let isFalling = feature == .recency
    // From the greatest cut down, so that the first that lies below the value decides.
    let cases = cuts.enumerated().reversed().map { place, cut in
      "WHEN \(value) > \(dialect.number(cut)) THEN \(isFalling ? cuts.count - place : place + 2)"
    }
    let start = "CASE WHEN \(value) IS NULL THEN NULL"
    return "\(start)\(cases.map { " \($0)" }.joined()) ELSE \(isFalling ? cuts.count + 1 : 1) END"
  }

  private var outlier: String {
    let beyond = model.features.flatMap { feature -> [String] in
      guard let fence = feature.fence else { return [] }
      let value = Self.letter(feature.name)
      return [
        "\(value) < \(dialect.number(fence.low))", "\(value) > \(dialect.number(fence.high))",
      ]
    }
    let isUnknown = FeatureName.allCases.map { "\(Self.letter($0)) IS NULL" }.joined(separator: " OR ")
    let isBeyond = beyond.isEmpty ? "" : " WHEN \(beyond.joined(separator: " OR ")) THEN 1"
    return "CASE WHEN \(isUnknown) THEN NULL\(isBeyond) ELSE 0 END"
  }

  /// The squared distances, added up in the order of `Point.squaredDistance`.
  private var squares: [(value: String, name: String?)] {
    model.clustering.centres.enumerated().map { cluster, centre in
      let terms = zip(["x", "y", "z"], centre.values).map { axis, place in
        let way = "(\(axis) - \(dialect.number(place)))"
        return "\(way) * \(way)"
      }
      return (terms.joined(separator: " + "), "d\(cluster)")
    }
  }

  /// The nearest; of equally near ones the first. A distance that is not above any later one is the least where none
  /// before it was.
  private var nearest: String {
    let cases = distances.indices.dropLast().map { own in
      let others = distances[(own + 1)...].map { "\(distances[own]) <= \($0)" }
      return "WHEN \(others.joined(separator: " AND ")) THEN \(own)"
    }
    return "CASE WHEN d0 IS NULL THEN NULL\(cases.map { " \($0)" }.joined()) ELSE \(distances.count - 1) END"
  }

  /// See `VoronoiCells.border`.
  private var margin: String {
    let centres = model.clustering.centres
    let cases = centres.indices.compactMap { own -> String? in
      let borders = centres.indices.compactMap { other -> String? in
        let apart = centres[own].squaredDistance(to: centres[other]).squareRoot()
        guard other != own, apart > 0 else { return nil }
        return "(d\(other) - d\(own)) / \(dialect.number(2 * apart))"
      }
      guard let first = borders.first else { return nil }
      return "WHEN \(own) THEN \(borders.count == 1 ? first : dialect.least(borders))"
    }
    return cases.isEmpty
      ? dialect.double("NULL")
      : "CASE cluster_id\n    \(cases.joined(separator: "\n    "))\n  END"
  }

  // MARK: Segments

  private var segment: String {
    let rules = RuleSQL(
      dialect: dialect, cluster: "cluster_id", outlier: ("outlier = 1", "outlier = 0"), always: "1 = 1",
      value: value)
    let named = (pack?.segments ?? []).filter { !$0.when.isEmpty }.map { segment in
      "WHEN \(rules.condition(segment)) THEN \(dialect.literal(segment.name))"
    }
    let others = (0..<model.k).map {
      "WHEN cluster_id = \($0) THEN \(dialect.literal(Segment.unnamed(cluster: $0).name))"
    }
    let cases = ["WHEN cluster_id IS NULL THEN NULL"] + named + others
    return "CASE\n    \(cases.joined(separator: "\n    "))\n  END"
  }

  private func value(_ quantity: RuleQuantity) -> String {
    if let feature = quantity.feature { return quantity.isScore ? Self.score(feature) : Self.letter(feature) }
    let columns = RuleSQL.Columns(
      recency: "r", frequency: "f", monetary: "m", days: "span", purchaseDays: "visits")
    return RuleSQL.derived(quantity, columns, model, in: dialect)
  }
}
