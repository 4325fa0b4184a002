import Customers
import JSONText
import Wording

extension Model {
  /// The model as the text of its file. The same model gives the same bytes.
  public var text: String { json.text(.pretty) + "\n" }

  /// The object of the model's file, `rfm-model/1`.
  public var json: JSON {
    .object(
      [
        ("format", .string(Self.format)),
        ("name", .string(name)),
        ("pack", pack.map(JSON.string) ?? .null),
        ("currency", currency.map(JSON.string) ?? .null),
        ("store", store.map { ["file": .string($0.file), "id": .string($0.id)] } ?? .null),
        ("features", featuresJSON),
      ] + clustering.parameters + [
        ("clusters", clustersJSON),
        ("scores", scores.json),
        ("rhythm", rhythm?.json ?? .null),
      ] + quantilesMember + [
        ("quality", qualityJSON),
        ("again", againJSON),
        ("source", source.json { $0.key }),
        ("training", training.json),
      ])
  }

  private var quantilesMember: [(String, JSON)] {
    guard !quantiles.isEmpty else { return [] }
    let known = RuleQuantity.derived.compactMap { quantity in
      quantiles[quantity].map { (quantity.rawValue, JSON.array($0.map(JSON.number))) }
    }
    return [("quantiles", .object(known))]
  }

  /// Scaler, range, quantiles and fence of each feature, in the order recency, frequency, monetary.
  public var featuresJSON: JSON {
    .array(
      features.map { feature in
        [
          "name": .string(feature.name.rawValue), "transform": .string(feature.transform.rawValue),
          "mean": .number(feature.mean), "scale": .number(feature.scale), "min": .number(feature.min),
          "max": .number(feature.max), "quantiles": .array(feature.quantiles.map(JSON.number)),
          "fence": feature.fence.map { .array([.number($0.low), .number($0.high)]) } ?? .null,
        ]
      })
  }

  /// What is known of each cluster, by cluster id.
  public var clustersJSON: JSON {
    .array(
      clusters.map { cluster in
        [
          "size": .integer(cluster.size), "mean": .array(cluster.mean.map(JSON.number)),
          "radius": .number(cluster.radius),
          "all": [
            "size": .integer(cluster.all.size), "mean": .array(cluster.all.mean.map(JSON.number)),
            "median": .array(cluster.all.median.map(JSON.number)),
            "revenue": .literal(cluster.all.revenue.description),
          ],
        ]
      })
  }

  /// Inertia, silhouette, the ks that were tried, and how surely the clusters are found again.
  public var qualityJSON: JSON {
    var members: [(String, JSON)] = [
      ("inertia", .number(quality.inertia)), ("silhouette", .number(quality.silhouette)),
      (
        "silhouetteSample",
        quality.silhouetteSample.map {
          ["size": .integer($0.size), "standardError": .number($0.standardError)]
        } ?? .null
      ),
      (
        "sweep",
        .array(
          quality.sweep.map {
            ["k": .integer($0.k), "inertia": .number($0.inertia), "silhouette": .number($0.silhouette)]
          })
      ),
    ]
    if !quality.stability.isEmpty { members.append(("stability", quality.stability.json)) }
    return .object(members)
  }

  /// The model of lifetimes, and whether it passed its check.
  public var againJSON: JSON { again?.json ?? .null }

  /// What the model was trained on, with the reasons in words.
  public var sourceJSON: JSON { source.json }
}

extension ScoreCuts {
  fileprivate var json: JSON {
    .object(FeatureName.allCases.map { ($0.rawValue, .array(self[$0].map(JSON.number))) })
  }
}

extension Source {
  /// What was read, with the reasons in words.
  public var json: JSON { json { $0.reason } }

  /// - Parameter reason: how a reason is written.
  func json(_ reason: (Dropped) -> String) -> JSON {
    var members: [(String, JSON)] = [
      (
        "files",
        .array(
          files.map {
            ["name": .string($0.name), "bytes": .integer($0.bytes), "rows": .integer($0.rows)]
          })
      ),
      ("rowsRead", .integer(rowsRead)), ("rowsKept", .integer(rowsKept)),
      ("dropped", .object(dropped.map { (reason($0), .integer($0.rows)) })),
      ("from", from.map { .string($0.description) } ?? .null),
      ("asOf", asOf.map { .string($0.description) } ?? .null),
      ("customers", .integer(customers)), ("trainedOn", .integer(trainedOn)),
    ]
    if let reading { members.append(("reading", reading.json)) }
    return .object(members)
  }
}

extension Source.Reading {
  fileprivate var json: JSON {
    [
      "clean": .string(cleaning),
      "columns": .object(columns.map { ($0.role, .string($0.header)) }),
    ]
  }

  init(reading cursor: JSONCursor) throws(JSONError) {
    let object = try cursor.object(keys: ["clean", "columns"])
    let columns = try object.required("columns").object().members.map { member throws(JSONError) in
      Column(role: member.key, header: try member.value.string())
    }
    self.init(cleaning: try object.required("clean").string(), columns: columns)
  }
}

extension Source.Dropped {
  /// Why rows were dropped that were not of those asked for: the one reason that names an option.
  private static let leftOut = "left out by \(OptionName.where)"

  /// The reason as it stands in a model, which says an option by its name alone.
  fileprivate var key: String { OptionName.said(in: reason) { $0 } }

  /// - Parameter key: as it stands in a model; models of the first releases have the option as a shell takes it.
  init(key: String, rows: Int) {
    let typed = OptionName.said(in: Self.leftOut) { "--\($0)" }
    let named = OptionName.said(in: Self.leftOut) { $0 }
    self.init(reason: key == named || key == typed ? Self.leftOut : key, rows: rows)
  }
}

extension Training {
  var json: JSON {
    var members: [(String, JSON)] = []
    switch options.clusters {
    case .fixed(let k): members.append(("k", .integer(k)))
    case .best: members += [("k", "auto"), ("maxK", .integer(options.maxK))]
    }
    members += [
      ("log", .array(FeatureName.allCases.filter(options.log.contains).map { .string($0.rawValue) })),
      ("outliers", .string(options.outliers.rawValue)),
      ("restarts", .integer(options.restarts)),
      ("maxIterations", .integer(options.maxIterations)),
      ("seed", .literal(String(options.seed))),
      ("scoreBins", .integer(options.scoreBins)),
      (
        "scoreCuts",
        .object(
          FeatureName.allCases.compactMap { feature in
            options.scoreCuts[feature].map { (feature.rawValue, .array($0.map(JSON.number))) }
          })
      ),
      ("exactSilhouette", .bool(options.exactSilhouette)),
    ]
    if options.stability > 0 { members.append(("stability", .integer(options.stability))) }
    members.append(("sales", .object(sales.members)))
    if let order { members.append(("order", .array(order.map(JSON.integer)))) }
    if let imported { members.append(("imported", .string(imported))) }
    return .object(members)
  }
}
