import Customers

/// Why a customer is where the model and the pack put them. The parts that features have in it add up to the whole,
/// exactly, for clusters that are `VoronoiCells`.
public struct Why: Sendable {
  /// What the model says of the customer.
  public let classification: Classification
  /// In the order recency, frequency, monetary.
  public let features: [FeatureReason]
  /// The cluster with the second nearest centre; nil where the model has one cluster.
  public let runnerUp: Int?
  /// The feature with the largest part in the difference of the squared distances to the two centres; of
  /// equal ones the first. Nil without a runner-up.
  public let deciding: FeatureName?
  /// What the rules of the pack made of it; nil without a pack.
  public let rule: RuleReason?

  /// O(k log k).
  public init(_ classification: Classification, model: Model, pack: SegmentPack?) {
    self.classification = classification
    let order = classification.nearestFirst
    runnerUp = order.count > 1 ? order[1] : nil
    let centres = model.clustering.centres
    let own = centres[classification.cluster]
    let other = runnerUp.map { centres[$0] }
    let nearest = classification.point.squaredDistance(to: own)
    let second = other.map { classification.point.squaredDistance(to: $0) }
    features = model.features.map { feature in
      let axis = feature.name.index
      let value = classification.rfm[feature.name]
      let scaled = classification.point.values[axis]
      let pull = Pull(feature, scaled: scaled, centre: own.values[axis], total: nearest)
      let rival = other.map { Pull(feature, scaled: scaled, centre: $0.values[axis], total: second ?? 0) }
      return FeatureReason(
        name: feature.name, isLogged: feature.transform == .log1p, value: value,
        transformed: feature.transformed(value), scaled: scaled, percentile: feature.percentile(of: value),
        own: pull, runnerUp: rival, difference: rival.map { $0.squared - pull.squared },
        shareOfDifference: rival.flatMap { rival in
          guard let second, second > nearest else { return nil }
          return (rival.squared - pull.squared) / (second - nearest)
        })
    }
    var deciding: (name: FeatureName, difference: Double)?
    for reason in features {
      guard let difference = reason.difference else { continue }
      if difference > deciding?.difference ?? -.infinity { deciding = (reason.name, difference) }
    }
    self.deciding = deciding?.name
    rule = pack.map { RuleReason(classification, pack: $0.resolved(by: model)) }
  }
}

/// What one feature has to do with an answer.
public struct FeatureReason: Sendable, Hashable {
  /// The feature in question.
  public let name: FeatureName
  /// Whether the model takes its logarithm.
  public let isLogged: Bool
  /// Days, orders, or currency.
  public let value: Double
  /// The logarithm where the feature is logged, else the value.
  public let transformed: Double
  /// Standard deviations from the mean.
  public let scaled: Double
  /// Where the value stands among all customers, 0…100; see `Feature.percentile(of:)`.
  public let percentile: Double
  /// Towards the centre of the customer's cluster.
  public let own: Pull
  /// Towards the centre of the runner-up.
  public let runnerUp: Pull?
  /// This feature's part of d(x,c′)² − d(x,c)², c′ the runner-up; negative where it speaks for the runner-up.
  public let difference: Double?
  /// The same as a share of the whole; the three add up to 1, and one may be above 1 or negative. Nil without
  /// a runner-up, and where both centres are equally near.
  public let shareOfDifference: Double?
}

/// One feature of a centre, and how far the customer is from it.
public struct Pull: Sendable, Hashable {
  /// The centre's value in scaled units.
  public let centre: Double
  /// The same in days, orders or currency: for a logged feature a geometric mean of 1 + value, less 1.
  public let centreValue: Double
  /// The squared distance along this feature.
  public let squared: Double
  /// Its share of the whole squared distance, 0…1; 0 where the customer is at the centre.
  public let share: Double

  init(_ feature: Feature, scaled: Double, centre: Double, total: Double) {
    self.centre = centre
    centreValue = feature.raw(centre)
    squared = (scaled - centre) * (scaled - centre)
    share = total > 0 ? squared / total : 0
  }
}
