/// Spark SQL, 3.5 and newer.
struct Spark: SparkDialect {
  let name = "spark"
  let title = "Spark"
}

/// What Spark and Databricks have in common.
protocol SparkDialect: SQLDialect {}

extension SparkDialect {
  func identifier(_ name: String) -> String { SQLText.enclosed(name, "`") }
  // 3.5 reads 'it''s' as its.
  func literal(_ text: String) -> String { SQLText.escaped(text, "'", quoteAs: "\\'") }
  func text(_ value: String) -> String { "CAST(\(value) AS STRING)" }
  func fits(_ text: String, _ shape: TextShape) -> String {
    "\(text) RLIKE \(literal("\\A(?:\(shape.expression))\\z"))"
  }
  // Without a zone: a summer time would move midnights.
  func moment(_ value: String) -> String { "CAST(\(value) AS TIMESTAMP_NTZ)" }
  func wholeDays(from start: String, to end: String) -> String {
    "TIMESTAMPDIFF(SECOND, \(start), \(end)) DIV 86400"
  }
}
