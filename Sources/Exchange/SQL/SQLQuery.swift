/// A query of steps, each a table that the later ones read.
public struct SQLQuery: Sendable {
  struct Step: Sendable {
    let name: String
    let body: String
  }

  var steps: [Step] = []
  /// What is selected from the last step.
  var result = ""
  /// Sentences for the head of the text. They hold no name that a person has made up.
  var remarks: [String] = []

  mutating func add(_ name: String, _ body: String) { steps.append(Step(name: name, body: body)) }

  /// The same with the result as one more step, under a name.
  func named(_ name: String) -> SQLQuery {
    var query = self
    query.add(name, result)
    query.result = ""
    return query
  }

  /// The query as it is handed to an engine, or to one that makes a view or a table of it.
  public func text(in dialect: any SQLDialect, creating creation: SQLCreation? = nil) -> String {
    var lines = remarks.map { "-- \($0)\n" }.joined()
    if let creation {
      lines += dialect.create(creation.kind, creation.name.text(in: dialect)) + "\n"
    }
    return lines + body(dialect) + ";\n"
  }

  /// Without remarks and the semicolon.
  func body(_ dialect: any SQLDialect) -> String {
    // No line is moved in: a name may have a line end in it.
    let with = steps.map { "\($0.name) \(dialect.stepWord) (\n\($0.body)\n)" }
    return "WITH \(with.joined(separator: ",\n"))\n\(result)"
  }

  /// `SELECT`, a column in each line.
  ///
  /// - Parameters:
  ///   - columns: what is selected; one without a name keeps its own.
  ///   - rest: `FROM` and what follows.
  static func select(_ columns: [(value: String, name: String?)], _ rest: String) -> String {
    let lines = columns.map { value, name in "  \(value)\(name.map { " AS \($0)" } ?? "")" }
    return "SELECT\n\(lines.joined(separator: ",\n"))\n\(rest)"
  }
}
