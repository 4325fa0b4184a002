import Exchange
import Testing

/// Engines whose own way with values would give wrong figures get words of their own.
@Suite struct SQLDialectTests {
  @Test("What is no number is none in MySQL and MariaDB, and not 0", arguments: ["mysql", "mariadb"])
  func noNumberIsNone(_ name: String) throws {
    let dialect = try #require(SQLDialects.named(name))
    let said = try dialect.decimal("x", places: 2)
    #expect(said.hasPrefix("CASE WHEN "))
    #expect(said.hasSuffix(" THEN CAST(x AS DECIMAL(18, 2)) END"))
  }

  @Test(
    "A quote in a text is a backslash and a quote in Spark, which reads two quotes as none",
    arguments: ["spark", "databricks"])
  func quotesOfSpark(_ name: String) throws {
    let dialect = try #require(SQLDialects.named(name))
    #expect(dialect.literal("it's") == "'it\\'s'")
  }
}
