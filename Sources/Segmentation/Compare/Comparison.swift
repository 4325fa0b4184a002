import Customers

/// Who moved between two tables of customers: an earlier one with its model, and a later one.
public struct Comparison: Sendable {
  /// A customer whose monetary is lower than it was.
  public struct Fall: Sendable, Hashable {
    /// The customer's row in the earlier and in the later table.
    public let earlier: Int
    /// The customer's row in the later table.
    public let later: Int
    /// Where the customer was, and is: see `Comparison.moves`.
    public let from: Int
    /// The place in the later table; see `Comparison.moves`.
    public let to: Int
    /// By how much; above 0.
    public let amount: Double
  }

  /// Which cluster of the later model is which of the earlier.
  public let match: ClusterMatch
  /// Customers in both.
  public let shared: Int
  /// Who is in both: rows of the two tables.
  public let join: CustomerJoin
  /// The place of each row of the earlier table; see `moves`.
  public let before: [Int32]
  /// The place of each row of the later table.
  public let after: [Int32]
  /// Between places: the segments of the pack by their index; behind them the clusters by number, for
  /// customers whom no segment takes.
  public let moves: TransitionMatrix
  /// By cluster in the earlier numbering; those that only the later model has come last.
  public let drift: [ClusterDrift]
  /// By feature, over all customers of both tables.
  public let stability: [PopulationStability]
  /// The customers in both whose monetary fell most, the greatest fall first.
  public let falls: [Fall]

  /// How many customers `falls` has at most.
  public static let mostFalls = 10

  /// - Parameters:
  ///   - earlier: the customers of the model.
  ///   - model: the earlier one; its numbering of clusters is that of the result.
  ///   - laterTable: the customers of later sales.
  ///   - later: what the later customers are classified by; nil for the earlier model itself.
  ///   - pack: whose segments are the places. Where a rule names clusters, it means those of the earlier
  ///     model and what matches them: a cluster that only the later model has is in no rule.
  /// - Complexity: O(customers · (k + rules)).
  public init(
    _ earlier: RFMTable, _ model: Model, _ laterTable: RFMTable, _ later: Model?, pack: SegmentPack?
  ) {
    join = CustomerJoin(earlier: earlier.ids, later: laterTable.ids)
    let (own, other) = (RowClassifier(model), RowClassifier(later ?? model))
    let labels = own.clusters(earlier)
    var laterLabels = other.clusters(laterTable)
    if let later {
      match = ClusterMatch(
        earlier: model.clustering.centres,
        later: model.rescaled(later.clustering.centres, of: later.features),
        shared: join.contingency(labels, k: own.k, laterLabels, k: other.k))
    } else {
      match = ClusterMatch(model: model)
    }
    let numbers = match.numbers
    let count = max(own.k, (numbers.max() ?? 0) + 1)
    for row in laterLabels.indices { laterLabels[row] = Int32(numbers[Int(laterLabels[row])]) }

    let lookup = SegmentLookup(pack, model, k: count)
    before = own.places(earlier, lookup, labels)
    after = other.places(laterTable, lookup, laterLabels)
    shared = join.shared
    moves = TransitionMatrix(
      join, places: lookup.segments.count, before: before, after: after, earlier: earlier.monetary,
      later: laterTable.monetary)
    drift = Self.drift(earlier, labels, model, laterTable, laterLabels, later, match, count: count)
    stability = FeatureName.allCases.map { feature in
      PopulationStability(
        feature, deciles: (1...9).map { model.feature(feature).quantiles[10 * $0] },
        earlier: earlier.column(feature), later: laterTable.column(feature))
    }
    falls = Self.falls(join, earlier, laterTable, before, after)
  }

  private static func drift(
    _ table: RFMTable, _ labels: [Int32], _ model: Model, _ laterTable: RFMTable, _ laterLabels: [Int32],
    _ later: Model?, _ match: ClusterMatch, count: Int
  ) -> [ClusterDrift] {
    var centres = [Point?](repeating: nil, count: count)
    for (id, centre) in model.clustering.centres.enumerated() { centres[id] = centre }
    var laterCentres = [Point?](repeating: nil, count: count)
    if let later {
      let rescaled = model.rescaled(later.clustering.centres, of: later.features)
      for (number, centre) in zip(match.numbers, rescaled) { laterCentres[number] = centre }
    } else {
      laterCentres = RowClassifier(model).means(laterTable, laterLabels)
    }
    let before = ClusterDrift.State.all(table, labels, centres: centres)
    let after = ClusterDrift.State.all(laterTable, laterLabels, centres: laterCentres)
    return (0..<count).map { ClusterDrift(cluster: $0, before: before[$0], after: after[$0]) }
  }

  /// Of equal falls the first ID comes first.
  private static func falls(
    _ join: CustomerJoin, _ earlier: RFMTable, _ later: RFMTable, _ before: [Int32], _ after: [Int32]
  ) -> [Fall] {
    var falls: [Fall] = []
    for (row, partner) in join.later.enumerated() where partner >= 0 {
      let amount = earlier.monetary[row] - later.monetary[Int(partner)]
      guard amount > 0, falls.count < mostFalls || amount > falls[mostFalls - 1].amount else { continue }
      let place = falls.firstIndex { $0.amount < amount } ?? falls.count
      falls.insert(
        Fall(
          earlier: row, later: Int(partner), from: Int(before[row]), to: Int(after[Int(partner)]),
          amount: amount),
        at: place)
      if falls.count > mostFalls { falls.removeLast() }
    }
    return falls
  }
}

extension RowClassifier {
  /// The cluster of each row. O(rows · k).
  public func clusters(_ table: RFMTable) -> [Int32] {
    (0..<table.count).map { row in
      Int32(answer(Double(table.recency[row]), Double(table.frequency[row]), table.monetary[row]).cluster)
    }
  }

  /// Where each row is, by place in the segments of the look-up.
  ///
  /// - Parameter labels: the clusters as the rules name them.
  fileprivate func places(_ table: RFMTable, _ lookup: SegmentLookup, _ labels: [Int32]) -> [Int32] {
    if lookup.named == 0 { return labels }
    return (0..<table.count).map { row in
      let (r, f, m) = (Double(table.recency[row]), Double(table.frequency[row]), table.monetary[row])
      var answer = answer(r, f, m)
      answer.cluster = Int(labels[row])
      return Int32(lookup.index(answer, r, f, m, table.history(row)))
    }
  }

  /// The mean place of the customers of each cluster who are no outliers, as a centre is one of those
  /// trained on; nil for a cluster without any.
  fileprivate func means(_ table: RFMTable, _ labels: [Int32]) -> [Point?] {
    var sums = [(x: CompensatedSum, y: CompensatedSum, z: CompensatedSum, count: Double)](
      repeating: (CompensatedSum(), CompensatedSum(), CompensatedSum(), 0), count: k)
    for row in 0..<table.count {
      let (r, f, m) = (Double(table.recency[row]), Double(table.frequency[row]), table.monetary[row])
      guard !answer(r, f, m).isOutlier else { continue }
      let point = point(r, f, m)
      let cluster = Int(labels[row])
      sums[cluster].x.add(point.x)
      sums[cluster].y.add(point.y)
      sums[cluster].z.add(point.z)
      sums[cluster].count += 1
    }
    return sums.map {
      $0.count > 0 ? Point($0.x.value / $0.count, $0.y.value / $0.count, $0.z.value / $0.count) : nil
    }
  }
}
