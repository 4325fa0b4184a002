/// MariaDB, 10.2 and newer.
struct MariaDB: SQLDialect {
  let name = "mariadb"
  let title = "MariaDB"

  func identifier(_ name: String) -> String { SQLText.enclosed(name, "`") }
  func literal(_ text: String) -> String { MySQLWords.literal(text) }
  func text(_ value: String) -> String { MySQLWords.text(value) }
  func decimal(_ value: String, places: Int) -> String { MySQLWords.decimal(value, places) { fits($0, $1) } }
  func fits(_ text: String, _ shape: TextShape) -> String {
    "\(text) REGEXP \(literal("(?-i)\\A(?:\(shape.expression))\\z"))"
  }
  func moment(_ value: String) -> String { MySQLWords.moment(value) }
  func shifted(_ moment: String, days: Int) -> String { MySQLWords.shifted(moment, days) }
  func wholeDays(from start: String, to end: String) -> String { MySQLWords.wholeDays(start, end) }
}

/// What MariaDB and MySQL have in common.
enum MySQLWords {
  static func literal(_ text: String) -> String { SQLText.escaped(text, "'", quoteAs: "''") }
  // Else "Müller" and "muller" are one customer.
  static func text(_ value: String) -> String {
    "CAST(\(value) AS CHAR CHARACTER SET utf8mb4) COLLATE utf8mb4_bin"
  }
  // What is no number would be 0.
  static func decimal(
    _ value: String, _ places: Int, _ fits: (String, TextShape) -> String
  ) -> String {
    let isNumber = fits(
      "TRIM(\(text(value)))", .expression("[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?"))
    return "CASE WHEN \(isNumber) THEN CAST(\(value) AS DECIMAL(18, \(places))) END"
  }
  static func moment(_ value: String) -> String { "CAST(\(value) AS DATETIME)" }
  static func shifted(_ moment: String, _ days: Int) -> String {
    "\(moment) \(days < 0 ? "-" : "+") INTERVAL \(abs(days)) DAY"
  }
  static func wholeDays(_ start: String, _ end: String) -> String {
    "TIMESTAMPDIFF(SECOND, \(start), \(end)) DIV 86400"
  }
}
