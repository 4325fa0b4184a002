import Customers
import JSONText
import TestSupport
import Testing

@testable import Segmentation

/// Training that keeps the numbers of an earlier model.
@Suite struct AlignmentTests {
  private func model(_ result: Trainer.Result, _ options: TrainingOptions) throws -> Model {
    var model = try Model.trained()
    (model.features, model.clustering, model.clusters) = (result.features, result.clustering, result.clusters)
    (model.scores, model.quality) = (result.scores, result.quality)
    model.training = Training(options: options, sales: SalesRecipe([]), order: result.order)
    return model
  }

  /// The same model with its clusters in another order.
  private func shuffled(_ model: Model, _ order: [Int]) -> Model {
    var model = model
    let old = model
    model.centroids = order.map { old.clustering.centres[$0] }
    model.clusters = order.map { old.clusters[$0] }
    return model
  }

  @Test("trained again on the same customers, every cluster keeps the number it had", arguments: 0..<12)
  func sameCustomers(seed: Int) throws {
    var random = RandomNumbers(seed: UInt64(seed))
    var options = TrainingOptions()
    options.stability = 0
    options.clusters = .fixed(3 + seed % 4)
    options.log = seed % 2 == 0 ? [.monetary] : []
    // Below 100 customers the centroids decide, above it the customers.
    let table = RFMTable.shop(seed % 3 == 0 ? 80 : 250, seed: UInt64(seed + 1))
    let trainer = Trainer(options: options, threads: 1)
    let first = try trainer.train(on: table)
    var order = Array(0..<first.clustering.k)
    for i in order.indices.dropFirst() { order.swapAt(i, random.below(i + 1)) }
    let old = shuffled(try model(first, options), order)

    let again = try trainer.train(on: table, alignedTo: Alignment(to: old, customers: table))
    #expect(again.clustering == old.clustering)
    #expect(again.clusters == old.clusters)
    #expect(again.order == (order == Array(order.indices) ? nil : order))
    #expect(again.quality.inertia == first.quality.inertia)
    #expect(again.quality.silhouette == first.quality.silhouette)
    // Each cluster is as stable as it was, under its own number.
    func sorted(_ found: [Stability]) -> [Stability] { found.sorted { $0.jaccard < $1.jaccard } }
    #expect(sorted(again.quality.stability) == sorted(first.quality.stability))
    let once = try model(again, options)
    for row in 0..<table.count { #expect(once.classify(table[row]).cluster == Int(again.labels[row])) }

    // And once more: nothing changes, whether the customers or the centroids tell.
    for customers in [table, nil] {
      let third = try trainer.train(on: table, alignedTo: Alignment(to: once, customers: customers))
      #expect(try model(third, options).text == once.text)
      #expect(third.labels == again.labels)
    }
    // The order says all of the earlier model that counts.
    let read = try Model(reading: Array(once.text.utf8), file: "m.json")
    #expect(read.training.order == again.order)
    #expect(read.bestFirst.map { again.order?[$0] ?? $0 } == Array(order.indices))
  }

  @Test("most customers of other sales stay in their number", arguments: 0..<6)
  func laterCustomers(seed: Int) throws {
    var options = TrainingOptions()
    options.stability = 0
    let trainer = Trainer(options: options, threads: 2)
    let table = RFMTable.shop(300, seed: UInt64(seed))
    let old = shuffled(try model(try trainer.train(on: table), options), [2, 0, 3, 1])
    var later = table
    for row in 0..<later.count where row % 5 == 0 { later.recency[row] += 9 }
    let result = try trainer.train(on: later, alignedTo: Alignment(to: old, customers: table))
    #expect(result.match?.basis == .customers(300))
    let stayed = (0..<300).count { old.classify(table[$0]).cluster == Int(result.labels[$0]) }
    // No other numbering keeps more of them.
    let order = [[1, 0, 2, 3], [3, 2, 1, 0], [0, 1, 3, 2], [1, 2, 3, 0]]
    for other in order {
      let others = (0..<300).count { old.classify(table[$0]).cluster == other[Int(result.labels[$0])] }
      #expect(stayed >= others)
    }
    #expect(stayed > 150)
  }

  @Test func withoutAnEarlierModelNothingIsRecorded() throws {
    let result = try Trainer(options: TrainingOptions(), threads: 1).train(on: .shop(90))
    #expect(result.order == nil && result.match == nil)
    #expect(!(try Model.trained()).text.contains("\"order\""))
    let model = try Model.trained()
    #expect(model.bestFirst == Array(0..<model.k))
  }

  @Test func anOrderThatIsNoneIsRefused() throws {
    var model = try Model.trained()
    for (order, message) in [([0, 1, 1, 3], "once"), ([1, 0, 2], "3 numbers")] {
      model.training.order = order
      let error = #expect(throws: JSONError.self) {
        try Model(reading: Array(model.text.utf8), file: "m.json")
      }
      #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }
  }
}
