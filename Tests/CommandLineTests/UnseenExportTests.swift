import Testing

/// Exports of programs that have no layout, read with no option.
@Suite struct UnseenExportTests {
  private let workspace: Workspace

  init() throws {
    workspace = try Workspace()
  }

  /// Ann buys twice, on 1 and 5 March 2024, and Bo once, on 9 March.
  private static let files: [(name: String, text: String, note: String?)] = [
    (
      "tax beside",
      """
      Order ID,Customer ID,Order Date,Order Time,Order Total (ex tax),Order Total (inc tax)
      1,ann,01/03/2024,10:15:00,10.00,12.00
      2,ann,05/03/2024,11:15:00,20.00,24.00
      3,bo,29/03/2024,12:15:00,1.00,1.50

      """, nil
    ),
    (
      "only dates",
      """
      Check,Customer Id,Begun,Total
      1,ann,3/1/24 10:15 AM,12.00
      2,ann,3/5/24 11:15 AM,24.00
      3,bo,3/29/24 12:15 PM,1.50

      """, "the date is 'Begun', the only column of dates"
    ),
    (
      "spreadsheet days",
      "Customer;Order;Date;Amount\nann;1;45352,427083;12,00\nann;2;45356;24,00\nbo;3;45380,5;1,50\n",
      "the dates are numbers, and are read as days as a spreadsheet counts them"
    ),
    (
      "a footer below the totals",
      "Customer;Order;Date;Amount\nann;1;01.03.2024;12,00\nann;2;05.03.2024;24,00\nbo;3;29.03.2024;1,50\nTotal;;;37,50\n;;;\nCreated on 1 April;;;\n",
      "adds the others up (Total)"
    ),
    (
      "seconds",
      "user_id,order_id,created,revenue\nann,1,1709288100,12\nann,2,1709637300,24\nbo,3,1711714500,1.5\n",
      "the dates are numbers, and are read as seconds since 1970"
    ),
    (
      "milliseconds",
      "user_id,order_id,timestamp,revenue\nann,1,1709288100000,12\nann,2,1709637300000,24\nbo,3,1711714500000,1.5\n",
      "the dates are numbers, and are read as milliseconds since 1970"
    ),
  ]

  @Test("An export that nobody has seen is read as a person would", arguments: files.map(\.name))
  func export(name: String) throws {
    let file = try #require(Self.files.first { $0.name == name })
    try workspace.write(file.text, to: "sales.csv")
    let table = try workspace.rfm("table", "sales.csv")
    #expect(table.status == 0, "\(table)")
    let rows = table.lines.dropFirst().map { $0.split(separator: ",").prefix(4).joined(separator: ",") }
    #expect(rows.first?.hasPrefix("ann,24,2,36") ?? false, "\(table)")
    #expect(rows.last?.hasPrefix("bo,0,1,1.5") ?? false, "\(table)")
    if let note = file.note { #expect(table.errors.contains(note), "\(table)") }
  }

  @Test("A column of states that is not read is said, with the condition that reads it")
  func states() throws {
    let rows = (1...9).map {
      "\($0),K\($0 % 3),2024-03-0\($0),\($0).50,\($0 == 4 ? "Storniert" : "Versendet")\n"
    }
    try workspace.write(
      "Bestellnummer,Kundennummer,Datum,Betrag,Bestellstatus\n" + rows.joined(), to: "sales.csv")
    let table = try workspace.rfm("table", "sales.csv")
    #expect(
      table.errors.contains(
        "rows count whatever 'Bestellstatus' says, such as 'Storniert'; --where 'Bestellstatus in (Versendet)' takes the others"
      ), "\(table)")
    let chosen = try workspace.rfm("table", "sales.csv", "--where", "Bestellstatus in (Versendet)")
    #expect(chosen.errors.contains("1 left out by --where"))
    #expect(!chosen.errors.contains("whatever"))
  }
}
