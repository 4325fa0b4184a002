/// Snowflake.
struct Snowflake: SQLDialect {
  let name = "snowflake"
  let title = "Snowflake"
  let isRun = false

  func literal(_ text: String) -> String { SQLText.escaped(text, "'", quoteAs: "''") }
  func decimal(_ value: String, places: Int) -> String { "CAST(\(value) AS NUMBER(18, \(places)))" }
  // It matches whole texts by itself.
  func fits(_ text: String, _ shape: TextShape) -> String {
    "REGEXP_LIKE(\(text), \(literal(shape.expression)))"
  }
  func beforePoint(_ text: String) -> String { "SUBSTR(\(text), 1, POSITION('.', \(text)) - 1)" }
  func moment(_ value: String) -> String { "DATE_TRUNC('second', CAST(\(value) AS TIMESTAMP_NTZ))" }
  func shifted(_ moment: String, days: Int) -> String { "DATEADD(day, \(days), \(moment))" }
  func wholeDays(from start: String, to end: String) -> String {
    "FLOOR(DATEDIFF(second, \(start), \(end)) / 86400)"
  }
}
