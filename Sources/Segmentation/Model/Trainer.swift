import JSONText

/// Trains a model from an RFM table.
public struct Trainer: Sendable {
  public let options: TrainingOptions
  /// Never changes a result.
  public let threads: Int
  /// Told what is being done, for a person who waits.
  public let progress: (@Sendable (String) -> Void)?

  public init(options: TrainingOptions, threads: Int, progress: (@Sendable (String) -> Void)? = nil) {
    self.options = options
    self.threads = threads
    self.progress = progress
  }

  /// What training gives: the model's figures, and where every customer belongs.
  public struct Result: Sendable {
    public var features: [Feature]
    public var centroids: [Point]
    public var clusters: [Cluster]
    public var scores: ScoreCuts
    public var quality: Quality
    /// The cluster of each row of the table, outliers included.
    public var labels: [Int32]
    public var isOutlier: [Bool]
    public var trainedOn: Int
    /// How the clusters go together with those of the model that the numbering was taken from, each in its
    /// final number.
    public var match: ClusterMatch?
    /// See `Training.order`.
    public var order: [Int]?
    /// Sentences for the summary.
    public var notes: [String]
  }

  /// - Parameter alignment: an earlier model that the numbers of the clusters follow; without it, they are
  ///   numbered best first.
  /// - Throws: `TrainingError` where there are fewer distinct customers than clusters.
  public func train(on table: RFMTable, alignedTo alignment: Alignment? = nil) throws(TrainingError) -> Result
  {
    let prepared = prepare(table)
    var notes = prepared.notes
    var (clustering, quality) = try cluster(prepared.points, &notes)

    let everyone = Self.points(table, Array(0..<table.count), prepared.features)
    var labels = [Int32](repeating: -1, count: table.count)
    var squared = [Double](repeating: 0, count: table.count)
    _ = Assignment.assign(everyone, to: clustering.centroids, labels: &labels, squared: &squared)
    var match: ClusterMatch?
    var order: [Int]?
    if let alignment {
      let found = alignment.match(table, labels, clustering.centroids, prepared.features)
      match = found.ordered
      if found.order != Array(0..<clustering.k) {
        order = found.order
        clustering = clustering.numbered(found.order)
        // Anew: of equally near centroids the first counts, and another one may be the first now.
        _ = Assignment.assign(everyone, to: clustering.centroids, labels: &labels, squared: &squared)
      }
    }
    let scores = scores(prepared.sorted, &notes)
    return Result(
      features: prepared.features, centroids: clustering.centroids,
      clusters: Self.clusters(table, clustering, prepared.trained, labels, squared), scores: scores,
      quality: quality, labels: labels, isOutlier: prepared.isOutlier, trainedOn: prepared.trained.count,
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
    let sorted = Parallel.map(count: 3, threads: threads) { table.column(FeatureName.allCases[$0]).sorted() }
    let fences = fences(sorted, &notes)
    let isOutlier = (0..<table.count).map { row in
      FeatureName.allCases.contains { feature in
        fences[feature].map { !$0.contains(table[row][feature]) } ?? false
      }
    }
    let trained = isOutlier.indices.filter { !isOutlier[$0] }
    noteOutliers(table, isOutlier, trained.count, &notes)
    let features = features(table, trained, sorted, fences, &notes)
    return Prepared(
      sorted: sorted, features: features, isOutlier: isOutlier, trained: trained,
      points: Self.points(table, trained, features), notes: notes)
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
      "the customers left out of training as outliers are \(customers) of all and hold \(revenue) of the revenue; to train on everyone, try --log frequency,monetary --outliers none"
    )
  }

  private func features(
    _ table: RFMTable, _ trained: [Int], _ sorted: [[Double]], _ fences: [FeatureName: Fence],
    _ notes: inout [String]
  ) -> [Feature] {
    FeatureName.allCases.map { name in
      let column = table.column(name)
      let raw = trained.map { column[$0] }
      let transform: Feature.Transform = options.log.contains(name) ? .log1p : .none
      let scaler = StandardScaler(raw.map { Feature.transformed($0, by: transform) })
      if scaler.isConstant {
        notes.append("\(name.rawValue) is the same for every customer trained on; it tells nobody apart")
      }
      return Feature(
        name: name, transform: transform, mean: scaler.mean, scale: scaler.scale, min: raw.min() ?? 0,
        max: raw.max() ?? 0,
        quantiles: (0...100).map { Quantile.type7(Double($0) / 100, ofSorted: sorted[name.index]) },
        fence: fences[name])
    }
  }

  private static func points(_ table: RFMTable, _ rows: [Int], _ features: [Feature]) -> Points {
    Points(
      x: rows.map { features[0].scaled(Double(table.recency[$0])) },
      y: rows.map { features[1].scaled(Double(table.frequency[$0])) },
      z: rows.map { features[2].scaled(table.monetary[$0]) })
  }

  // MARK: Clusters

  private static func clusters(
    _ table: RFMTable, _ clustering: Clustering, _ trained: [Int], _ labels: [Int32], _ squared: [Double]
  ) -> [Cluster] {
    var members = [[Int]](repeating: [], count: clustering.k)
    for (row, label) in labels.enumerated() { members[Int(label)].append(row) }
    var trainedMembers = [[Int]](repeating: [], count: clustering.k)
    for row in trained { trainedMembers[Int(labels[row])].append(row) }
    return (0..<clustering.k).map { c in
      let own = trainedMembers[c]
      return Cluster(
        size: own.count, mean: mean(table, own),
        radius: (own.map { squared[$0] }.max() ?? 0).squareRoot(),
        all: Cluster.Everyone(
          size: members[c].count, mean: mean(table, members[c]),
          median: FeatureName.allCases.map { feature in
            members[c].isEmpty
              ? 0 : Quantile.type7(0.5, ofSorted: members[c].map { table[$0][feature] }.sorted())
          },
          revenue: table.revenue(of: members[c])))
    }
  }

  private static func mean(_ table: RFMTable, _ rows: [Int]) -> [Double] {
    guard !rows.isEmpty else { return [0, 0, 0] }
    var sums = [CompensatedSum](repeating: CompensatedSum(), count: 3)
    for row in rows {
      sums[0].add(Double(table.recency[row]))
      sums[1].add(Double(table.frequency[row]))
      sums[2].add(table.monetary[row])
    }
    return sums.map { $0.value / Double(rows.count) }
  }

  // MARK: Scores

  private func scores(_ sorted: [[Double]], _ notes: inout [String]) -> ScoreCuts {
    var scores = ScoreCuts(bins: options.scoreBins) { sorted[$0.index] }
    for (feature, cuts) in options.scoreCuts { scores[feature] = cuts }
    for feature in FeatureName.allCases {
      let impossible = scores.impossibleScores(feature)
      guard !impossible.isEmpty else { continue }
      let list = RuleWords.list(impossible.map(String.init), "and")
      notes.append(
        "the \(feature.rawValue) \(impossible.count == 1 ? "score \(list) does" : "scores \(list) do") not occur, since cut points coincide"
      )
    }
    return scores
  }
}

/// Why there is no model.
public enum TrainingError: Error, Sendable, CustomStringConvertible {
  case tooFewCustomers(distinct: Int, k: Int)

  public var description: String {
    switch self {
    case .tooFewCustomers(let distinct, _) where distinct < 2:
      "all customers to train on are alike; at least two different ones are needed"
    case .tooFewCustomers(let distinct, let k):
      "there are only \(distinct) distinct customers to train on, and \(k) clusters were asked for; take a smaller --k, or --outliers none"
    }
  }
}

enum SalesShare {
  /// 0.1109 as "11 %"; only the whole is "100 %".
  static func percent(_ share: Double) -> String {
    "\(share < 1 ? min(99, Int((share * 100).rounded())) : 100) %"
  }
}
