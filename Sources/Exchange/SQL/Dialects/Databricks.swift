/// Databricks SQL.
struct Databricks: SQLDialect {
  let name = "databricks"
  let title = "Databricks"
  let isRun = false

  func identifier(_ name: String) -> String { SQLText.enclosed(name, "`") }
  func literal(_ text: String) -> String { SparkWords.literal(text) }
  func text(_ value: String) -> String { "CAST(\(value) AS STRING)" }
  func fits(_ text: String, _ shape: TextShape) -> String { SparkWords.fits(text, shape) }
  func moment(_ value: String) -> String { SparkWords.moment(value) }
  func wholeDays(from start: String, to end: String) -> String { SparkWords.wholeDays(start, end) }
}
