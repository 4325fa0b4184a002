/// MariaDB, 10.2 and newer.
struct MariaDB: MySQLDialect {
  let name = "mariadb"
  let title = "MariaDB"

  func fits(_ text: String, _ shape: TextShape) -> String {
    "\(text) REGEXP \(literal("(?-i)\\A(?:\(shape.expression))\\z"))"
  }
}
