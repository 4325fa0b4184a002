import Customers
import Testing

@testable import Segmentation
@testable import Transactions

/// Every line of "It must be right": the figures of the first real file, against those of scikit-learn.
@Suite(
  "The real files", .enabled(if: SharedFolder.isThere, Comment(rawValue: SharedFolder.reason)), .serialized)
struct ReferenceTests {
  private let reference: Reference
  private let sales: SalesResult

  /// The first file is read once for all tests.
  private static let firstFile = Result {
    try SalesReader(options: SalesOptions(), threads: 2).read([
      .file(SharedFolder.data("online-retail-2009-2010.csv"))
    ])
  }

  init() throws {
    reference = try Reference.read()
    sales = try Self.firstFile.get()
  }

  private static let training = Result { () throws in
    try Trainer(options: TrainingOptions(), threads: 2).train(on: try firstFile.get().table)
  }

  private func trained() throws -> Trainer.Result { try Self.training.get() }

  private func isClose(_ a: Double, _ b: Double, relative: Double) -> Bool {
    abs(a - b) <= relative * abs(b)
  }

  // MARK: Rows

  @Test func everyRowCountIsMet() {
    #expect(sales.report.rowsRead == reference.rowsRead)
    #expect(sales.report.rowsKept == reference.rowsKept)
    #expect(sales.dropped == reference.droppedInThisOrder.filter { $0.value > 0 })
    #expect(sales.sales?.cleaning == .products)
    #expect(sales.table.count == reference.customers)
    #expect(sales.sales?.asOf.description == reference.asOf)
  }

  @Test func fortyCustomersAreExact() {
    #expect(sales.ids.prefix(40) == reference.firstCustomers.map(\.id)[...])
    for customer in reference.firstCustomers {
      #expect(
        sales[customer.id]
          == ReadCustomer(
            recency: customer.recency, frequency: customer.frequency, monetary: customer.monetary))
    }
  }

  // MARK: Features

  @Test func theFencesAreTheBoundsOfTheReference() throws {
    let trained = try trained()
    #expect(trained.trainedOn == reference.customersTrainedOn)
    #expect(trained.features[0].fence == nil)
    for feature in trained.features.dropFirst() {
      let bounds = try #require(reference.iqrBounds[feature.name.rawValue])
      let fence = try #require(feature.fence)
      #expect(isClose(fence.low, bounds[0], relative: 1e-12))
      #expect(isClose(fence.high, bounds[1], relative: 1e-12))
    }
  }

  @Test func theScalerAgreesToABillionth() throws {
    for feature in try trained().features {
      let expected = try #require(reference.scaler[feature.name.rawValue])
      #expect(isClose(feature.mean, expected.mean, relative: 1e-9))
      #expect(isClose(feature.scale, expected.scale, relative: 1e-9))
    }
  }

  @Test func theScoreCutPointsAreThoseOfAllCustomers() throws {
    let scores = try trained().scores
    for feature in FeatureName.allCases {
      let expected = try #require(reference.scoreCutPointsOverAllCustomers[feature.rawValue])
      #expect(scores[feature].count == expected.count)
      for (cut, value) in zip(scores[feature], expected) { #expect(isClose(cut, value, relative: 1e-12)) }
    }
  }

  // MARK: Clusters

  @Test func fourClustersAreAsGoodAsThePublishedOnes() throws {
    let trained = try trained()
    #expect(trained.quality.inertia <= 2751.56)
    #expect(abs(trained.quality.silhouette - reference.k4.silhouette) < 0.001)
    #expect(trained.clustering.centres.count == 4)
    for (centroid, expected) in zip(
      trained.clustering.centres, reference.k4.centroidsRecencyFrequencyMonetaryScaled)
    {
      for (value, other) in zip(centroid.values, expected) { #expect(abs(value - other) < 0.03) }
    }
    for (cluster, size) in zip(trained.clusters, reference.k4.sizes) {
      #expect(abs(cluster.size - size) <= 20)
    }
    #expect(trained.clusters.map(\.all.size).reduce(0, +) == reference.customers)
  }

  @Test func fortyCustomersAreAsFarFromTheCentroids() throws {
    let trained = try trained()
    let model = Model(
      name: "reference", pack: nil, currency: nil, store: nil, features: trained.features,
      clustering: trained.clustering, clusters: trained.clusters, scores: trained.scores,
      quality: trained.quality,
      source: Source(
        files: [], rowsRead: 0, rowsKept: 0, dropped: [], from: nil, asOf: nil, customers: 0, trainedOn: 0),
      training: Training(options: TrainingOptions(), sales: SalesRecipe([])))
    for customer in reference.firstCustomers {
      let rfm = RFM(recency: customer.recency, frequency: customer.frequency, monetary: customer.monetary)
      let answer = model.classify(rfm)
      #expect(answer.distances.count == 4)
      for (distance, expected) in zip(answer.distances, customer.distances) {
        #expect(abs(distance - expected) <= 0.03)
      }
      // Where two centroids are as far from a customer, the tolerance may decide between them.
      let nearest = customer.distances.sorted()
      if nearest[1] - nearest[0] > 0.06 { #expect(answer.cluster == customer.cluster) }
    }
  }

  /// The customers trained on, in scaled units.
  private func points() throws -> Points {
    let trained = try trained()
    let rows = trained.isOutlier.indices.filter { !trained.isOutlier[$0] }
    func column(_ feature: FeatureName) -> [Double] {
      rows.map { trained.features[feature.index].scaled(sales.table[$0][feature]) }
    }
    return Points(x: column(.recency), y: column(.frequency), z: column(.monetary))
  }

  @Test(arguments: 2...12)
  func theInertiaOfEveryKIsWithinTwoPercentOfTheReference(k: Int) throws {
    let expected = try #require(reference.sweep.first { $0.k == k })
    let clustering = KMeans(k: k).fit(try points(), threads: 2)
    #expect(clustering.inertia <= 1.02 * expected.inertiaBestOf10)
  }

  @Test(arguments: 2...12)
  func theSilhouetteOfTheReferencesLabelsIsItsOwn(k: Int) throws {
    let expected = try #require(reference.sweep.first { $0.k == k })
    let points = try points()
    let centroids = expected.centroidsOfThat.map { Point($0[0], $0[1], $0[2]) }
    let labels = (0..<points.count).map { row in
      let squared = centroids.map { points[row].squaredDistance(to: $0) }
      return Int32(squared.indices.reduce(0) { squared[$1] < squared[$0] ? $1 : $0 })
    }
    let inertia = (0..<points.count).reduce(0) {
      $0 + points[$1].squaredDistance(to: centroids[Int(labels[$1])])
    }
    #expect(isClose(inertia, expected.inertiaBestOf50, relative: 1e-9))
    let silhouette = Silhouette(
      points,
      Clustering(trained: .kMeans(centroids: VoronoiCells(centroids)), labels: labels, inertia: inertia),
      exact: true, seed: 42,
      threads: 2)
    #expect(abs(silhouette.mean - expected.silhouetteOfThat) <= 1e-9)
    #expect(silhouette.sample == nil)
  }

  // MARK: The other files

  @Test func theSecondFileTrainsWithoutAnOption() throws {
    let result = try SalesReader(options: SalesOptions(), threads: 2).read([
      .file(SharedFolder.data("online-retail-2010-2011.csv"))
    ])
    #expect(result.report.rowsRead == 541_909)
    #expect(result.sales?.cleaning == .products)
    #expect(result.ids.contains("17850"))
    #expect(!result.ids.contains { $0.hasSuffix(".0") })
    let trained = try Trainer(options: TrainingOptions(), threads: 2).train(on: result.table)
    #expect(trained.clustering.centres.count == 4)
    #expect(trained.labels.count == result.table.count)
  }

  @Test func ordersWithoutInvoicesAndWithNamesForIDsTrain() throws {
    var options = SalesOptions()
    options.asOf = .moment(try #require(Timestamp.parse("2006-12-31")).moment.endOfDay)
    let result = try SalesReader(options: options, threads: 2).read([
      .file(SharedFolder.data("rfm-orders.csv"))
    ])
    #expect(result.report.rowsRead == 4906)
    #expect(result.table.count == 995)
    #expect(result.ids.contains { $0.contains("'") })
    #expect(result.table.frequency.reduce(0, +) == 4906)
    #expect(result.sales?.cleaning == .sales)
    let trained = try Trainer(options: TrainingOptions(), threads: 2).train(on: result.table)
    #expect(trained.clusters.map(\.all.size).reduce(0, +) == 995)
  }

  @Test(arguments: [1, 2, 5])
  func theThreadsChangeNothing(threads: Int) throws {
    let read = try SalesReader(options: SalesOptions(), threads: threads).read([
      .file(SharedFolder.data("online-retail-2009-2010.csv"))
    ])
    #expect(read.fingerprint == sales.fingerprint)
  }
}
