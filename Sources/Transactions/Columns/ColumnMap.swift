import Tabular
import Wording

/// Which column of a file has which role.
struct ColumnMap: Sendable {
  private var indices: [ColumnRole: Int] = [:]
  let header: [String]
  /// True when the file already is an RFM table.
  private(set) var isRFMTable = false

  subscript(role: ColumnRole) -> Int? { indices[role] }

  func name(_ role: ColumnRole) -> String { indices[role].map { header[$0] } ?? role.rawValue }

  /// Names of columns in use that others of the header have, too.
  var repeatedNames: [String] {
    let normalised = header.map(ColumnRole.normalised)
    return indices.values.sorted().filter { index in
      normalised.indices.contains { $0 != index && normalised[$0] == normalised[index] }
    }.map { header[$0] }
  }

  /// Finds the columns by their names, the user's choices first.
  ///
  /// - Throws: `TabularError` where a column that was named is missing or named twice, or one that is needed
  ///   cannot be found.
  init(_ file: CSVFile, chosen: [ColumnRole: String]) throws(TabularError) {
    try self.init(header: file.header, chosen: chosen, at: file.place, line: file.headerLine)
  }

  private init(
    header: [String], chosen: [ColumnRole: String], at place: TablePlace, line: Int
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

  private func checkRoles(_ place: TablePlace, _ line: Int) throws(TabularError) {
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
    _ header: [String], chosen: [ColumnRole: String], at place: TablePlace, line: Int
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
    return indices
  }

  /// The roles of columns, by column, of a header that may lack some: as far as their names tell.
  static func roles(header: [String], chosen: [ColumnRole: String]) -> [Int: ColumnRole] {
    let map = try? ColumnMap(header: header, chosen: chosen, at: TablePlace(file: ""), line: 1)
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

  /// Quantity × price wins over an amount where a file has both.
  var usesAmount: Bool { indices[.quantity] == nil || indices[.price] == nil }
}
