/// ClickHouse, as a server or as chdb.
struct ClickHouse: SQLDialect {
  let name = "clickhouse"
  let title = "ClickHouse"

  func identifier(_ name: String) -> String { SQLText.escaped(name, "`", quoteAs: "\\`") }
  func literal(_ text: String) -> String { SQLText.escaped(text, "'", quoteAs: "''") }
  func text(_ value: String) -> String { "CAST(\(value) AS Nullable(String))" }
  func double(_ value: String) -> String { "CAST(\(value) AS Nullable(Float64))" }
  func beforePoint(_ text: String) -> String { "SUBSTR(\(text), 1, POSITION(\(text), '.') - 1)" }
  func decimal(_ value: String, places: Int) -> String {
    "CAST(\(value) AS Nullable(Decimal(38, \(places))))"
  }
  func fits(_ text: String, _ shape: TextShape) -> String {
    "match(\(text), \(literal("\\A(?:\(shape.expression))\\z")))"
  }
  func moment(_ value: String) -> String {
    "parseDateTime64BestEffort(toString(\(value)), 0, 'UTC')"
  }
  func day(_ moment: String) -> String { "toDate32(\(moment))" }
  func wholeDays(from start: String, to end: String) -> String {
    "intDiv(dateDiff('second', \(start), \(end)), 86400)"
  }
  func create(_ kind: SQLCreation.Kind, _ name: String) -> String {
    kind == .view ? "CREATE VIEW \(name) AS" : "CREATE TABLE \(name) ENGINE = MergeTree ORDER BY tuple() AS"
  }
}
