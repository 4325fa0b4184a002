import Foundation
import Testing

/// Every command that reads sales takes layouts alike, and what is typed goes before them.
@Suite struct LayoutOptionTests {
  private let workspace: Workspace

  init() throws {
    workspace = try Workspace(exports: ["shopify.csv", "us.csv", "title-lines.csv", "totals-row.csv"])
  }

  private static let deed =
    "layout shopify: 9 orders from 26 lines; 4 not paid (1 authorized, 1 pending, 1 refunded, 1 voided); 2 refunds subtracted, €23.85; 1 order refunded in full"

  @Test(
    "A recognised layout says what it did, in every command",
    arguments: [
      ["table", "shopify.csv"], ["sweep", "shopify.csv", "--max-k", "3"], ["profile", "shopify.csv"],
      ["train", "shopify.csv", "-o", "m/shop.json"],
    ])
  func saysWhatItDid(words: [String]) throws {
    let outcome = try workspace.rfm(words)
    #expect(outcome.status == 0, "\(outcome)")
    #expect((outcome.output + outcome.errors).inOneLine.contains(Self.deed), "\(outcome)")
  }

  @Test("A model reads other sales by the layout that it was trained with, wherever the layout is")
  func classify() throws {
    #expect(try workspace.rfm("train", "shopify.csv", "-o", "m/shop.json").status == 0)
    let table = try workspace.rfm("table", "shopify.csv", "--format", "csv").lines.dropFirst()
    try FileManager.default.removeItem(at: workspace.url("Layouts"))
    let classified = try workspace.rfm("classify", "shopify.csv", "--model", "m/shop.json", "--format", "csv")
    #expect(classified.status == 0, "\(classified)")
    #expect(classified.errors.contains(Self.deed))
    func values(_ lines: some Sequence<String>) -> [String] {
      lines.map { $0.split(separator: ",").prefix(3).joined(separator: ",") }
    }
    #expect(values(classified.lines.dropFirst()) == values(table))
    let other = try workspace.rfm(
      "classify", "shopify.csv", "--model", "m/shop.json", "--layout", "none", "--format", "csv")
    #expect(other.errors.contains("--layout none (the model: shopify)"), "\(other)")
    #expect(values(other.lines.dropFirst()) != values(table))
  }

  @Test("A model of sales without a layout reads an export by its layout, as table does")
  func classifyByAnotherModel() throws {
    try workspace.write(TrainedShop.sales.csv, to: "plain.csv")
    #expect(try workspace.rfm("train", "plain.csv", "-o", "m/plain.json").status == 0)
    let table = try workspace.rfm("table", "shopify.csv", "--format", "csv").lines.dropFirst()
    let classified = try workspace.rfm(
      "classify", "shopify.csv", "--model", "m/plain.json", "--format", "csv")
    #expect(classified.status == 0 && classified.errors.inOneLine.contains(Self.deed), "\(classified)")
    func values(_ lines: some Sequence<String>) -> [[String]] {
      lines.map { line in
        let cells = line.split(separator: ",").prefix(4).map(String.init)
        return cells.dropLast() + [Double(cells[3]).map { "\($0)" } ?? cells[3]]
      }
    }
    #expect(values(classified.lines.dropFirst()) == values(table))
  }

  @Test("--layout none reads by columns alone, and --layout NAME takes what is named")
  func named() throws {
    let none = try workspace.rfm("table", "shopify.csv", "--layout", "none")
    #expect(none.status == 0)
    #expect(!none.errors.contains("layout shopify"))
    #expect(none.errors.contains("the column Total is not used"))
    let named = try workspace.rfm("table", "shopify.csv", "--layout", "shopify")
    #expect(named.output == (try workspace.rfm("table", "shopify.csv").output))
    let unknown = try workspace.rfm("table", "shopify.csv", "--layout", "shopfy")
    #expect(unknown.status == 1)
    #expect(unknown.errors.contains("did you mean 'shopify'?"))
    let profile = try workspace.rfm("profile", "shopify.csv", "--layout", "none", "--json").json()
    #expect(profile["files"].items[0]["layout"].isNull)
  }

  @Test("A condition that is typed replaces that of the layout on its column, and others stay")
  func typedConditions() throws {
    let voided = try workspace.rfm("table", "shopify.csv", "--where", "Financial Status in (paid, voided)")
    #expect(voided.status == 0, "\(voided)")
    #expect(!voided.errors.contains("not paid"))
    #expect(voided.errors.contains("left out by --where"))
    let all = try workspace.rfm("table", "shopify.csv", "--where", "all")
    #expect(all.status == 0)
    #expect(!all.errors.contains("not paid"))
    let other = try workspace.rfm("table", "shopify.csv", "--where", "Source!=pos")
    #expect(other.errors.contains("not paid"), "\(other)")
  }

  @Test("The header is in the line that is typed, whatever stands above")
  func headerRow() throws {
    let lines = try workspace.text(of: "us.csv").split(separator: "\n")
    try workspace.write(
      "Customer ID,Order #,Order Date,Order Total\n" + lines.joined(separator: "\n"), to: "two.csv")
    let typed = try workspace.rfm("table", "two.csv", "--header-row", "2")
    #expect(typed.status == 0, "\(typed)")
    #expect(typed.output == (try workspace.rfm("table", "us.csv").output))
    let made = try workspace.rfm("layouts", "new", "second", "two.csv", "--header-row", "2")
    #expect(made.status == 0, "\(made)")
    #expect(made.output.contains("files with this header are read by it"))
    #expect(try workspace.rfm("table", "two.csv").output == typed.output)
    let beyond = try workspace.rfm("table", "us.csv", "--header-row", "0")
    #expect(beyond.status == 64)
  }

  @Test("Profile shows columns, dates and rows as training reads them")
  func profile() throws {
    let us = try workspace.rfm("profile", "us.csv")
    #expect(!us.output.contains("--date-order"), "\(us)")
    #expect(!us.output.contains("bad row"))
    let totals = try workspace.rfm("profile", "totals-row.csv", "--json").json()["files"].items[0]
    #expect(totals["rows"].int == 16)
    #expect(totals["reading"]["rows"].int == 15)
    let shopify = try workspace.rfm("profile", "shopify.csv", "--json").json()["files"].items[0]
    #expect(shopify["layout"].text == "shopify")
    #expect(shopify["reading"]["kept"].int == 20)
    let email = shopify["columns"].items.first { $0["name"].text == "Email" }
    #expect(email?["role"].text == "customer")
  }

  @Test(
    "An order with several lines is one, whatever sign its header has", arguments: ["Order #", "Ref", "N°"])
  func signs(header: String) throws {
    try workspace.write(
      "Customer,\(header),Order Date,Order Total\nA,1,2024-01-01,5.00\nA,1,2024-01-01,6.00\nB,2,2024-01-02,7.00\n",
      to: "lines.csv")
    let table = try workspace.rfm("table", "lines.csv")
    #expect(table.lines.dropFirst().first?.hasPrefix("A,1,1,11.00") ?? false, "\(table)")
  }
}
