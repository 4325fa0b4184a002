/// Apache DataFusion.
struct DataFusion: SQLDialect {
  let name = "datafusion"
  let title = "DataFusion"

  func beforePoint(_ text: String) -> String { "SUBSTR(\(text), 1, STRPOS(\(text), '.') - 1)" }
  func fits(_ text: String, _ shape: TextShape) -> String {
    "\(text) ~ \(literal("^(?:\(shape.expression))$"))"
  }
  func wholeDays(from start: String, to end: String) -> String {
    "CAST(FLOOR((DATE_PART('epoch', \(end)) - DATE_PART('epoch', \(start))) / 86400) AS BIGINT)"
  }
}
