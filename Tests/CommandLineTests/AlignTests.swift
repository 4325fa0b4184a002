import Foundation
import Testing

/// `rfm train --align`: the names stay with their people.
@Suite struct AlignTests {
  private let workspace: Workspace

  init() throws {
    workspace = try Workspace()
    try workspace.write(TrainedShop.sales.csv, to: "sales.csv")
    try workspace.write(InventedSales(seed: 5, customers: 130).csv, to: "later.csv")
  }

  @discardableResult
  private func train(_ arguments: String...) throws -> Outcome {
    let outcome = try workspace.rfm(["train", "--currency", "GBP"] + arguments)
    #expect(outcome.status == 0, "\(outcome)")
    return outcome
  }

  /// The output without its line breaks.
  private func plain(_ outcome: Outcome) -> String {
    outcome.output.inOneLine
  }

  /// The model with its clusters in another order, as an earlier one may have them.
  private func turnAround(_ path: String) throws {
    var text = Self.reversed(try workspace.text(of: path), "centroids")
    text = Self.reversed(text, "clusters")
    try workspace.write(text, to: path)
  }

  /// A list at the top of the model's text with its elements in the other order.
  private static func reversed(_ text: String, _ key: String) -> String {
    guard let value = try? Value(text)[key], let start = text.range(of: "  \"\(key)\": [\n"),
      let end = text.range(of: "\n  ]", range: start.upperBound..<text.endIndex)
    else { return text }
    let items = value.items.reversed().map { "    " + $0.description }.joined(separator: ",\n")
    return text[..<start.upperBound] + items + text[end.lowerBound...]
  }

  @Test func theNumbersOfTheEarlierModelAreKept() throws {
    try train("sales.csv", "-o", "Models/shop.json")
    try turnAround("Models/shop.json")
    let old = try Value(try workspace.text(of: "Models/shop.json"))
    let outcome = try train("sales.csv", "-o", "Models/new.json", "--align", "shop")
    #expect(plain(outcome).contains("keep the numbers of Models/shop.json, matched by the 120 customers"))
    let new = try Value(try workspace.text(of: "Models/new.json"))
    #expect(new["centroids"].description == old["centroids"].description)
    #expect(new["clusters"].description == old["clusters"].description)
    #expect(new["training"]["order"].description == "[3, 2, 1, 0]")
    // The store, too.
    let answer = try workspace.rfm("customer", "13000", "--model", "new", "--json").json()
    let rows = try workspace.rfm("classify", "sales.csv", "--model", "new", "--format", "jsonl").jsonLines()
    #expect(
      rows.first { $0["customer_id"].text == "13000" }?["predicted_cluster_id"].int == answer["cluster"].int)
    // Whoever is worth most is last now, and waiting still leads downwards.
    let list = try workspace.rfm("watch-list", "--model", "new", "-n", "120", "--json").json().items
    let best = try workspace.rfm("watch-list", "--model", "shop", "-n", "120", "--json").json().items
    func days(_ items: [Value]) -> [String] {
      items.map { "\($0["id"].text ?? "") \($0["days"].int ?? -1)" }.sorted()
    }
    #expect(days(list) == days(best) && !list.isEmpty)
  }

  @Test func trainedOntoItselfItStaysAsItIs() throws {
    try train("sales.csv", "-o", "Models/shop.json")
    try turnAround("Models/shop.json")
    try train("sales.csv", "-o", "Models/shop.json", "--align", "Models/shop.json")
    let once = try workspace.bytes(of: "Models/shop.json")
    let names = try workspace.names(in: "Models").filter { !$0.hasPrefix(".") }
    try train("sales.csv", "-o", "Models/shop.json", "--align", "Models/shop.json", "--threads", "3")
    #expect(try workspace.bytes(of: "Models/shop.json") == once)
    #expect(try workspace.names(in: "Models").filter { !$0.hasPrefix(".") } == names)
    #expect(names.count == 2)
  }

  @Test func theSameModelIsWrittenWhereTheNumbersAreTheUsualOnes() throws {
    try train("sales.csv", "-o", "a/shop.json")
    try train("sales.csv", "-o", "b/shop.json", "--align", "a/shop.json")
    #expect(try workspace.bytes(of: "b/shop.json") == (try workspace.bytes(of: "a/shop.json")))
  }

  @Test func namesStayWithTheirPeople() throws {
    // No pack is for five clusters, so one is written; a person gives the names.
    try train("sales.csv", "-o", "Models/shop.json", "--k", "5")
    let pack = try workspace.text(of: "Segments/shop.json").replacing(
      "\"title\": \"", with: "\"title\": \"Our ")
    try workspace.write(pack, to: "Segments/shop.json")
    #expect(pack.contains("\"k\": 5"))
    try turnAround("Models/shop.json")
    let before = try segments("sales.csv")
    let outcome = try train("later.csv", "-o", "Models/shop.json", "--k", "5", "--align", "Models/shop.json")
    #expect(try workspace.text(of: "Segments/shop.json") == pack)
    #expect(!plain(outcome).contains("no pack is made"), "\(outcome)")
    let after = try segments("sales.csv")
    let stayed = before.count { after[$0.key] == $0.value }
    #expect(stayed * 2 > before.count, "\(stayed) of \(before.count)")
    // Without it the names are those of other people: the earlier numbers were turned around.
    try train("later.csv", "-o", "Models/shop.json", "--k", "5")
    let unaligned = try segments("sales.csv")
    #expect(before.count { unaligned[$0.key] == $0.value } < stayed)
  }

  private func segments(_ file: String) throws -> [String: String] {
    let rows = try workspace.rfm("classify", file, "--model", "shop", "--format", "jsonl", "--quiet")
      .jsonLines()
    return Dictionary(
      uniqueKeysWithValues: rows.map { ($0["customer_id"].text ?? "", $0["cluster_name"].text ?? "") })
  }

  @Test func thePackOfTheEarlierModelIsAskedForAgain() throws {
    let shipped = TrainedShop.pack.deletingLastPathComponent()
    try workspace.copy(shipped.appending(path: "retail.json"), to: "Segments/retail.json")
    // It says nothing that could be false of these customers.
    let segments = (0..<4).map { "{\"name\": \"Group \($0)\", \"when\": {\"cluster\": \($0)}}" }
    try workspace.write(
      "{\"format\": \"rfm-segments/1\", \"name\": \"tiers\", \"title\": \"Tiers\", \"for\": {\"k\": 4}, \"segments\": [\(segments.joined(separator: ", "))]}",
      to: "Segments/tiers.json")
    try train("sales.csv", "-o", "Models/shop.json", "--pack", "tiers")
    try train("later.csv", "-o", "Models/later.json", "--align", "shop")
    #expect(try Value(try workspace.text(of: "Models/later.json"))["pack"].text == "tiers")
    try train("later.csv", "-o", "Models/other.json", "--align", "shop", "--pack", "retail")
    #expect(try Value(try workspace.text(of: "Models/other.json"))["pack"].text == "retail")
    try train("later.csv", "-o", "Models/six.json", "--align", "shop", "--k", "6")
    #expect(try Value(try workspace.text(of: "Models/six.json"))["pack"].isNull)
  }

  @Test func moreAndFewerClustersAreNumberedAfterTheEarlierOnes() throws {
    try train("sales.csv", "-o", "Models/shop.json")
    try turnAround("Models/shop.json")
    let six = try train("sales.csv", "-o", "Models/six.json", "--k", "6", "--align", "shop", "--json").json()
    #expect(six["alignment"]["basis"].text == "customers")
    #expect(six["alignment"]["matched"].description == "[0, 1, 2, 3, null, null]")
    let three = try train("sales.csv", "-o", "Models/three.json", "--k", "3", "--align", "shop")
    #expect(plain(three).contains("is gone"), "\(three)")
    #expect(try train("sales.csv", "-o", "Models/plain.json", "--json").json()["alignment"].isNull)
  }

  @Test func withoutItsCustomersTheCentroidsTell() throws {
    try train("sales.csv", "-o", "Models/shop.json")
    try turnAround("Models/shop.json")
    let old = try Value(try workspace.text(of: "Models/shop.json"))
    for name in try workspace.names(in: "Models") where name.hasSuffix(".sqlite") {
      try FileManager.default.removeItem(at: workspace.url("Models/" + name))
    }
    let outcome = try train("sales.csv", "-o", "Models/new.json", "--align", "shop")
    #expect(plain(outcome).contains("matched by their centroids"), "\(outcome)")
    #expect(plain(outcome).contains("customers were not asked"), "\(outcome)")
    #expect(
      try Value(try workspace.text(of: "Models/new.json"))["centroids"].description
        == old["centroids"].description)
    expectError(
      try workspace.rfm("train", "sales.csv", "-o", "x/n.json", "--align", "nobody"),
      saying: "no model 'nobody'")
    #expect(try workspace.names().allSatisfy { !$0.hasPrefix("x") })
  }
}
