import Testing

/// `rfm profile`, on the invented sales and on files with faults.
@Suite struct ProfileTests {
  private let workspace: Workspace
  private let sales = TrainedShop.sales

  init() throws {
    workspace = try Workspace()
    try workspace.write(sales.csv, to: "sales.csv")
  }

  private func profile(_ arguments: String..., input: String? = nil) throws -> Value {
    let outcome = try workspace.rfm(["profile", "--json"] + arguments, input: input)
    #expect(outcome.status == 0, "\(outcome)")
    return try outcome.json()["files"][0]
  }

  private func column(_ name: String, in profile: Value) -> Value {
    profile["columns"].items.first { $0["name"].text == name } ?? profile["none"]
  }

  private func dropped(_ cleaning: Value) -> [String: Int] {
    Dictionary(
      uniqueKeysWithValues: cleaning["dropped"].items.map { ($0["reason"].text ?? "", $0["rows"].int ?? -1) })
  }

  // MARK: - Columns

  @Test func eachColumnIsDescribed() throws {
    let profile = try profile("sales.csv")
    #expect(profile["rows"].int == sales.rows.count)
    #expect(profile["bytes"].int == sales.csv.utf8.count)
    #expect(profile["delimiter"].text == "comma")
    #expect(profile["encoding"].text == "UTF-8")
    #expect(profile["ragged"]["rows"].int == 0)
    let types = profile["columns"].items.compactMap { $0["type"].text }
    #expect(types.count == 8 && types[2] == "text" && types[4] == "date" && types[5] == "number")
    let roles = profile["columns"].items.map { $0["role"].text }
    #expect(roles == ["invoice", "stock", nil, "quantity", "date", "price", "customer", nil])

    let customer = column("Customer ID", in: profile)
    #expect(customer["missing"].int == sales.rows.count { $0.customer.isEmpty })
    #expect(customer["distinct"].int == Set(sales.rows.map(\.customer)).subtracting([""]).count)
    let quantity = column("Quantity", in: profile)
    #expect(quantity["min"].int == sales.rows.map(\.quantity).min())
    #expect(quantity["max"].int == sales.rows.map(\.quantity).max())
    let date = column("InvoiceDate", in: profile)
    #expect(date["min"].text == sales.rows.map(\.date).min())
    #expect(date["max"].text == sales.rows.map(\.date).max())
    let description = column("Description", in: profile)
    #expect(description["missing"].int == sales.rows.count { $0.description.isEmpty })
    #expect(description["max"].int == sales.rows.map(\.description.count).max())
  }

  @Test func valuesOfAnotherKindAreCountedAndShown() throws {
    let rows = (0..<100).map { "c\($0),2010-01-02,\($0 == 7 ? "many" : "\($0).5")" }
    try workspace.write("customer,date,amount\n" + rows.joined(separator: "\n"), to: "odd.csv")
    let amount = column("amount", in: try profile("odd.csv"))
    #expect(amount["type"].text == "number")
    #expect(amount["others"].int == 1)
    #expect(amount["otherExample"].text == "many")
    #expect(amount["min"].number == 0.5 && amount["max"].number == 99.5)
    #expect(try workspace.rfm("profile", "odd.csv").output.contains("1 are no numbers, such as many"))
  }

  @Test func distinctValuesAreCountedUpToALimit() throws {
    func file(_ count: Int) -> String {
      "customer,date,amount\n" + (0..<count).map { "c\($0),2010-01-02,1\n" }.joined()
    }
    let exact = column("customer", in: try profile("-", input: file(100_000)))
    #expect(exact["distinct"].int == 100_000 && exact["moreThanDistinct"].bool == false)
    let more = column("customer", in: try profile("-", input: file(100_001)))
    #expect(more["distinct"].int == 100_000 && more["moreThanDistinct"].bool == true)
  }

  // MARK: - Faults

  @Test func encodingRaggedRowsAndDatesInTwoOrders() throws {
    let text = "customer;date;amount;note\na;01/02/2010;1,50;caf\u{E9}\nb;02/02/2010;2\nc;;3;\n"
    try workspace.write(bytes: text.unicodeScalars.map { UInt8($0.value) }, to: "faults.csv")
    let profile = try profile("faults.csv")
    #expect(profile["encoding"].text == "Windows-1252")
    #expect(profile["delimiter"].text == "semicolon")
    #expect(profile["rows"].int == 3)
    #expect(
      profile["ragged"].description == #"{"rows": 1, "examples": [{"line": 3, "text": "b;02/02/2010;2"}]}"#)
    #expect(column("date", in: profile)["ambiguous"].int == 1)
    #expect(column("date", in: profile)["missing"].int == 1)
    #expect(column("note", in: profile)["examples"][0].text == "café")
    #expect(try workspace.rfm("profile", "faults.csv").output.contains("--date-order dmy or mdy"))
  }

  @Test func aFileThatTrainingRefusesIsStillDescribed() throws {
    try workspace.write("who,date,amount,empty\na,2010-01-02,5,\n", to: "other.csv")
    let other = try profile("other.csv")
    #expect(other["cleaning"].items.isEmpty)
    #expect(other["withoutCleaning"].text?.contains("no customer") == true)
    #expect(column("date", in: other)["role"].text == "date")
    #expect(column("empty", in: other)["type"].text == "empty")
    let named = try profile("other.csv", "--column", "customer=who")
    #expect(named["cleaning"].items.count == 2)
    try workspace.write("customer,recency,frequency,monetary\na,1,1,5\n", to: "table.csv")
    #expect(try profile("table.csv")["withoutCleaning"].text?.contains("RFM table") == true)
    try workspace.write("customer,date,amount\n", to: "header.csv")
    #expect(try profile("header.csv")["rows"].int == 0)
    expectError(try workspace.rfm("profile", "nowhere.csv"), saying: "nowhere.csv", "no such file")
  }

  // MARK: - Cleaning

  @Test func eachRuleIsTriedAsTrainingTriesIt() throws {
    let cleaning = try profile("sales.csv")["cleaning"].items
    #expect(cleaning.map { $0["rules"].text } == ["products", "sales"])
    #expect(dropped(cleaning[0]) == sales.dropped)
    #expect(cleaning[0]["kept"].int == sales.kept)
    for (rules, found) in zip(["products", "sales"], cleaning) {
      let source = try workspace.rfm(
        "train", "sales.csv", "-o", "\(rules).json", "--clean", rules, "--json"
      ).json()["source"]
      #expect(found["kept"].int == source["rowsKept"].int)
      let reasons = source["dropped"].keys
      #expect(found["dropped"].items.compactMap { $0["reason"].text } == reasons)
      for reason in reasons { #expect(dropped(found)[reason] == source["dropped"][reason].int) }
    }
    #expect(try profile("sales.csv", "--clean", "customers")["cleaning"].items.count == 1)
  }

  @Test func theRulesThatAutoTakesAreThoseOfTraining() throws {
    for file in ["sales.csv", "odd.csv"] {
      // Every fourth stock code is none of a product's.
      let rows = (0..<40).map {
        "\(489_434 + $0),\($0 % 4 == 0 ? "GIFT\($0)" : String(21_500 + $0)),2,2010-01-02,\(1 + $0).00,c\($0)"
      }
      try workspace.write(
        "invoice,stock,quantity,date,price,customer\n" + rows.joined(separator: "\n") + "\n", to: "odd.csv")
      let auto = try profile(file)["auto"]
      let trained = try workspace.rfm(
        "train", file, "-o", "\(file).json", "--k", "2", "--outliers", "none", "--json"
      ).json()
      let notes = trained["notes"].items.compactMap(\.text)
      #expect(
        notes.contains(
          "cleaned by the rules for \(auto["rules"].text ?? ""), since \(auto["why"].text ?? "")"), "\(notes)"
      )
      #expect(auto["rules"].text == (file == "sales.csv" ? "products" : "sales"))
    }
    #expect(
      try workspace.rfm("profile", "odd.csv").output.contains("--clean auto takes sales, since 100 % of"))
    #expect(try profile("sales.csv", "--clean", "sales")["auto"].isNull)
  }

  @Test func aColumnThatIsNotThereIsAnErrorAsInTraining() throws {
    for command in ["profile", "train"] {
      expectError(
        try workspace.rfm(command, "sales.csv", "--column", "customer=Buyer"),
        saying: "line 1 of sales.csv", "there is no column 'Buyer' for customer", "'Customer ID'")
    }
  }

  @Test func examplesAreTheFirstRowsThatARuleDrops() throws {
    let lines = sales.csv.split(separator: "\n", omittingEmptySubsequences: false)
    let products = try profile("sales.csv")["cleaning"][0]["dropped"].items
    let cancelled = try #require(products.first { $0["reason"].text == "cancelled invoice" })
    #expect(cancelled["examples"].items.count == min(3, sales.dropped["cancelled invoice"] ?? 0))
    let first = try #require(lines.firstIndex { $0.hasPrefix("C") })
    #expect(cancelled["examples"][0]["line"].int == first + 1)
    #expect(cancelled["examples"][0]["text"].text == String(lines[first]))
  }

  @Test func theTextIsReadableAndBadRowsAreCounted() throws {
    try workspace.write(
      sales.csv + "599999,85123A,POT,many,2010-12-30 10:00:00,5.00,13000,France\n", to: "sales.csv")
    let outcome = try workspace.rfm("profile", "sales.csv")
    #expect(outcome.status == 0 && outcome.errors == "", "\(outcome)")
    #expect(outcome.lines.allSatisfy { $0.count <= 80 })
    for words in [
      "no ragged rows", "comma-separated", "--clean products keeps", "--clean sales keeps", "bad row",
      ": 599999,85123A,POT,many",
    ] {
      #expect(outcome.output.contains(words), "\(words)")
    }
    #expect(try workspace.names() == ["sales.csv"])
    #expect(try workspace.rfm("profile", "--help").output.contains("rfm profile sales.csv"))
  }
}
