import Testing

/// What engines write is read from a pipe, and the SQL goes to them by one.
@Suite struct EnginePipeTests {
  private let workspace: Workspace

  init() throws {
    workspace = try TrainedShop.workspace()
    try workspace.write(TrainedShop.sales.csv, to: "sales.csv")
  }

  private func classified() throws -> [String] {
    try workspace.rfm("classify", "sales.csv", "--model", "shop", "--pack", "retail", "--format", "csv").lines
  }

  @Test(.enabled(if: Engines.hasSQLiteShell, "the sqlite3 shell is not installed"))
  func sqliteBothWays() throws {
    let loaded = try workspace.shell("sqlite3 shop.sqlite '.import --csv sales.csv sales'")
    #expect(loaded.status == 0, "\(loaded)")
    let table = try workspace.shell(
      "sqlite3 -header -csv shop.sqlite 'SELECT * FROM sales' | rfm table - --quiet --format csv")
    #expect(table.output == (try workspace.rfm("table", "sales.csv", "--quiet", "--format", "csv").output))
    let trained = try workspace.shell(
      "sqlite3 -header -csv shop.sqlite 'SELECT * FROM sales' | rfm train - -o Models/piped.json")
    #expect(trained.status == 0, "\(trained)")

    let made = try workspace.shell(
      """
      rfm sql all --dialect sqlite --table sales --model shop --pack retail --create view segments | sqlite3 shop.sqlite
      sqlite3 -csv shop.sqlite 'SELECT customer_id, cluster_id, segment FROM segments ORDER BY customer_id'
      """)
    let own = try classified().dropFirst().map { $0.split(separator: ",") }
    #expect(made.lines.count == own.count, "\(made)")
    for (line, row) in zip(made.lines, own) {
      let cells = line.replacing("\"", with: "").split(separator: ",", maxSplits: 2)
      #expect(cells[0] == row[0] && cells[1] == row[7])
      #expect(row[8...].joined(separator: ",").replacing("\"", with: "").hasPrefix(cells[2]))
    }
  }

  @Test(.enabled(if: Engines.hasDuckDB, "DuckDB is not installed"))
  func parquetThroughDuckDB() throws {
    try workspace.write(
      """
      import duckdb, sys
      c = duckdb.connect()
      c.execute("COPY (FROM 'sales.csv') TO 'sales.parquet'")
      c.execute("COPY (FROM 'sales.parquet') TO '/dev/stdout' (FORMAT csv, HEADER)")
      """, to: "write.py")
    let table = try workspace.shell("\(Engines.python) write.py | rfm table - --quiet --format csv")
    let own = try workspace.rfm("table", "sales.csv", "--quiet", "--format", "csv")
    #expect(table.output == own.output && own.lines.count > 10, "\(table.errors)")
  }
}
