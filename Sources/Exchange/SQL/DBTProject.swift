import JSONText

/// The sums and the segments as models of dbt, with a schema.yml that tests them (<https://docs.getdbt.com>).
public struct DBTProject: Sendable {
  /// A file of the folder of models.
  public struct File: Sendable {
    /// Without its folder.
    public let name: String
    /// Its whole content.
    public let text: String
  }

  /// The files: rfm_customers.sql, rfm_segments.sql and schema.yml.
  public let files: [File]

  /// What the first line of each file holds, so that no other is written over.
  public static let mark = "written by rfm sql"

  /// - Parameters:
  ///   - sums: over raw sales.
  ///   - segments: what is made of them.
  ///   - dialect: of the engine behind dbt.
  /// - Throws: `SQLProblem` where a name would end the part that dbt leaves as it is.
  public init(
    _ sums: SQLQuery, _ segments: SegmentsQuery, in dialect: any SQLDialect
  ) throws(SQLProblem) {
    let place = "rfm_customers_of_dbt"
    let text = segments.query(from: try SQLTable(place)).body(dialect)
    let placed = dialect.identifier(place)
    // The first is the table: names of segments come later.
    guard let range = text.firstRange(of: placed) else { throw SQLProblem("the query reads no table") }
    let parts = [sums.body(dialect), String(text[..<range.lowerBound]), String(text[range.upperBound...])]
    guard !parts.contains(where: { $0.contains("endraw") }) else {
      throw SQLProblem(
        "a name holds the word endraw, behind which dbt would read a template; give it another")
    }
    files = [
      File(name: "rfm_customers.sql", text: "-- \(Self.mark)\n\(Self.raw(parts[0]))\n"),
      File(
        name: "rfm_segments.sql",
        text: "-- \(Self.mark)\n\(Self.raw(parts[1])){{ ref('rfm_customers') }}\(Self.raw(parts[2]))\n"),
      File(name: "schema.yml", text: Self.schema(segments, dialect)),
    ]
  }

  /// Nothing in it is a template to dbt.
  private static func raw(_ text: String) -> String { "{% raw %}\(text){% endraw %}" }

  private static func schema(_ segments: SegmentsQuery, _ dialect: any SQLDialect) -> String {
    // As values of SQL, since dbt puts quotes around a text, but doubles none in it.
    let names = segments.segmentNames.map { name in
      let literal = dialect.literal(name)
      return JSON.string(literal.contains("{") ? raw(literal) : literal).text(.compact)
    }
    return """
      # \(mark)
      version: 2
      models:
        - name: rfm_customers
          description: Recency, frequency and monetary of each customer.
          columns:
            - name: customer_id
              data_tests: [unique, not_null]
            - name: recency
              data_tests: [not_null]
            - name: frequency
              data_tests: [not_null]
            - name: monetary
              data_tests: [not_null]
        - name: rfm_segments
          description: The segment of each customer, with scores, cluster, margin and distances.
          columns:
            - name: customer_id
              data_tests: [unique, not_null]
            - name: segment
              data_tests:
                - not_null
                - accepted_values:
                    quote: false
                    values: [\(names.joined(separator: ", "))]
            - name: outlier
              data_tests:
                - accepted_values:
                    quote: false
                    values: [0, 1]

      """
  }
}
