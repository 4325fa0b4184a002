/// PostgreSQL.
struct PostgreSQL: SQLDialect {
  let name = "postgres"
  let title = "PostgreSQL"

  // A step that is used once would be written into the next one, and the distances computed for each comparison.
  let stepWord = "AS MATERIALIZED"

  func double(_ value: String) -> String { "CAST(\(value) AS DOUBLE PRECISION)" }
  // Of any number of digits.
  func decimal(_ value: String, places: Int) -> String { "ROUND(CAST(\(value) AS NUMERIC), \(places))" }
  func fits(_ text: String, _ shape: TextShape) -> String {
    "\(text) ~ \(literal("^(?:\(shape.expression))$"))"
  }
  func wholeDays(from start: String, to end: String) -> String {
    "CAST(FLOOR(EXTRACT(EPOCH FROM (\(end) - \(start))) / 86400) AS BIGINT)"
  }
}
