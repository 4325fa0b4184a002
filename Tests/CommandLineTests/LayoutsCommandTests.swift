import Foundation
import Testing

/// Layouts from the command line: listed, matched with a file, shown, checked and made.
@Suite struct LayoutsCommandTests {
  private let workspace: Workspace

  init() throws {
    workspace = try Workspace(exports: [
      "shopify.csv", "german.csv", "totals-row.csv", "two-header-lines.csv",
    ])
  }

  /// A till's list whose headers say nothing, with a column of states.
  private static func till(month: Int) -> String {
    var lines = ["Karte;Bon;Tag;Summe gesamt;Lage"]
    for row in 0..<24 {
      let lage = row % 6 == 5 ? "storniert" : "bezahlt"
      // No day above 12, so that the month does not tell the order by itself.
      lines.append("K\(row % 7);B\(month)\(row);\(row % 12 + 1)/\(month)/2024;\(row + 1),50;\(lage)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func table(_ words: String...) throws -> [String] {
    let outcome = try workspace.run(BuiltProgram.path, ["table"] + words)
    #expect(outcome.status == 0, "\(outcome)")
    return outcome.lines
  }

  // MARK: What is there

  @Test("The list has each layout with its title and file", arguments: [[], ["list"]])
  func list(words: [String]) throws {
    let outcome = try workspace.run(BuiltProgram.path, ["layouts"] + words)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.errors == "")
    #expect(outcome.lines.count == 3)
    #expect(outcome.output.contains("shopify  Shopify, orders"))
    #expect(outcome.output.contains("Layouts/stripe.json"))
  }

  @Test func listForMachines() throws {
    let layouts = try workspace.rfm("layouts", "--json").json().items
    #expect(layouts.map { $0["name"].text } == ["shopify", "stripe"])
    for layout in layouts { #expect(layout.keys == ["name", "title", "file"]) }
  }

  @Test("A file is named with the layout that fits it, and with its columns where none does")
  func fit() throws {
    let outcome = try workspace.rfm("layouts", "shopify.csv", "german.csv")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output.contains("shopify.csv: shopify, Shopify, orders"))
    #expect(outcome.output.contains("german.csv: no layout fits"))
    #expect(outcome.output.contains("customer: 'Kunden-Nr'"))
    let found = try workspace.rfm("layouts", "list", "shopify.csv", "german.csv", "--json").json().items
    #expect(found.map { $0["layout"].text } == ["shopify", nil])
    #expect(found[1]["columns"]["amount"].items.first?.text == "Betrag")
  }

  @Test("A name in place of a file is told where it belongs")
  func nameInPlaceOfAFile() throws {
    let outcome = try workspace.rfm("layouts", "shopify")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("rfm layouts show shopify"))
  }

  @Test func showSaysALayoutInWords() throws {
    let outcome = try workspace.rfm("layouts", "show", "shopify")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("Customer: 'Email'."))
    #expect(outcome.output.contains("else \"not paid\""))
    #expect(try workspace.rfm("layouts", "show", "shopify", "--json").json()["name"].text == "shopify")
    let unknown = try workspace.rfm("layouts", "show", "shopfy")
    #expect(unknown.status == 1)
    #expect(unknown.errors.contains("did you mean 'shopify'?"))
  }

  // MARK: What is wrong

  @Test("A broken layout gets one sentence with its line and column, wherever it is met")
  func broken() throws {
    try workspace.write("{\"format\": \"rfm-layout/1\",\n \"nme\": \"x\"}", to: "Layouts/broken.json")
    for words in [
      ["layouts"], ["layouts", "lint"], ["layouts", "lint", "broken"], ["layouts", "show", "broken"],
    ] {
      let outcome = try workspace.run(BuiltProgram.path, words)
      #expect(outcome.status == 1, "\(outcome)")
      #expect(
        outcome.errors == "error: Layouts/broken.json:2:2: unknown key \"nme\"; did you mean \"name\"?\n",
        "\(words): \(outcome)")
    }
    // The others are used all the same, and it is said.
    let table = try workspace.rfm("table", "shopify.csv")
    #expect(table.status == 0)
    #expect(table.errors.contains("note: a layout is passed over: Layouts/broken.json:2:2: "))
    #expect(table.errors.contains("layout shopify"))
  }

  @Test("Lint says what a layout does that was not meant, and an error fails")
  func lint() throws {
    #expect(try workspace.rfm("layouts", "lint").status == 0)
    try workspace.write(
      """
      {"format": "rfm-layout/1", "name": "till", "title": "Till",
       "recognise": {"headers": ["Who"], "without": ["Who"]},
       "columns": {"customer": "Who", "date": "Day", "amount": "Paid"}}
      """, to: "Layouts/till.json")
    let outcome = try workspace.rfm("layouts", "lint", "till")
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("Layouts/till.json: error: recognise: 'Who' must and must not be there"))
    let report = try workspace.rfm("layouts", "lint", "till", "--json").json().items
    #expect(report[0]["findings"].items[0]["severity"].text == "error")
  }

  // MARK: New

  @Test("With a layout of one's own next month is one word")
  func nextMonth() throws {
    try workspace.write(Self.till(month: 3), to: "march.csv")
    try workspace.write(Self.till(month: 4), to: "april.csv")
    let options = [
      "--column", "customer=Karte", "--column", "invoice=Bon", "--column", "date=Tag", "--column",
      "amount=Summe gesamt", "--where", "Lage=bezahlt", "--date-order", "dmy",
    ]
    let made = try workspace.run(
      BuiltProgram.path, ["layouts", "new", "my-till", "march.csv"] + options)
    #expect(made.status == 0, "\(made)")
    #expect(made.output.contains("wrote Layouts/my-till.json"))
    #expect(try workspace.rfm("layouts", "lint", "my-till").status == 0)
    for month in ["march.csv", "april.csv"] {
      let typed = try workspace.run(BuiltProgram.path, ["table", month, "--layout", "none"] + options)
      #expect(typed.status == 0, "\(typed)")
      let known = try workspace.rfm("table", month)
      #expect(known.output == typed.output, "\(known)")
      #expect(known.errors.contains("layout my-till: 20 orders from 24 lines; 4 not bezahlt (4 storniert)"))
      #expect(try workspace.rfm("table", month, "--layout", "my-till").output == typed.output)
    }
  }

  @Test(
    "A layout that is made of a file reads it as it was read without",
    arguments: [
      "german.csv", "totals-row.csv", "two-header-lines.csv", "shopify.csv",
    ])
  func sameAsBefore(file: String) throws {
    let before = try table(file)
    let made = try workspace.rfm("layouts", "new", "mine", file)
    #expect(made.status == 0, "\(made)")
    let after = try workspace.rfm("table", file)
    #expect(after.lines == before)
    #expect(after.errors.contains("layout mine: "))
  }

  @Test("It goes before the layout that it started from")
  func startsFromALayout() throws {
    let made = try workspace.rfm(
      "layouts", "new", "by-name", "shopify.csv", "--column", "customer=Billing Name")
    #expect(made.status == 0, "\(made)")
    let typed = try table("shopify.csv", "--layout", "shopify", "--column", "customer=Billing Name")
    #expect(try table("shopify.csv") == typed)
    let said = try workspace.rfm("table", "shopify.csv").errors
    #expect(
      said.contains("layout by-name is taken, and shopify fits, too; --layout takes one by name"), "\(said)")
  }

  @Test("A layout that is there is left, unless it is said")
  func overwriting() throws {
    try workspace.write("{}", to: "Layouts/mine.json")
    let refused = try workspace.rfm("layouts", "new", "mine", "german.csv")
    #expect(refused.status == 1)
    #expect(refused.errors.contains("Layouts/mine.json is there already"))
    #expect(refused.errors.contains("--force"))
    #expect(try workspace.text(of: "Layouts/mine.json") == "{}")
    #expect(try workspace.rfm("layouts", "new", "mine", "german.csv", "--force").status == 0)
    #expect(try workspace.rfm("layouts", "show", "mine").output.contains("'Kunden-Nr'"))
    #expect(try workspace.names(in: "Layouts") == ["mine.json", "shopify.json", "stripe.json"])
  }

  @Test(
    "What a layout cannot say is refused, and so is a name that is none",
    arguments: [
      (["mine", "--window", "365d"], "--window is nothing that a layout says"),
      (["mine", "--once"], "--once is nothing that a layout says"),
      (["My Till"], "such as 'my-till'"),
    ])
  func wrongUsage(words: [String], said: String) throws {
    let outcome = try workspace.run(
      BuiltProgram.path, ["layouts", "new", words[0], "german.csv"] + words.dropFirst())
    #expect(outcome.status == 64, "\(outcome)")
    #expect(outcome.errors.contains(said))
  }
}
