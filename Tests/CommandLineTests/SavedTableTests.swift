import Foundation
import Testing

/// `rfm train --save-cleaned` and `--save-features`: the tables between sales and model.
@Suite struct SavedTableTests {
  private let workspace: Workspace
  private let sales = TrainedShop.sales

  init() throws {
    workspace = try Workspace()
    try workspace.write(sales.csv, to: "sales.csv")
  }

  private func train(_ arguments: String...) throws -> Outcome {
    let outcome = try workspace.rfm(["train"] + arguments)
    #expect(outcome.status == 0, "\(outcome)")
    return outcome
  }

  // MARK: - Rows kept

  @Test func theRowsKeptAreThoseOfTheFileAsTheyStand() throws {
    _ = try train("sales.csv", "-o", "a/shop.json", "--save-cleaned", "kept.csv")
    let customers = Set(sales.customers.keys)
    let expected = sales.rows.filter {
      customers.contains($0.customer) && $0.stock != "POST" && !$0.invoice.hasPrefix("C")
        && !$0.invoice.hasPrefix("A")
    }
    #expect(expected.count == sales.kept)
    let lines = [InventedSales.header] + expected.map(InventedSales.line)
    #expect(try workspace.text(of: "kept.csv") == lines.joined(separator: "\n") + "\n")
    // The same model comes of them, but for where they are from.
    _ = try train("kept.csv", "-o", "b/shop.json")
    let (a, b) = (try Value(workspace.text(of: "a/shop.json")), try Value(workspace.text(of: "b/shop.json")))
    for key in ["store", "features", "centroids", "clusters", "scores", "quality"] {
      #expect(a[key].description == b[key].description, "\(key)")
    }
    #expect(b["source"]["rowsRead"].int == sales.kept && b["source"]["dropped"].keys == [])
  }

  @Test(arguments: [
    ["--window", "100d"], ["--window", "100d", "--as-of", "next-day"], ["--as-of", "2010-09-01"],
    ["--as-of", "2010-09-01", "--window", "60d"], ["--returns", "net"],
    ["--returns", "net", "--window", "90d"], ["--clean", "sales"], ["--clean", "customers"],
    ["--frequency", "days", "--threads", "3"],
  ])
  func asManyRowsAsTheSummarySays(options: [String]) throws {
    let outcome = try workspace.rfm(
      ["train", "sales.csv", "-o", "a/shop.json", "--k", "2", "--json", "--save-cleaned", "kept.csv"]
        + options)
    #expect(outcome.status == 0, "\(outcome)")
    let again = try workspace.rfm("profile", "kept.csv", "--json").json()["files"][0]
    #expect(again["rows"].int == (try outcome.json()["source"]["rowsKept"].int))
  }

  @Test func severalFilesOfOneHeaderBecomeOne() throws {
    let lines = sales.csv.split(separator: "\n", omittingEmptySubsequences: false)
    let other = InventedSales(seed: 9, customers: 40)
    try workspace.write(other.csv, to: "more.csv")
    let outcome = try train(
      "sales.csv", "more.csv", "-o", "shop.json", "--save-cleaned", "kept.csv", "--json")
    let kept = try workspace.text(of: "kept.csv")
    #expect(kept.hasPrefix(String(lines[0]) + "\n"))
    let rows = try workspace.rfm("profile", "kept.csv", "--json").json()["files"][0]["rows"].int
    #expect(rows == (try outcome.json()["source"]["rowsKept"].int))
    try workspace.write("customer,date,amount\na,2010-01-02,5\n", to: "unlike.csv")
    expectError(
      try workspace.rfm("train", "sales.csv", "unlike.csv", "-o", "x.json", "--save-cleaned", "k.csv"),
      saying: "unlike.csv", "not those of sales.csv")
  }

  @Test func textThatASpreadsheetWouldRunIsGuardedAndReadBack() throws {
    let text = """
      customer;date;amount;note
      =1+1;2010-01-02;5,50;"=cmd|' /C calc'!A0"
      -7;2010-01-03;-2,00;-12,50
      @b;2010-02-02;7,25;+many "words"
      d;2010-02-05;3,00;caf\u{E9}
      """
    try workspace.write(bytes: text.unicodeScalars.map { UInt8($0.value) }, to: "odd.csv")
    _ = try train(
      "odd.csv", "-o", "a/shop.json", "--k", "2", "--clean", "customers", "--save-cleaned", "kept.csv")
    #expect(
      try workspace.text(of: "kept.csv") == """
        customer;date;amount;note
        '=1+1;2010-01-02;5,50;"'=cmd|' /C calc'!A0"
        '-7;2010-01-03;-2,00;-12,50
        '@b;2010-02-02;7,25;'+many "words"
        d;2010-02-05;3,00;café

        """)
    _ = try train("kept.csv", "-o", "b/shop.json", "--k", "2", "--clean", "customers")
    let stores = try ["a", "b"].map { try Value(workspace.text(of: "\($0)/shop.json"))["store"].description }
    #expect(stores[0] == stores[1])
  }

  // MARK: - Features

  @Test func featuresAreWhatTheModelMeasures() throws {
    _ = try train(
      "sales.csv", "-o", "shop.json", "--log", "monetary", "--save-features", "features.csv")
    let lines = try workspace.text(of: "features.csv").split(separator: "\n").map { $0.split(separator: ",") }
    #expect(lines.count == sales.customers.count + 1)
    let model = try Value(workspace.text(of: "shop.json"))
    let centroids = model["centroids"].items.map { $0.items.compactMap(\.number) }
    for line in lines.dropFirst() {
      let id = String(line[0])
      let customer = try #require(sales.customers[id])
      let numbers = line[1...9].compactMap { Double($0) }
      #expect(numbers.count == 9)
      #expect(numbers[0] == Double(customer.recency) && numbers[1] == Double(customer.frequency))
      #expect(numbers[2] == Double(customer.pence) / 100)
      #expect(Array(numbers[3...4]) == Array(numbers[0...1]) && numbers[5] == log1p(numbers[2]))
      for i in 0..<3 {
        let feature = model["features"][i]
        let mean = try #require(feature["mean"].number)
        let scale = try #require(feature["scale"].number)
        #expect(numbers[6 + i] == (numbers[3 + i] - mean) / scale)
      }
      let distances = centroids.map { centroid -> Double in
        var sum = 0.0
        for i in 0..<3 {
          let difference = numbers[6 + i] - centroid[i]
          sum += difference * difference
        }
        return sum
      }
      #expect(Int(line[11]) == distances.firstIndex(of: distances.min() ?? 0))
    }
    let outliers = lines.dropFirst().count { $0[10] == "true" }
    #expect(outliers == sales.customers.count - (model["source"]["trainedOn"].int ?? 0))
    // It is an RFM table.
    #expect(try workspace.rfm("classify", "features.csv", "--model", "shop.json").lines.count == lines.count)
  }

  // MARK: - Where they go

  @Test func standardOutputTakesOneOfThem() throws {
    let outcome = try train("sales.csv", "-o", "shop.json", "--save-features", "-")
    #expect(outcome.lines.count == sales.customers.count + 1)
    #expect(outcome.errors.contains("\n  wrote shop.json and "))
    let cleaned = try train("sales.csv", "-o", "shop.json", "--save-cleaned", "-")
    #expect(cleaned.output.hasPrefix(InventedSales.header + "\n"))
    for arguments in [["--save-cleaned", "-", "--save-features", "-"], ["--save-features", "-", "--json"]] {
      expectError(
        try workspace.rfm(["train", "sales.csv"] + arguments), status: 64,
        saying: "standard output")
    }
    expectError(
      try workspace.rfm("train", "-", "-o", "x.json", "--save-cleaned", "k.csv", input: sales.csv),
      status: 64,
      saying: "reads the sales twice")
  }

  @Test("the model is saved and named, whoever stops reading the table", arguments: ["cleaned", "features"])
  func aReaderWhoLeaves(table: String) throws {
    let command = "'\(BuiltProgram.path)' train sales.csv -o shop.json --save-\(table) - | true"
    let outcome = try workspace.run("/bin/sh", ["-c", command])
    #expect(outcome.errors.contains("\n  wrote shop.json and "), "\(outcome)")
    #expect(try workspace.rfm("customer", "13000", "--model", "shop.json").status == 0)
  }

  @Test func nothingIsLeftOfARunThatFails() throws {
    try workspace.write("old\n", to: "kept.csv")
    try workspace.write("customer,date,amount\na,2010-01-02,5\nb,never,6\n", to: "bad.csv")
    expectError(
      try workspace.rfm(
        "train", "bad.csv", "-o", "shop.json", "--save-cleaned", "kept.csv", "--save-features", "f.csv"),
      saying: "never")
    #expect(try workspace.text(of: "kept.csv") == "old\n")
    #expect(try workspace.names().filter { !$0.hasSuffix(".lock") } == ["bad.csv", "kept.csv", "sales.csv"])
    expectError(
      try workspace.rfm("train", "sales.csv", "-o", "shop.json", "--save-cleaned", "sales.csv"),
      saying: "take the place of")
    expectError(
      try workspace.rfm(
        "train", "sales.csv", "-o", "shop.json", "--save-cleaned", "t.csv", "--save-features", "t.csv"),
      saying: "take the place of")
    expectError(
      try workspace.rfm("train", "sales.csv", "-o", "shop.json", "--save-features", "no/where.csv"),
      saying: "no/where.csv")
    try workspace.write("customer,recency,frequency,monetary\na,1,1,5\nb,2,2,9\n", to: "table.csv")
    expectError(
      try workspace.rfm("train", "table.csv", "-o", "shop.json", "--k", "2", "--save-cleaned", "t.csv"),
      saying: "an RFM table is not cleaned")
    #expect(!(try workspace.names().contains("shop.json")))
  }
}
