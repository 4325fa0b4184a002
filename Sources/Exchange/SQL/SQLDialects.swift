/// The engines that SQL can be written for.
public enum SQLDialects {
  /// Those that the proof runs first, in the order of their names among them.
  public static let all: [any SQLDialect] = [
    ClickHouse(), DataFusion(), DuckDB(), MariaDB(), PostgreSQL(), Spark(), SQLite(),
    BigQuery(), Databricks(), MySQL(), Redshift(), Snowflake(), Trino(),
  ]

  /// The one of a name; nil for none.
  public static func named(_ name: String) -> (any SQLDialect)? { all.first { $0.name == name } }
}
