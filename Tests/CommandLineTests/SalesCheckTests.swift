import Foundation
import Testing

/// What a person would look at before they believe the figures is said, and never of a small honest file.
@Suite struct SalesCheckTests {
  private let workspace: Workspace

  init() throws {
    workspace = try Workspace()
  }

  /// 120 orders of 30 customers on 28 days, but for what a sign needs.
  private func write(_ name: String, rows: Int = 120, _ change: (Int) -> (String, Int, String)) throws {
    let lines = (0..<rows).map { row in
      let (customer, day, amount) = change(row)
      return "\(customer),A\(row),2024-01-\(day < 10 ? "0" : "")\(day),\(amount)\n"
    }
    try workspace.write("Buyer ID,Invoice,Date,Amount\n" + lines.joined(), to: name)
  }

  private enum Sign: String, CaseIterable {
    case once = "every customer has a frequency of 1: look whether the column 'Buyer ID' is who bought and"
    case guest =
      "customer '0' has 40 of 120 orders, 33.3 %: look whether this is one customer, or all guests, or the till; --where 'Buyer ID!=0' leaves it out"
    case nobody = "80 of 120 rows, 66.7 %, have no customer and do not count: look whether"
    case oneDay = "all purchases are on one day, 2024-01-05: look whether the column 'Date' is when"
    case cents = "all amounts are whole numbers from 100: look whether the column 'Amount' is in cents"
  }

  private func write(_ sign: Sign?, rows: Int = 120) throws {
    try write("sales.csv", rows: rows) { row in
      let id =
        switch sign {
        case .once: row
        case .guest: row % 3 == 0 ? 0 : row % 30
        case .nobody: row % 3 == 0 ? row % 25 : -1
        default: row % 30
        }
      let amount = sign == .cents ? "\(199 + 37 * row)" : "\(row).50"
      return (id < 0 ? "" : "\(id)", sign == .oneDay ? 5 : row % 28 + 1, amount)
    }
  }

  @Test("A sign is said by train, profile and table, with what to look at", arguments: Sign.allCases)
  private func sign(sign: Sign) throws {
    try write(sign)
    let table = try workspace.rfm("table", "sales.csv")
    #expect(table.errors.contains(sign.rawValue), "\(table)")
    #expect(table.errors.components(separatedBy: ": look whether").count == 2, "\(table)")
    let profile = try workspace.rfm("profile", "sales.csv")
    #expect(profile.output.inOneLine.contains(sign.rawValue), "\(profile)")
    let notes = try workspace.rfm("profile", "sales.csv", "--json").json()["files"].items[0]["notes"].items
    #expect(notes.contains { $0.text?.contains(sign.rawValue) ?? false })
    guard sign != .once && sign != .oneDay else { return }
    let train = try workspace.rfm("train", "sales.csv", "-o", "m/m.json", "--json").json()["notes"].items
    #expect(train.contains { $0.text?.contains(sign.rawValue) ?? false })
  }

  @Test("Ordinary sales show no sign, and neither do few rows of any kind")
  func noFalseAlarm() throws {
    try write(nil)
    #expect(!(try workspace.rfm("table", "sales.csv").errors.contains("look whether")))
    for sign in Sign.allCases {
      try write(sign, rows: 5)
      let table = try workspace.rfm("table", "sales.csv")
      #expect(table.status == 0)
      #expect(!table.errors.contains("look whether"), "\(table)")
    }
  }

  @Test(
    "Whole prices in hundreds, and money that has no cents, are not taken for cents",
    arguments: [
      ("Amount", "00"), ("Amount", " kr"), ("Amount", " SEK"),
    ])
  func noCents(header: String, behind: String) throws {
    try write("sales.csv") { row in ("\(row % 30)", row % 28 + 1, "\(199 + 37 * row)\(behind)") }
    let table = try workspace.rfm("table", "sales.csv")
    #expect(table.status == 0, "\(table)")
    #expect(!table.errors.contains("in cents"), "\(table)")
  }
}
