import Foundation
import Testing

/// Sales summed up to a table of recency, frequency and monetary, and nothing else.
@Suite struct TableTests {
  private let workspace: Workspace
  private let sales = InventedSales()

  init() throws {
    workspace = try Workspace()
    try workspace.write(sales.csv, to: "sales.csv")
  }

  private func table(_ arguments: String...) throws -> Outcome {
    let outcome = try workspace.rfm(["table"] + arguments)
    #expect(outcome.status == 0, "\(outcome)")
    return outcome
  }

  /// The file that these sales come to, worked out in whole pence and minutes.
  private var expected: String {
    let rows = sales.customers.sorted { $0.key < $1.key }.map { id, customer in
      "\(id),\(customer.recency),\(customer.frequency),\(InventedSales.decimal(customer.pence)),\(customer.first),\(customer.last)"
    }
    return (["customer_id,recency,frequency,monetary,first_purchase,last_purchase"] + rows)
      .joined(separator: "\n") + "\n"
  }

  @Test func everyCustomerHasARowWithExactMoneyAndDates() throws {
    let outcome = try table("sales.csv")
    #expect(outcome.output == expected)
    let kept = sales.kept.formatted(.number.locale(Locale(identifier: "en_GB")))
    #expect(outcome.errorLines.first?.contains(", \(kept) kept") ?? false, "\(outcome)")
    #expect(outcome.errors.contains("as of \(sales.asOf)"))
    #expect(outcome.errors.contains("missing customer"))
  }

  @Test func aFileIsWrittenAsItsEndingSays() throws {
    #expect(try table("sales.csv", "-o", "table.csv", "--quiet").errors == "")
    #expect(try workspace.text(of: "table.csv") == expected)

    _ = try table("sales.csv", "-o", "table.jsonl")
    let lines = try workspace.text(of: "table.jsonl").split(separator: "\n")
    #expect(lines.count == sales.customers.count)
    let first = try #require(sales.customers.min { $0.key < $1.key })
    #expect(
      lines[0]
        == "{\"customer_id\": \"\(first.key)\", \"recency\": \(first.value.recency), \"frequency\": \(first.value.frequency), \"monetary\": \(InventedSales.decimal(first.value.pence)), \"first_purchase\": \"\(first.value.first)\", \"last_purchase\": \"\(first.value.last)\"}"
    )

    let list = try table("sales.csv", "--format", "json").json()
    #expect(list.items.count == sales.customers.count)
    #expect(list[0]["customer_id"].text == first.key)
  }

  @Test func itIsWhatTheStoreOfTheSameSalesHolds() throws {
    let outcome = try workspace.rfm("train", "sales.csv", "-o", "shop.json", "--k", "3")
    #expect(outcome.status == 0, "\(outcome)")
    let rows = try table("sales.csv").lines.dropFirst().map { $0.split(separator: ",").map(String.init) }
    for row in rows.prefix(10) {
      let answer = try workspace.rfm("customer", row[0], "--model", "shop.json", "--json").json()
      #expect(answer["recency"].int == Int(row[1]))
      #expect(answer["frequency"].int == Int(row[2]))
      #expect(answer["monetary"].number == Double(row[3]))
      #expect(answer["firstPurchase"].text == row[4])
      #expect(answer["lastPurchase"].text == row[5])
    }
  }

  @Test func theTableIsReadAgainAsItIs() throws {
    _ = try table("sales.csv", "-o", "table.csv")
    let again = try table("table.csv", "-o", "again.csv")
    #expect(again.errors.contains("the file is an RFM table"))
    let strip = { (text: String) in text.split(separator: "\n").map { $0.split(separator: ",").prefix(4) } }
    #expect(try strip(workspace.text(of: "again.csv")) == strip(workspace.text(of: "table.csv")))

    // The same model comes of it, but for what only sales can tell.
    _ = try workspace.rfm("train", "sales.csv", "-o", "sales.json", "--k", "3")
    _ = try workspace.rfm("train", "table.csv", "-o", "table.json", "--k", "3")
    let centroids = try ["sales.json", "table.json"].map { name in
      let text = try workspace.text(of: name)
      let start = try #require(text.range(of: "\"centroids\""))
      let end = try #require(text.range(of: "\"clusters\""))
      return String(text[start.lowerBound..<end.lowerBound])
    }
    #expect(centroids[0] == centroids[1])
    #expect(centroids[0].count > 50)
  }

  @Test func theNumberOfThreadsChangesNothing() throws {
    // More than a block for each of several threads.
    let made = try workspace.rfm("sample", "--customers", "300", "--rows", "12000", "-o", "large.csv")
    #expect(made.status == 0, "\(made)")
    let one = try table("large.csv", "--threads", "1")
    for threads in ["2", "5"] {
      let other = try table("large.csv", "--threads", threads)
      #expect(other.output == one.output)
      #expect(other.errors == one.errors)
    }
  }

  @Test func itTakesTheOptionsOfReadingAndCleaning() throws {
    try workspace.write(
      """
      Buyer;When;Total;Bill
      ann;2024-01-01;10,5;1
      ann;2024-02-01;1,125;2
      ann;2024-02-01;-0,5;2
      =1+1;2024-02-03;7;3

      """, to: "orders.csv")
    let columns = ["customer=Buyer", "date=When", "amount=Total", "invoice=Bill"].flatMap {
      ["--column", $0]
    }
    let outcome = try workspace.rfm(
      ["table", "orders.csv", "--decimal", "comma", "--as-of", "2024-02-10", "--clean", "customers"] + columns
    )
    #expect(
      outcome.output == """
        customer_id,recency,frequency,monetary,first_purchase,last_purchase
        '=1+1,7,1,7.000,2024-02-03 00:00:00,2024-02-03 00:00:00
        ann,9,2,11.125,2024-01-01 00:00:00,2024-02-01 00:00:00

        """, "\(outcome)")
  }

  @Test func whatIsWrongIsSaidInOneLineAndNothingIsWritten() throws {
    expectError(try workspace.rfm("table", "none.csv", "-o", "out.csv"), saying: "none.csv", "no such file")
    expectError(
      try workspace.rfm("table", "sales.csv", "-o", "out.xyz"), status: 64, saying: "out.xyz", ".csv")
    expectError(try workspace.rfm("table", "sales.csv", "-o", "sales.csv"), saying: "would take the place")
    try workspace.write(sales.csv + "1,2\n", to: "bad.csv")
    let line =
      try workspace.text(of: "bad.csv").split(separator: "\n", omittingEmptySubsequences: false).count - 1
    expectError(
      try workspace.rfm("table", "bad.csv", "-o", "out.csv"), saying: "line \(line) of bad.csv", "2 fields")
    #expect(try !workspace.names().contains { $0.contains("out") })
  }
}
