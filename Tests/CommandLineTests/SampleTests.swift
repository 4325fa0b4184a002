import Foundation
import Testing

/// Invented sales for whoever has none at hand.
@Suite struct SampleTests {
  private let workspace: Workspace

  init() throws { workspace = try Workspace() }

  private func sample(_ arguments: String...) throws -> Outcome {
    let outcome = try workspace.rfm(["sample"] + arguments)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.errors == "")
    return outcome
  }

  /// The rows as fields; a quoted field keeps its quotes.
  private func rows(_ text: String) -> [[String]] {
    text.split(separator: "\n").dropFirst().map { line in
      var fields = [""]
      var isQuoted = false
      for character in line {
        if character == "\"" { isQuoted.toggle() }
        if character == ",", !isQuoted {
          fields.append("")
        } else {
          fields[fields.count - 1].append(character)
        }
      }
      return fields
    }
  }

  @Test func theSameSeedGivesTheSameBytes() throws {
    let options = ["--customers", "50", "--rows", "3000"]
    let first = try workspace.rfm(["sample"] + options + ["--seed", "7"])
    let again = try workspace.rfm(["sample"] + options + ["--seed", "7", "-o", "s.csv"])
    #expect(again.output == "")
    #expect(try workspace.text(of: "s.csv") == first.output)
    let other = try workspace.rfm(["sample"] + options + ["--seed", "8"])
    #expect(other.output != first.output)
    #expect(other.lines.count == first.lines.count)
  }

  @Test(arguments: [(1, 1), (1, 50), (200, 200), (200, 260), (40, 5000)])
  func thereAreAsManyRowsAndCustomersAsAskedFor(customers: Int, count: Int) throws {
    let text = try sample("--customers", "\(customers)", "--rows", "\(count)").output
    let rows = rows(text)
    #expect(rows.count == count)
    #expect(rows.allSatisfy { $0.count == 8 })
    #expect(Set(rows.map { $0[6] }).subtracting([""]).count == customers)
  }

  @Test func itLooksLikeTheSalesOfAShop() throws {
    let text = try sample("--customers", "300", "--rows", "40000").output
    #expect(text.hasPrefix("Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n"))
    let rows = rows(text)
    let moments = rows.map { $0[4] }
    #expect(moments == moments.sorted())
    #expect(Set(moments.map { $0.prefix(7) }).count > 10)
    #expect(rows.contains { $0[2].hasPrefix("\"") && $0[2].contains("\"\"") })
    #expect(rows.contains { $0[2].hasPrefix("\"") && $0[2].contains(",") })
    #expect(rows.contains { $0[1] == "POST" })
    #expect(Set(rows.map { $0[7] }).count > 5)

    // One invoice has one moment and one customer.
    var invoices: [String: [String]] = [:]
    for row in rows {
      let shared = [row[4], row[6]]
      #expect(invoices[row[0], default: shared] == shared)
      invoices[row[0]] = shared
    }
    // What is cancelled was bought before by the same customer, at least as many of it.
    var bought: [String: Int] = [:]
    var cancelled = 0
    for row in rows where row[0].hasPrefix("C") || !row[6].isEmpty {
      let quantity = try #require(Int(row[3]))
      let key = "\(row[6]) \(row[1])"
      if row[0].hasPrefix("C"), row[1] != "D" {
        cancelled += 1
        #expect(bought[key, default: 0] >= -quantity)
      } else {
        bought[key] = max(bought[key, default: 0], quantity)
      }
    }
    #expect(cancelled > 100)
    let withoutCustomer = rows.count { $0[6].isEmpty }
    #expect((rows.count / 10..<rows.count / 3).contains(withoutCustomer))
  }

  @Test func itIsTrainedOnAsSalesOfProducts() throws {
    _ = try sample("--customers", "400", "--rows", "20000", "-o", "sales.csv")
    let outcome = try workspace.rfm("train", "sales.csv", "-o", "shop.json", "--json")
    #expect(outcome.status == 0, "\(outcome)")
    let answer = try outcome.json()
    #expect(answer["source"]["customers"].int ?? 0 > 350)
    #expect(answer["clusters"].items.count == 4)
    #expect(outcome.output.contains("cleaned by the rules for products"))
    let summary = try workspace.rfm("train", "sales.csv", "-o", "shop.json").output
    #expect(summary.contains("missing customer"))
    #expect(summary.contains("cancelled invoice"))
    #expect(summary.contains("not a product"))
    // A few customers hold most of the money.
    let table = try workspace.rfm("table", "sales.csv", "--quiet")
    let money = table.lines.dropFirst().compactMap { Double($0.split(separator: ",")[3]) }.sorted(by: >)
    let tenth = money.prefix(money.count / 10).reduce(0, +)
    #expect(tenth > 0.4 * money.reduce(0, +))
  }

  @Test func badOptionsAreSaidInOneLine() throws {
    expectError(
      try workspace.rfm("sample", "--customers", "11", "--rows", "10"), status: 64,
      saying: "--customers 11", "--rows 10")
    expectError(
      try workspace.rfm("sample", "--customers", "0"), status: 64, saying: "--customers 0", "at least 1")
    expectError(try workspace.rfm("sample", "--rows", "0"), status: 64, saying: "--rows 0")
    expectError(try workspace.rfm("sample", "--seed", "-1"), status: 64, saying: "seed")
    expectError(try workspace.rfm("sample", "-o", "."), saying: "this is a folder")
  }

  @Test func aTerminalIsNotFlooded() throws {
    let terminal = try PseudoTerminal(
      executable: BuiltProgram.path, arguments: ["sample"], environment: workspace.environment,
      workingDirectory: workspace.folder.path)
    try terminal.expect("500000 rows are too many for a terminal")
    #expect(try terminal.waitForExit() == 64)
    let few = try PseudoTerminal(
      executable: BuiltProgram.path, arguments: ["sample", "--customers", "3", "--rows", "20"],
      environment: workspace.environment, workingDirectory: workspace.folder.path)
    try few.expect("StockCode")
    #expect(try few.waitForExit() == 0)
  }
}
