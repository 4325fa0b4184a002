import Foundation
import Testing

/// What would put a customer in a segment: each claim is scored again, by the program itself.
@Suite struct ReachCommandTests {
  private let workspace: Workspace

  init() throws {
    workspace = try TrainedShop.workspace()
  }

  /// Values in whole days, orders and pence.
  private struct Values {
    var recency: Int
    var frequency: Int
    var pence: Int

    var line: String { "\(recency) \(frequency) \(InventedSales.decimal(pence))" }

    init(_ json: Value) throws {
      recency = try #require(json["recency"].int)
      frequency = try #require(json["frequency"].int)
      pence = try Self.pence(json["monetary"])
    }

    static func pence(_ json: Value) throws -> Int { Int((try #require(json.number) * 100).rounded()) }
  }

  /// A line that is to be scored, and whether the segment must come of it.
  private typealias Claim = (line: String, segment: String, holds: Bool)

  private func claims(_ reach: Value) throws -> [Claim] {
    #expect(reach.keys == ["segment", "from", "orders", "order", "changes"])
    let segment = try #require(reach["segment"].text)
    let from = try Values(reach["from"])
    var claims: [Claim] = []
    if !reach["orders"].isNull {
      let orders = reach["orders"]
      #expect(orders.keys == ["count", "value", "to"])
      let count = try #require(orders["count"].int)
      let value = try Values.pence(orders["value"])
      let to = try Values(orders["to"])
      #expect(to.recency == 0 && to.frequency == from.frequency + count)
      #expect(to.pence == from.pence + count * value)
      claims.append((to.line, segment, true))
      var less = to
      less.frequency -= 1
      less.pence -= value
      claims.append((count > 1 ? less.line : from.line, segment, false))
    }
    if !reach["order"].isNull {
      let order = reach["order"]
      #expect(order.keys == ["value", "to"])
      let value = try Values.pence(order["value"])
      var to = try Values(order["to"])
      #expect(to.recency == 0 && to.frequency == from.frequency + 1 && to.pence == from.pence + value)
      claims.append((to.line, segment, true))
      to.pence -= 1
      // A penny is the least that an order can be worth.
      if value > 1 { claims.append((to.line, segment, false)) }
    }
    let names = reach["changes"].items.compactMap { $0["feature"].text }
    #expect(names.isEmpty || names == ["recency", "frequency", "monetary"])
    for change in reach["changes"].items {
      guard change["possible"].bool == true else {
        #expect(change.keys == ["feature", "possible"])
        continue
      }
      #expect(change.keys == ["feature", "possible", "from", "to", "delta"])
      let delta = try Values.pence(change["delta"]) / (change["feature"].text == "monetary" ? 1 : 100)
      for (step, holds) in [(delta, true), (delta - delta.signum(), false)] {
        var to = from
        switch change["feature"].text {
        case "recency": to.recency += step
        case "frequency": to.frequency += step
        default: to.pence += step
        }
        claims.append((to.line, segment, holds))
      }
    }
    return claims
  }

  private func check(_ reaches: [Value]) throws -> Int {
    let claims = try reaches.flatMap(claims)
    let input = claims.map(\.line).joined(separator: "\n")
    let answers = try workspace.rfm("--json", input: input + "\n").jsonLines()
    try #require(answers.count == claims.count)
    for (claim, answer) in zip(claims, answers) {
      #expect((answer["segment"].text == claim.segment) == claim.holds, "\(claim)")
    }
    return claims.count
  }

  @Test(
    "Every claim holds, and one unit less does not",
    arguments: [
      "12 5 340.50", "70 3 99", "250 1 20", "3 9 1410", "10 1 20", "40 3 -12.50", "200 9 4000", "0 1 0",
    ])
  func claimsOfValues(values: String) throws {
    // `reach` without a segment answers for all.
    let all = try workspace.rfm("--json", input: "\(values)\nreach\n").jsonLines()
    #expect(all[1].items.compactMap { $0["segment"].text } == TrainedShop.segments)
    #expect(try check(all[1].items) > 10)
    // Where the customer is already, nothing has to be done.
    let there = all[1].items.first { $0["segment"].text == all[0]["segment"].text }
    #expect(there?["orders"].isNull == true && there?["order"].isNull == true)
    #expect(there?["changes"].items.isEmpty == true)
    // As a command, for one segment, unquoted or by its beginning.
    for (number, name) in [
      (4, ["Loyal", "&", "Engaged"]), (4, ["loy"]), (3, ["Champions & VIPs"]), (5, ["6"]),
    ] {
      let words = ["reach"] + name + values.split(separator: " ").map(String.init) + ["--json"]
      let one = try workspace.rfm(words)
      #expect(try one.json().description == all[1][number].description, "\(one)")
    }
  }

  @Test("Claims for customers", arguments: ["13000", "13007", "13014", "13021", "13140"])
  func claimsOfCustomers(id: String) throws {
    let reaches = try TrainedShop.segments.map { name in
      try workspace.rfm("reach", name, "--customer", id, "--json").json()
    }
    #expect(try check(reaches) > 5)
    let customer = try #require(TrainedShop.sales.customers[id])
    let from = try Values(reaches[0]["from"])
    #expect(from.recency == customer.recency && from.frequency == customer.frequency)
    #expect(from.pence == customer.pence)
    let later = try workspace.rfm("reach", "champ", "--customer", id, "--as-of", "2011-06-30", "--json")
      .json()
    #expect(try check([later]) > 0)
    #expect(try Values(later["from"]).recency > from.recency + 150)
  }

  @Test func reachInWords() throws {
    let json = try workspace.rfm("reach", "champ", "12", "5", "340.50", "--json").json()
    let outcome = try workspace.rfm("reach", "champ", "12", "5", "340.50")
    #expect(outcome.status == 0)
    #expect(outcome.lines[0].hasPrefix("recency 12 days · frequency 5 orders · monetary £340.50, is in "))
    #expect(outcome.lines[1] == "Champions & VIPs")
    let count = try #require(json["orders"]["count"].int)
    #expect(outcome.output.contains("\(count) order\(count == 1 ? "" : "s") of £68.10, their average"))
    #expect(outcome.output.contains("the smallest that does it → recency 0 days · frequency 6 orders"))
    #expect(outcome.output.contains("as arithmetic only: "))
    let said = outcome.output.inOneLine
    for change in json["changes"].items where change["possible"].bool == false {
      #expect(said.contains("not by \(change["feature"].text ?? "?") alone"))
    }
    let there = try workspace.rfm("reach", "new", "10", "1", "20").output
    #expect(there.contains("there already"))
  }
}
