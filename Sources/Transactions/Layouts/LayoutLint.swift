import Wording

/// What the writer of a layout should know of it.
public struct LayoutLint: Sendable {
  /// One thing that lint has to say of a layout.
  public struct Finding: Sendable, Hashable {
    /// How bad a finding is.
    public enum Severity: String, Sendable, CaseIterable {
      /// The layout cannot do what it says.
      case error
      /// It probably does something else than was meant.
      case warning
      /// What is good to know and does no harm.
      case info
    }

    /// How bad it is.
    public let severity: Severity
    /// A sentence.
    public let message: String
  }

  /// Errors first, then warnings, then the rest.
  public let findings: [Finding]

  /// Whether the layout cannot do what it says.
  public var hasErrors: Bool { findings.contains { $0.severity == .error } }

  /// - Parameters:
  ///   - layout: what is checked.
  ///   - fileName: that of the layout's file, without folder and ending; nil where it has none.
  ///   - others: the layouts at hand; one with the same name is passed over.
  public init(_ layout: Layout, fileName: String? = nil, others: [Layout] = []) {
    var findings: [Finding] = []
    func say(_ severity: Finding.Severity, _ message: String) {
      findings.append(Finding(severity: severity, message: message))
    }
    if let fileName, fileName != layout.name {
      say(
        .warning,
        "the file is \(fileName).json and the layout is '\(layout.name)'; \(OptionName.layout) \(layout.name) finds it"
      )
    }
    for header in layout.headers.filter({ FoldedHeader($0).isEmpty }) {
      say(.error, "'\(legible(header))' has neither letters nor digits, so no column is found by it")
    }
    for (place, headers) in layout.lists {
      let byFold = Dictionary(grouping: headers) { FoldedHeader($0).text }
      for header in headers {
        guard let same = byFold[FoldedHeader(header).text], same.count > 1, same[0] == header else {
          continue
        }
        say(.info, "\(place): \(Self.list(same)) are one header; one of them is enough")
      }
    }
    for count in Self.impossibleHeaders(layout.recognise) {
      say(.error, "recognise: '\(legible(count))' must and must not be there, so the layout fits no file")
    }
    for message in Self.conditionProblems(layout) { say(.warning, message) }
    if !layout.fillDown.isEmpty, layout.columns[.invoice] == nil {
      say(.error, "fillDown: without a column for invoice it is not known which rows are one order")
    }
    for message in Self.weakCustomers(layout) { say(.warning, message) }
    for other in others where other.name != layout.name {
      guard Self.fitsWherever(layout, other) else { continue }
      let (own, theirs) = (layout.recognise.headers.count, other.recognise.headers.count)
      if theirs > own {
        say(
          .warning,
          "'\(other.name)' fits wherever this layout does, and is taken: it asks for \(theirs) headers, and this one for \(own)"
        )
      } else {
        say(
          .info, "'\(other.name)' fits wherever this layout does; which one is taken is said in the summary")
      }
    }
    self.findings = findings.sorted {
      let order = Finding.Severity.allCases
      return order.firstIndex(of: $0.severity) ?? 0 < order.firstIndex(of: $1.severity) ?? 0
    }
  }

  /// Headers that must be there, in each of their spellings, and must not.
  private static func impossibleHeaders(_ recognition: Layout.Recognition) -> [String] {
    let folded = FoldedRecognition(recognition)
    return zip(recognition.headers, folded.headers).compactMap { headers, spellings in
      spellings.isSubset(of: folded.without) ? headers[0] : nil
    }
  }

  /// Whether every file that `layout` is recognised by has the headers of `other`, too.
  private static func fitsWherever(_ layout: Layout, _ other: Layout) -> Bool {
    let (own, theirs) = (FoldedRecognition(layout.recognise), FoldedRecognition(other.recognise))
    // A header that is forbidden may always be there, unless this layout forbids it as well.
    return theirs.without.isSubset(of: own.without)
      && theirs.headers.allSatisfy { needed in own.headers.contains { $0.isSubset(of: needed) } }
  }

  /// Conditions that nothing meets, or everything.
  private static func conditionProblems(_ layout: Layout) -> [String] {
    var problems: [String] = []
    /// The values that some conditions on a column let through, of those that `is` names.
    func left(_ condition: Layout.Condition, by others: [Layout.Condition]) -> [String] {
      condition.values.filter { value in
        others.allSatisfy { other in
          guard other.folded == condition.folded, !value.contains("*") else { return true }
          return other.values.contains { FoldedValue($0).fits(value) } != other.isNegated
        }
      }
    }
    let counts = layout.counts.map(\.condition)
    for (index, condition) in counts.enumerated() where !condition.isNegated {
      if left(condition, by: Array(counts[..<index])).isEmpty {
        problems.append(
          "counts: no row can be \(list(condition.values)) in \(list(condition.column)) behind the conditions above, so none counts"
        )
      }
    }
    for condition in layout.returns.when where !condition.isNegated {
      if left(condition, by: counts).isEmpty {
        problems.append(
          "returns: rows with \(list(condition.values)) in \(list(condition.column)) do not count, so none is a return"
        )
      }
    }
    return problems
  }

  /// Names that go before a number or an e-mail.
  private static func weakCustomers(_ layout: Layout) -> [String] {
    let customers = layout.columns[.customer] ?? []
    let kinds = customers.map { HeaderWords.all.meanings(of: $0) }
    func isName(_ index: Int) -> Bool { kinds[index][.name] != nil && kinds[index][.customer] == nil }
    func isBetter(_ index: Int) -> Bool {
      kinds[index][.email] != nil || kinds[index][.customer].map { $0.rank != .weak } ?? false
    }
    guard let name = customers.indices.first(where: isName),
      let better = customers.indices.first(where: { $0 > name && isBetter($0) })
    else { return [] }
    return [
      "customer: '\(customers[name])' goes before '\(customers[better])'; two people of one name would be one customer"
    ]
  }

  private static func list(_ texts: [String]) -> String {
    let shown = texts.prefix(4).map { "'\(legible($0))'" }
    return shown.joined(separator: ", ") + (texts.count > 4 ? " …" : "")
  }
}

extension Layout {
  /// All lists of headers, by where they stand.
  fileprivate var lists: [(place: String, headers: [String])] {
    var lists: [(String, [String])] = []
    for role in Self.roles { lists.append(("columns.\(role.rawValue)", columns[role] ?? [])) }
    for role in Self.roles { lists.append(("returns.columns.\(role.rawValue)", returns.columns[role] ?? [])) }
    lists.append(("fillDown", fillDown))
    lists += subtract.map { ("subtract", $0.column) }
    lists += counts.map { ("counts", $0.condition.column) }
    lists += returns.when.map { ("returns.when", $0.column) }
    return lists
  }

  /// All headers that are named anywhere, each once.
  fileprivate var headers: [String] {
    var seen: Set<String> = []
    return (recognise.headers.flatMap { $0 } + recognise.without + lists.flatMap(\.headers))
      .filter { seen.insert($0).inserted }
  }
}

extension Layout.Condition {
  fileprivate var folded: [String] { column.map { FoldedHeader($0).text } }
}
