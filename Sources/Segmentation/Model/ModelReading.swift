import Customers
import JSONText
import Wording

extension Model {
  /// Days and orders are counted in 32 bits, and the logarithms of all values are less.
  private static let countLimit = Double(Int32.max)
  /// Money is added up in 128 bits.
  public static let moneyLimit = 1e38

  private static func limit(_ feature: FeatureName) -> Double {
    feature == .monetary ? moneyLimit : countLimit
  }

  /// Reads the text of a model file.
  ///
  /// - Throws: `JSONError` with file, line, column and path: broken JSON, another format, a number that is
  ///   missing or out of range, a centroid of the wrong length.
  public init(reading bytes: [UInt8], file: String) throws(JSONError) {
    let root = try JSONCursor(reading: bytes, file: file, format: Self.format)
    let object = try root.object(
      keys: [
        "format", "name", "pack", "currency", "store", "features", "clusters", "scores", "rhythm",
        "quantiles",
        "quality",
        "again", "source", "training",
      ] + TrainedClustering.keys)
    let name = try object.required("name").string()
    let pack = try object["pack"].optional { cursor throws(JSONError) in try cursor.string() }
    let currency = try object["currency"].optional { cursor throws(JSONError) in try cursor.string() }
    let store = try object["store"].optional { cursor throws(JSONError) in
      let object = try cursor.object(keys: ["file", "id"])
      let file = try object.required("file")
      let fileName = try file.string()
      guard !fileName.isEmpty, !fileName.contains("/") else {
        throw file.error("the store is a file beside the model; a name without folders is expected")
      }
      return StoreReference(file: fileName, id: try object.required("id").string())
    }
    let features = try Self.features(try object.required("features"))
    let clustering = try TrainedClustering(reading: object)
    let clusters = try Self.clusters(try object.required("clusters"), k: clustering.k)
    let scores = try Self.scores(try object.required("scores"))
    let training = try Training(reading: try object.required("training"))
    if let order = training.order, order.count != clustering.k {
      throw try object.required("training").error(
        "'order' has \(order.count) numbers, and there are \(clustering.k) clusters")
    }
    self.init(
      name: name, pack: pack, currency: currency, store: store, features: features, clustering: clustering,
      clusters: clusters, scores: scores,
      rhythm: try object["rhythm"].optional { cursor throws(JSONError) in try Rhythm(reading: cursor) },
      quality: try Self.quality(try object.required("quality"), k: clustering.k),
      again: try object["again"].optional { cursor throws(JSONError) in try BuyingAgain(reading: cursor) },
      source: try Self.source(try object.required("source")),
      training: training)
    quantiles =
      try object["quantiles"].optional { cursor throws(JSONError) in try Self.quantiles(cursor) } ?? [:]
  }

  private static func quantiles(_ cursor: JSONCursor) throws(JSONError) -> [RuleQuantity: [Double]] {
    let object = try cursor.object(keys: RuleQuantity.derived.map(\.rawValue))
    var quantiles: [RuleQuantity: [Double]] = [:]
    for quantity in RuleQuantity.derived {
      quantiles[quantity] = try object[quantity.rawValue].optional { cursor throws(JSONError) in
        try cursor.numbers(count: 101, ascending: true, within: moneyLimit)
      }
    }
    return quantiles
  }

  private static func features(_ cursor: JSONCursor) throws(JSONError) -> [Feature] {
    let items = try cursor.array()
    guard items.count == 3 else {
      throw cursor.error("three features are expected: recency, frequency, monetary")
    }
    var features: [Feature] = []
    for (item, expected) in zip(items, FeatureName.allCases) {
      let object = try item.object(keys: [
        "name", "transform", "mean", "scale", "min", "max", "quantiles", "fence",
      ])
      let name = try object.required("name")
      guard try name.string() == expected.rawValue else {
        throw name.error("'\(expected.rawValue)' is expected")
      }
      let transform: Feature.Transform = try object.required("transform").choice()
      let scale = try object.required("scale")
      guard try scale.number() > 0 else { throw scale.error("the scale must be above 0") }
      // Money is read to 18 decimal places, so no two values are nearer than that.
      guard try scale.number() >= 1e-20 else { throw scale.error("the scale must be at least 1e-20") }
      let limit = limit(expected)
      let quantiles = try object.required("quantiles").numbers(count: 101, ascending: true, within: limit)
      let fence = try object["fence"].optional { cursor throws(JSONError) in
        let bounds = try cursor.numbers(count: 2, ascending: true, within: 4 * limit)
        return Fence(low: bounds[0], high: bounds[1])
      }
      features.append(
        Feature(
          name: expected, transform: transform, mean: try object.required("mean").number(within: limit),
          scale: try scale.number(within: limit), min: try object.required("min").number(within: limit),
          max: try object.required("max").number(within: limit), quantiles: quantiles, fence: fence))
    }
    return features
  }

  private static func clusters(_ cursor: JSONCursor, k: Int) throws(JSONError) -> [Cluster] {
    let items = try cursor.array()
    guard items.count == k else { throw cursor.error("\(k) clusters are expected, one for each centroid") }
    return try items.map { item throws(JSONError) in
      let object = try item.object(keys: ["size", "mean", "radius", "all"])
      let all = try object.required("all").object(keys: ["size", "mean", "median", "revenue"])
      return Cluster(
        size: try object.required("size").count(),
        mean: try object.required("mean").numbers(count: 3, within: moneyLimit),
        radius: try object.required("radius").number(within: TrainedClustering.scaledLimit),
        all: Cluster.Everyone(
          size: try all.required("size").count(),
          mean: try all.required("mean").numbers(count: 3, within: moneyLimit),
          median: try all.required("median").numbers(count: 3, within: moneyLimit),
          revenue: try all.required("revenue").exactDecimal()))
    }
  }

  private static func scores(_ cursor: JSONCursor) throws(JSONError) -> ScoreCuts {
    let object = try cursor.object(keys: FeatureName.allCases.map(\.rawValue))
    func cuts(_ feature: FeatureName) throws(JSONError) -> [Double] {
      try object.required(feature.rawValue).numbers(count: nil, ascending: true, within: moneyLimit)
    }
    return ScoreCuts(
      recency: try cuts(.recency), frequency: try cuts(.frequency), monetary: try cuts(.monetary))
  }

  private static func quality(_ cursor: JSONCursor, k: Int) throws(JSONError) -> Quality {
    let object = try cursor.object(keys: ["inertia", "silhouette", "silhouetteSample", "sweep", "stability"])
    let sample = try object["silhouetteSample"].optional { cursor throws(JSONError) in
      let object = try cursor.object(keys: ["size", "standardError"])
      return Silhouette.Sample(
        size: try object.required("size").count(),
        standardError: try object.required("standardError").number())
    }
    let sweep = try object.required("sweep").array().map { step throws(JSONError) in
      let object = try step.object(keys: ["k", "inertia", "silhouette"])
      return Sweep.Step(
        k: try object.required("k").count(), inertia: try object.required("inertia").number(),
        silhouette: try object.required("silhouette").number())
    }
    return Quality(
      inertia: try object.required("inertia").number(),
      silhouette: try object.required("silhouette").number(),
      silhouetteSample: sample, sweep: sweep,
      stability: try object["stability"].optional { cursor throws(JSONError) in
        try stability(cursor, k: k)
      } ?? [])
  }

  private static func stability(_ cursor: JSONCursor, k: Int) throws(JSONError) -> [Stability] {
    let items = try cursor.array()
    guard items.count == k else { throw cursor.error("\(k) of them are expected, one for each cluster") }
    return try items.map { item throws(JSONError) in
      let object = try item.object(keys: ["jaccard", "found", "resamples"])
      let jaccard = try object.required("jaccard")
      guard (0...1).contains(try jaccard.number()) else {
        throw jaccard.error("a number of 0 to 1 is expected")
      }
      let found = try object.required("found")
      let resamples = try object.required("resamples").count()
      guard try found.count() <= resamples else { throw found.error("there are \(resamples) resamples") }
      return Stability(jaccard: try jaccard.number(), found: try found.count(), resamples: resamples)
    }
  }

  private static func source(_ cursor: JSONCursor) throws(JSONError) -> Source {
    let object = try cursor.object(keys: [
      "files", "rowsRead", "rowsKept", "dropped", "from", "asOf", "customers", "trainedOn", "reading",
    ])
    let files = try object.required("files").array().map { file throws(JSONError) in
      let object = try file.object(keys: ["name", "bytes", "rows"])
      return Source.File(
        name: try object.required("name").string(), bytes: try object.required("bytes").count(),
        rows: try object.required("rows").count())
    }
    var dropped: [Source.Dropped] = []
    for member in try object.required("dropped").object().members {
      dropped.append(Source.Dropped(key: member.key, rows: try member.value.count()))
    }
    return Source(
      files: files, rowsRead: try object.required("rowsRead").count(),
      rowsKept: try object.required("rowsKept").count(), dropped: dropped,
      from: try object["from"].optional { cursor throws(JSONError) in try cursor.timestamp() },
      asOf: try object["asOf"].optional { cursor throws(JSONError) in try cursor.timestamp() },
      customers: try object.required("customers").count(),
      trainedOn: try object.required("trainedOn").count(),
      reading: try object["reading"].optional { cursor throws(JSONError) in
        try Source.Reading(reading: cursor)
      })
  }
}

extension Training {
  init(reading cursor: JSONCursor) throws(JSONError) {
    let object = try cursor.object(keys: [
      "k", "maxK", "log", "outliers", "restarts", "maxIterations", "seed", "scoreBins", "scoreCuts",
      "exactSilhouette", "stability", "sales", "order", "imported",
    ])
    var options = TrainingOptions()
    let k = try object.required("k")
    if case .string("auto") = k.node.value {
      options.clusters = .best
      options.maxK = try object.required("maxK").count()
    } else {
      options.clusters = .fixed(try k.count())
    }
    for item in try object.required("log").array() {
      let feature: FeatureName = try item.choice()
      options.log.insert(feature)
    }
    options.outliers = try object.required("outliers").choice()
    options.restarts = try object.required("restarts").count()
    options.maxIterations = try object.required("maxIterations").count()
    let seed = try object.required("seed")
    guard case .number(let text) = seed.node.value, let number = UInt64(text) else {
      throw seed.error("a seed is a whole number from 0")
    }
    options.seed = number
    options.scoreBins = try object.required("scoreBins").count()
    let cuts = try object.required("scoreCuts").object(keys: FeatureName.allCases.map(\.rawValue))
    for feature in FeatureName.allCases {
      if let given = cuts[feature.rawValue] {
        options.scoreCuts[feature] = try given.numbers(
          count: nil, ascending: true, within: Model.moneyLimit)
      }
    }
    options.exactSilhouette = try object.required("exactSilhouette").bool()
    // Models of the first releases were trained without.
    options.stability =
      try object["stability"].optional { cursor throws(JSONError) in try cursor.count() } ?? 0
    let sales = try object.required("sales").object().members.map { ($0.key, JSON($0.value.node)) }
    let order = try object["order"].optional { cursor throws(JSONError) in
      let order = try cursor.array().map { item throws(JSONError) in try item.count() }
      guard order.sorted() == Array(0..<order.count) else {
        throw cursor.error("each number from 0 is expected once")
      }
      return order
    }
    let imported = try object["imported"].optional { cursor throws(JSONError) in try cursor.string() }
    self.init(options: options, sales: SalesRecipe(sales), order: order, imported: imported)
  }
}

// MARK: - Values

extension JSONCursor {
  /// A whole number from 0.
  func count() throws(JSONError) -> Int {
    let number = try integer()
    guard number >= 0 else { throw error("\(number) is below 0") }
    return number
  }

  /// A number of at most `limit` to either side of zero: beyond it a model is damaged.
  func number(within limit: Double) throws(JSONError) -> Double {
    let number = try number()
    guard abs(number) <= limit else {
      throw error("\(JSON.number(number).text(.compact)) is beyond \(JSON.number(limit).text(.compact))")
    }
    return number
  }

  /// Numbers, as many as said.
  func numbers(
    count: Int?, ascending: Bool = false, within limit: Double = .greatestFiniteMagnitude
  ) throws(JSONError) -> [Double] {
    let items = try array()
    if let count, items.count != count {
      throw error("\(count) numbers are expected, not \(items.count)")
    }
    var numbers: [Double] = []
    numbers.reserveCapacity(items.count)
    for item in items {
      let number = try item.number(within: limit)
      if ascending, let last = numbers.last, number < last { throw item.error("numbers must ascend here") }
      numbers.append(number)
    }
    return numbers
  }

  func exactDecimal() throws(JSONError) -> ExactDecimal {
    guard case .number(let text) = node.value else { throw error("a number is expected") }
    guard let decimal = ExactDecimal(text) else { throw error("a plain decimal number is expected") }
    return decimal
  }

  func timestamp() throws(JSONError) -> Timestamp {
    let text = try string()
    guard let parsed = Timestamp.parse(text) else { throw error("'\(text)' is not a date and time") }
    return parsed.moment
  }
}
