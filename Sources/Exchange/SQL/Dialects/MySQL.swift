/// MySQL, 8.0 and newer.
struct MySQL: MySQLDialect {
  let name = "mysql"
  let title = "MySQL"
  let isRun = false

  func fits(_ text: String, _ shape: TextShape) -> String {
    "REGEXP_LIKE(\(text), \(literal("\\A(?:\(shape.expression))\\z")), 'c')"
  }
}

/// What MySQL and MariaDB have in common.
protocol MySQLDialect: SQLDialect {}

extension MySQLDialect {
  func identifier(_ name: String) -> String { SQLText.enclosed(name, "`") }
  func literal(_ text: String) -> String { SQLText.escaped(text, "'", quoteAs: "''") }
  // Else "Müller" and "muller" are one customer.
  func text(_ value: String) -> String {
    "CAST(\(value) AS CHAR CHARACTER SET utf8mb4) COLLATE utf8mb4_bin"
  }
  // What is no number would be 0.
  func decimal(_ value: String, places: Int) throws(SQLProblem) -> String {
    let isNumber = try fits(
      "TRIM(\(text(value)))", .expression("[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?"))
    return "CASE WHEN \(isNumber) THEN CAST(\(value) AS DECIMAL(18, \(places))) END"
  }
  func moment(_ value: String) -> String { "CAST(\(value) AS DATETIME)" }
  func shifted(_ moment: String, days: Int) -> String {
    "\(moment) \(days < 0 ? "-" : "+") INTERVAL \(abs(days)) DAY"
  }
  func wholeDays(from start: String, to end: String) -> String {
    "TIMESTAMPDIFF(SECOND, \(start), \(end)) DIV 86400"
  }
}
