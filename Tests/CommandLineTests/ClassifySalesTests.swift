import Testing

/// Sales are classified as the model was trained, or it is said how not.
@Suite struct ClassifySalesTests: ClassifiesFiles {
  let workspace: Workspace
  private let sales = TrainedShop.sales

  init() throws {
    workspace = try TrainedShop.workspace()
    try workspace.write(sales.csv, to: "sales.csv")
  }

  // MARK: - Options of the model

  @Test func salesAreReadAsInTraining() throws {
    _ = try workspace.rfm(
      "train", "sales.csv", "-o", "net.json", "--returns", "net", "--frequency", "lines", "--as-of",
      "next-day",
      "--window", "200d")
    let outcome = try classify("sales.csv", "--model", "net.json")
    #expect(!outcome.errors.contains("not as the model"))
    for row in rows(outcome.output) {
      let stored = try workspace.rfm("customer", row[0], "--model", "net.json", "--json").json()
      #expect(Int(row[1]) == stored["recency"].int)
      #expect(Int(row[2]) == stored["frequency"].int)
      #expect(Double(row[3]) == stored["monetary"].number)
      #expect(Int(row[7]) == stored["cluster"].int)
    }
  }

  @Test func whatIsOverriddenIsSaid() throws {
    let outcome = try classify("sales.csv", "--returns", "net", "--clean", "products", "--as-of", "next-day")
    #expect(outcome.errorLines.count == 1, "\(outcome)")
    #expect(
      outcome.errors
        == "note: not as the model was trained: --returns net (the model: ignore), --as-of next-day (the model: last)\n"
    )
    let plain = rows(try classify("sales.csv").output)
    for (before, after) in zip(plain, rows(outcome.output)) {
      #expect(Int(before[1]).map { $0 + 1 } == Int(after[1]))
    }
    #expect(try classify("sales.csv", "--returns", "ignore").errors == "")
    // In the words that one would type.
    let other = try classify("sales.csv", "--window", "9000d", "--decimal", "point", "--where", "Country!=X")
    #expect(
      other.errors.contains(
        "--decimal point (the model: not given), --window 9000d (the model: all), --where Country!=X (the model: all)"
      ), "\(other)")
  }

  @Test func aDateOfTheModelIsNotTakenOver() throws {
    _ = try workspace.rfm("train", "sales.csv", "-o", "dated.json", "--as-of", "2010-12-20")
    let outcome = try classify("sales.csv", "--model", "dated.json")
    #expect(outcome.errorLines.count == 2, "\(outcome)")
    // The sales begin before that day and go on after it.
    #expect(outcome.errorLines.contains { $0.hasPrefix("warning: the sales begin on ") })
    #expect(outcome.errors.contains("the model's --as-of 2010-12-20 23:59:59 is not taken over"))
    #expect(outcome.errors.contains(sales.asOf))
    for row in rows(outcome.output) { #expect(Int(row[1]) == sales.customers[row[0]]?.recency) }

    let own = try classify("sales.csv", "--model", "dated.json", "--as-of", "2010-12-20")
    #expect(own.errors == "")
    #expect(own.output != outcome.output)
  }

  @Test func anotherSpanOfDatesIsWarnedAbout() throws {
    let half = sales.rows.filter { $0.date > "2010-07" }
    try workspace.write(
      ([InventedSales.header] + half.map(InventedSales.line)).joined(separator: "\n"), to: "half.csv")
    let outcome = try classify("half.csv")
    #expect(
      outcome.errors.contains("warning: the sales span 179 days, those of the model 347 days"), "\(outcome)")
    #expect(outcome.errors.contains("frequency and monetary grow with history"))
    let most = sales.rows.filter { $0.date > "2010-01-20" }
    try workspace.write(
      ([InventedSales.header] + most.map(InventedSales.line)).joined(separator: "\n"), to: "most.csv")
    #expect(try classify("most.csv").errors == "")
  }

  @Test func anRFMTableIsNotReadAsTheSalesWere() throws {
    let lines =
      ["Kunde;Datum;Betrag"]
      + sales.rows.filter { $0.quantity > 0 && !$0.customer.isEmpty }.map {
        "\($0.customer);\($0.date);\(InventedSales.decimal($0.quantity * $0.pence).replacing(".", with: ","))"
      }
    try workspace.write(lines.joined(separator: "\n"), to: "umsatz.csv")
    let options = ["--column", "customer=Kunde", "--column", "date=Datum", "--column", "amount=Betrag"]
    let trained = try workspace.rfm(
      ["train", "umsatz.csv", "-o", "de.json", "--delimiter", "semicolon", "--decimal", "comma"] + options)
    #expect(trained.status == 0, "\(trained)")
    _ = try classify("umsatz.csv", "--model", "de.json", "-o", "out.csv")
    #expect(try classify("out.csv", "--model", "de.json").output == (try workspace.text(of: "out.csv")))
  }

  @Test func anotherCurrencyIsWarnedAbout() throws {
    try workspace.write("customer,recency,frequency,monetary\nann,1,1,€5\n", to: "in.csv")
    let outcome = try classify("in.csv")
    #expect(outcome.errors.hasSuffix("warning: the amounts are in EUR, those of the model in GBP\n"))
  }

  @Test func aModelWithAnUnknownOptionIsRefused() throws {
    let model = try workspace.text(of: "Models/shop.json")
    try workspace.write(
      model.replacing("\"returns\": \"ignore\"", with: "\"returns\": \"maybe\""), to: "odd.json")
    expectError(
      try workspace.rfm("classify", "sales.csv", "--model", "odd.json"),
      saying: "odd.json: training.sales.returns: 'maybe' is not one of ignore, net")
  }
}
