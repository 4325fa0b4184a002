/// Spark SQL, 3.5 and newer.
struct Spark: SQLDialect {
  let name = "spark"
  let title = "Spark"

  func identifier(_ name: String) -> String { SQLText.enclosed(name, "`") }
  func literal(_ text: String) -> String { SparkWords.literal(text) }
  func text(_ value: String) -> String { "CAST(\(value) AS STRING)" }
  func fits(_ text: String, _ shape: TextShape) -> String { SparkWords.fits(text, shape) }
  func moment(_ value: String) -> String { SparkWords.moment(value) }
  func wholeDays(from start: String, to end: String) -> String { SparkWords.wholeDays(start, end) }
}

/// What Spark and Databricks have in common.
enum SparkWords {
  // 3.5 reads 'it''s' as its.
  static func literal(_ text: String) -> String { SQLText.escaped(text, "'", quoteAs: "\\'") }
  static func fits(_ text: String, _ shape: TextShape) -> String {
    "\(text) RLIKE \(literal("\\A(?:\(shape.expression))\\z"))"
  }
  // Without a zone: a summer time would move midnights.
  static func moment(_ value: String) -> String { "CAST(\(value) AS TIMESTAMP_NTZ)" }
  static func wholeDays(_ start: String, _ end: String) -> String {
    "TIMESTAMPDIFF(SECOND, \(start), \(end)) DIV 86400"
  }
}
