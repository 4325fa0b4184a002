import Customers
import Synchronization
import TestSupport
import Testing
import Wording

@testable import Segmentation

@Suite("Training")
struct TrainerTests {
  private func train(
    _ table: RFMTable, threads: Int = 1, _ configure: (inout TrainingOptions) -> Void = { _ in }
  ) throws(TrainingError) -> Trainer.Result {
    var options = TrainingOptions()
    configure(&options)
    return try Trainer(options: options, threads: threads).train(on: table)
  }

  @Test(
    "A training or a sweep that nobody wants any more ends early, wherever it is", arguments: [0, 3, 40, 400])
  func stopped(after questions: Int) {
    var options = TrainingOptions()
    options.clusters = .best
    options.restarts = 100_000
    let asked = Atomic(0)
    var trainer = Trainer(options: options, threads: 2)
    trainer.isCancelled = { asked.add(1, ordering: .relaxed).newValue > questions }
    let table = RFMTable(
      (0..<200).map { (recency: $0, frequency: 1 + $0 % 9, monetary: Double($0 * $0 % 97)) })
    for work in [{ _ = try trainer.train(on: table) }, { _ = try trainer.sweep(on: table) }] {
      asked.store(0, ordering: .relaxed)
      #expect { try work() } throws: { if case .stopped? = $0 as? TrainingError { true } else { false } }
    }
  }

  @Test func customersBeyondTheFencesAreLeftOutButBelongSomewhere() throws {
    var rows = (0..<60).map { (recency: $0, frequency: 1 + $0 % 5, monetary: Double(10 + $0)) }
    rows.append((recency: 1, frequency: 90, monetary: 20))
    rows.append((recency: 2, frequency: 2, monetary: 90_000))
    let result = try train(RFMTable(rows))
    #expect(result.trainedOn == 60)
    #expect(result.isOutlier.suffix(3) == [false, true, true])
    #expect(result.labels.count == 62)
    #expect(result.clusters.map(\.size).reduce(0, +) == 60)
    #expect(result.clusters.map(\.all.size).reduce(0, +) == 62)
    #expect(result.features.map { $0.fence == nil } == [true, false, false])
    // Of those trained on, and of all.
    #expect(result.features[2].max == 69)
    #expect(result.features[2].quantiles.last == 90_000)
    #expect(
      result.notes.contains {
        $0.contains("hold 9")
          && $0.contains("\(OptionName.log) frequency,monetary \(OptionName.outliers) none")
      })
    let revenue = result.clusters.reduce(ExactDecimal.zero) { $0 + $1.all.revenue }
    #expect(revenue.double == rows.reduce(0) { $0 + $1.monetary })
  }

  @Test func whereMostBoughtOnceNobodyIsLeftOutForComingBack() throws {
    let rows = (0..<40).map { (recency: $0, frequency: $0 < 36 ? 1 : 3, monetary: Double(10 + $0)) }
    let result = try train(RFMTable(rows))
    #expect(result.trainedOn == 40)
    #expect(result.features[1].fence == nil)
    #expect(result.notes.contains { $0.hasPrefix("no fence on frequency") })
    #expect(
      result.notes.contains(
        "Nobody scores 2, 3 or 4 for frequency: too many customers have the same number of orders."))
  }

  @Test func aFeatureThatIsTheSameForAllTellsNobodyApart() throws {
    let result = try train(RFMTable((0..<20).map { (recency: 3, frequency: 1, monetary: Double($0)) }))
    #expect(result.features[0].scale == 1)
    #expect(result.notes.contains("recency is the same for every customer trained on; it tells nobody apart"))
    #expect(result.clustering.centres.allSatisfy { $0.x == 0 && $0.y == 0 })
  }

  @Test func fewerDistinctCustomersThanClustersAreAnError() {
    let table = RFMTable([(1, 1, 5), (1, 1, 5), (2, 1, 5)])
    let error = #expect(throws: TrainingError.self) { try train(table) }
    #expect(
      error?.description.hasPrefix("there are only 2 distinct customers to train on, and 4 clusters") == true)
    #expect(throws: TrainingError.self) { try train(RFMTable([(1, 1, 5)])) { $0.clusters = .best } }
    #expect(throws: TrainingError.self) { try train(RFMTable()) }
    #expect(throws: Never.self) { try train(table) { $0.clusters = .fixed(2) } }
  }

  @Test func autoTakesTheBestSilhouetteAndSaysWhy() throws {
    var generator = RandomNumbers(seed: 3)
    // Three kinds of customers.
    let rows = (0..<90).map { i in
      (
        recency: 10 + i % 3 * 100 + generator.below(9), frequency: 2 + i % 3 * 3,
        monetary: Double(100 + i % 3 * 300 + generator.below(20))
      )
    }
    let result = try train(RFMTable(rows)) {
      $0.clusters = .best
      $0.maxK = 6
    }
    #expect(result.clustering.centres.count == 3)
    #expect(result.quality.sweep.map(\.k) == [2, 3, 4, 5, 6])
    #expect(
      result.notes.contains("k = 3, since its silhouette is the best of k = 2…6; the elbow says the same"))
    #expect(result.quality.silhouette == result.quality.sweep[1].silhouette)
  }

  @Test func autoStopsAtTheNumberOfDistinctCustomers() throws {
    let result = try train(RFMTable([(1, 1, 5), (2, 2, 6), (3, 1, 7), (3, 1, 7)])) {
      $0.clusters = .best
      $0.outliers = .none
    }
    #expect(result.quality.sweep.map(\.k) == [2, 3])
  }

  @Test(arguments: [2, 5])
  func threadsChangeNothing(threads: Int) throws {
    let table = RFMTable.shop(300)
    let alone = try train(table)
    let together = try train(table, threads: threads)
    #expect(together.clustering == alone.clustering)
    #expect(together.labels == alone.labels)
    #expect(together.quality == alone.quality)
    #expect(together.features == alone.features)
    #expect(together.clusters == alone.clusters)
  }

  @Test func scoresAreCutAsAskedOverAllCustomers() throws {
    let result = try train(.shop(200)) {
      $0.scoreBins = 3
      $0.scoreCuts = [.recency: [30, 60, 90, 180]]
    }
    #expect(result.scores.recency == [30, 60, 90, 180])
    #expect(result.scores.frequency.count == 2)
    let sorted = RFMTable.shop(200).monetary.sorted()
    #expect(result.scores.monetary == [1.0 / 3, 2.0 / 3].map { Quantile.type7($0, ofSorted: sorted) })
  }

  @Test func theLogarithmIsTakenOfTheFeaturesNamed() throws {
    let result = try train(.shop(200)) {
      $0.log = [.frequency, .monetary]
      $0.outliers = .none
    }
    #expect(result.features.map(\.transform) == [.none, .log1p, .log1p])
    #expect(result.trainedOn == 200)
    #expect(result.features.allSatisfy { $0.fence == nil })
    #expect(result.features[2].mean < 12)
  }

  @Test func aCustomerIsClassifiedAsTrainingLabelledThem() throws {
    let table = RFMTable.shop(150)
    let result = try train(table)
    var model = try Model.trained()
    (model.features, model.clustering, model.scores) = (result.features, result.clustering, result.scores)
    for row in 0..<table.count {
      let answer = model.classify(table[row])
      #expect(answer.cluster == Int(result.labels[row]))
      #expect(answer.isOutlier == result.isOutlier[row])
      #expect(answer.distances[answer.cluster] == answer.distances.min())
      #expect(answer.nearestFirst.first == answer.cluster)
      if !answer.isOutlier {
        #expect(answer.distances[answer.cluster] <= result.clusters[answer.cluster].radius)
      }
    }
  }

  @Test(
    "logarithms are recommended from five clusters on, and outliers that are kept as they are are warned about"
  )
  func features() throws {
    func notes(_ k: Int, _ log: Set<FeatureName>, _ outliers: TrainingOptions.Outliers) throws -> [String] {
      var options = TrainingOptions()
      (options.clusters, options.log, options.outliers, options.stability) = (.fixed(k), log, outliers, 0)
      return try Trainer(options: options, threads: 1).train(on: .shop(90)).notes
    }
    func count(_ notes: [String], _ words: String) -> Int { notes.count { $0.contains(words) } }
    let recommended = "from 5 clusters on"
    #expect(count(try notes(4, [], .iqr), recommended) == 0)
    #expect(count(try notes(5, [], .iqr), recommended) == 1)
    #expect(count(try notes(6, [.monetary], .iqr), recommended) == 1)
    #expect(count(try notes(5, [.frequency, .monetary], .none), recommended) == 0)
    for k in [3, 6] {
      let kept = try notes(k, [.recency], .none)
      #expect(count(kept, recommended) == 0 && count(kept, "outliers are kept") == 1)
      #expect(count(try notes(k, [.frequency, .monetary], .none), "outliers are kept") == 0)
    }
  }
}
