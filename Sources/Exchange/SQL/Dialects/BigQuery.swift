/// BigQuery, in its GoogleSQL.
struct BigQuery: SQLDialect {
  let name = "bigquery"
  let title = "BigQuery"
  let isRun = false

  func identifier(_ name: String) -> String { SQLText.escaped(name, "`", quoteAs: "\\`") }
  func literal(_ text: String) -> String { SQLText.escaped(text, "'", quoteAs: "\\'") }
  func text(_ value: String) -> String { "CAST(\(value) AS STRING)" }
  func double(_ value: String) -> String { "CAST(\(value) AS FLOAT64)" }
  func beforePoint(_ text: String) -> String { "SUBSTR(\(text), 1, STRPOS(\(text), '.') - 1)" }
  func decimal(_ value: String, places: Int) -> String { "ROUND(CAST(\(value) AS BIGNUMERIC), \(places))" }
  func fits(_ text: String, _ shape: TextShape) -> String {
    "REGEXP_CONTAINS(\(text), \(literal("\\A(?:\(shape.expression))\\z")))"
  }
  func moment(_ value: String) -> String { "DATETIME_TRUNC(CAST(\(value) AS DATETIME), SECOND)" }
  func shifted(_ moment: String, days: Int) -> String { "DATETIME_ADD(\(moment), INTERVAL \(days) DAY)" }
  func wholeDays(from start: String, to end: String) -> String {
    "DIV(DATETIME_DIFF(\(end), \(start), SECOND), 86400)"
  }
}
