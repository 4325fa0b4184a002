import Customers
import JSONText
import Lifetime
import TestSupport

@testable import Segmentation

/// A random model, a random pack for it and random customers, from a seed.
struct ExplainedWorld {
  var random: RandomNumbers
  let model: Model
  let pack: SegmentPack?
  /// The size of monetary values; small ones can be gone through penny by penny.
  let money: Double

  init(seed: UInt64, money: Double = 1000, kind: Kind = .any) {
    var random = RandomNumbers(seed: seed)
    self.money = money
    let model = Self.model(&random, money: money)
    self.model = model
    pack =
      switch kind {
      case .any: random.below(8) == 0 ? nil : Self.pack(&random, model, money: money)
      case .clusters: random.below(4) == 0 ? nil : Self.clusterPack(&random, k: model.k)
      }
    self.random = random
  }

  enum Kind {
    case any
    /// Rules on clusters alone.
    case clusters
  }

  /// Every segment of the pack, or every cluster without one.
  var targets: [Place] {
    pack.map { $0.segments.indices.map(Place.segment) } ?? (0..<model.k).map(Place.cluster)
  }

  /// By cluster id, how many clusters are worth more.
  var rank: [Int] {
    let order = model.bestFirst
    return (0..<model.k).map { cluster in order.firstIndex(of: cluster) ?? -1 }
  }

  func place(_ rfm: RFM) -> Place { model.classify(rfm).place(in: pack) }

  mutating func customer() -> RFM {
    let pennies = Double(random.below(Int(money * 300)))
    var monetary = (pennies / 100).rounded(.down) + Double(random.below(100)) / 100
    monetary = (monetary * 100).rounded() / 100
    switch random.below(12) {
    case 0: monetary = -monetary
    case 1: monetary = 0
    case 2: monetary /= 3
    default: break
    }
    return RFM(recency: random.below(300), frequency: 1 + random.below(20), monetary: monetary)
  }

  // MARK: - Models

  private static func model(_ random: inout RandomNumbers, money: Double) -> Model {
    let k = 2 + random.below(11)
    let isOnGrid = random.below(4) == 0
    var centroids = (0..<k).map { _ in
      let values = (0..<3).map { _ in
        let value = random.unit() * 4 - 2
        return isOnGrid ? (value * 2).rounded() / 2 : value
      }
      return Point(values[0], values[1], values[2])
    }
    if random.below(10) > 0 { centroids.sort { $0.y + $0.z - $0.x > $1.y + $1.z - $1.x } }
    var options = TrainingOptions()
    let features = FeatureName.allCases.map { name in
      let size = [120, 6, money][name.index]
      let isLogged = random.below(2) == 0
      if isLogged { options.log.insert(name) }
      let isRound = random.below(5) == 0
      let mean = isLogged ? (size * (0.3 + random.unit())).logarithm : size * (0.5 + random.unit())
      let scale = isLogged ? 0.4 + random.unit() : size * (0.4 + random.unit())
      let quantiles = (0...100).map { Double($0) * size / 40 }
      let hasFence = random.below(3) == 0
      return Feature(
        name: name, transform: isLogged ? .log1p : .none, mean: isRound ? mean.rounded() : mean,
        scale: isRound ? max(1, scale.rounded()) : scale, min: 0, max: size * 3, quantiles: quantiles,
        fence: hasFence ? Fence(low: size * (random.unit() - 0.7), high: size * (1 + random.unit())) : nil)
    }
    func cuts(_ size: Double) -> [Double] {
      let isRound = random.below(2) == 0
      return (0..<4).map { _ in
        let cut = random.unit() * size * 2
        return isRound ? cut.rounded() : cut
      }.sorted()
    }
    let scores = ScoreCuts(recency: cuts(120), frequency: cuts(6), monetary: cuts(money))
    let everyone = Cluster.Everyone(size: 10, mean: [1, 1, 1], median: [1, 1, 1], revenue: .zero)
    let unit: [JSON] = ["invoices", "lines", "days"]
    var model = Model(
      name: "random", pack: nil, currency: nil, store: nil, features: features,
      clustering: .kMeans(centroids),
      clusters: (0..<k).map { _ in
        Cluster(size: 10, mean: [1, 1, 1], radius: 1 + random.unit(), all: everyone)
      },
      scores: scores,
      quality: Quality(inertia: 0, silhouette: 0, silhouetteSample: nil, sweep: []),
      source: Source(
        files: [], rowsRead: 0, rowsKept: 0, dropped: [], from: nil, asOf: nil, customers: 100, trainedOn: 89),
      training: Training(
        options: options,
        sales: SalesRecipe([
          ("frequency", unit[random.below(3)]),
          ("monetary", random.below(3) == 0 ? "average" : "total"),
        ])))
    model.rhythm = Rhythm(
      gaps: 50, mean: 1 + random.unit() * 60, median: 1 + random.unit() * 40, p90: 60 + random.unit() * 90)
    model.again = BuyingAgain(
      fit: LifetimeFit(
        model: MBGNBD(
          r: 0.2 + random.unit() * 2, alpha: 5 + random.unit() * 90, a: 0.1 + random.unit(),
          b: 0.2 + random.unit() * 2), logLikelihood: -1, nbdLogLikelihood: -2), check: nil)
    return model
  }

  /// The days of purchases of a customer who came last so many days ago.
  mutating func history(recency: Int) -> History {
    let days = random.below(3) == 0 ? 0 : 1 + random.below(400)
    let repeats = days == 0 ? 0 : 1 + random.below(min(days, 20))
    return History(repeats: repeats, ageAtLast: days, age: days + recency)
  }

  // MARK: - Packs

  private static func clusterPack(_ random: inout RandomNumbers, k: Int) -> SegmentPack {
    let segments = (0..<1 + random.below(k)).map { index in
      Segment(name: "S\(index)", when: [Conditions(clusters: clusters(&random, k: k))])
    }
    return SegmentPack(name: "random", title: "Random", segments: segments, file: "random.json")
  }

  private static func pack(_ random: inout RandomNumbers, _ model: Model, money: Double) -> SegmentPack {
    if random.below(4) == 0 { return clusterPack(&random, k: model.k) }
    let segments = (0..<2 + random.below(6)).map { index in
      let alternatives = random.below(4) == 0 ? 2 : 1
      let when = (0..<alternatives).map { _ in conditions(&random, k: model.k, money: money) }
      return Segment(name: "S\(index)", when: when)
    }
    return SegmentPack(name: "random", title: "Random", segments: segments, file: "random.json")
  }

  private static func clusters(_ random: inout RandomNumbers, k: Int) -> Set<Int> {
    Set((0..<1 + random.below(3)).map { _ in random.below(k) })
  }

  private static func conditions(_ random: inout RandomNumbers, k: Int, money: Double) -> Conditions {
    var conditions = Conditions()
    if random.below(2) == 0 { conditions.clusters = clusters(&random, k: k) }
    if random.below(6) == 0 { conditions.outlier = random.below(2) == 0 }
    for quantity in RuleQuantity.allCases where random.below(5) == 0 {
      let size: Double =
        switch quantity {
        case .recency: 200
        case .frequency: 12
        case .monetary: money * 2
        case .recencyScore, .frequencyScore, .monetaryScore: 5
        case .gaps: 6
        case .tenure: 500
        case .average: money / 4
        case .again: 1
        }
      var ends = [random.unit() * size, random.unit() * size].sorted()
      if random.below(2) == 0 { ends = ends.map { $0.rounded() } }
      switch random.below(4) {
      case 0: conditions.bounds[quantity] = Bounds(min: ends[0])
      case 1: conditions.bounds[quantity] = Bounds(max: ends[1])
      case 2: conditions.bounds[quantity] = Bounds(below: ends[1])
      default: conditions.bounds[quantity] = Bounds(min: ends[0], max: ends[1])
      }
    }
    return conditions
  }
}

extension Double {
  /// log1p, by way of a feature.
  fileprivate var logarithm: Double { Feature.transformed(self, by: .log1p) }
}
