import Customers
import JSONText
import Testing

@testable import Segmentation

@Suite("The choice of k")
struct ElbowTests {
  private func steps(_ inertias: [Double], _ silhouettes: [Double]? = nil) -> [Sweep.Step] {
    inertias.enumerated().map { i, inertia in
      Sweep.Step(k: i + 2, inertia: inertia, silhouette: silhouettes?[i] ?? 0)
    }
  }

  @Test func takesTheBestSilhouetteOfEqualOnesTheSmallestK() {
    #expect(Sweep.bestSilhouette(steps([9, 5, 3, 2], [0.4, 0.45, 0.41, 0.45])) == 3)
    #expect(Sweep.bestSilhouette(steps([9], [-0.5])) == 2)
    #expect(Sweep.bestSilhouette([]) == nil)
  }

  @Test func theElbowIsWhereTheCurveBendsMost() {
    #expect(Sweep.elbow(steps([100, 60, 20, 15, 10, 5])) == 4)
    #expect(Sweep.elbow(steps([100, 20, 15, 10, 5])) == 3)
    // The study's: 6175, 3607, 2752, … down to 1025 at twelve.
    #expect(Sweep.elbow(steps([6175, 3607, 2752, 2270, 1890, 1670, 1490, 1340, 1200, 1100, 1025])) == 4)
  }

  @Test func aCurveThatDoesNotFallOrHasTwoPointsHasNoElbow() {
    #expect(Sweep.elbow(steps([5, 5, 5])) == nil)
    #expect(Sweep.elbow(steps([5, 1])) == nil)
    #expect(Sweep.elbow([]) == nil)
  }
}

@Suite("The sweep over k")
struct SweepTests {
  private func row(_ k: Int, _ silhouette: Double, _ davies: Double?, _ calinski: Double?) -> Sweep.Row {
    Sweep.Row(
      step: Sweep.Step(k: k, inertia: 100 / Double(k), silhouette: silhouette), silhouetteSample: nil,
      daviesBouldin: davies, calinskiHarabasz: calinski, sizes: [], stability: [])
  }

  @Test("the largest k whose clusters are all solid is named beside the best silhouette's")
  func largestSolid() {
    func row(_ k: Int, _ jaccards: [Double]) -> Sweep.Row {
      Sweep.Row(
        step: Sweep.Step(k: k, inertia: 1, silhouette: 0), silhouetteSample: nil, daviesBouldin: nil,
        calinskiHarabasz: nil, sizes: [],
        stability: jaccards.map { Stability(jaccard: $0, found: 50, resamples: 50) })
    }
    let rows = [
      row(2, [1, 0.95]), row(3, [1, 0.94, 1]), row(4, [0.95, 1, 1, 1]), row(5, [1, 1, 1, 1, 0.9]),
    ]
    #expect(Sweep(rows: rows, trainedOn: 9, notes: []).largestSolid == 4)
    #expect(Sweep(rows: [row(2, [])], trainedOn: 9, notes: []).largestSolid == nil)
    #expect(Sweep(rows: [rows[1]], trainedOn: 9, notes: []).largestSolid == nil)
  }

  @Test func eachMeasureHasItsBestKOfEqualOnesTheSmallest() {
    let rows = [row(2, 0.3, 0.9, 50), row(3, 0.5, 0.7, 80), row(4, 0.5, 0.7, 80), row(5, 0.1, nil, nil)]
    let sweep = Sweep(rows: rows, trainedOn: 9, notes: [])
    #expect(sweep.recommended == 3)
    #expect(sweep.bestDaviesBouldin == 3)
    #expect(sweep.bestCalinskiHarabasz == 3)
    #expect(sweep.elbow == Sweep.elbow(rows.map(\.step)))
    #expect(Sweep(rows: [row(2, 0, nil, nil)], trainedOn: 2, notes: []).bestDaviesBouldin == nil)
  }

  @Test func isWhatTrainingWithTheBestKFinds() throws {
    let table = RFMTable.shop(60)
    var options = TrainingOptions()
    options.maxK = 6
    options.clusters = .best
    let trainer = Trainer(options: options, threads: 2)
    let sweep = try trainer.sweep(on: table)
    let trained = try trainer.train(on: table)
    #expect(sweep.rows.map(\.step) == trained.quality.sweep)
    #expect(sweep.recommended == trained.clustering.centres.count)
    #expect(sweep.trainedOn == trained.trainedOn)
    let chosen = try #require(sweep.rows.first { $0.k == sweep.recommended })
    #expect(chosen.sizes == trained.clusters.map(\.size))
    #expect(sweep.rows.allSatisfy { $0.sizes.reduce(0, +) == sweep.trainedOn })
  }
}
