/// Databricks SQL.
struct Databricks: SparkDialect {
  let name = "databricks"
  let title = "Databricks"
  let isRun = false
}
