import Customers
import Segmentation

/// A model and a pack as PMML 4.4 (<https://dmg.org/pmml/v4-4-1/ClusteringModel.html>): a clustering by centres over
/// scaled fields; cluster, distances, scores, outlier and segment as outputs.
public struct PMMLModel {
  private let model: Model
  private let pack: SegmentPack?
  private let version: String

  /// - Parameters:
  ///   - model: what is written.
  ///   - pack: nil, or one that does not fit the model, for the clusters alone.
  ///   - version: of this program.
  /// - Throws: `ExportProblem` where a rule asks for the days of purchases.
  public init(_ model: Model, _ pack: SegmentPack?, version: String) throws(ExportProblem) {
    self.model = model
    self.pack = pack?.fitted(to: model)
    self.version = version
    try self.pack?.check(sayable: [.average], in: "PMML")
  }

  /// The file.
  public var text: String {
    let header = XMLElement(
      "Header", [("description", "recency, frequency and monetary: \(model.name)")],
      [XMLElement("Application", [("name", "rfm"), ("version", version)])])
    let fields = FeatureName.allCases.map {
      XMLElement("DataField", [("name", $0.rawValue), ("optype", "continuous"), ("dataType", "double")])
    }
    let root = XMLElement(
      "PMML", [("xmlns", "http://www.dmg.org/PMML-4_4"), ("version", "4.4")],
      [header, XMLElement("DataDictionary", [("numberOfFields", "3")], fields), clustering])
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + root.text()
  }

  private var clustering: XMLElement {
    let mining = FeatureName.allCases.map { XMLElement("MiningField", [("name", $0.rawValue)]) }
    let measure = XMLElement(
      "ComparisonMeasure", [("kind", "distance"), ("compareFunction", "absDiff")],
      [XMLElement("squaredEuclidean")])
    let fields = FeatureName.allCases.map {
      XMLElement("ClusteringField", [("field", Self.scaled($0)), ("compareFunction", "absDiff")])
    }
    let clusters = model.clustering.centres.enumerated().map { id, centre in
      XMLElement(
        "Cluster", [("id", "\(id)"), ("name", "\(id)"), ("size", "\(model.clusters[id].size)")],
        [
          XMLElement(
            "Array", [("n", "3"), ("type", "real")],
            text: centre.values.map { "\($0)" }.joined(separator: " "))
        ])
    }
    return XMLElement(
      "ClusteringModel",
      [
        ("modelName", model.name), ("functionName", "clustering"), ("modelClass", "centerBased"),
        ("numberOfClusters", "\(model.k)"),
      ],
      [
        XMLElement("MiningSchema", [], mining), XMLElement("Output", [], outputs),
        XMLElement("LocalTransformations", [], FeatureName.allCases.map(derived)), measure,
      ] + fields + clusters + [verification])
  }

  private static func scaled(_ feature: FeatureName) -> String { "scaled_\(feature.rawValue)" }

  private func derived(_ name: FeatureName) -> XMLElement {
    let feature = model.feature(name)
    let raw = Self.field(name.rawValue)
    let transformed =
      switch feature.transform {
      case .none: raw
      case .log1p:
        Self.apply(
          "if", Self.apply("greaterThan", raw, Self.number(0)),
          Self.apply("ln", Self.apply("+", raw, Self.number(1))), Self.number(0))
      }
    let centred = Self.apply("-", transformed, Self.number(feature.mean))
    return XMLElement(
      "DerivedField", [("name", Self.scaled(name)), ("optype", "continuous"), ("dataType", "double")],
      [Self.apply("/", centred, Self.number(feature.scale))])
  }

  // MARK: Outputs

  private var outputs: [XMLElement] {
    let cluster = XMLElement(
      "OutputField",
      [
        ("name", "cluster_id"), ("optype", "categorical"), ("dataType", "string"),
        ("feature", "predictedValue"),
      ])
    let squares = (0..<model.k).map { id in
      XMLElement(
        "OutputField",
        [
          ("name", "squared_distance_\(id)"), ("optype", "continuous"), ("dataType", "double"),
          ("feature", "affinity"), ("value", "\(id)"), ("isFinalResult", "false"),
        ])
    }
    let distances = (0..<model.k).map { id in
      Self.output(
        "distance_\(id)", "double", Self.apply("sqrt", Self.field("squared_distance_\(id)")))
    }
    let scores = FeatureName.allCases.map { Self.output("\($0.rawValue)_score", "integer", score($0)) }
    return [cluster] + squares + distances + scores + [
      Self.output("outlier", "integer", outlier), Self.output("segment", "string", segment),
    ]
  }

  private static func output(_ name: String, _ type: String, _ value: XMLElement) -> XMLElement {
    XMLElement(
      "OutputField",
      [
        ("name", name), ("optype", type == "string" ? "categorical" : "continuous"), ("dataType", type),
        ("feature", "transformedValue"),
      ], [value])
  }

  private func score(_ feature: FeatureName) -> XMLElement {
    let cuts = model.scores[feature]
    let isFalling = feature == .recency
    // The greatest cut is asked first, so it is put around the others.
    return cuts.enumerated().reduce(Self.integer(isFalling ? cuts.count + 1 : 1)) { rest, cut in
      let isAbove = Self.apply("greaterThan", Self.field(feature.rawValue), Self.number(cut.element))
      let score = isFalling ? cuts.count - cut.offset : cut.offset + 2
      return Self.apply("if", isAbove, Self.integer(score), rest)
    }
  }

  private var outlier: XMLElement {
    let beyond = model.features.flatMap { feature -> [XMLElement] in
      guard let fence = feature.fence else { return [] }
      let value = Self.field(feature.name.rawValue)
      return [
        Self.apply("lessThan", value, Self.number(fence.low)),
        Self.apply("greaterThan", value, Self.number(fence.high)),
      ]
    }
    guard !beyond.isEmpty else { return Self.integer(0) }
    return Self.apply("if", Self.joined("or", beyond), Self.integer(1), Self.integer(0))
  }

  private var segment: XMLElement {
    let isCluster = { (id: Int) in Self.apply("equal", Self.field("cluster_id"), Self.text("\(id)")) }
    let unnamed = (0..<model.k).map { Self.text(Segment.unnamed(cluster: $0).name) }
    var chosen = unnamed.enumerated().dropLast().reversed().reduce(unnamed[model.k - 1]) { rest, cluster in
      Self.apply("if", isCluster(cluster.offset), cluster.element, rest)
    }
    for segment in (pack?.segments ?? []).reversed() where !segment.when.isEmpty {
      let any = Self.joined("or", segment.when.map { condition($0, isCluster) })
      chosen = Self.apply("if", any, Self.text(segment.name), chosen)
    }
    return chosen
  }

  private func condition(_ conditions: Conditions, _ isCluster: (Int) -> XMLElement) -> XMLElement {
    let always = Self.apply("equal", Self.integer(1), Self.integer(1))
    var parts: [XMLElement] = []
    if let clusters = conditions.clusters {
      parts.append(
        clusters.isEmpty
          ? Self.apply("equal", Self.integer(0), Self.integer(1))
          : Self.joined("or", clusters.sorted().map(isCluster)))
    }
    if let isOutlier = conditions.outlier {
      parts.append(Self.apply("equal", Self.field("outlier"), Self.integer(isOutlier ? 1 : 0)))
    }
    for quantity in RuleQuantity.allCases {
      guard let bounds = conditions.bounds[quantity] else { continue }
      let value = value(quantity)
      if let min = bounds.min { parts.append(Self.apply("greaterOrEqual", value, Self.number(min))) }
      if let max = bounds.max { parts.append(Self.apply("lessOrEqual", value, Self.number(max))) }
      if let below = bounds.below { parts.append(Self.apply("lessThan", value, Self.number(below))) }
    }
    return parts.isEmpty ? always : Self.joined("and", parts)
  }

  private func value(_ quantity: RuleQuantity) -> XMLElement {
    guard let feature = quantity.feature?.rawValue else {
      let money = Self.field(FeatureName.monetary.rawValue)
      return model.isMonetaryAverage
        ? money : Self.apply("/", money, Self.field(FeatureName.frequency.rawValue))
    }
    return Self.field(quantity.isScore ? "\(feature)_score" : feature)
  }

  // MARK: Verification

  /// Rows by which a reader of the file can check itself: one near each centre and two far out. They are made up, since
  /// a model holds no person.
  private var verification: XMLElement {
    func whole(_ name: FeatureName, _ scaled: Double) -> Double {
      let feature = model.feature(name)
      let raw = scaled * feature.scale + feature.mean
      // Of a logarithm it is some value as good as any other.
      return Swift.max(name == .frequency ? 1 : 0, Swift.min(raw, 1e6).rounded())
    }
    let rows =
      model.clustering.centres.map { centre in
        RFM(
          recency: Int(whole(.recency, centre.x)), frequency: Int(whole(.frequency, centre.y)),
          monetary: whole(.monetary, centre.z))
      } + [RFM(recency: 0, frequency: 1, monetary: 0), RFM(recency: 1000, frequency: 500, monetary: 100_000)]
    let names = FeatureName.allCases.map(\.rawValue) + ["cluster_id"] + (0..<model.k).map { "distance_\($0)" }
    let fields = names.map {
      XMLElement("VerificationField", [("field", $0), ("precision", "1E-9"), ("zeroThreshold", "1E-9")])
    }
    let table = rows.map { rfm in
      let answer = model.classify(rfm)
      let values =
        ["\(rfm.recency)", "\(rfm.frequency)", "\(rfm.monetary)", "\(answer.cluster)"]
        + answer.distances.map { "\($0)" }
      return XMLElement("row", [], zip(names, values).map { XMLElement($0, text: $1) })
    }
    return XMLElement(
      "ModelVerification", [("recordCount", "\(rows.count)"), ("fieldCount", "\(names.count)")],
      [XMLElement("VerificationFields", [], fields), XMLElement("InlineTable", [], table)])
  }

  // MARK: Expressions

  private static func apply(_ function: String, _ arguments: XMLElement...) -> XMLElement {
    XMLElement("Apply", [("function", function)], arguments)
  }

  /// `and` or `or` of one or more.
  private static func joined(_ function: String, _ parts: [XMLElement]) -> XMLElement {
    parts.count == 1 ? parts[0] : XMLElement("Apply", [("function", function)], parts)
  }

  private static func field(_ name: String) -> XMLElement { XMLElement("FieldRef", [("field", name)]) }
  private static func number(_ value: Double) -> XMLElement { constant("double", "\(value)") }
  private static func integer(_ value: Int) -> XMLElement { constant("integer", "\(value)") }
  private static func text(_ value: String) -> XMLElement { constant("string", value) }
  private static func constant(_ type: String, _ value: String) -> XMLElement {
    XMLElement("Constant", [("dataType", type)], text: value)
  }
}
