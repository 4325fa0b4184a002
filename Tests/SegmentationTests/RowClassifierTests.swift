import Testing

@testable import Segmentation

@Suite("Many rows at a time")
struct RowClassifierTests {
  @Test("get the answers that one at a time gets, to the last bit", arguments: [3, 4, 7])
  func answers(k: Int) throws {
    let model = try Model.trained(k: k)
    let classifier = RowClassifier(model)
    let table = RFMTable.shop(3_000, seed: 9)
    for i in 0..<table.count {
      var rfm = table[i]
      if i % 50 == 0 { rfm.monetary = -rfm.monetary * 100 }
      let one = model.classify(rfm)
      let row = classifier.answer(Double(rfm.recency), Double(rfm.frequency), rfm.monetary)
      #expect(row.cluster == one.cluster)
      #expect(row.scores == one.scores)
      #expect(row.isOutlier == one.isOutlier)
      #expect(row.margin == model.margin(of: one).margin)
      let point = classifier.point(Double(rfm.recency), Double(rfm.frequency), rfm.monetary)
      #expect((0..<k).map { classifier.distance(point, to: $0) } == one.distances)
    }
  }

  @Test("fall into the segments of thousands of packs as one at a time does", arguments: 0..<4)
  func segments(batch: Int) {
    var dice = Dice(UInt64(4000 + batch))
    let domain = LintDomain(recency: 0...5, frequency: 1...5, monetary: -2...6, minorUnits: 1)
    for _ in 0..<15 {
      let model = Model.random(domain: domain, dice: &dice)
      let classifier = RowClassifier(model)
      let bins = 1...model.scores.bins(.recency)
      for _ in 0..<15 {
        let quantities: [(RuleQuantity, ClosedRange<Int>)] = [
          (.recency, 0...5), (.frequency, 1...5), (.monetary, -2...6), (.recencyScore, bins),
          (.frequencyScore, bins), (.monetaryScore, bins),
        ].shuffled(using: &dice.generator)
        let pack = SegmentPack.random(
          quantities: Array(quantities.prefix(dice.roll(0...3))), clusters: 0...(model.k - 1),
          outlier: dice.chance(40), dice: &dice)
        let rules = SegmentRules(pack, k: model.k)
        for r in 0...5 {
          for f in 1...5 {
            for m in -2...6 {
              let rfm = RFM(recency: r, frequency: f, monetary: Double(m))
              let answer = classifier.answer(Double(r), Double(f), Double(m))
              let index = rules.index(answer, Double(r), Double(f), Double(m))
              #expect(index == pack.index(of: model.classify(rfm)))
            }
          }
        }
      }
    }
  }

  @Test func oneClusterHasNoMargin() throws {
    var model = try Model.trained(k: 2)
    model.centroids[1] = model.centroids[0]
    #expect(RowClassifier(model).answer(3, 2, 10).margin == nil)
  }
}
