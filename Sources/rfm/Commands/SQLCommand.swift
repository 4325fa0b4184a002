import ArgumentParser
import Exchange
import RFMService
import Wording

struct SQLCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sql",
    abstract: "Print SQL that makes a database answer as the model does.",
    discussion: """
      Nothing is sent anywhere: the text goes to the engine by its own program.
      Dialects that are run for each release: clickhouse, datafusion, duckdb,
      mariadb, postgres, spark, sqlite. Not run: bigquery, databricks, mysql,
      redshift, snowflake, trino; compare some rows first. Names of tables and
      columns are taken to the letter, capitals and all.

      Examples:
        rfm sql sums --dialect postgres --table sales | psql shop
        rfm sql segments --dialect duckdb --from rfm_customers | duckdb shop.duckdb
        rfm sql all --dialect spark --table shop.sales --create table segments
      """,
    subcommands: [Sums.self, Segments.self, All.self])

  struct Sums: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "sums",
      abstract: "Recency, frequency and monetary of each customer, from a table of raw sales.",
      discussion: """
        Rows are cleaned and summed up as the model's were; what is given here
        counts instead. The result has the columns of rfm table. Dates must be
        dates, or texts such as 2010-12-31 or 2010-12-31 23:59:59.

        Examples:
          rfm sql sums --dialect duckdb --table sales
          rfm sql sums --dialect postgres --table sales --as-of 2024-12-31 --clean sales
          rfm sql sums --dialect sqlite --table sales --create view rfm_customers
        """)

    @OptionGroup var writing: SQLWriting
    @OptionGroup var reading: SQLReading
    @OptionGroup(title: "Model") var choice: ModelChoice
    @OptionGroup(title: "Reading and cleaning, in place of the model's") var sales: SalesArguments

    func validate() throws {
      try writing.check()
      _ = try reading.table(sales)
    }

    func run() throws { try writing.write(.sums(try reading.table(sales)), choice, sales, reading) }
  }

  struct Segments: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "segments",
      abstract: "What the model says of each customer, from a table of recency, frequency and monetary.",
      discussion: """
        The table has the columns customer_id, recency, frequency and monetary,
        as rfm sql sums makes them. The result has scores, cluster, segment,
        outlier (0 or 1), margin and the distance to each centroid.

        Examples:
          rfm sql segments --dialect duckdb --from rfm_customers
          rfm sql segments --dialect postgres --from crm.rfm --create view crm.segments
        """)

    @OptionGroup var writing: SQLWriting
    @Option(
      help: ArgumentHelp(
        "The table or view with customer_id, recency, frequency and monetary.", valueName: "table"))
    var from: String
    @OptionGroup(title: "Model and pack") var choice: ModelChoice

    func validate() throws {
      try writing.check()
      _ = try SQLWriting.table(from, "--from")
    }

    func run() throws { try writing.write(.segments(try SQLWriting.table(from, "--from")), choice) }
  }

  struct All: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "all",
      abstract: "The sums and what the model says of them, in one query.",
      discussion: """
        From a table of raw sales to a row for each customer with the columns of
        rfm sql segments. With --dbt the sums and the segments become two models
        of dbt, with tests in schema.yml.

        Examples:
          rfm sql all --dialect duckdb --table sales
          rfm sql all --dialect duckdb --table sales --dbt models/rfm
          rfm sql all --dialect clickhouse --table sales --create table segments
        """)

    @OptionGroup var writing: SQLWriting
    @OptionGroup var reading: SQLReading
    @OptionGroup(title: "Model and pack") var choice: ModelChoice
    @OptionGroup(title: "Reading and cleaning, in place of the model's") var sales: SalesArguments

    @Option(
      help: ArgumentHelp("Write models of dbt and schema.yml into this folder instead.", valueName: "folder"))
    var dbt: String?

    func validate() throws {
      try writing.check()
      _ = try reading.table(sales)
      if let dbt {
        guard !dbt.isEmpty else { throw ValidationError("--dbt: the name of a folder is expected") }
        guard writing.create.isEmpty else {
          throw ValidationError("--create is what dbt does by itself: leave it away with --dbt")
        }
      }
    }

    func run() throws {
      let table = try reading.table(sales)
      guard let dbt else { return try writing.write(.all(table), choice, sales, reading) }
      let (loaded, request) = try writing.request(.all(table), choice, sales, reading)
      let written = try loaded.dbt(request, from: table, to: dbt)
      for note in written.notes { Console.note("note: \(note)") }
      for file in written.files { Console.note("wrote \(file)") }
    }
  }
}

/// Whose SQL it is, and what is made of its rows.
struct SQLWriting: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The engine: \(SQLDialects.all.filter(\.isRun).map(\.name).joined(separator: ", ")); not run: \(SQLDialects.all.filter { !$0.isRun }.map(\.name).joined(separator: ", ")).",
      valueName: "name"))
  var dialect: String

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Make a view or a table of the rows: view NAME, or table NAME; nothing that is there is replaced.",
      valueName: "kind"))
  var create: [String] = []

  func check() throws {
    _ = try engine()
    _ = try creation()
  }

  private func engine() throws -> any SQLDialect {
    if let engine = SQLDialects.named(dialect) { return engine }
    let names = SQLDialects.all.map(\.name)
    let hint = nearest(dialect, among: names).map { "; did you mean '\($0)'?" }
    throw ValidationError(
      "--dialect \(legible(dialect)): there is no such dialect\(hint ?? "; there are \(names.joined(separator: ", "))")"
    )
  }

  private func creation() throws -> SQLCreation? {
    guard let first = create.first else { return nil }
    guard create.count == 2, let kind = SQLCreation.Kind(rawValue: first.lowercased()) else {
      throw ValidationError(
        "--create \(legible(create.joined(separator: " "))): expected view NAME or table NAME")
    }
    return SQLCreation(kind, try Self.table(create[1], "--create \(first)"))
  }

  static func table(_ typed: String, _ option: String) throws -> SQLTable {
    do throws(SQLProblem) { return try SQLTable(typed) } catch {
      throw ValidationError("\(option): \(legible(error.description))")
    }
  }

  /// The model, and what is asked.
  func request(
    _ part: SQLRequest.Part, _ choice: ModelChoice, _ sales: SalesArguments?, _ reading: SQLReading?
  ) throws -> (LoadedModel, SQLRequest) {
    let loaded = try choice.loaded()
    var request = SQLRequest(part, in: try engine())
    request.creation = try creation()
    if let sales { request.changes = try sales.changes(for: loaded) }
    if let reading {
      request.places = reading.places
      request.forgotten = try reading.forgotten.map { try Self.table($0, "--forgotten") }
    }
    return (loaded, request)
  }

  func write(
    _ part: SQLRequest.Part, _ choice: ModelChoice, _ sales: SalesArguments? = nil,
    _ reading: SQLReading? = nil
  ) throws {
    let (loaded, request) = try self.request(part, choice, sales, reading)
    let sql = try loaded.sql(request)
    for note in sql.notes { Console.note("note: \(note)") }
    // An engine must get each name to the letter; a terminal must not be steered by one.
    if Console.isOutputTerminal { Console.write(sql.text, to: 1) } else { Console.writeAsIs(sql.text, to: 1) }
  }
}

/// The sales in a database.
struct SQLReading: ParsableArguments {
  @Option(help: ArgumentHelp("The table of raw sales, such as sales or shop.sales.", valueName: "table"))
  var table: String

  @Option(
    help: ArgumentHelp(
      "A table with a column customer_id of people who asked to be forgotten: they are left out.",
      valueName: "table"))
  var forgotten: String?

  @Option(
    help: ArgumentHelp("Digits behind the point that quantities and prices are read to.", valueName: "n"))
  var places = 4

  /// The table that was named.
  ///
  /// - Parameter sales: what is said of how it is read; options about files mean nothing of a table.
  func table(_ sales: SalesArguments) throws -> SQLTable {
    guard (0...9).contains(places) else {
      throw ValidationError("--places \(places): expected 0 to 9 digits behind the point")
    }
    let ofFiles: [(String, Bool)] = [
      ("--delimiter", sales.delimiter != nil), ("--sheet", !sales.sheet.isEmpty),
      ("--decimal", sales.decimal != nil), ("--date-order", sales.dateOrder != nil),
      ("--skip-bad-rows", sales.skipBadRows != nil), ("--header-row", sales.headerRow != nil),
      ("--rates", sales.rates != nil), ("--once", sales.once),
    ]
    if let (option, _) = ofFiles.first(where: \.1) {
      throw ValidationError("\(option) is about files; a table of a database is read without it")
    }
    if let forgotten { _ = try SQLWriting.table(forgotten, "--forgotten") }
    _ = try sales.changes()
    return try SQLWriting.table(table, "--table")
  }
}
