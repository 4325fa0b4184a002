/// Amazon Redshift.
struct Redshift: SQLDialect {
  let name = "redshift"
  let title = "Redshift"
  let isRun = false

  func literal(_ text: String) -> String { SQLText.escaped(text, "'", quoteAs: "''") }
  func double(_ value: String) -> String { "CAST(\(value) AS DOUBLE PRECISION)" }
  func fits(_ text: String, _ shape: TextShape) -> String {
    "\(text) ~ \(literal("^(\(shape.expression))$"))"
  }
  func shifted(_ moment: String, days: Int) -> String { "DATEADD(day, \(days), \(moment))" }
  func wholeDays(from start: String, to end: String) -> String {
    "FLOOR(DATEDIFF(second, \(start), \(end)) / 86400)"
  }
}
