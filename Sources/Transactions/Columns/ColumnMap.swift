import Tabular
import Wording

/// Which column of a file has which role.
struct ColumnMap: Sendable {
  private var indices: [ColumnRole: Int] = [:]
  let header: [String]
  /// True when the file already is an RFM table.
  private(set) var isRFMTable = false

  /// How the file is read where its columns alone do not say it: by a layout, or by the words of its header in any
  /// language. Nil where rows are judged as they stand.
  private(set) var layout: BoundLayout?
  /// Whether the amount was named by the user and quantity × price was not.
  private var isAmountChosen = false

  subscript(role: ColumnRole) -> Int? { indices[role] }

  func name(_ role: ColumnRole) -> String { indices[role].map { header[$0] } ?? role.rawValue }

  /// The headers of the roles that the file has.
  var names: [ColumnRole: String] { indices.mapValues { header[$0] } }

  /// Names of columns in use that others of the header have, too.
  var repeatedNames: [String] {
    let normalised = header.map(ColumnRole.normalised)
    return indices.values.sorted().filter { index in
      normalised.indices.contains { $0 != index && normalised[$0] == normalised[index] }
    }.map { header[$0] }
  }

  /// Finds the columns of a file: by a layout that its header fits, else by the usual spellings, else by what headers
  /// say in ten languages and what the rows hold.
  ///
  /// - Throws: `TabularError` where a column that was named is missing or named twice, or some that are needed
  ///   cannot be found.
  init(_ file: CSVFile, _ options: SalesOptions) throws(TabularError) {
    try self.init(
      file.lines, header: file.headerRecord, file.header, options, at: file.place, line: file.headerLine)
  }

  /// - Parameter record: of the header among the first lines.
  init(
    _ lines: FirstLines, header record: Int, _ header: [String], _ options: SalesOptions,
    at place: TableName,
    line: Int
  ) throws(TabularError) {
    let usual = Result { () throws(TabularError) in
      try ColumnMap(header: header, chosen: options.columns, at: place, line: line)
    }
    if case .success(let map) = usual, map.isRFMTable, !options.layout.isGiven {
      self = map
      return
    }
    // What is said of an RFM table is not about sales.
    if case .failure(let error) = usual,
      !Set(options.columns.keys).isDisjoint(with: [.recency, .frequency, .monetary])
    {
      throw error
    }
    let chosen = try Self.indices(header, chosen: options.columns, at: place, line: line)
    if let layout = options.layout.layout(for: header, line: line) {
      let bound = try BoundLayout(layout, header: header, chosen: chosen, options, at: place, line: line)
      self.header = header
      self.layout = bound
      indices = bound.columns.compactMapValues(\.first)
      try checkRoles(place, line)
      return
    }
    let sample = ColumnSample(lines, below: record, columns: header.count)
    let mayCountOrders = BoundLayout.mayCountOrders(options)
    lazy var finder = ColumnFinder(
      header: header, sample: sample, chosen: chosen, mayCountOrders: mayCountOrders)
    func hasTimeOrCurrency() -> Bool {
      let words = HeaderWords.besidesUsual
      guard chosen[.time] != nil || chosen[.currency] != nil || header.contains(where: words.know) else {
        return false
      }
      return finder.found[.time] != nil || finder.found[.currency] != nil
    }
    if case .success(var map) = usual, options.rates == nil,
      !BoundLayout.netsAmounts(options, usesAmount: map.usesAmount) || map.indices[.invoice] == nil,
      map.indices[.invoice].map(sample.isUsed) ?? true, !hasTimeOrCurrency(), !finder.disproves(map)
    {
      // The usual spellings are few: an order that has another name must not make each row a purchase.
      if map.indices[.invoice] == nil { map.indices[.invoice] = finder.found[.invoice] }
      map.isAmountChosen =
        options.columns[.amount] != nil && options.columns[.quantity] == nil && options.columns[.price] == nil
      self = map
      return
    }
    var onlyDates: Int?
    if finder.missing.contains(.date) {
      let taken = finder.found.values
      onlyDates = Self.onlyDates(sample, header.indices.filter { !taken.contains($0) })
      // The rows are believed where the header says nothing.
      finder = ColumnFinder(
        header: header, sample: sample, chosen: chosen.merging(onlyDates.map { [.date: $0] } ?? [:]) { $1 },
        mayCountOrders: mayCountOrders)
    }
    let missing = finder.missing
    guard missing.isEmpty else {
      throw TabularError(at: place, line: line, Self.missing(missing, header, finder))
    }
    self.header = header
    indices = finder.found
    layout = BoundLayout(
      plain: finder, header: header, options,
      notes: onlyDates.map { ["the date is '\(legible(header[$0]))', the only column of dates"] } ?? [])
    try checkRoles(place, line)
  }

  /// The column that has a date in every row; nil where several have, or none.
  private static func onlyDates(_ sample: ColumnSample, _ columns: [Int]) -> Int? {
    let dates = columns.filter { column in
      let values = sample[column]
      return sample.rowCount > 1 && values.filled == sample.rowCount && values.dates == values.filled
        && values.numbers == 0
    }
    return dates.count == 1 ? dates[0] : nil
  }

  /// Finds the columns by their usual spellings, the user's choices first.
  ///
  /// - Throws: `TabularError` where a column that was named is missing or named twice, or one that is needed
  ///   cannot be found.
  init(_ file: CSVFile, chosen: [ColumnRole: String]) throws(TabularError) {
    try self.init(header: file.header, chosen: chosen, at: file.place, line: file.headerLine)
  }

  private init(
    header: [String], chosen: [ColumnRole: String], at place: TableName, line: Int
  ) throws(TabularError) {
    self.header = header
    let normalised = header.map(ColumnRole.normalised)
    indices = try Self.indices(header, chosen: chosen, at: place, line: line)
    let taken = Set(indices.values)
    func find(_ role: ColumnRole) -> Int? {
      if let index = indices[role] { return index }
      for spelling in role.spellings {
        if let index = normalised.firstIndex(of: spelling), !taken.contains(index) { return index }
      }
      return nil
    }
    if chosen[.date] == nil, let customer = find(.customer), let recency = find(.recency),
      let frequency = find(.frequency), let monetary = find(.monetary)
    {
      isRFMTable = true
      indices = [.customer: customer, .recency: recency, .frequency: frequency, .monetary: monetary]
      try checkRoles(place, line)
      return
    }
    for role in [ColumnRole.customer, .invoice, .date, .quantity, .price, .amount, .stock] {
      indices[role] = find(role)
    }
    let missing = [ColumnRole.customer, .date].filter { indices[$0] == nil }
    if let role = missing.first {
      throw TabularError(
        at: place, line: line,
        "no column for \(role.rawValue) was found; name it with \(OptionName.column) \(role.rawValue)=HEADER. \(Self.found(header))"
      )
    }
    if (indices[.quantity] == nil || indices[.price] == nil) && indices[.amount] == nil {
      let lacking = [ColumnRole.quantity, .price].filter { indices[$0] == nil }.map(\.rawValue)
      throw TabularError(
        at: place, line: line,
        "no amount was found, and no \(lacking.joined(separator: " and no ")); name it with \(OptionName.column) amount=HEADER, or \(OptionName.column) quantity=HEADER and \(OptionName.column) price=HEADER. \(Self.found(header))"
      )
    }
    try checkRoles(place, line)
  }

  private func checkRoles(_ place: TableName, _ line: Int) throws(TabularError) {
    try Self.checkRoles(indices, header, place, line)
  }

  /// - Throws: `TabularError` where a column has two roles.
  private static func checkRoles(
    _ indices: [ColumnRole: Int], _ header: [String], _ place: TableName, _ line: Int
  ) throws(TabularError) {
    let users = Dictionary(grouping: indices, by: \.value).filter { $0.value.count > 1 }
    if let (index, roles) = users.min(by: { $0.key < $1.key }) {
      let names = roles.map(\.key.rawValue).sorted().joined(separator: " and ")
      throw TabularError(
        at: place, line: line, "the column '\(legible(header[index]))' cannot be both \(names)")
    }
  }

  /// Where the columns are that the user named.
  ///
  /// - Throws: `TabularError` where one is missing.
  static func indices(
    _ header: [String], chosen: [ColumnRole: String], at place: TableName, line: Int
  ) throws(TabularError) -> [ColumnRole: Int] {
    let normalised = header.map(ColumnRole.normalised)
    var indices: [ColumnRole: Int] = [:]
    for (role, name) in chosen.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      let exact = header.firstIndex(of: name)
      guard let index = exact ?? normalised.firstIndex(of: ColumnRole.normalised(name)) else {
        throw TabularError(
          at: place, line: line,
          "there is no column '\(legible(name))' for \(role.rawValue); \(found(header))")
      }
      indices[role] = index
    }
    try checkRoles(indices, header, place, line)
    return indices
  }

  /// The roles of columns, by column, of a header that may lack some: as far as their names tell.
  static func roles(header: [String], chosen: [ColumnRole: String]) -> [Int: ColumnRole] {
    let map = try? ColumnMap(header: header, chosen: chosen, at: TableName(file: ""), line: 1)
    if let map { return Dictionary(map.indices.map { ($1, $0) }) { first, _ in first } }
    var roles: [Int: ColumnRole] = [:]
    let normalised = header.map(ColumnRole.normalised)
    for (role, name) in chosen {
      if let index = normalised.firstIndex(of: ColumnRole.normalised(name)) { roles[index] = role }
    }
    for role in [ColumnRole.customer, .invoice, .date, .quantity, .price, .amount, .stock]
    where chosen[role] == nil {
      let index = role.spellings.lazy.compactMap { normalised.firstIndex(of: $0) }.first
      if let index, roles[index] == nil { roles[index] = role }
    }
    return roles
  }

  /// The roles of columns, by column: where a layout names several for one role, all of them.
  var roles: [Int: ColumnRole] {
    let pairs =
      layout?.columns.flatMap { role, places in places.map { ($0, role) } } ?? indices.map { ($1, $0) }
    return Dictionary(pairs) { $0.rawValue < $1.rawValue ? $0 : $1 }
  }

  /// The place of a column that the user names, by its header as it stands or by what it comes to without
  /// case, spaces and underscores.
  ///
  /// - Parameter option: what the column is for, such as `--keep`.
  /// - Throws: `TabularError` where there is none, with the nearest.
  static func place(
    of name: String, in file: CSVFile, for option: OptionName
  ) throws(TabularError) -> Int {
    let header = file.header
    if let exact = header.firstIndex(of: name) { return exact }
    let wanted = ColumnRole.normalised(name)
    if let index = header.firstIndex(where: { ColumnRole.normalised($0) == wanted }) { return index }
    let hint = nearest(name, among: header).map { "did you mean '\($0)'?" } ?? found(header)
    throw TabularError(
      at: file.place, line: file.headerLine, "there is no column '\(legible(name))' for \(option); \(hint)")
  }

  private static func found(_ header: [String]) -> String {
    let shown = header.prefix(30).map { "'\(legible($0))'" }.joined(separator: ", ")
    return "Found: \(shown)" + (header.count > 30 ? " and \(header.count - 30) more" : "")
  }

  static func raggedMessage(_ fields: Int, header: [String]) -> String {
    "\(fields) \(fields == 1 ? "field" : "fields") where the header has \(header.count)"
  }

  /// Quantity × price wins over an amount where a file has both, unless the user has named the amount.
  var usesAmount: Bool {
    layout?.usesAmount ?? (isAmountChosen || indices[.quantity] == nil || indices[.price] == nil)
  }

  /// The names of the columns that are read, by role: of an amount and of quantity × price the one that counts.
  var inUse: [ColumnRole: String] {
    let idle: Set<ColumnRole> = usesAmount ? [.quantity, .price] : [.amount]
    return indices.filter { !idle.contains($0.key) }.mapValues { header[$0] }
  }

  /// All that is missing, and a command that says it.
  private static func missing(_ roles: [ColumnRole], _ header: [String], _ finder: ColumnFinder) -> String {
    let words = roles.map { role in
      // A quantity makes money with a price.
      role == .amount && finder.found[.quantity] != nil ? "no amount (or price)" : "no \(role.rawValue)"
    }.joined(separator: ", ")
    let options = roles.map { role in
      let name = finder.guess(role).map { ShellWord.quoted(legible(header[$0])) } ?? "HEADER"
      return "\(OptionName.column) \(role.rawValue)=\(name)"
    }
    return "\(words). Columns: \(shown(header)). Try: \(options.joined(separator: " "))"
  }

  static func shown(_ header: [String]) -> String {
    header.prefix(30).map { "'\(legible($0))'" }.joined(separator: ", ")
      + (header.count > 30 ? " and \(header.count - 30) more" : "")
  }
}
