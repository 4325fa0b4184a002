import Foundation
import JSONText
import TestSupport
import Testing

@testable import Campaigns

/// The figures of scipy and statsmodels; uplift-fixture.py makes the file.
private struct Fixture {
  let root: JSONNode

  init() throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
      path: "uplift-fixture.json")
    root = try JSONNode.parse(Array(try Data(contentsOf: url)), file: "uplift-fixture.json")
  }

  static func member(_ node: JSONNode, _ key: String) throws -> JSONNode {
    guard case .object(let members) = node.value else { throw Missing(key: key) }
    return try #require(members.first { $0.key == key }?.node)
  }

  static func items(_ node: JSONNode) throws -> [JSONNode] {
    guard case .array(let items) = node.value else { throw Missing(key: "list") }
    return items
  }

  static func number(_ node: JSONNode, _ key: String) throws -> Double {
    guard case .number(let text) = try member(node, key).value else { throw Missing(key: key) }
    return try #require(Double(text))
  }

  func list(_ key: String) throws -> [JSONNode] { try Self.items(try Self.member(root, key)) }

  struct Missing: Error {
    let key: String
  }
}

private func expectClose(
  _ value: Double?, _ expected: Double, _ what: Comment, sourceLocation: SourceLocation = #_sourceLocation
) {
  let difference = value.map { abs($0 - expected) } ?? .infinity
  #expect(difference <= 1e-9 * max(abs(expected), 1e-3), what, sourceLocation: sourceLocation)
}

@Suite struct UpliftTests {
  @Test func campaignsComeOutAsWithScipyAndStatsmodels() throws {
    for campaign in try Fixture().list("campaigns") {
      func group(_ key: String) throws -> CampaignGroup {
        let node = try Fixture.member(campaign, key)
        let revenues = try Fixture.items(try Fixture.member(node, "revenues")).map { node in
          guard case .number(let text) = node.value else { throw Fixture.Missing(key: key) }
          return try #require(Double(text))
        }
        return CampaignGroup(customers: Int(try Fixture.number(node, "customers")), revenues: revenues)
      }
      let uplift = Uplift(targets: try group("targets"), controls: try group("controls"))
      for (effect, key) in [(uplift.response, "response"), (uplift.revenue, "revenue")] {
        let expected = try Fixture.member(campaign, key)
        let effect = try #require(effect)
        for (value, name) in [
          (effect.difference, "difference"), (effect.low, "low"), (effect.high, "high"),
          (effect.statistic, "statistic"), (effect.p, "p"), (effect.smallest, "smallest"),
        ] {
          expectClose(value, try Fixture.number(expected, name), "\(key) \(name)")
        }
        if let freedom = effect.freedom {
          expectClose(freedom, try Fixture.number(expected, "freedom"), "degrees of freedom")
        }
      }
    }
  }

  @Test func distributionsAreThoseOfScipy() throws {
    let fixture = try Fixture()
    for row in try fixture.list("t") {
      let (freedom, t) = (try Fixture.number(row, "freedom"), try Fixture.number(row, "t"))
      let p = try Fixture.number(row, "twoSided")
      let own = StudentT(freedom: freedom).twoSided(t)
      #expect(abs(own - p) <= 1e-9 * p, "t \(t) with \(freedom): \(own), not \(p)")
    }
    for row in try fixture.list("critical") {
      let (freedom, tails) = (try Fixture.number(row, "freedom"), try Fixture.number(row, "tails"))
      let value = try Fixture.number(row, "value")
      let own = StudentT(freedom: freedom).criticalValue(tails)
      #expect(abs(own - value) <= 1e-9 * value, "\(tails) with \(freedom): \(own), not \(value)")
    }
    for row in try fixture.list("normal") {
      let (p, value) = (try Fixture.number(row, "p"), try Fixture.number(row, "value"))
      #expect(abs(Normal.quantile(p) - value) <= 1e-12 * max(1, abs(value)), "\(p)")
    }
  }

  @Test func whatCannotBeToldIsNotSaid() {
    let none = CampaignGroup(customers: 0, revenues: [])
    let nobody = CampaignGroup(customers: 50, revenues: [])
    let one = CampaignGroup(customers: 1, revenues: [10])
    let some = CampaignGroup(customers: 50, revenues: [10, 20, 30])
    #expect(Uplift(targets: some, controls: none).response == nil)
    #expect(Uplift(targets: nobody, controls: nobody).response == nil)
    #expect(Uplift(targets: nobody, controls: nobody).revenue == nil)
    #expect(Uplift(targets: some, controls: one).revenue == nil)
    #expect(Uplift(targets: some, controls: nobody).isRough)
  }

  /// Swapping the groups turns every sign and leaves the rest: a law, over campaigns made by chance.
  @Test func theOtherWayRoundIsTheSameWithTheOtherSign() throws {
    var random = RandomNumbers(seed: 3)
    for _ in 0..<200 {
      func group() -> CampaignGroup {
        let size = 2 + random.below(500)
        return CampaignGroup(
          customers: size,
          revenues: (0..<random.below(size + 1)).map { _ in Double(random.below(90_000)) / 100 })
      }
      let (a, b) = (group(), group())
      let (there, back) = (Uplift(targets: a, controls: b), Uplift(targets: b, controls: a))
      for (x, y) in [(there.response, back.response), (there.revenue, back.revenue)] {
        #expect((x == nil) == (y == nil))
        guard let x, let y else { continue }
        #expect(x.difference == -y.difference)
        #expect(abs(x.low + y.high) <= 1e-12 * max(1, abs(x.low)))
        #expect(x.low < x.difference && x.difference < x.high)
        #expect(abs(x.p - y.p) < 1e-12)
        #expect((0...1).contains(x.p))
        #expect(x.smallest > 0)
      }
    }
  }
}
