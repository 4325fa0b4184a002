import Testing

/// The same rows as `rfm table` and `rfm classify`, on the engines themselves.
@Suite struct EngineTests {
  private func check(_ engine: String) throws {
    let workspace = try Workspace()
    let run = try workspace.start(
      [
        DocsPage.root.path + "/Tests/Proof/answers_of_engines.py", "--engines", engine, "--quick",
        "--invented",
        BuiltProgram.path,
      ], program: Engines.python, environment: ["RFM_ENGINES_VENV": "ready"])
    let outcome = try run.wait(timeout: .seconds(300))
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output.contains("\(engine): 28 checks"), "\(outcome)")
  }

  @Test func sqliteAnswersAsTheProgram() throws { try check("sqlite") }

  @Test(.enabled(if: Engines.hasDuckDB, "DuckDB is not installed"))
  func duckDBAnswersAsTheProgram() throws { try check("duckdb") }

  @Test(.enabled(if: Engines.hasPostgreSQL, "PostgreSQL is not installed"))
  func postgreSQLAnswersAsTheProgram() throws { try check("postgres") }
}
