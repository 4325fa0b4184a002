import Exchange
import Segmentation
import TestSupport
import Testing

/// Whatever a segment or a table is called, its name stays a name.
@Suite struct HostileNamesTests {
  private static let pieces = [
    "'", "''", "\"", "`", "\\", "\\'", "\n", "\r\n", "\t", "--", "/*", "*/", ";", "{{", "}}", "{%", "%}", "%",
    "_",
    "$$", "?", ":x", "é", "😀", "\u{FEFF}", "DROP TABLE victim", "' || (SELECT 1) || '", ")", "x", " ",
    "\u{0}",
  ]

  private static func names(_ count: Int, _ random: inout RandomNumbers) -> [String] {
    var names: [String] = []
    while names.count < count {
      let name = (0..<random.roll(1...6)).map { _ in random.pick(pieces) }.joined()
      if !names.contains(name) { names.append(name) }
    }
    return names
  }

  private static let tables = [
    "CREATE TABLE victim (x INTEGER)",
    "CREATE TABLE t (customer_id TEXT, recency INTEGER, frequency INTEGER, monetary REAL)",
  ]

  private func check(_ engine: Engine, _ dialect: String) throws {
    var random = RandomNumbers(seed: 18)
    let model = try ShippedModel.model()
    let dialect = try #require(SQLDialects.named(dialect))
    for _ in 0..<8 {
      let names = Self.names(40, &random)
      let query = try SegmentsQuery(model, ShippedModel.pack(named: names), in: dialect)
        .query(from: try SQLTable("t")).text(in: dialect)
      let rows = names.indices.map { "INSERT INTO t VALUES ('\($0)', \($0), 1, 10)" }
      let answers = try engine.rows(Self.tables + rows, query)
      #expect(answers.count == names.count)
      for answer in answers {
        let place = try #require(answer[0].flatMap { Int($0) })
        #expect(answer[8] == names[place].replacing("\0", with: "\u{FFFD}"))
      }
    }
    // Tables, too.
    for name in Self.names(40, &random) where !name.contains("\0") {
      let typed = try SQLTable("\"\(name.replacing("\"", with: ""))x\"")
      let query = try SegmentsQuery(model, nil, in: dialect).query(from: typed)
      let made = "CREATE TABLE \(dialect.identifier(typed.parts[0])) AS SELECT * FROM t"
      let answers = try engine.rows(
        Self.tables + ["INSERT INTO t VALUES ('a', 1, 1, 10)", made], query.text(in: dialect))
      #expect(answers.count == 1, "\(name)")
    }
  }

  @Test(.enabled(if: Engine.sqlite.isInstalled, "Python has no sqlite3"))
  func inSQLite() throws { try check(.sqlite, "sqlite") }

  @Test(.enabled(if: Engine.duckdb.isInstalled, "DuckDB is not installed"))
  func inDuckDB() throws { try check(.duckdb, "duckdb") }

  @Test("No name gets into the remarks at the head, where a line end would break out")
  func remarks() throws {
    var model = try ShippedModel.model()
    model.name = "shop\nDROP TABLE victim; --"
    let dialect = try #require(SQLDialects.named("duckdb"))
    let text = try SegmentsQuery(model, nil, in: dialect).query(from: try SQLTable("t")).text(in: dialect)
    #expect(!text.contains("DROP"))
  }

  @Test(
    "An engine with backslashes gets each of them doubled, and no line end",
    arguments: SQLDialects.all.map(\.name))
  func backslashes(of name: String) throws {
    let dialect = try #require(SQLDialects.named(name))
    let literal = dialect.literal("a\\'b\n")
    let readsBackslashes = [
      "spark", "databricks", "clickhouse", "mariadb", "mysql", "bigquery", "snowflake", "redshift",
    ].contains(name)
    let quote = ["spark", "databricks", "bigquery"].contains(name) ? "\\'" : "''"
    #expect(literal == (readsBackslashes ? "'a\\\\\(quote)b\\n'" : "'a\\''b\n'"))
  }
}
