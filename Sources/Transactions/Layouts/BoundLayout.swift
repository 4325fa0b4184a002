import Tabular
import Wording

/// A layout matched with the header of a file: headers have become places.
struct BoundLayout: Sendable {
  let layout: Layout
  /// By role, places in order of preference; those roles that the file has.
  let columns: [ColumnRole: [Int]]
  /// The same for rows that are returns by `returns.when`.
  let returnColumns: [ColumnRole: [Int]]
  let usesAmount: Bool
  let amountPer: Layout.Unit
  let subtract: [Subtraction]
  /// Places of columns that are filled down.
  let fillDown: Set<Int>
  let counts: [Condition]
  /// Nil where no row is a return by its values.
  let returns: [Condition]?
  let noCustomer: [FoldedValue]
  /// Whether amounts below 0, and rows whose invoice is a C and digits, take money back from orders of a file without a
  /// layout.
  let netsAmounts: Bool
  /// Sentences about columns that the file lacks.
  private(set) var notes: [String] = []

  /// False for a file without a layout, which is read by its columns alone.
  var isNamed: Bool { !layout.name.isEmpty }

  struct Subtraction: Sendable {
    let columns: [Int]
    let per: Layout.Unit
  }

  struct Condition: Sendable {
    let columns: [Int]
    let values: [FoldedValue]
    let isNegated: Bool
    /// The header of the column.
    let name: String
    /// What the layout says that is wanted.
    let wanted: [String]
    /// What the rows are for which it does not hold.
    let otherwise: String

    /// Whether it holds for the value of a row.
    func holds(for text: String) -> Bool { values.contains { $0.fits(text) } != isNegated }
  }

  /// - Parameter chosen: the places of columns that the user named.
  /// - Throws: `TabularError` where the file lacks columns that the layout needs.
  init(
    _ layout: Layout, header: [String], chosen: [ColumnRole: Int], _ options: SalesOptions,
    at place: TableName,
    line: Int
  ) throws(TabularError) {
    self.layout = layout
    let places = HeaderIndex(header)
    var columns = layout.columns.mapValues(places.find).filter { !$0.value.isEmpty }
    for (role, place) in chosen { columns[role] = [place] }
    var needed = layout.neededRoles
    var amountPer = layout.amountPer
    if chosen[.amount] != nil {
      (columns[.quantity], columns[.price]) = (nil, nil)
      needed.removeAll { $0 == .quantity || $0 == .price }
    } else if chosen[.quantity] != nil || chosen[.price] != nil {
      columns[.amount] = nil
      amountPer = .line
      needed = needed.filter { $0 != .amount } + [.quantity, .price]
      for role in [ColumnRole.quantity, .price] where columns[role] == nil {
        columns[role] = Self.usual(role, header, besides: chosen)
      }
    }
    let missing = needed.filter { columns[$0] == nil }
    guard missing.isEmpty else {
      throw TabularError(at: place, line: line, Self.missing(missing, layout, header))
    }
    self.columns = columns
    self.amountPer = amountPer
    usesAmount = columns[.amount] != nil
    returnColumns = columns.merging(
      layout.returns.columns.mapValues(places.find).filter { !$0.value.isEmpty }
    ) {
      $1
    }
    fillDown = Set(layout.fillDown.compactMap { places.find([$0]).first })
    subtract = layout.subtract.compactMap { subtraction in
      let columns = places.find(subtraction.column)
      return columns.isEmpty ? nil : Subtraction(columns: columns, per: subtraction.per ?? amountPer)
    }
    let lifted = Set(options.conditions.flatMap { places.find([$0.column]) })
    counts =
      options.countsAll
      ? []
      : layout.counts.compactMap { count in
        let condition = Condition(count.condition, places, header, otherwise: count.otherwise)
        return condition.flatMap { lifted.isDisjoint(with: $0.columns) ? $0 : nil }
      }
    let when = layout.returns.when.map { Condition($0, places, header, otherwise: "") }
    returns = when.isEmpty || when.contains { $0 == nil } ? nil : when.compactMap { $0 }
    noCustomer = layout.noCustomer.map(FoldedValue.init)
    netsAmounts = false
    notes = Self.notes(layout, places)
  }

  /// Reads a file without a layout by the columns that were found in it.
  init(plain finder: ColumnFinder, header: [String], _ options: SalesOptions, notes: [String] = []) {
    self.notes = notes + finder.notes
    var layout = Layout(
      name: "", title: "", recognise: Layout.Recognition(headers: []),
      columns: finder.found.mapValues { [header[$0]] })
    layout.amountPer = finder.amountPer
    layout.subtract = finder.refunds.map { Layout.Subtraction(column: [header[$0]]) }
    self.layout = layout
    amountPer = finder.amountPer
    usesAmount = finder.usesAmount
    subtract = finder.refunds.map { Subtraction(columns: [$0], per: finder.amountPer) }
    var columns = finder.found.mapValues { [$0] }
    if usesAmount {
      (columns[.quantity], columns[.price]) = (nil, nil)
    } else {
      columns[.amount] = nil
    }
    self.columns = columns
    returnColumns = columns
    netsAmounts = Self.netsAmounts(options, usesAmount: usesAmount)
    (fillDown, counts, returns, noCustomer) = ([], [], nil, [])
  }

  /// Whether the rows of a file without a layout may tell that its amounts are those of orders, or less what was given
  /// back: such files are read by no other rules.
  static func mayCountOrders(_ options: SalesOptions) -> Bool {
    !options.isCleaningGiven && !options.hasPattern && options.cleaning != .products
  }

  /// Whether a file without a layout is read as one whose layout says what counts.
  private var countsOrders: Bool { !isNamed && (amountPer == .order || !subtract.isEmpty) }

  static func netsAmounts(_ options: SalesOptions, usesAmount: Bool) -> Bool {
    usesAmount && options.returns == .net && !options.hasPattern
      && (options.cleaning == .auto || options.cleaning == .sales)
  }

  /// Whether a file without a layout has to be read as one that has: rows are not judged at full speed then.
  static func isNeeded(by found: [ColumnRole: Int], _ options: SalesOptions) -> Bool {
    found[.time] != nil || found[.currency] != nil || options.rates != nil
  }

  /// Which rules of cleaning are asked for: those of the user, else of the layout; nil for none but its own.
  func cleaning(_ options: SalesOptions) -> SalesOptions.Cleaning? {
    if netsAmounts || countsOrders { return nil }
    let isSaid = options.cleaning != .auto && !options.isCleaningSettled
    let isGiven = isSaid || options.hasPattern || options.isCleaningGiven
    return isGiven || !isNamed ? options.rules : layout.cleaning
  }

  /// How the rows of the file are read: where nothing is said otherwise, as the layout says.
  func options(_ given: SalesOptions) -> SalesOptions {
    var options = given
    if let cleaning = cleaning(given) {
      options.cleaning = cleaning
    } else {
      options.cleaning = .customers
      if !ignoresReturns(given) { options.returns = .net }
    }
    return options
  }

  /// Whether rows that take money back are dropped, and take nothing away.
  func ignoresReturns(_ options: SalesOptions) -> Bool {
    (isNamed || countsOrders) && cleaning(options) == nil && options.returns == .ignore
      && options.areReturnsGiven
  }

  /// Whether rows can be judged as those of a file without a layout, at full speed.
  func isPlain(_ options: SalesOptions) -> Bool {
    isNamed && cleaning(options) != nil && layout.fold == .email && layout.returns == Layout.Returns()
      && subtract.isEmpty && fillDown.isEmpty && counts.isEmpty && returns == nil && noCustomer.isEmpty
      && amountPer == .line && columns.values.allSatisfy { $0.count == 1 }
      && !Self.isNeeded(by: columns.compactMapValues(\.first), options)
  }

  private static func usual(
    _ role: ColumnRole, _ header: [String], besides chosen: [ColumnRole: Int]
  ) -> [Int]? {
    let known = header.indices.flatMap { index in
      chosen.values.contains(index)
        ? []
        : HeaderWords.all.meanings(of: header[index]).filter { $0.key.role == role }
          .map { (standing: $0.value, index: index) }
    }
    return known.min { ($0.standing, $0.index) < ($1.standing, $1.index) }.map { [$0.index] }
  }

  // MARK: What the file lacks

  private static func missing(_ roles: [ColumnRole], _ layout: Layout, _ header: [String]) -> String {
    let wanted = roles.map { role in
      let headers = (layout.columns[role] ?? []).map { legible($0) }.joined(separator: ", ")
      return headers.isEmpty ? role.rawValue : "\(role.rawValue) (\(headers))"
    }
    let advice = roles.compactMap { layout.missing[$0] }
    let options = roles.map { role in
      let name = usual(role, header, besides: [:]).map { ShellWord.quoted(legible(header[$0[0]])) }
      return "\(OptionName.column) \(role.rawValue)=\(name ?? "HEADER")"
    }.joined(separator: " ")
    return
      "layout \(layout.name) needs a column for \(wanted.joined(separator: " and for ")), and there is none"
      + (advice.isEmpty ? "" : ": \(advice.joined(separator: "; "))")
      + ". \(OptionName.layout) none reads the file by its columns. Columns: \(ColumnMap.shown(header)). Try: \(options)"
  }

  private static func notes(_ layout: Layout, _ places: HeaderIndex) -> [String] {
    var notes: [String] = []
    for subtraction in layout.subtract where places.find(subtraction.column).isEmpty {
      notes.append(
        "layout \(layout.name): there is no column \(names(subtraction.column)), so money given back is not known"
      )
    }
    for count in layout.counts where places.find(count.condition.column).isEmpty {
      notes.append(
        "layout \(layout.name): there is no column \(names(count.condition.column)), so rows that are '\(legible(count.otherwise))' are not told from others"
      )
    }
    return notes
  }

  private static func names(_ headers: [String]) -> String {
    headers.map { "'\(legible($0))'" }.joined(separator: " or ")
  }
}

/// Where headers stand, by what they fold to; of two that are alike the first.
private struct HeaderIndex {
  private var places: [String: Int] = [:]

  init(_ header: [String]) {
    for (place, name) in header.enumerated() {
      let folded = FoldedHeader(name).text
      if !folded.isEmpty, places[folded] == nil { places[folded] = place }
    }
  }

  /// The places of those that are there, each once, in their order.
  func find(_ headers: [String]) -> [Int] {
    var found: [Int] = []
    for header in headers {
      if let place = places[FoldedHeader(header).text], !found.contains(place) { found.append(place) }
    }
    return found
  }
}

extension BoundLayout.Condition {
  /// Nil where the file has none of its columns.
  fileprivate init?(
    _ condition: Layout.Condition, _ places: HeaderIndex, _ header: [String], otherwise: String
  ) {
    columns = places.find(condition.column)
    guard let first = columns.first else { return nil }
    values = condition.values.map(FoldedValue.init)
    isNegated = condition.isNegated
    name = header[first]
    wanted = condition.values
    self.otherwise = otherwise
  }
}
