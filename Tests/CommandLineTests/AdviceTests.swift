import Testing

/// What is missing is said at once, with a command that can be copied and does it.
@Suite struct AdviceTests {
  private let workspace: Workspace

  init() throws {
    workspace = try Workspace()
  }

  /// What a message tells to try, as it stands behind `Try: `.
  private func advice(_ outcome: Outcome) throws -> String {
    let line = try #require(outcome.errors.split(separator: "\n").first { $0.contains("Try: ") })
    return String(try #require(line.split(separator: "Try: ").last))
  }

  private static let shop =
    "Wer's war;Wann;Was es war\n" + (1...9).map { "K\($0 % 3);0\($0).02.2024;\($0),50\n" }.joined()

  @Test(
    "All that is missing stands in one message, with the command, the file and the options that were typed")
  func everythingMissing() throws {
    try workspace.write(Self.shop, to: "our sales.csv")
    let outcome = try workspace.rfm("table", "our sales.csv", "--returns", "net", "--column", "date=Wann")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("no customer, no amount"), "\(outcome)")
    #expect(outcome.errors.contains("Columns: 'Wer's war', 'Wann', 'Was es war'"), "\(outcome)")
    let advice = try advice(outcome)
    #expect(
      advice.hasPrefix("rfm table 'our sales.csv' --returns net --column date=Wann --column customer="),
      "\(advice)")
    #expect(advice.contains(" --column amount="), "\(advice)")
  }

  @Test("The command can be copied, whatever signs are in the headers")
  func copied() throws {
    let rows = (1...9).map { "K\($0 % 3);0\($0).02.2024;\($0),50\n" }.joined()
    // A header that says what it is, but for a word too many.
    try workspace.write("Kunde's $Nr;Datum;Betrag\n" + rows, to: "it's.csv")
    let outcome = try workspace.rfm("table", "it's.csv")
    #expect(outcome.status == 1)
    let advice = try advice(outcome)
    #expect(advice == "rfm table 'it'\\''s.csv' --column customer='Kunde'\\''s $Nr'", "\(outcome)")
    let again = try workspace.shell(advice)
    #expect(again.status == 0, "\(again)")
    #expect(again.lines.count == 4)
  }

  @Test("A column that was typed for the role is replaced, and not given twice")
  func notTwice() throws {
    try workspace.write(
      "Invoice,Currency,Customer,Date,Amount\n1,EUR,A,2024-01-02,5\n2,USD,B,2024-01-03,7\n", to: "c.csv")
    let outcome = try workspace.rfm("table", "c.csv")
    #expect(outcome.status == 1)
    let advice = try advice(outcome)
    #expect(advice == "rfm table c.csv --where 'Currency=EUR'", "\(outcome)")
    let again = try workspace.shell(advice)
    #expect(again.status == 0, "\(again)")
    #expect(again.lines.last?.hasPrefix("A,") ?? false)
  }

  @Test("A layout that is named and lacks columns says which of the file's it might be")
  func layout() throws {
    try workspace.copy(DocsPage.root.appending(path: "Layouts/stripe.json"), to: "Layouts/stripe.json")
    try workspace.write("Kunden-Nr;Datum;Betrag\n1;01.02.2024;5,00\n2;02.02.2024;7,00\n", to: "de.csv")
    let outcome = try workspace.rfm("table", "de.csv", "--layout", "stripe")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("--layout none reads the file by its columns"), "\(outcome)")
    #expect(
      try advice(outcome)
        == "rfm table de.csv --layout stripe --column customer=Kunden-Nr --column invoice=HEADER --column date=Datum --column amount=Betrag",
      "\(outcome)")
  }
}
