import Foundation
import Testing

/// `rfm sql`: the text, what is said beside it, and what is refused.
@Suite struct SQLCommandTests {
  let workspace: Workspace

  init() throws { workspace = try TrainedShop.workspace() }

  private func sql(_ arguments: String...) throws -> Outcome {
    try workspace.rfm(["sql"] + arguments, input: nil)
  }

  @Test func columnsAndRulesComeFromTheModel() throws {
    let outcome = try sql("sums", "--dialect", "duckdb", "--table", "shop.sales")
    #expect(outcome.status == 0 && outcome.errors == "", "\(outcome)")
    #expect(outcome.output.contains("FROM \"shop\".\"sales\" AS s"))
    #expect(outcome.output.contains("s.\"Customer ID\""))
    let named = try sql("sums", "--dialect", "duckdb", "--table", "t", "--column", "customer=Buyer")
    #expect(named.output.contains("s.\"Buyer\"") && !named.output.contains("Customer ID"))
  }

  @Test func viewsAndTablesAreMade() throws {
    let view = try sql("segments", "--dialect", "sqlite", "--from", "rfm", "--create", "view", "my segments")
    #expect(view.output.contains("CREATE VIEW \"my segments\" AS\nWITH inputs"))
    let table = try sql("all", "--dialect", "clickhouse", "--table", "t", "--create", "table", "x")
    #expect(table.output.contains("CREATE TABLE `x` ENGINE = MergeTree ORDER BY tuple() AS\nWITH"))
    expectError(
      try sql("segments", "--dialect", "sqlite", "--from", "rfm", "--create", "index", "x"), status: 64,
      saying: "--create index x: expected view NAME or table NAME")
  }

  @Test func whatWasNotRunIsSaid() throws {
    let outcome = try sql("segments", "--dialect", "snowflake", "--from", "rfm")
    #expect(outcome.errors == "note: the SQL for Snowflake was not run on it: compare some rows first\n")
  }

  @Test func aDateOfTheModelIsSaid() throws {
    try workspace.write(TrainedShop.sales.csv, to: "sales.csv")
    _ = try workspace.rfm("train", "sales.csv", "-o", "dated.json", "--as-of", "2010-12-20")
    let outcome = try sql("sums", "--dialect", "postgres", "--table", "t", "--model", "dated.json")
    #expect(
      outcome.errors.contains("recency is counted to 2010-12-20 23:59:59, as in the model; --as-of last"))
    #expect(outcome.output.contains("'2010-12-20 23:59:59'"))
  }

  @Test func whoAskedToBeForgottenIsLeftOutByATable() throws {
    _ = try workspace.rfm("forget", try #require(TrainedShop.sales.customers.keys.sorted().first))
    let outcome = try sql("sums", "--dialect", "duckdb", "--table", "t")
    #expect(outcome.errors.contains("some people asked to be forgotten"), "\(outcome)")
    let without = try sql("sums", "--dialect", "duckdb", "--table", "t", "--forgotten", "gone")
    #expect(without.errors == "")
    #expect(
      without.output.contains("customer_id NOT IN (SELECT TRIM(CAST(g.customer_id AS VARCHAR)) FROM \"gone\"")
    )
  }

  @Test("A layout that says no more than the columns is as good as none")
  func layoutOfColumns() throws {
    try workspace.write(TrainedShop.sales.csv, to: "sales.csv")
    try workspace.addLayouts("online-retail", "shopify")
    let trained = try workspace.rfm("train", "sales.csv", "-o", "read.json")
    #expect(trained.output.contains("layout online-retail:"), "\(trained)")
    let read = try sql("all", "--dialect", "duckdb", "--table", "t", "--model", "read.json")
    #expect(read.status == 0 && read.output.contains("s.\"Customer ID\""), "\(read)")
    expectError(
      try sql("sums", "--dialect", "duckdb", "--table", "t", "--model", "read.json", "--layout", "shopify"),
      saying: "read by a layout", "--layout none")
  }

  @Test func whatCannotBeIsRefused() throws {
    expectError(
      try sql("sums", "--dialect", "duckdbb", "--table", "t"), status: 64,
      saying: "--dialect duckdbb: there is no such dialect; did you mean 'duckdb'?")
    expectError(
      try sql("sums", "--dialect", "duckdb", "--table", "a..b"), status: 64,
      saying: "--table: 'a..b' is no name")
    expectError(
      try sql("sums", "--dialect", "duckdb", "--table", "t", "--sheet", "1"), status: 64,
      saying: "--sheet is about files")
    expectError(
      try sql("sums", "--dialect", "sqlite", "--table", "t", "--invoice-pattern", "[0-9]+"),
      saying: "SQLite has no regular expressions")
    expectError(
      try sql("sums", "--dialect", "duckdb", "--table", "t", "--clean", "auto", "--once"), status: 64,
      saying: "--once is about files")
  }
}
