import Customers

/// The cut points that turn a value into a score of 1…bins; 5 of 5 is best.
///
/// Frequency and monetary score 1 + the number of cut points below the value; recency scores bins − the
/// number of cut points below it, since few days are better. A value that equals a cut belongs to the lower
/// side.
public struct ScoreCuts: Sendable, Hashable {
  /// Ascending cut points, bins − 1 of them for each feature.
  public var recency: [Double]
  /// In orders, ascending; a value above a cut point scores one more.
  public var frequency: [Double]
  /// In currency, ascending; a value above a cut point scores one more.
  public var monetary: [Double]

  /// Cut points given by hand or by a model's file, each list ascending.
  public init(recency: [Double], frequency: [Double], monetary: [Double]) {
    self.recency = recency
    self.frequency = frequency
    self.monetary = monetary
  }

  /// Cut points at the quantiles 1/bins, 2/bins, … of each sorted column.
  public init(bins: Int, sorted columns: (FeatureName) -> [Double]) {
    func cuts(_ feature: FeatureName) -> [Double] {
      let sorted = columns(feature)
      return (1..<bins).map { Quantile.type7(Double($0) / Double(bins), ofSorted: sorted) }
    }
    self.init(recency: cuts(.recency), frequency: cuts(.frequency), monetary: cuts(.monetary))
  }

  /// The cut points of a feature, in raw values.
  public subscript(feature: FeatureName) -> [Double] {
    get {
      switch feature {
      case .recency: recency
      case .frequency: frequency
      case .monetary: monetary
      }
    }
    set {
      switch feature {
      case .recency: recency = newValue
      case .frequency: frequency = newValue
      case .monetary: monetary = newValue
      }
    }
  }

  /// How many scores the feature has.
  public func bins(_ feature: FeatureName) -> Int { self[feature].count + 1 }

  /// The score of one raw value, from 1 to `bins`; the most recent scores highest.
  public func score(_ feature: FeatureName, _ value: Double) -> Int {
    let cuts = self[feature]
    let below = cuts.count { $0 < value }
    return feature == .recency ? cuts.count + 1 - below : 1 + below
  }

  /// The three scores of a customer.
  public func scores(of rfm: RFM) -> Scores {
    Scores(
      recency: score(.recency, Double(rfm.recency)), frequency: score(.frequency, Double(rfm.frequency)),
      monetary: score(.monetary, rfm.monetary))
  }

  /// The scores that no value can have, since cut points coincide.
  public func impossibleScores(_ feature: FeatureName) -> [Int] {
    let cuts = self[feature]
    let impossible = cuts.indices.dropFirst().filter { cuts[$0] == cuts[$0 - 1] }
    // Between cut i−1 and cut i lies the score i + 1 (recency: bins − i).
    return impossible.map { feature == .recency ? cuts.count + 1 - $0 : $0 + 1 }.sorted()
  }
}

/// A customer's scores, 1…bins each.
public struct Scores: Sendable, Hashable {
  /// 1 for those who have stayed away longest.
  public var recency: Int
  /// 1 for the fewest orders.
  public var frequency: Int
  /// 1 for the least money.
  public var monetary: Int

  /// Three scores, each at least 1.
  public init(recency: Int, frequency: Int, monetary: Int) {
    self.recency = recency
    self.frequency = frequency
    self.monetary = monetary
  }

  /// The score of a feature.
  public subscript(feature: FeatureName) -> Int {
    switch feature {
    case .recency: recency
    case .frequency: frequency
    case .monetary: monetary
    }
  }
}
