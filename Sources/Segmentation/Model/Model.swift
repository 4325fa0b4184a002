import Customers

/// A trained model: scaler, clustering, and what is known of the customers that it was trained on.
///
/// It holds no person. The customers are in its store, a file of its own beside the model's.
public struct Model: Sendable {
  public static let format = "rfm-model/1"

  public var name: String
  /// The segment pack that the model asks for, by name.
  public var pack: String?
  /// ISO 4217 code, such as GBP.
  public var currency: String?
  public var store: StoreReference?
  /// In the order recency, frequency, monetary.
  public var features: [Feature]
  /// Over the features in scaled units.
  public var clustering: TrainedClustering
  public var clusters: [Cluster]
  public var scores: ScoreCuts
  public var quality: Quality
  public var source: Source
  public var training: Training

  public var k: Int { clustering.k }

  public func feature(_ name: FeatureName) -> Feature { features[name.index] }

  /// The clusters by what they are worth, the best first: 0, 1, … unless the numbering was taken from an
  /// earlier model.
  public var bestFirst: [Int] { clustering.bestFirst }

  /// The features that are taken to their logarithm.
  public var logged: [FeatureName] { features.filter { $0.transform == .log1p }.map(\.name) }

  public init(
    name: String, pack: String?, currency: String?, store: StoreReference?, features: [Feature],
    clustering: TrainedClustering, clusters: [Cluster], scores: ScoreCuts, quality: Quality, source: Source,
    training: Training
  ) {
    self.name = name
    self.pack = pack
    self.currency = currency
    self.store = store
    self.features = features
    self.clustering = clustering
    self.clusters = clusters
    self.scores = scores
    self.quality = quality
    self.source = source
    self.training = training
  }
}

/// The file that holds a model's customers; the two can never be mixed, since the name has the content's id.
public struct StoreReference: Sendable, Hashable {
  /// The name of the file beside the model's.
  public var file: String
  public var id: String

  public init(file: String, id: String) {
    self.file = file
    self.id = id
  }
}

/// What is known of one cluster.
public struct Cluster: Sendable, Hashable {
  /// Customers trained on.
  public var size: Int
  /// Their mean recency, frequency and monetary, raw.
  public var mean: [Double]
  /// The distance from the centre to the farthest of them, in scaled units.
  public var radius: Double
  public var all: Everyone

  /// The cluster with the customers that were left out of training.
  public struct Everyone: Sendable, Hashable {
    public var size: Int
    public var mean: [Double]
    public var median: [Double]
    public var revenue: ExactDecimal

    public init(size: Int, mean: [Double], median: [Double], revenue: ExactDecimal) {
      self.size = size
      self.mean = mean
      self.median = median
      self.revenue = revenue
    }
  }

  public init(size: Int, mean: [Double], radius: Double, all: Everyone) {
    self.size = size
    self.mean = mean
    self.radius = radius
    self.all = all
  }
}

public struct Quality: Sendable, Hashable {
  public var inertia: Double
  public var silhouette: Double
  public var silhouetteSample: Silhouette.Sample?
  public var sweep: [Sweep.Step]

  public init(
    inertia: Double, silhouette: Double, silhouetteSample: Silhouette.Sample?, sweep: [Sweep.Step]
  ) {
    self.inertia = inertia
    self.silhouette = silhouette
    self.silhouetteSample = silhouetteSample
    self.sweep = sweep
  }
}

/// Where the customers came from.
public struct Source: Sendable, Hashable {
  public struct File: Sendable, Hashable {
    public var name: String
    public var bytes: Int
    public var rows: Int

    public init(name: String, bytes: Int, rows: Int) {
      self.name = name
      self.bytes = bytes
      self.rows = rows
    }
  }

  public struct Dropped: Sendable, Hashable {
    /// In words, in which an option is an `OptionName`.
    public var reason: String
    public var rows: Int

    public init(reason: String, rows: Int) {
      self.reason = reason
      self.rows = rows
    }
  }

  public var files: [File]
  public var rowsRead: Int
  public var rowsKept: Int
  public var dropped: [Dropped]
  /// The first purchase, and the observation date; nil for an RFM table.
  public var from: Timestamp?
  public var asOf: Timestamp?
  public var customers: Int
  public var trainedOn: Int

  public init(
    files: [File], rowsRead: Int, rowsKept: Int, dropped: [Dropped], from: Timestamp?, asOf: Timestamp?,
    customers: Int, trainedOn: Int
  ) {
    self.files = files
    self.rowsRead = rowsRead
    self.rowsKept = rowsKept
    self.dropped = dropped
    self.from = from
    self.asOf = asOf
    self.customers = customers
    self.trainedOn = trainedOn
  }
}

/// Every option that can change a figure.
public struct Training: Sendable {
  public var options: TrainingOptions
  /// How the sales were read and summed up.
  public var sales: SalesRecipe
  /// Where each cluster would stand if they were numbered best first (k numbers), for a model whose numbering
  /// is that of an earlier one; nil where they are numbered best first. With it the same input, options and
  /// seed give the same model, whatever the earlier one was.
  public var order: [Int]?

  public init(options: TrainingOptions, sales: SalesRecipe, order: [Int]? = nil) {
    self.options = options
    self.sales = sales
    self.order = order
  }
}

/// How a model is trained from an RFM table.
public struct TrainingOptions: Sendable, Hashable {
  public enum Clusters: Sendable, Hashable {
    case fixed(Int)
    /// The k in 2…maxK with the best silhouette.
    case best
  }

  public enum Outliers: String, Sendable, CaseIterable {
    /// Beyond Tukey's fences of frequency or monetary: left out of training, still classified.
    case iqr
    case none
  }

  public var clusters = Clusters.fixed(4)
  public var maxK = 12
  public var log: Set<FeatureName> = []
  public var outliers = Outliers.iqr
  public var restarts = 10
  public var maxIterations = 300
  public var seed: UInt64 = 42
  public var scoreBins = 5
  /// Cut points given by hand; the others come from quantiles.
  public var scoreCuts: [FeatureName: [Double]] = [:]
  public var exactSilhouette = false

  public init() {}
}
