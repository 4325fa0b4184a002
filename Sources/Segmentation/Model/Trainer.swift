import Customers
import JSONText
import Wording

/// Trains a model from an RFM table.
///
/// ```swift
/// var options = TrainingOptions()
/// options.clusters = .best
/// let trained = try Trainer(options: options, threads: 4).train(on: table)
/// print("\(trained.clustering.k) clusters, silhouette \(trained.quality.silhouette)")
/// ```
public struct Trainer: Sendable {
  /// All that can change a figure.
  public let options: TrainingOptions
  /// Never changes a result.
  public let threads: Int
  /// Told what is being done, for a person who waits.
  public let progress: (@Sendable (String) -> Void)?
  /// Asked now and then, from any thread: true ends the training with `TrainingError.stopped`.
  public var isCancelled: @Sendable () -> Bool = { false }

  /// A trainer; it keeps nothing between two trainings.
  public init(options: TrainingOptions, threads: Int, progress: (@Sendable (String) -> Void)? = nil) {
    self.options = options
    self.threads = threads
    self.progress = progress
  }

  /// What training gives: the model's figures, and where every customer belongs.
  public struct Result: Sendable {
    /// In the order recency, frequency, monetary.
    public var features: [Feature]
    /// What says of any customer which cluster they are in.
    public var clustering: TrainedClustering
    /// What is known of each cluster, by its id.
    public var clusters: [Cluster]
    /// The cut points of the scores.
    public var scores: ScoreCuts
    /// How often the customers come; nil where no dates are known.
    public var rhythm: Rhythm?
    /// How well the clusters hold together.
    public var quality: Quality
    /// The cluster of each row of the table, outliers included.
    public var labels: [Int32]
    /// Who was left out of training, by row of the table.
    public var isOutlier: [Bool]
    /// How many were not left out.
    public var trainedOn: Int
    /// How the clusters go together with those of the model that the numbering was taken from, each in its
    /// final number.
    public var match: ClusterMatch?
    /// See `Training.order`.
    public var order: [Int]?
    /// Sentences for the summary.
    public var notes: [String]
  }

  /// - Parameters:
  ///   - table: a row per customer, in the byte order of their IDs.
  ///   - alignment: an earlier model that the numbers of the clusters follow; without it, they are numbered
  ///     best first.
  /// - Throws: `TrainingError` where there are fewer distinct customers than clusters.
  public func train(on table: RFMTable, alignedTo alignment: Alignment? = nil) throws(TrainingError) -> Result
  {
    let prepared = prepare(table)
    var notes = prepared.notes
    var (clustering, quality) = try cluster(prepared.points, &notes)
    if options.stability > 0 {
      progress?("looking for the clusters again")
      quality.stability = try stability(
        of: clustering, prepared.points, resamplesInDoubt: Stability.mostResamples)
    }

    let everyone = points(table, nil, prepared.features)
    var (labels, squared) = clustering.trained.assign(everyone, threads: threads)
    var match: ClusterMatch?
    var order: [Int]?
    if let alignment {
      let found = alignment.match(table, labels, clustering.trained.centres, prepared.features)
      match = found.ordered
      if found.order != Array(0..<clustering.k) {
        order = found.order
        clustering = clustering.numbered(found.order)
        if !quality.stability.isEmpty { quality.stability = found.order.map { quality.stability[$0] } }
        // Anew: of equally near centres the first counts, and another one may be the first now.
        (labels, squared) = clustering.trained.assign(everyone, threads: threads)
      }
    }
    let scores = scores(prepared.sorted, &notes)
    noteFeatures(clustering.sizes, &notes)
    return Result(
      features: prepared.features, clustering: clustering.trained,
      clusters: clusters(table, clustering, prepared.isOutlier, labels, squared), scores: scores,
      rhythm: Rhythm(table.gaps), quality: quality, labels: labels, isOutlier: prepared.isOutlier,
      trainedOn: prepared.trained.count,
      match: match, order: order, notes: notes)
  }

  // MARK: Features

  /// The customers to train on, in scaled units, and who is left out.
  struct Prepared {
    /// Recency, frequency and monetary of everyone, each ascending.
    let sorted: [[Double]]
    let features: [Feature]
    let isOutlier: [Bool]
    /// The rows of the table that are trained on, and where they lie.
    let trained: [Int]
    let points: Points
    let notes: [String]
  }

  func prepare(_ table: RFMTable) -> Prepared {
    var notes: [String] = []
    let sorted = Parallel.map(count: 3, threads: threads) {
      Ascending.sorted(table.column(FeatureName.allCases[$0]))
    }
    let fences = fences(sorted, &notes)
    var isOutlier = [Bool](repeating: false, count: table.count)
    for (feature, fence) in fences {
      let column = table.column(feature)
      for row in column.indices where !fence.contains(column[row]) { isOutlier[row] = true }
    }
    let trained = isOutlier.indices.filter { !isOutlier[$0] }
    noteOutliers(table, isOutlier, trained.count, &notes)
    let features = features(table, trained, sorted, fences, &notes)
    return Prepared(
      sorted: sorted, features: features, isOutlier: isOutlier, trained: trained,
      points: points(table, trained, features), notes: notes)
  }

  private func fences(_ sorted: [[Double]], _ notes: inout [String]) -> [FeatureName: Fence] {
    guard options.outliers == .iqr else { return [:] }
    var fences: [FeatureName: Fence] = [:]
    for feature in [FeatureName.frequency, .monetary] {
      let column = sorted[feature.index]
      if let fence = Fence(tukey: column) {
        fences[feature] = fence
      } else if column.first != column.last {
        notes.append(
          "no fence on \(feature.rawValue): the middle half of the customers has one value, so nobody is left out for it"
        )
      }
    }
    return fences
  }

  private func noteOutliers(_ table: RFMTable, _ isOutlier: [Bool], _ trainedOn: Int, _ notes: inout [String])
  {
    let left = table.count - trainedOn
    guard left > 0 else { return }
    let all = table.revenue(of: 0..<table.count).units
    let theirs = table.revenue(of: isOutlier.indices.lazy.filter { isOutlier[$0] }).units
    let isMany = left * 100 > table.count * 15
    let isRich = all > 0 && theirs * 2 > all
    guard isMany || isRich else { return }
    let customers = SalesShare.percent(Double(left) / Double(table.count))
    let revenue = all > 0 ? SalesShare.percent(Double(theirs) / Double(all)) : "0 %"
    notes.append(
      "the customers left out of training as outliers are \(customers) of all and hold \(revenue) of the revenue; to train on everyone, try \(OptionName.log) frequency,monetary \(OptionName.outliers) none"
    )
  }

  /// From so many clusters on, logarithms of everyone told more of the next year's revenue, in all of four shops.
  private static let leastLogged = 5

  private func noteFeatures(_ sizes: [Int], _ notes: inout [String]) {
    let hasLogarithms = options.log.isSuperset(of: [.frequency, .monetary])
    if options.outliers == .none, !hasLogarithms {
      notes.append(
        "outliers are kept, and frequency and monetary are not logarithms: a few great customers make clusters of their own (the smallest here has \(Figures.counted(sizes.min() ?? 0, "customer"))); add \(OptionName.log) frequency,monetary, or leave \(OptionName.outliers) none out"
      )
    } else if sizes.count >= Self.leastLogged, !(hasLogarithms && options.outliers == .none) {
      notes.append(
        "from \(Self.leastLogged) clusters on, \(OptionName.log) frequency,monetary \(OptionName.outliers) none is recommended: in all four shops tried such groups told more of the next year's revenue"
      )
    }
  }

  private func features(
    _ table: RFMTable, _ trained: [Int], _ sorted: [[Double]], _ fences: [FeatureName: Fence],
    _ notes: inout [String]
  ) -> [Feature] {
    let scaled = Parallel.map(count: 3, threads: threads) { which in
      let name = FeatureName.allCases[which]
      let column = table.column(name)
      let raw = trained.map { column[$0] }
      let transform: Feature.Transform = options.log.contains(name) ? .log1p : .none
      let scaler = StandardScaler(
        transform == .none ? raw : raw.map { Feature.transformed($0, by: transform) })
      let feature = Feature(
        name: name, transform: transform, mean: scaler.mean, scale: scaler.scale, min: raw.min() ?? 0,
        max: raw.max() ?? 0,
        quantiles: (0...100).map { Quantile.type7(Double($0) / 100, ofSorted: sorted[which]) },
        fence: fences[name])
      return (feature, scaler.isConstant)
    }
    for (feature, isConstant) in scaled where isConstant {
      notes.append(
        "\(feature.name.rawValue) is the same for every customer trained on; it tells nobody apart")
    }
    return scaled.map(\.0)
  }

  /// Some rows of the table, or all of them, in scaled units.
  func points(_ table: RFMTable, _ rows: [Int]?, _ features: [Feature]) -> Points {
    let columns = Parallel.map(count: 3, threads: threads) { which in
      let column = table.column(FeatureName.allCases[which])
      let feature = features[which]
      return rows?.map { feature.scaled(column[$0]) } ?? column.map(feature.scaled)
    }
    return Points(x: columns[0], y: columns[1], z: columns[2])
  }

  // MARK: Clusters

  func clusters(
    _ table: RFMTable, _ clustering: Clustering, _ isOutlier: [Bool], _ labels: [Int32], _ squared: [Double]
  ) -> [Cluster] {
    let members = labels.indices.reduce(into: [[Int]](repeating: [], count: clustering.k)) {
      $0[Int(labels[$1])].append($1)
    }
    let medians = Parallel.map(count: 3, threads: threads) { which in
      let column = table.column(FeatureName.allCases[which])
      return members.map {
        $0.isEmpty ? 0 : Quantile.type7(0.5, ofSorted: Ascending.sorted($0.map { column[$0] }))
      }
    }
    return Parallel.map(count: clustering.k, threads: threads) { c in
      let own = members[c].filter { !isOutlier[$0] }
      return Cluster(
        size: own.count, mean: Self.mean(table, own),
        radius: own.reduce(0) { max($0, squared[$1]) }.squareRoot(),
        all: Cluster.Everyone(
          size: members[c].count, mean: Self.mean(table, members[c]), median: medians.map { $0[c] },
          revenue: table.revenue(of: members[c])))
    }
  }

  private static func mean(_ table: RFMTable, _ rows: [Int]) -> [Double] {
    guard !rows.isEmpty else { return [0, 0, 0] }
    var (recency, frequency, monetary) = (CompensatedSum(), CompensatedSum(), CompensatedSum())
    for row in rows {
      recency.add(Double(table.recency[row]))
      frequency.add(Double(table.frequency[row]))
      monetary.add(table.monetary[row])
    }
    return [recency, frequency, monetary].map { $0.value / Double(rows.count) }
  }

  // MARK: Scores

  func scores(_ sorted: [[Double]], _ notes: inout [String]) -> ScoreCuts {
    var scores = ScoreCuts(bins: options.scoreBins) { sorted[$0.index] }
    for (feature, cuts) in options.scoreCuts { scores[feature] = cuts }
    for feature in FeatureName.allCases {
      let impossible = scores.impossibleScores(feature)
      guard !impossible.isEmpty else { continue }
      let list = RuleWords.list(impossible.map(String.init), "or")
      let same =
        switch feature {
        case .recency: "bought on the same days"
        case .frequency: "have the same number of orders"
        case .monetary: "spent the same"
        }
      // Cut points that a person gave may leave scores out, too.
      let why = options.scoreCuts[feature] == nil ? "too many customers \(same)" : "its cut points coincide"
      notes.append("Nobody scores \(list) for \(feature.rawValue): \(why).")
    }
    return scores
  }
}

/// Why there is no model.
public enum TrainingError: Error, Sendable, CustomStringConvertible {
  /// There are so few different customers, and so many clusters were asked for.
  case tooFewCustomers(distinct: Int, k: Int)
  /// Whoever asked for it does not want it any more.
  case stopped

  public var description: String {
    switch self {
    case .stopped: "the training was stopped"
    case .tooFewCustomers(let distinct, _) where distinct < 2:
      "all customers to train on are alike; at least two different ones are needed"
    case .tooFewCustomers(let distinct, let k):
      "there are only \(distinct) distinct customers to train on, and \(k) clusters were asked for; take a smaller \(OptionName.k), or \(OptionName.outliers) none"
    }
  }
}

enum SalesShare {
  /// 0.1109 as "11 %"; only the whole is "100 %".
  static func percent(_ share: Double) -> String {
    "\(share < 1 ? min(99, Int((share * 100).rounded())) : 100) %"
  }
}
