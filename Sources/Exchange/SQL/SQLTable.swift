/// The name of a table or view: one name, or several with points between them, such as `shop.public.sales`.
public struct SQLTable: Sendable, Hashable {
  /// One at least; none is empty.
  public let parts: [String]

  /// Reads a name as it is typed; in double quotes a point is part of a name.
  ///
  /// - Throws: `SQLProblem` where a part is empty or a quote stays open.
  public init(_ typed: String) throws(SQLProblem) {
    var parts = [""]
    var isQuoted = false
    for letter in typed {
      if letter == "\"" {
        isQuoted.toggle()
      } else if letter == ".", !isQuoted {
        parts.append("")
      } else {
        parts[parts.count - 1].append(letter)
      }
    }
    guard !isQuoted, parts.allSatisfy({ !$0.isEmpty }) else {
      throw SQLProblem("'\(typed)' is no name of a table; expected one such as sales or shop.sales")
    }
    self.parts = parts
  }

  /// The name in an engine's quotes: it is taken to the letter, capitals and all.
  func text(in dialect: any SQLDialect) -> String {
    parts.map(dialect.identifier).joined(separator: ".")
  }
}
