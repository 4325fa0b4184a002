import Foundation
import Testing

/// Who is slipping, who is late, and who is nearly there.
@Suite struct CustomerListTests {
  private static let keys = ["customer", "recency", "frequency", "monetary", "cluster", "segment"]

  private let workspace: Workspace

  init() throws {
    workspace = try TrainedShop.workspace()
  }

  private func list(_ arguments: String...) throws -> [Value] {
    let outcome = try workspace.rfm(arguments + ["--json"])
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.lines.count == 1)
    return try outcome.json().items
  }

  private func isOrdered(_ rows: [Value], by keys: [(Value) -> Double?]) -> Bool {
    let orders = rows.map { row in keys.map { $0(row) ?? .nan } }
    return zip(orders, orders.dropFirst()).allSatisfy { !$1.lexicographicallyPrecedes($0) }
  }

  // MARK: - watch-list

  @Test("The watch-list goes from the segment worth most down, and nobody on it goes up")
  func watchListIsBySegmentThenDay() throws {
    let rows = try list("watch-list", "-n", "500")
    #expect(rows.count > 20)
    for row in rows { #expect(row.keys == Self.keys + ["days", "date", "to", "due"]) }
    let names = rows.compactMap { $0["segment"].text }
    var segments: [String] = []
    for name in names where segments.last != name { segments.append(name) }
    #expect(segments.count == Set(names).count && segments.count > 1, "\(segments)")
    for segment in segments {
      let own = rows.filter { $0["segment"].text == segment }
      #expect(isOrdered(own, by: [{ $0["days"].number }, { ($0["monetary"].number ?? 0) * -1 }]))
    }
    for row in rows {
      let (from, to) = (row["segment"].text ?? "", row["to"].text ?? "")
      guard let target = segments.firstIndex(of: to) else { continue }
      #expect(target > segments.firstIndex(of: from) ?? .max, "\(from) to \(to)")
    }
    #expect(rows.allSatisfy { ($0["days"].int ?? 0) >= 1 && $0["due"].bool == false })
    #expect(try list("watch-list").map(\.description) == rows.prefix(10).map(\.description))

    // On that day the customer is there, and on the day before still where they were.
    for row in rows where row["days"].int.map({ $0 % 7 == 0 }) == true {
      let (id, date) = (try #require(row["customer"].text), try #require(row["date"].text))
      let day = try Date(date + "T00:00:00Z", strategy: .iso8601).addingTimeInterval(-86_400)
      let lines = "as-of \(date)\n\(id)\nas-of \(day.formatted(.iso8601.year().month().day()))\n\(id)\n"
      let answers = try workspace.rfm("--json", input: lines).jsonLines()
      #expect(answers[1]["segment"].text == row["to"].text)
      #expect(answers[3]["segment"].text != row["to"].text)
    }
  }

  @Test func watchListOfASegment() throws {
    let all = try list("watch-list", "-n", "500")
    let rows = try list("watch-list", "Loyal", "&", "Engaged", "-n", "500")
    #expect(
      rows.map(\.description) == all.filter { $0["segment"].text == "Loyal & Engaged" }.map(\.description))
    let lines = "watch-list loy 3\nwatch-list 5 3\nwatch-list 5\nwatch-list\nwatch-list Loyal & Engaged\n"
    let piped = try workspace.rfm("--json", input: lines).jsonLines()
    #expect(piped.map(\.items.count) == [3, 3, 5, 10, 10])
    #expect(piped[0].items.map(\.description) == rows.prefix(3).map(\.description))
    #expect(piped[1].description == piped[0].description)
    #expect(piped[2].items.map(\.description) == all.prefix(5).map(\.description))
  }

  @Test func watchListOnALaterDay() throws {
    let rows = try list("watch-list", "-n", "500")
    let middle = try #require(rows.compactMap { $0["date"].text }.sorted().dropFirst(rows.count / 2).first)
    let later = try list("watch-list", "-n", "500", "--as-of", middle)
    #expect(later.count == rows.count)
    for row in later { #expect(row["due"].bool == ((row["date"].text ?? "") <= middle)) }
    let text = try workspace.rfm("watch-list", "-n", "500", "--as-of", middle).output
    #expect(text.contains("due since \(middle)"))
    #expect(text.components(separatedBy: "due since").count - 1 == later.count { $0["due"].bool == true })
  }

  // MARK: - overdue

  /// From the sales themselves: how late each customer is.
  private var ratios: [String: Double] {
    var days: [String: Set<String>] = [:]
    for row in TrainedShop.sales.rows
    where !row.customer.isEmpty && !"CA".contains(row.invoice.prefix(1)) && row.stock != "POST" {
      days[row.customer, default: []].insert(String(row.date.prefix(10)))
    }
    func number(_ date: String?) -> Double {
      let day = date.flatMap { try? Date($0 + "T00:00:00Z", strategy: .iso8601) }
      return (day?.timeIntervalSince1970 ?? 0) / 86_400
    }
    let returned = days.filter { $0.value.count > 1 }
    func span(_ days: Set<String>) -> Double { number(days.max()) - number(days.min()) }
    let typical =
      returned.values.reduce(0) { $0 + span($1) } / returned.values.reduce(0) { $0 + Double($1.count - 1) }
    var ratios: [String: Double] = [:]
    for (id, days) in returned {
      let gap = (span(days) + 2 * typical) / Double(days.count + 1)
      ratios[id] = Double(TrainedShop.sales.customers[id]?.recency ?? 0) / gap
    }
    return ratios
  }

  @Test func overdueIsByTheirOwnRhythm() throws {
    let rows = try list("overdue", "-n", "500")
    let ratios = ratios
    #expect(Set(rows.compactMap { $0["customer"].text }) == Set(ratios.keys))
    for row in rows {
      #expect(row.keys == Self.keys + ["ratio", "gap"])
      let ratio = try #require(row["ratio"].number)
      #expect(abs(ratio - (ratios[row["customer"].text ?? ""] ?? .nan)) < 1e-9)
      #expect(abs(ratio * (row["gap"].number ?? .nan) - (row["recency"].number ?? 0)) < 1e-6)
    }
    #expect(isOrdered(rows, by: [{ ($0["ratio"].number ?? 0) * -1 }, { ($0["monetary"].number ?? 0) * -1 }]))
    let some = try list("overdue", "champ", "-n", "3")
    let champions = rows.filter { $0["segment"].text == "Champions & VIPs" }
    #expect(some.map(\.description) == champions.prefix(3).map(\.description))
    #expect(
      try workspace.rfm("--json", input: "overdue champ 3\n").json().items.map(\.description)
        == some.map(\.description))

    let byMoney = try list("overdue", "--by", "money", "-n", "500")
    #expect(byMoney.allSatisfy { ($0["ratio"].number ?? 0) >= 2 })
    #expect(byMoney.count == rows.count { ($0["ratio"].number ?? 0) >= 2 })
    #expect(isOrdered(byMoney, by: [{ ($0["monetary"].number ?? 0) * -1 }]))
    for line in ["overdue 500 --by money", "overdue --by=money 500"] {
      let typed = try workspace.rfm("--json", input: line + "\n").json().items
      #expect(typed.map(\.description) == byMoney.map(\.description))
    }
    expectError(try workspace.rfm("overdue", "--by", "size"), status: 64, saying: "size")
    expectError(try workspace.rfm(input: "overdue --by size\n"), saying: "expected lateness or money")

    // Another day, and everyone is later.
    let later = try list("overdue", "-n", "500", "--as-of", "2011-12-31")
    #expect(later.count == rows.count)
    #expect(later.allSatisfy { ($0["ratio"].number ?? 0) > (ratios[$0["customer"].text ?? ""] ?? .infinity) })
    #expect(try workspace.rfm("overdue").output.contains("late by their own rhythm"))
  }

  // MARK: - again

  @Test("again has the likeliest to buy first, at the prompt, in the shell, in lists and in files")
  func againIsAnOrder() throws {
    let rows = try list("again", "-n", "500")
    #expect(rows.count == TrainedShop.sales.customers.count)
    for row in rows { #expect(row.keys == Self.keys + ["rank", "buys90d"]) }
    #expect(rows.compactMap { $0["rank"].int } == Array(1...rows.count))
    let typed = try workspace.rfm("--json", input: "again champ 3\n").json().items
    #expect(typed.map(\.description) == (try list("again", "champ", "-n", "3")).map(\.description))
    #expect(typed.allSatisfy { $0["segment"].text == "Champions & VIPs" })
    let model = try workspace.rfm("model", "--json").json()["again"]
    #expect(model.keys == ["r", "alpha", "a", "b", "logLikelihood", "nbdLogLikelihood", "check"])
    let isPercentage = model["check"]["passed"].bool == true
    #expect(rows.allSatisfy { ($0["buys90d"].number != nil) == isPercentage })
    let text = try workspace.rfm("again", "-n", "3").output
    #expect(text.hasPrefix("likeliest to buy within 90 days\n"))
    #expect(text.contains("order only:") == !isPercentage)

    try workspace.write(TrainedShop.sales.csv, to: "sales.csv")
    let exported = try workspace.rfm("export", "--again", "--json")
    #expect(exported.errors.contains("buys_90d is a place") == !isPercentage)
    let file = try workspace.rfm("classify", "sales.csv", "--again", "--format", "jsonl")
    #expect(
      try exported.jsonLines().map { $0["buys_90d"].description }
        == (try file.jsonLines()).map { $0["buys_90d"].description })
    #expect(
      try workspace.rfm("classify", "sales.csv", "--again").lines.first?.hasSuffix(",margin,buys_90d") == true
    )
    #expect(try workspace.rfm("classify", "sales.csv", "--again", "-o", "out.xlsx").status == 0)
    let shown = try workspace.rfm(input: "again 2\nexport --again two.jsonl\n")
    #expect(shown.status == 0, "\(shown)")
    #expect(try workspace.text(of: "two.jsonl").split(separator: "\n").count == 2)
  }

  // MARK: - near

  @Test func nearIsByFewestOrders() throws {
    let rows = try list("near", "champ", "-n", "500")
    #expect(rows.count > 20)
    for row in rows { #expect(row.keys == Self.keys + ["orders", "value"]) }
    #expect(isOrdered(rows, by: [{ $0["orders"].number }, { ($0["monetary"].number ?? 0) * -1 }]))
    #expect(rows.allSatisfy { $0["segment"].text != "Champions & VIPs" && ($0["orders"].int ?? 0) > 0 })
    #expect(
      try list("near", "Champions", "&", "VIPs").map(\.description) == rows.prefix(10).map(\.description))

    // The same as reach says of each; those who are not listed cannot get there by orders.
    let ids = TrainedShop.sales.customers.keys.sorted()
    let lines = ids.flatMap { [$0, "reach champ"] }.joined(separator: "\n")
    let answers = try workspace.rfm("--json", input: lines + "\n").jsonLines()
    let reaches = stride(from: 1, to: answers.count, by: 2).map { answers[$0] }
    let listed = Dictionary(rows.map { ($0["customer"].text ?? "", $0) }) { first, _ in first }
    for (id, reach) in zip(ids, reaches) {
      #expect(listed[id]?["orders"].int == reach["orders"]["count"].int)
      if let row = listed[id] { #expect(row["value"].number == reach["orders"]["value"].number) }
    }
    #expect(try workspace.rfm("near", "champ").output.hasPrefix("nearest to Champions & VIPs\n"))
  }

  // MARK: - A model without dates

  @Test func aModelOfAnRFMTable() throws {
    let rows = TrainedShop.sales.customers.map { id, customer in
      "\(id),\(customer.recency),\(customer.frequency),\(InventedSales.decimal(customer.pence))"
    }
    try workspace.write(
      "customer,recency,frequency,monetary\n" + rows.sorted().joined(separator: "\n"), to: "table.csv")
    #expect(try workspace.rfm("train", "table.csv", "-o", "Models/table.json").status == 0)
    expectError(try workspace.rfm("overdue", "--model", "table"), saying: "no dates of purchases")
    expectError(try workspace.rfm("again", "--model", "table"), saying: "no dates of purchases")
    expectError(
      try workspace.rfm("classify", "table.csv", "--again"), saying: "--again", "raw sales are needed")

    let watched = try list("watch-list", "--model", "table")
    #expect(watched.count == 10)
    #expect(watched.allSatisfy { $0["date"].isNull && $0["due"].bool == false })
    #expect(try workspace.rfm("watch-list", "--model", "table").output.contains(" in "))
    #expect(try list("near", "3", "--model", "table").count == 10)

    let what = try workspace.rfm(
      "what-if", "--customer", "13007", "--days", "9", "--model", "table", "--json"
    ).json()
    let recency = try #require(what["change"]["recency"].int)
    #expect(what["change"]["date"].isNull)
    let text = try workspace.rfm("what-if", "--customer", "13007", "--days", "9", "--model", "table").output
    #expect(text.contains("from the day on which recency is \(recency)"))
    let lines = "\(recency) 5 7\nwhy 13007\n13007\nreach 3\nas-of 2011-01-01\n13007\n"
    let piped = try workspace.rfm("--json", "--model", "table", input: lines)
    #expect(piped.errorLines.count == 1)
    #expect(piped.errors.contains("line 6: this model knows no dates"))
  }
}
