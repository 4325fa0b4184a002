import Customers

/// A trained model: scaler, clustering, and what is known of the customers that it was trained on.
///
/// It holds no person. The customers are in its store, a file of its own beside the model's.
///
/// ```swift
/// let model = try Model(reading: bytes, file: "shop.json")
/// let answer = model.classify(RFM(recency: 12, frequency: 5, monetary: 1840.50))
/// print("cluster \(answer.cluster), \(answer.distances[answer.cluster]) from its centre")
/// if model.margin(of: answer).isOnBorder { print("on the border") }
/// ```
public struct Model: Sendable {
  /// The first words of a model's file; others are refused by name.
  public static let format = "rfm-model/1"

  /// The name of the file without `.json`, by which people ask for the model.
  public var name: String
  /// The segment pack that the model asks for, by name.
  public var pack: String?
  /// ISO 4217 code, such as GBP.
  public var currency: String?
  /// Where its customers are; nil for a model without any.
  public var store: StoreReference?
  /// In the order recency, frequency, monetary.
  public var features: [Feature]
  /// Over the features in scaled units.
  public var clustering: TrainedClustering
  /// What is known of each, by cluster id (k).
  public var clusters: [Cluster]
  /// Where the scores of 1 to 5 are cut.
  public var scores: ScoreCuts
  /// How often the shop's customers come; nil for an RFM table and for models of earlier releases.
  public var rhythm: Rhythm?
  /// The values of gaps, tenure, average and again at 0, 1, …, 100 percent of all customers, where they are known;
  /// empty in models of earlier releases.
  public var quantiles: [RuleQuantity: [Double]] = [:]
  /// How well the clusters hold together.
  public var quality: Quality
  /// Who will buy again; nil for an RFM table, where nobody came back, and in models of the first releases.
  public var again: BuyingAgain?
  /// What the model was trained on.
  public var source: Source
  /// How: with it the same sales give the same model.
  public var training: Training

  /// How many clusters there are.
  public var k: Int { clustering.k }

  /// The scaler and the quantiles of one feature.
  public func feature(_ name: FeatureName) -> Feature { features[name.index] }

  /// The clusters by what they are worth, the best first: 0, 1, … unless the numbering was taken from an
  /// earlier model.
  public var bestFirst: [Int] { clustering.bestFirst }

  /// The features that are taken to their logarithm.
  public var logged: [FeatureName] { features.filter { $0.transform == .log1p }.map(\.name) }

  /// A model from its parts; `Trainer` makes most of them.
  public init(
    name: String, pack: String?, currency: String?, store: StoreReference?, features: [Feature],
    clustering: TrainedClustering, clusters: [Cluster], scores: ScoreCuts, rhythm: Rhythm? = nil,
    quality: Quality, again: BuyingAgain? = nil, source: Source, training: Training
  ) {
    self.name = name
    self.pack = pack
    self.currency = currency
    self.store = store
    self.features = features
    self.clustering = clustering
    self.clusters = clusters
    self.scores = scores
    self.rhythm = rhythm
    self.quality = quality
    self.again = again
    self.source = source
    self.training = training
  }
}

/// The file that holds a model's customers; the two can never be mixed, since the name has the content's id.
public struct StoreReference: Sendable, Hashable {
  /// The name of the file beside the model's.
  public var file: String
  /// 16 hexadecimal digits of the content; see `StoreContent.id` in CustomerStore.
  public var id: String

  /// A store by its file and its id.
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
  /// The same with the customers that were left out.
  public var all: Everyone

  /// The cluster with the customers that were left out of training.
  public struct Everyone: Sendable, Hashable {
    /// How many customers.
    public var size: Int
    /// Their mean recency in days, frequency and monetary (3 numbers); zeros without customers.
    public var mean: [Double]
    /// Their median recency in days, frequency and monetary (3 numbers); zeros without customers.
    public var median: [Double]
    /// All that they spent, exactly.
    public var revenue: ExactDecimal

    /// Figures that were counted before.
    public init(size: Int, mean: [Double], median: [Double], revenue: ExactDecimal) {
      self.size = size
      self.mean = mean
      self.median = median
      self.revenue = revenue
    }
  }

  /// Figures that were counted before.
  public init(size: Int, mean: [Double], radius: Double, all: Everyone) {
    self.size = size
    self.mean = mean
    self.radius = radius
    self.all = all
  }
}

/// How well the clusters of a model hold together.
public struct Quality: Sendable, Hashable {
  /// The sum of the squared distances from each customer trained on to their centre, in scaled units.
  public var inertia: Double
  /// The mean silhouette of the customers trained on, −1…1.
  public var silhouette: Double
  /// Nil where all pairs of customers were measured.
  public var silhouetteSample: Silhouette.Sample?
  /// Each k that was tried, where k was chosen among several; else empty.
  public var sweep: [Sweep.Step]
  /// How surely each cluster is found again, by its id (k); empty where that was not looked for.
  public var stability: [Stability]

  /// Figures that were measured before.
  public init(
    inertia: Double, silhouette: Double, silhouetteSample: Silhouette.Sample?, sweep: [Sweep.Step],
    stability: [Stability] = []
  ) {
    self.inertia = inertia
    self.silhouette = silhouette
    self.silhouetteSample = silhouetteSample
    self.sweep = sweep
    self.stability = stability
  }
}

/// Where the customers came from.
public struct Source: Sendable, Hashable {
  /// One file or sheet that was read.
  public struct File: Sendable, Hashable {
    /// Without its folder.
    public var name: String
    /// Its size.
    public var bytes: Int
    /// Rows in it, the header not counted.
    public var rows: Int

    /// A file that was read.
    public init(name: String, bytes: Int, rows: Int) {
      self.name = name
      self.bytes = bytes
      self.rows = rows
    }
  }

  /// Rows that did not count, and why.
  public struct Dropped: Sendable, Hashable {
    /// In words, in which an option is an `OptionName`.
    public var reason: String
    /// How many.
    public var rows: Int

    /// So many rows for one reason.
    public init(reason: String, rows: Int) {
      self.reason = reason
      self.rows = rows
    }
  }

  /// In the order in which they were read.
  public var files: [File]
  /// In all files.
  public var rowsRead: Int
  /// Those that count as sales.
  public var rowsKept: Int
  /// In the order of the rules.
  public var dropped: [Dropped]
  /// The first purchase, and the observation date; nil for an RFM table.
  public var from: Timestamp?
  /// The observation date, to which recency is counted; nil for an RFM table.
  public var asOf: Timestamp?
  /// How many the rows were summed up to.
  public var customers: Int
  /// Those of them who were not left out as outliers.
  public var trainedOn: Int
  /// What the rows were taken for; nil for an RFM table, and for models of the first releases.
  public var reading: Reading?

  /// What a reading came to.
  public init(
    files: [File], rowsRead: Int, rowsKept: Int, dropped: [Dropped], from: Timestamp?, asOf: Timestamp?,
    customers: Int, trainedOn: Int, reading: Reading? = nil
  ) {
    self.files = files
    self.rowsRead = rowsRead
    self.rowsKept = rowsKept
    self.dropped = dropped
    self.from = from
    self.asOf = asOf
    self.customers = customers
    self.trainedOn = trainedOn
    self.reading = reading
  }
}

extension Source {
  /// What was found in the sales where it was not said: with it other programs can read them the same way.
  public struct Reading: Sendable, Hashable {
    /// A column that was read, by its role, such as `customer`.
    public struct Column: Sendable, Hashable {
      /// In the words of a model's `training.sales.columns`.
      public var role: String
      /// The name of the column in the first file.
      public var header: String

      /// A role and a name.
      public init(role: String, header: String) { (self.role, self.header) = (role, header) }
    }

    /// The rules of cleaning that were used: never `auto`.
    public var cleaning: String
    /// Those that were read; a column that another takes the place of is not here.
    public var columns: [Column]

    /// Rules and columns.
    public init(cleaning: String, columns: [Column]) {
      self.cleaning = cleaning
      self.columns = columns
    }
  }
}

/// Every option that can change a figure.
public struct Training: Sendable {
  /// Features, clusters and scores.
  public var options: TrainingOptions
  /// How the sales were read and summed up.
  public var sales: SalesRecipe
  /// Where each cluster would stand if they were numbered best first (k numbers), for a model whose numbering
  /// is that of an earlier one; nil where they are numbered best first. With it the same input, options and
  /// seed give the same model, whatever the earlier one was.
  public var order: [Int]?
  /// The file that scaler and centroids were taken from, where they were not trained here.
  public var imported: String?

  /// How a model was trained.
  public init(
    options: TrainingOptions, sales: SalesRecipe, order: [Int]? = nil, imported: String? = nil
  ) {
    self.options = options
    self.sales = sales
    self.order = order
    self.imported = imported
  }
}

/// How a model is trained from an RFM table.
public struct TrainingOptions: Sendable, Hashable {
  /// How many clusters to make.
  public enum Clusters: Sendable, Hashable {
    /// So many.
    case fixed(Int)
    /// The k in 2…maxK with the best silhouette.
    case best
  }

  /// Who is left out of training.
  public enum Outliers: String, Sendable, CaseIterable {
    /// Beyond Tukey's fences of frequency or monetary: left out of training, still classified.
    case iqr
    /// Nobody.
    case none
  }

  /// How many clusters.
  public var clusters = Clusters.fixed(4)
  /// The greatest k that `Clusters.best` and a sweep try.
  public var maxK = 12
  /// The features whose logarithm of 1 + value is scaled, and not the value.
  public var log: Set<FeatureName> = []
  /// Who is left out of training.
  public var outliers = Outliers.iqr
  /// How often k-means starts anew; the best inertia wins.
  public var restarts = 10
  /// The most of Lloyd's steps of one run.
  public var maxIterations = 300
  /// Where the random numbers start.
  public var seed: UInt64 = 42
  /// How many scores a feature has, where cut points are not given.
  public var scoreBins = 5
  /// Cut points given by hand; the others come from quantiles.
  public var scoreCuts: [FeatureName: [Double]] = [:]
  /// Whether all pairs of customers are measured, however many there are: O(n²).
  public var exactSilhouette = false
  /// In how many resamples each cluster is looked for again; 0 for none.
  public var stability = 50

  /// The defaults: 4 clusters, outliers left out, scores of 1 to 5.
  public init() {}
}
