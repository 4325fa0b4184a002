import Exchange
import SafeFiles
import Segmentation
import Transactions
import Wording

/// SQL that makes an engine answer as a model does.
public struct SQLRequest: Sendable {
  /// What is asked of the engine.
  public enum Part: Sendable, Hashable {
    /// Recency, frequency and monetary of each customer, from a table of raw sales.
    case sums(SQLTable)
    /// What the model says of each, from a table of those values.
    case segments(SQLTable)
    /// Both in one query, from a table of raw sales.
    case all(SQLTable)

    var readsSales: Bool { if case .segments = self { false } else { true } }
  }

  /// What is asked.
  public var part: Part
  /// Whose SQL it is.
  public var dialect: any SQLDialect
  /// How the sales are read, in place of what the model says.
  public var changes = SalesChanges()
  /// A table with a column customer_id, of who is left out of the sums; nil for nobody.
  public var forgotten: SQLTable?
  /// Digits behind the point that quantities, prices and amounts are read to.
  public var places = 4
  /// The view or table that is made; nil for the rows themselves.
  public var creation: SQLCreation?

  /// A question in the SQL of an engine.
  public init(_ part: Part, in dialect: any SQLDialect) {
    self.part = part
    self.dialect = dialect
  }
}

/// The text of a query, and what a person should know of it.
public struct WrittenSQL: Sendable {
  /// Whole statements, each with its semicolon.
  public let text: String
  /// Sentences.
  public let notes: [String]
}

extension LoadedModel {
  /// Writes a query. O(k²).
  ///
  /// - Throws: `Problem` where SQL cannot do what the model's options ask for, or they do not say enough.
  public func sql(_ request: SQLRequest) throws(Problem) -> WrittenSQL {
    var notes = request.part.readsSales ? try sqlNotes(request) : []
    if !request.dialect.isRun {
      notes.append("the SQL for \(request.dialect.title) was not run on it: compare some rows first")
    }
    let segments: SegmentsQuery?
    if case .sums = request.part {
      // The sums serve every pack; the columns for rules on dates are for those that ask.
      segments = try? segmentsQuery(in: request.dialect)
    } else {
      segments = try segmentsQuery(in: request.dialect)
    }
    if case .segments(let table) = request.part, segments?.needsDates ?? false {
      notes.append(
        "the pack \(pack?.name ?? "") asks for the days of purchases: \(table.parts.joined(separator: ".")) needs the columns \(SumsQuery.dated.joined(separator: " and ")), as rfm sql sums writes them with the same pack"
      )
    }
    let written = try explained { () throws(SQLProblem) in try query(request, segments) }
    return WrittenSQL(text: written.text(in: request.dialect, creating: request.creation), notes: notes)
  }

  /// Writes the sums and the segments as models of dbt into a folder.
  ///
  /// - Parameters:
  ///   - request: for all of it.
  ///   - table: of the raw sales.
  ///   - folder: where the files go.
  /// - Returns: the files, and what a person should know.
  /// - Throws: `Problem` where another file has one of the names, besides what `sql` throws.
  public func dbt(
    _ request: SQLRequest, from table: SQLTable, to folder: String
  ) throws(Problem) -> (files: [String], notes: [String]) {
    let notes = try sqlNotes(request)
    let segments = try segmentsQuery(in: request.dialect)
    let project = try explained { () throws(SQLProblem) in
      try DBTProject(
        try sums(table, request, isDated: segments.needsDates), segments, in: request.dialect)
    }
    let paths = project.files.map {
      "\(folder.hasSuffix("/") ? String(folder.dropLast()) : folder)/\($0.name)"
    }
    for path in paths where FileBytes.exists(path) {
      let start = String(decoding: FileBytes.start(of: path) ?? [], as: UTF8.self)
      guard start.prefix(40).contains(DBTProject.mark) else {
        throw Problem(
          "\(path): this file is not from here, and is not written over; name another folder", .conflict)
      }
    }
    try explained { () throws(FileProblem) in
      try FileBytes.makeFolder(folder, mode: 0o755)
      for (path, file) in zip(paths, project.files) {
        try AtomicFile.write(Array(file.text.utf8), to: path)
      }
    }
    return (paths, notes)
  }

  private func segmentsQuery(in dialect: any SQLDialect) throws(Problem) -> SegmentsQuery {
    try explained { () throws(ExportProblem) in try SegmentsQuery(model, pack, in: dialect) }
  }

  /// - Parameter segments: nil where only the sums are asked for, and no rule needs more of them.
  private func query(_ request: SQLRequest, _ segments: SegmentsQuery?) throws(SQLProblem) -> SQLQuery {
    let isDated = segments?.needsDates ?? false
    switch (request.part, segments) {
    case (.segments(let table), let segments?): return segments.query(from: table)
    case (.all(let table), let segments?):
      return segments.query(of: try sums(table, request, isDated: isDated))
    case (.sums(let table), _), (.segments(let table), nil), (.all(let table), nil):
      return try sums(table, request, isDated: isDated)
    }
  }

  private func sums(
    _ table: SQLTable, _ request: SQLRequest, isDated: Bool
  ) throws(SQLProblem) -> SQLQuery {
    let options: SalesOptions
    do throws(Problem) { options = try sqlOptions(request) } catch { throw SQLProblem(error.message) }
    return try SumsQuery(
      options, table: table, forgotten: request.forgotten, places: request.places,
      isDated: isDated, in: request.dialect
    ).query()
  }

  /// The model's options with the columns that were found, and with what is said otherwise.
  private func sqlOptions(_ request: SQLRequest) throws(Problem) -> SalesOptions {
    let trained = try InheritedSales.trained(self)
    if let option = request.changes.patternWithoutRules(in: trained) {
      throw Problem("\(option) belongs to \(OptionName.clean) products or auto")
    }
    var options = request.changes.applied(to: trained)
    let said = request.changes.columns
    var found: [ColumnRole: String] = [:]
    for column in model.source.reading?.columns ?? [] {
      if let role = ColumnRole(rawValue: column.role) { found[role] = column.header }
    }
    // Who names an amount, or a quantity and a price, says which of them counts.
    if said[.amount] != nil { (found[.quantity], found[.price]) = (nil, nil) }
    if said[.quantity] != nil || said[.price] != nil { found[.amount] = nil }
    options.columns = found.merging(said) { _, new in new }
    // Refunds among amounts are returns: `auto` came to the rules of sales.
    if options.cleaning == .auto, options.returns == .net, options.columns[.amount] != nil {
      options.cleaning = .sales
    }
    return options
  }

  private func sqlNotes(_ request: SQLRequest) throws(Problem) -> [String] {
    var notes: [String] = []
    if case .moment(let moment) = try sqlOptions(request).asOf, request.changes.asOf == nil {
      notes.append(
        "recency is counted to \(moment), as in the model; \(OptionName.asOf) last counts it to the last purchase"
      )
    }
    let lists = try ForgottenLists(of: library, besides: nil).lists
    if request.forgotten == nil, lists.contains(where: { !$0.isEmpty }) {
      notes.append(
        "some people asked to be forgotten; the query takes them in, since their list holds no IDs: leave them out with \(OptionName.forgotten) TABLE"
      )
    }
    return notes
  }
}
