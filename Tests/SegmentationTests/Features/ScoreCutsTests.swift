import Customers
import Testing

@testable import Segmentation

@Suite("Scores of 1 to 5")
struct ScoreCutsTests {
  private let cuts = ScoreCuts(
    recency: [14, 33, 72, 180], frequency: [1, 2, 3, 6], monetary: [250, 500, 1000, 2000])

  @Test func aValueThatEqualsACutBelongsToTheLowerSide() {
    #expect([0, 1, 1.5, 2, 3, 4, 6, 7].map { cuts.score(.frequency, $0) } == [1, 1, 2, 2, 3, 4, 4, 5])
    #expect(cuts.score(.monetary, 250) == 1)
    #expect(cuts.score(.monetary, 250.01) == 2)
    #expect(cuts.score(.monetary, -20) == 1)
    #expect(cuts.score(.monetary, 1e9) == 5)
  }

  @Test func fewDaysAreTheBestRecency() {
    #expect([0, 14, 15, 33, 72, 73, 180, 181].map { cuts.score(.recency, $0) } == [5, 5, 4, 4, 3, 2, 2, 1])
  }

  @Test func aCustomerHasAScoreForEachValue() {
    #expect(
      cuts.scores(of: RFM(recency: 12, frequency: 5, monetary: 1840.5))
        == Scores(recency: 5, frequency: 4, monetary: 4))
  }

  @Test func scoresBetweenCutsThatCoincideDoNotOccur() {
    let cuts = ScoreCuts(recency: [5, 5, 9, 9], frequency: [1, 1, 1, 6], monetary: [1, 2, 3, 4])
    #expect(cuts.impossibleScores(.frequency) == [2, 3])
    #expect(cuts.impossibleScores(.recency) == [2, 4])
    #expect(cuts.impossibleScores(.monetary) == [])
    for feature in FeatureName.allCases {
      let occurring = Set(stride(from: 0, through: 12, by: 0.5).map { cuts.score(feature, $0) })
      #expect(Set(1...5).subtracting(occurring) == Set(cuts.impossibleScores(feature)))
    }
  }

  @Test func cutsAreQuantilesInAnyNumberOfBins() {
    let values = (0...100).map(Double.init)
    for bins in 2...10 {
      let cuts = ScoreCuts(bins: bins) { _ in values }
      #expect(cuts.bins(.recency) == bins)
      for (i, cut) in cuts.frequency.enumerated() {
        #expect(abs(cut - Double(i + 1) * 100 / Double(bins)) < 1e-12)
      }
      #expect(cuts.score(.monetary, 100) == bins)
      #expect(cuts.score(.recency, 100) == 1)
    }
  }
}
