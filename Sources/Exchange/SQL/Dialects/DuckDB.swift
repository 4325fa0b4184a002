/// DuckDB.
struct DuckDB: SQLDialect {
  let name = "duckdb"
  let title = "DuckDB"

  func fits(_ text: String, _ shape: TextShape) -> String {
    "regexp_full_match(\(text), \(literal(shape.expression)))"
  }
  func wholeDays(from start: String, to end: String) -> String {
    "date_diff('second', \(start), \(end)) // 86400"
  }
}
