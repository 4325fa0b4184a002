import Foundation
import Testing

/// `rfm train`: from a file of sales to a model, its store and a summary.
@Suite struct TrainingTests {
  private let workspace: Workspace
  private let sales = TrainedShop.sales

  init() throws {
    workspace = try Workspace()
    try workspace.write(sales.csv, to: "sales.csv")
    try workspace.copy(TrainedShop.pack, to: workspace.dataFolder + "/Segments/retail.json")
  }

  // MARK: - What comes of it

  @Test func summaryTellsWhatWasReadKeptAndDropped() throws {
    let outcome = try workspace.rfm("train", "sales.csv", "--currency", "GBP")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(outcome.output.contains("\(thousands(sales.rows.count)) read, \(thousands(sales.kept)) kept"))
    for (reason, rows) in sales.dropped { #expect(outcome.output.contains("  \(rows)  \(reason)\n")) }
    #expect(outcome.output.contains("as of \(sales.asOf)"))
    #expect(outcome.output.contains("customers   120, of whom"))
    #expect(outcome.output.contains("£"))
    #expect(outcome.output.contains("cleaned by the rules for products, since 100 % of the invoices"))
    #expect(!outcome.output.contains("\u{1B}"))
    #expect(outcome.lines.contains("  wrote Models/sales.json and \(try store())"))
  }

  @Test func summaryAsJSON() throws {
    let summary = try workspace.rfm("train", "sales.csv", "--json").json()
    #expect(
      summary.keys == [
        "source", "quality", "again", "clusters", "features", "notes", "model", "store", "alignment",
      ])
    let source = summary["source"]
    #expect(
      source.keys == [
        "files", "rowsRead", "rowsKept", "dropped", "from", "asOf", "customers", "trainedOn", "reading",
      ])
    #expect(source["files"][0].keys == ["name", "bytes", "rows"])
    #expect(source["files"][0]["name"].text == "sales.csv")
    #expect(source["files"][0]["bytes"].int == sales.csv.utf8.count)
    #expect(source["files"][0]["rows"].int == sales.rows.count)
    #expect(source["rowsRead"].int == sales.rows.count)
    #expect(source["rowsKept"].int == sales.kept)
    #expect(
      source["dropped"].keys == [
        "missing customer", "cancelled invoice", "other invoice", "not a product",
      ])
    for (reason, rows) in sales.dropped { #expect(source["dropped"][reason].int == rows) }
    #expect(source["asOf"].text == sales.asOf)
    #expect(source["from"].text == sales.customers.values.map(\.first).min())
    #expect(source["customers"].int == sales.customers.count)

    let clusters = summary["clusters"].items
    #expect(clusters.count == 4)
    #expect(clusters.allSatisfy { $0.keys == ["size", "mean", "radius", "all"] })
    #expect(clusters.allSatisfy { $0["all"].keys == ["size", "mean", "median", "revenue"] })
    #expect(clusters.compactMap { $0["all"]["size"].int }.reduce(0, +) == sales.customers.count)
    #expect(clusters.compactMap { $0["size"].int }.reduce(0, +) == source["trainedOn"].int)
    let revenue = clusters.compactMap { $0["all"]["revenue"].number }.reduce(0, +)
    #expect(abs(revenue * 100 - Double(sales.customers.values.map(\.pence).reduce(0, +))) < 0.5)

    #expect(summary["features"].items.compactMap { $0["name"].text } == ["recency", "frequency", "monetary"])
    #expect(summary["features"][2]["quantiles"].items.count == 101)
    #expect(summary["quality"].keys == ["inertia", "silhouette", "silhouetteSample", "sweep", "stability"])
    #expect(summary["model"].text == "Models/sales.json")
    #expect(summary["store"].text == (try store()))
  }

  @Test("the summary, the model and the report say how surely each cluster is found again")
  func stability() throws {
    let summary = try workspace.rfm("train", "sales.csv", "--stability", "12", "--json").json()
    let found = summary["quality"]["stability"].items
    #expect(found.count == 4)
    #expect(found.allSatisfy { $0.keys == ["jaccard", "found", "resamples"] })
    // Where a cluster is doubtful, 200 are drawn for all.
    let isDoubtful = found.contains { $0["jaccard"].number ?? 0 < 0.85 }
    #expect(found.allSatisfy { $0["resamples"].int == (isDoubtful ? 200 : 12) })
    let sentence = "found again in \(found[0]["found"].int ?? -1) of \(isDoubtful ? 200 : 12) resamples, "
    #expect(try workspace.rfm("model").output.contains("\n    0  \(sentence)"))
    #expect(try workspace.rfm("report", "-o", "page.html").status == 0)
    #expect(try workspace.text(of: "page.html").contains(sentence))
    let text = try workspace.rfm("train", "sales.csv", "--stability", "12").output
    #expect(text.contains("\n    0  \(sentence)"))
    #expect(text.contains("  stability   a cluster that is found again"))
    let without = try workspace.rfm("train", "sales.csv", "--stability", "0")
    #expect(without.status == 0 && !without.output.contains("stability"))
    #expect(!(try workspace.text(of: "Models/sales.json").contains("stability")))
    expectError(
      try workspace.rfm("train", "sales.csv", "--stability", "-1"), status: 64, saying: "--stability")
  }

  @Test func everyCustomerIsAsTheirRowsSay() throws {
    _ = try workspace.rfm("train", "sales.csv")
    let ids = sales.customers.keys.sorted()
    let answers = try workspace.rfm("--json", input: ids.joined(separator: "\n") + "\n").jsonLines()
    #expect(answers.count == ids.count)
    for (id, answer) in zip(ids, answers) {
      let customer = try #require(sales.customers[id])
      #expect(answer["customer"].text == id)
      #expect(answer["recency"].int == customer.recency, "\(id)")
      #expect(answer["frequency"].int == customer.frequency, "\(id)")
      #expect(answer["monetary"].number.map { ($0 * 100).rounded() } == Double(customer.pence), "\(id)")
      #expect(answer["firstPurchase"].text == customer.first)
      #expect(answer["lastPurchase"].text == customer.last)
      #expect(answer["asOf"].text == sales.asOf)
    }
  }

  @Test func clustersAreNumberedBestFirst() throws {
    let clusters = try workspace.rfm("train", "sales.csv", "--json").json()["clusters"].items
    let recency = clusters.compactMap { $0["mean"][0].number }
    let monetary = clusters.compactMap { $0["mean"][2].number }
    #expect(recency == recency.sorted())
    #expect(monetary == monetary.sorted(by: >))
  }

  // MARK: - Files

  @Test func modelAndStoreAreWrittenAndNothingElse() throws {
    _ = try workspace.rfm("train", "sales.csv", "-o", "shop.json")
    let names = try workspace.names()
    let store = try #require(names.first { $0.hasSuffix(".sqlite") })
    #expect(names == ["sales.csv", store, "shop.json"])
    #expect(try workspace.mode(of: store) == 0o600)
    let model = try Value(try workspace.text(of: "shop.json"))
    #expect(model["format"].text == "rfm-model/1")
    #expect(model["name"].text == "shop")
    #expect(model["store"]["file"].text == store)
    let id = try #require(model["store"]["id"].text)
    #expect(store == "shop-\(id).sqlite")
  }

  @Test func trainingAgainReplacesModelAndStore() throws {
    _ = try workspace.rfm("train", "sales.csv")
    let old = try store()
    try workspace.write(InventedSales(seed: 8).csv, to: "sales.csv")
    _ = try workspace.rfm("train", "sales.csv")
    let new = try store()
    #expect(old != new)
    #expect(try workspace.names(in: "Models").count == 2)
    #expect(try workspace.rfm("customer", "13000").status == 0)
  }

  @Test func otherModelsOfTheFolderAreLeftAlone() throws {
    for name in ["shop", "shop-two", "shop-0123456789abcdef"] {
      _ = try workspace.rfm("train", "sales.csv", "-o", "Models/\(name).json")
    }
    try workspace.write("mine", to: "Models/shop-notes.sqlite")
    let before = try workspace.names(in: "Models")
    _ = try workspace.rfm("train", "sales.csv", "-o", "Models/shop.json")
    let after = try workspace.names(in: "Models")
    #expect(after == before)
  }

  @Test func modelsAreNamedAfterTheirFiles() throws {
    for name in ["sales.2009.csv", "sales.2010.csv", "all sales", "año.tsv"] {
      try workspace.write(sales.csv, to: name)
      #expect(try workspace.rfm("train", name).status == 0)
    }
    let models = try workspace.rfm("models", "--json").json().items.compactMap { $0["name"].text }
    #expect(models.sorted() == ["all sales", "año", "sales.2009", "sales.2010"])
  }

  @Test func missingFoldersOfTheModelAreMade() throws {
    let path = workspace.folder.path + "/deep/er"
    let outcome = try workspace.rfm("train", "sales.csv", "-o", "\(path)/my shop.json")
    #expect(outcome.status == 0)
    #expect(try workspace.rfm("customer", "13000", "--model", "\(path)/my shop.json").status == 0)
  }

  // MARK: - The same bytes

  @Test("The same bytes with any number of threads and in any run", arguments: ["1", "2", "3"])
  func sameBytes(threads: String) throws {
    _ = try workspace.rfm("train", "sales.csv", "-o", "first.json", "--k", "auto", "--threads", "1")
    _ = try workspace.rfm("train", "sales.csv", "-o", "second.json", "--k", "auto", "--threads", threads)
    let first = try workspace.text(of: "first.json")
    #expect(
      first.replacingOccurrences(of: "first", with: "second") == (try workspace.text(of: "second.json")))
    let stores = try workspace.names().filter { $0.hasSuffix(".sqlite") }
    #expect(stores.count == 2)
    #expect(try workspace.bytes(of: stores[0]) == workspace.bytes(of: stores[1]))
  }

  @Test func theOrderOfRowsChangesNothing() throws {
    let lines = sales.rows.map(InventedSales.line)
    let text = ([InventedSales.header] + lines.reversed()).joined(separator: "\r\n")
    try workspace.write(text, to: "upside/down/sales.csv")
    _ = try workspace.rfm("train", "sales.csv", "-o", "shop.json")
    let forwards = try workspace.text(of: "shop.json")
    _ = try workspace.rfm("train", "upside/down/sales.csv", "-o", "shop.json")
    let backwards = try workspace.text(of: "shop.json")
    #expect(
      backwards.replacingOccurrences(of: "\(text.utf8.count)", with: "\(sales.csv.utf8.count)") == forwards)
  }

  @Test func standardInputGivesTheSameModel() throws {
    _ = try workspace.rfm("train", "sales.csv", "-o", "shop.json")
    let fromFile = try workspace.text(of: "shop.json")
    let outcome = try workspace.rfm("train", "-", "-o", "shop.json", input: sales.csv)
    #expect(outcome.status == 0)
    let fromInput = try workspace.text(of: "shop.json")
    #expect(
      fromInput.replacingOccurrences(of: "\"name\": \"-\"", with: "\"name\": \"sales.csv\"") == fromFile)
  }

  @Test func severalFilesAreReadAsOne() throws {
    let half = sales.rows.count / 2
    for (name, rows) in [("one.csv", sales.rows[..<half]), ("two.csv", sales.rows[half...])] {
      let lines = rows.map(InventedSales.line)
      try workspace.write(([InventedSales.header] + lines).joined(separator: "\n"), to: name)
    }
    let whole = try workspace.rfm("train", "sales.csv", "--json").json()
    let parts = try workspace.rfm("train", "one.csv", "two.csv", "-o", "Models/sales.json", "--json").json()
    #expect(parts["source"]["files"].items.compactMap { $0["rows"].int } == [half, sales.rows.count - half])
    #expect(parts["clusters"].description == whole["clusters"].description)
    #expect(parts["store"].text == whole["store"].text)
    let mixed = try workspace.rfm(
      "train", "one.csv", "-", "-o", "Models/sales.json", "--json", input: workspace.text(of: "two.csv"))
    #expect(try mixed.json()["store"].text == whole["store"].text)
  }

  // MARK: - Other layouts

  @Test func semicolonsDecimalCommasAndOtherNames() throws {
    let lines = sales.rows.map { row in
      let price = row.price.replacingOccurrences(of: ".", with: ",")
      let (date, time) = (row.date.prefix(10).split(separator: "-"), row.date.dropFirst(11).prefix(5))
      return
        "\(row.invoice);\(row.stock);\(row.quantity);\(date[2]).\(date[1]).\(date[0]) \(time);\(price);\(row.customer)"
    }
    let header = "order_id;sku;qty;order_date;Unit Price;KUNDE"
    try workspace.write("\u{FEFF}" + ([header] + lines).joined(separator: "\r\n"), to: "verkauf.csv")
    let plain = try workspace.rfm("train", "sales.csv", "-o", "shop.json", "--json").json()
    let other = try workspace.rfm(
      "train", "verkauf.csv", "-o", "shop.json", "--json", "--column", "customer=KUNDE", "--decimal", "comma",
      "--date-order", "dmy")
    #expect(other.status == 0, "\(other)")
    #expect(try other.json()["store"].text == plain["store"].text)
  }

  @Test func customerNumbersWithDecimalsAndNamesOfTheOlderFile() throws {
    let header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
    let lines = sales.rows.map { row in
      var row = row
      if !row.customer.isEmpty { row.customer += ".0" }
      return InventedSales.line(row)
    }
    try workspace.write(([header] + lines).joined(separator: "\n"), to: "older.csv")
    let plain = try workspace.rfm("train", "sales.csv", "-o", "shop.json", "--json").json()
    let older = try workspace.rfm("train", "older.csv", "-o", "shop.json", "--json").json()
    #expect(older["store"].text == plain["store"].text)
  }

  @Test func lettersOfWindows1252() throws {
    var bytes = Array(sales.csv.utf8)
    bytes += Array("599999,85123A,POT ".utf8) + [0xA3, 0xE9] + Array(",1,2010-12-30 10:00:00,5.00,Andr".utf8)
    bytes += [0xE9] + Array(",France\n".utf8)
    try workspace.write(bytes: bytes, to: "old.csv")
    #expect(try workspace.rfm("train", "old.csv").status == 0)
    #expect(try workspace.rfm("customer", "André", "--json").json()["customer"].text == "André")
  }

  @Test func aTableOfRFMIsUsedAsItIs() throws {
    let rows = sales.customers.sorted { $0.key < $1.key }.map {
      "\($0),\($1.recency),\($1.frequency),\(InventedSales.decimal($1.pence))"
    }
    try workspace.write(
      "customer,recency,frequency,monetary\n" + rows.joined(separator: "\n"), to: "table.csv")
    let plain = try workspace.rfm("train", "sales.csv", "--json").json()
    let outcome = try workspace.rfm("train", "table.csv", "--json")
    let table = try outcome.json()
    #expect(table["clusters"].description == plain["clusters"].description)
    #expect(table["features"].description == plain["features"].description)
    #expect(table["source"]["asOf"].isNull)
    #expect(table["notes"][0].text?.contains("is an RFM table") == true)
    let answer = try workspace.rfm("customer", "13000", "--json", "--model", "table").json()
    #expect(answer["recency"].int == sales.customers["13000"]?.recency)
    #expect(answer["lastPurchase"].isNull && answer["asOf"].isNull)
  }

  @Test func amountsWithoutInvoices() throws {
    let rows = sales.rows.filter { !$0.customer.isEmpty && $0.quantity > 0 }
    let lines = rows.map {
      "\($0.customer),\($0.date.prefix(10)),£\(InventedSales.decimal($0.quantity * $0.pence))"
    }
    try workspace.write("customer_id,order_date,revenue\n" + lines.joined(separator: "\n"), to: "orders.csv")
    let outcome = try workspace.rfm("train", "orders.csv", "--as-of", "2010-12-31")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output.contains("there is no invoice column: each row is one purchase"))
    #expect(outcome.output.contains("£"))
    let mine = rows.filter { $0.customer == "13000" }
    let answer = try workspace.rfm("customer", "13000", "--json").json()
    #expect(answer["frequency"].int == mine.count)
    #expect(answer["asOf"].text == "2010-12-31 23:59:59")
  }

  // MARK: -

  private func store() throws -> String {
    let stores = try workspace.names(in: "Models").filter { $0.hasSuffix(".sqlite") }
    #expect(stores.count == 1)
    return "Models/\(stores.first ?? "")"
  }

  /// 1,846 of 1846.
  private func thousands(_ number: Int) -> String {
    number < 1000 ? String(number) : "\(number / 1000),\(String(String(number % 1000 + 1000).dropFirst()))"
  }
}
