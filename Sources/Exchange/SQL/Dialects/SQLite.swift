import Wording

/// SQLite, as its program and most languages have it: without regular expressions and decimals.
///
/// Money is counted in whole units, 10^8 of them in one of the currency, and moments in seconds.
struct SQLite: SQLDialect {
  let name = "sqlite"
  let title = "SQLite"

  func number(_ value: Double) -> String { SQLText.exact(value) }
  func text(_ value: String) -> String { "CAST(\(value) AS TEXT)" }
  func double(_ value: String) -> String { "CAST(\(value) AS REAL)" }
  func least(_ values: [String]) -> String { "MIN(\(values.joined(separator: ", ")))" }
  func beforePoint(_ text: String) -> String { "SUBSTR(\(text), 1, INSTR(\(text), '.') - 1)" }

  func fits(_ text: String, _ shape: TextShape) throws(SQLProblem) -> String {
    switch shape {
    case .sixDigits:
      return "\(text) GLOB '\(String(repeating: "[0-9]", count: 6))'"
    case .stockCode:
      let digits = String(repeating: "[0-9]", count: 5)
      return "(\(text) = 'PADS' OR (\(text) GLOB '\(digits)*' AND SUBSTR(\(text), 6) NOT GLOB '*[^A-Za-z]*'))"
    case .cancelled:
      return "(\(text) GLOB '[Cc][0-9]*' AND SUBSTR(\(text), 2) NOT GLOB '*[^0-9]*')"
    case .pointZero:
      let behind = "SUBSTR(\(text), INSTR(\(text), '.') + 1)"
      return
        "(\(text) GLOB '[0-9]*.0*' AND \(beforePoint(text)) NOT GLOB '*[^0-9]*' AND \(behind) NOT GLOB '*[^0]*')"
    case .expression:
      throw SQLProblem(
        "SQLite has no regular expressions, so it knows no \(OptionName.invoicePattern) and no \(OptionName.stockPattern); use \(OptionName.clean) sales, or another dialect"
      )
    }
  }

  // What is no number would be 0.
  func decimal(_ value: String, places: Int) -> String {
    let isNumber = "TRIM(\(value)) GLOB '*[0-9]*' AND TRIM(\(value)) NOT GLOB '*[^0-9.eE+-]*'"
    return "CASE WHEN \(isNumber) THEN CAST(ROUND(TRIM(\(value)) * \(power(places))) AS INTEGER) END"
  }
  func money(_ sum: String, places: Int) -> String { "CAST(\(sum) AS REAL) / \(power(places))" }
  private func power(_ places: Int) -> String { "1\(String(repeating: "0", count: places)).0" }

  func moment(_ value: String) -> String { "CAST(STRFTIME('%s', \(value)) AS INTEGER)" }
  func shown(_ moment: String) -> String { "DATETIME(\(moment), 'unixepoch')" }
  func day(_ moment: String) -> String { "DATE(\(moment), 'unixepoch')" }
  func shifted(_ moment: String, days: Int) -> String {
    "\(moment) \(days < 0 ? "-" : "+") \(abs(days) * 86_400)"
  }
  func wholeDays(from start: String, to end: String) -> String { "(\(end) - \(start)) / 86400" }
}
