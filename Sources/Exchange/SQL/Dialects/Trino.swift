/// Trino.
struct Trino: SQLDialect {
  let name = "trino"
  let title = "Trino"
  let isRun = false

  func fits(_ text: String, _ shape: TextShape) -> String {
    "regexp_like(\(text), \(literal("\\A(?:\(shape.expression))\\z")))"
  }
  func wholeDays(from start: String, to end: String) -> String {
    "date_diff('second', \(start), \(end)) / 86400"
  }
}
