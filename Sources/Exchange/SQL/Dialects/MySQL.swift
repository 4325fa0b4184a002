/// MySQL, 8.0 and newer.
struct MySQL: SQLDialect {
  let name = "mysql"
  let title = "MySQL"
  let isRun = false

  func identifier(_ name: String) -> String { SQLText.enclosed(name, "`") }
  func literal(_ text: String) -> String { MySQLWords.literal(text) }
  func text(_ value: String) -> String { MySQLWords.text(value) }
  func decimal(_ value: String, places: Int) -> String { MySQLWords.decimal(value, places) { fits($0, $1) } }
  func fits(_ text: String, _ shape: TextShape) -> String {
    "REGEXP_LIKE(\(text), \(literal("\\A(?:\(shape.expression))\\z")), 'c')"
  }
  func moment(_ value: String) -> String { MySQLWords.moment(value) }
  func shifted(_ moment: String, days: Int) -> String { MySQLWords.shifted(moment, days) }
  func wholeDays(from start: String, to end: String) -> String { MySQLWords.wholeDays(start, end) }
}
