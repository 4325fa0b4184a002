import Customers
import TestSupport
import Testing

@testable import Segmentation

extension SegmentPack {
  /// Rules of all kinds, some of which nobody meets.
  fileprivate static var bounded: SegmentPack {
    var large = Conditions()
    large.bounds[.monetary] = Bounds(min: 500)
    var late = Conditions()
    late.bounds[.recency] = Bounds(min: 30, below: 300)
    late.bounds[.frequencyScore] = Bounds(max: 3)
    var odd = Conditions()
    odd.outlier = true
    odd.clusters = [0, 1]
    return SegmentPack(
      name: "bounded", title: "Bounded",
      segments: [
        Segment(name: "Large", when: [large]), Segment(name: "Late", when: [late]),
        Segment(name: "Odd", when: [odd]),
      ], file: "bounded.json")
  }
}

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

  @Test("get the same answers in columns, to the last bit", arguments: [1, 2, 5, 9], [false, true])
  func columns(k: Int, isLogged: Bool) throws {
    var model = try Model.trained(k: max(k, 2))
    if k == 1 { model.centroids[1] = model.centroids[0] }
    if isLogged { for i in model.features.indices { model.features[i].transform = .log1p } }
    model.scores.monetary = [-5, 0, 12.5, 100, 100, 800, 2000]
    var table = RFMTable.shop(1_300, seed: 4)
    for row in stride(from: 0, to: table.count, by: 7) { table.monetary[row] *= -90 }
    for row in stride(from: 0, to: table.count, by: 11) { table.monetary[row] = 12.5 }
    let (classifier, lookup) = (RowClassifier(model), SegmentLookup(.bounded, model))
    let answers = RowAnswers()
    // Backwards and with gaps, as chosen rows stand.
    let chosen = Array(stride(from: table.count - 1, through: 0, by: -2))
    var done = 0
    while done < chosen.count {
      answers.take(done..<chosen.count, { chosen[$0] }, of: table, classifier)
      try #require(answers.count == min(RowAnswers.capacity, chosen.count - done))
      lookup.find(answers, of: table)
      for place in 0..<answers.count {
        let row = chosen[done + place]
        let (r, f, m) = (Double(table.recency[row]), Double(table.frequency[row]), table.monetary[row])
        let one = classifier.answer(r, f, m)
        let scores = Scores(
          recency: answers.recencyScore(place), frequency: answers.frequencyScore(place),
          monetary: answers.monetaryScore(place))
        #expect(answers.row(place) == row)
        #expect(answers.recency(place) == Int(r) && answers.frequency(place) == Int(f))
        #expect(answers.monetary(place) == m)
        #expect(
          RowAnswer(
            cluster: answers.cluster(place), scores: scores, isOutlier: answers.isOutlier(place),
            margin: answers.margin(place)) == one)
        #expect(answers.segment(place) == lookup.index(one, r, f, m, nil))
      }
      done += answers.count
    }
    answers.take(0..<3, { $0 }, of: table, classifier)
    SegmentLookup(nil, model).find(answers, of: table)
    #expect((0..<3).allSatisfy { answers.segment($0) == answers.cluster($0) })
  }

  @Test("fall into the segments of thousands of packs as one at a time does", arguments: 0..<4)
  func segments(batch: Int) {
    var dice = RandomNumbers(seed: UInt64(4000 + batch))
    let domain = LintDomain(recency: 0...5, frequency: 1...5, monetary: -2...6, minorUnits: 1)
    for _ in 0..<15 {
      let model = Model.random(domain: domain, dice: &dice)
      let classifier = RowClassifier(model)
      let answers = RowAnswers()
      let bins = 1...model.scores.bins(.recency)
      for _ in 0..<15 {
        let quantities: [(RuleQuantity, ClosedRange<Int>)] = [
          (.recency, 0...5), (.frequency, 1...5), (.monetary, -2...6), (.recencyScore, bins),
          (.frequencyScore, bins), (.monetaryScore, bins),
        ].shuffled(using: &dice)
        let pack = SegmentPack.random(
          quantities: Array(quantities.prefix(dice.roll(0...3))), clusters: 0...(model.k - 1),
          outlier: dice.chance(40), dice: &dice)
        let lookup = SegmentLookup(pack, model)
        var table = RFMTable()
        var expected: [String] = []
        for r in 0...5 {
          for f in 1...5 {
            for m in -2...6 {
              let rfm = RFM(recency: r, frequency: f, monetary: Double(m))
              let answer = classifier.answer(Double(r), Double(f), Double(m))
              let name = lookup.segments[lookup.index(answer, Double(r), Double(f), Double(m), nil)].name
              #expect(name == model.classify(rfm).place(in: pack).name(in: pack))
              table.recency.append(Int32(r))
              table.frequency.append(Int32(f))
              table.monetary.append(Double(m))
              expected.append(name)
            }
          }
        }
        answers.take(0..<table.count, { $0 }, of: table, classifier)
        lookup.find(answers, of: table)
        #expect((0..<answers.count).map { lookup.segments[answers.segment($0)].name } == expected)
      }
    }
  }

  @Test("who is in no segment is in a cluster, and that is its name")
  func clustersAreTheRest() throws {
    let model = try Model.trained(k: 2)
    let pack = SegmentPack(
      name: "some", title: "", segments: [Segment(name: "Best", when: [Conditions(clusters: [0])])],
      file: "some.json")
    let lookup = SegmentLookup(pack, model)
    #expect(lookup.segments.map(\.name) == ["Best", "Cluster 0", "Cluster 1"])
    #expect(lookup.named == 1)
    let classifier = RowClassifier(model)
    var names: Set<String> = []
    let table = RFMTable.shop(90)
    for row in 0..<table.count {
      let (r, f, m) = (Double(table.recency[row]), Double(table.frequency[row]), table.monetary[row])
      let answer = classifier.answer(r, f, m)
      names.insert("\(answer.cluster): \(lookup.segments[lookup.index(answer, r, f, m, nil)].name)")
    }
    #expect(names == ["0: Best", "1: Cluster 1"])
  }

  @Test func oneClusterHasNoMargin() throws {
    var model = try Model.trained(k: 2)
    model.centroids[1] = model.centroids[0]
    #expect(RowClassifier(model).answer(3, 2, 10).margin == nil)
  }
}
