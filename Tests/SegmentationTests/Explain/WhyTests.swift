import Customers
import Testing

@testable import Segmentation

struct WhyTests {
  @Test(
    "shares add up, and the deciding feature is the one that tells the two centroids apart", arguments: 0..<10
  )
  func shares(part: Int) {
    for seed in 0..<60 {
      var world = ExplainedWorld(seed: UInt64(70_000 + part * 60 + seed))
      let classification = world.model.classify(world.customer())
      let why = Why(classification, model: world.model, pack: world.pack)
      #expect(why.features.map(\.name) == FeatureName.allCases)
      let total = why.features.map(\.own.share).reduce(0, +)
      #expect(abs(total - 1) < 1e-9)
      let nearest = classification.distances[classification.cluster]
      #expect(
        abs(why.features.map(\.own.squared).reduce(0, +) - nearest * nearest) < 1e-6 * (1 + nearest * nearest)
      )
      let runnerUp = why.runnerUp ?? -1
      let others = classification.distances.indices.filter { $0 != classification.cluster }
      #expect(classification.distances[runnerUp] == others.map { classification.distances[$0] }.min())
      let differences = why.features.compactMap(\.difference)
      #expect(why.features.first { $0.name == why.deciding }?.difference == differences.max())
      for reason in why.features {
        let feature = world.model.feature(reason.name)
        #expect(
          abs(
            feature.transformed(reason.own.centreValue) - reason.own.centre * feature.scale - feature.mean
          ) < 1e-6
            || reason.own.centreValue < 0)
        #expect(reason.scaled == feature.scaled(reason.value))
      }
    }
  }

  @Test("each rule above failed by the conditions named, and by no other", arguments: 0..<10)
  func rules(part: Int) throws {
    for seed in 0..<60 {
      var world = ExplainedWorld(seed: UInt64(80_000 + part * 60 + seed))
      guard let pack = world.pack else { continue }
      let classification = world.model.classify(world.customer())
      let rule = try #require(Why(classification, model: world.model, pack: pack).rule)
      #expect(rule.place == classification.place(in: pack))
      switch rule.place {
      case .segment(let index):
        #expect(rule.above.map(\.segment) == Array(0..<index))
        let alternative = try #require(rule.alternative)
        #expect(pack.segments[index].when[alternative].failures(for: classification).isEmpty)
      case .cluster: #expect(rule.above.count == pack.segments.count && rule.alternative == nil)
      }
      for failed in rule.above {
        let when = pack.segments[failed.segment].when
        #expect(failed.alternatives.count == when.count)
        for (conditions, failures) in zip(when, failed.alternatives) {
          #expect(!failures.isEmpty && !conditions.hold(for: classification))
          var relaxed = conditions
          for failure in failures {
            switch failure {
            case .cluster: relaxed.clusters = nil
            case .outlier: relaxed.outlier = nil
            case .bound(let quantity, let value, _):
              #expect(value == quantity.value(of: classification))
              relaxed.bounds[quantity] = nil
            case .unknown(let quantity):
              #expect(quantity.value(of: classification) == nil)
              relaxed.bounds[quantity] = nil
            case .unresolved: Issue.record("every range of these packs is in numbers")
            }
          }
          #expect(relaxed.hold(for: classification))
        }
      }
    }
  }

  @Test("a rule decided where it asks for more than clusters")
  func moreThanCluster() {
    let model = ExplainedWorld(seed: 5).model
    let classification = model.classify(RFM(recency: 10, frequency: 3, monetary: 50))
    func decided(_ conditions: Conditions) -> Bool {
      let pack = SegmentPack(
        name: "p", title: "P", segments: [Segment(name: "A", when: [conditions])], file: "p.json")
      return RuleReason(classification, pack: pack).isMoreThanCluster
    }
    #expect(!decided(Conditions(clusters: [classification.cluster])))
    #expect(decided(Conditions(clusters: [classification.cluster], bounds: [.recency: Bounds(max: 10)])))
    #expect(decided(Conditions()))
    #expect(!decided(Conditions(bounds: [.recency: Bounds(max: 9)])))
  }

  @Test("the percentile is the share below and half of the ties")
  func percentile() {
    var feature = ExplainedWorld(seed: 1).model.features[1]
    feature.quantiles = (0...100).map { $0 <= 32 ? 1 : $0 <= 51 ? 2 : Double($0) }
    #expect(feature.percentile(of: 1) == 16)
    #expect(feature.percentile(of: 2) == 42)
    #expect(feature.percentile(of: 0) == 0)
    #expect(feature.percentile(of: 52) == 52)
    #expect(feature.percentile(of: 60.25) == 60.25)
    #expect(feature.percentile(of: 100) == 100)
    #expect(feature.percentile(of: 1000) == 100)
    #expect(feature.percentile(of: 1.5) == 32.5)
  }
}
