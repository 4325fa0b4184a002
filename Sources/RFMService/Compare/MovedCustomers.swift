import Customers
import Tabular

/// Who is in another segment than before, lost or gained: a row for each customer.
///
/// Lost ones have no segment and no monetary after, gained ones none before.
struct MovedCustomers: RowForm {
  private let compared: ModelComparison
  /// Rows of the earlier and of the later table; nil where the customer is not in it.
  private let rows: [(earlier: Int?, later: Int?)]

  /// - Parameter cell: only those who went from one place to another, or stayed where both are the same; nil for a
  ///   side on which they are not.
  init(_ compared: ModelComparison, cell: (from: Int?, to: Int?)? = nil) {
    self.compared = compared
    let comparison = compared.comparison
    var rows: [(earlier: Int?, later: Int?)] = []
    func take(_ earlier: Int?, _ later: Int?) {
      let from = earlier.map { Int(comparison.before[$0]) }
      let to = later.map { Int(comparison.after[$0]) }
      if let cell { if cell.from != from || cell.to != to { return } } else if from == to { return }
      rows.append((earlier, later))
    }
    for (row, partner) in comparison.join.later.enumerated() { take(row, partner < 0 ? nil : Int(partner)) }
    for row in comparison.after.indices where !comparison.join.isInEarlier[row] { take(nil, row) }
    self.rows = rows
  }

  var count: Int { rows.count }

  var opening: [UInt8] { Array("customer_id,from,to,monetary_before,monetary_after\n".utf8) }
  func closing() -> [UInt8] { [] }

  func write(_ number: Int, isFirst: Bool, to buffer: ByteBuffer) {
    let (earlier, later) = rows[number]
    let comma = UInt8(ascii: ",")
    if let earlier {
      compared.earlier.ids.withBytes(of: earlier) { buffer.append(cell: $0) }
    } else if let later {
      compared.later.ids.withBytes(of: later) { buffer.append(cell: $0) }
    }
    buffer.append(comma)
    if let earlier { append(compared.comparison.before[earlier], buffer) }
    buffer.append(comma)
    if let later { append(compared.comparison.after[later], buffer) }
    buffer.append(comma)
    if let earlier { buffer.append(compared.earlier.monetary[earlier]) }
    buffer.append(comma)
    if let later { buffer.append(compared.later.monetary[later]) }
    buffer.append(UInt8(ascii: "\n"))
  }

  private func append(_ place: Int32, _ buffer: ByteBuffer) {
    var name = compared.name(Int(place))
    name.withUTF8 { buffer.append(cell: $0) }
  }
}

extension ModelComparison {
  /// Writes the customers of one cell of the matrix as CSV.
  ///
  /// - Parameters:
  ///   - from: their place before; nil for those who are gained.
  ///   - to: their place after; nil for those who are lost.
  ///   - work: says how far it is, and when to stop.
  public func writeMoved(from: Int?, to: Int?, to sink: any ByteSink, _ work: Work) throws(Problem) {
    let moved = MovedCustomers(self, cell: (from, to))
    try moved.write(0..<moved.count, to: sink, as: nil, work)
  }

  /// Writes who moved, was lost or gained to a file of CSV: as a whole or not at all, and for the eyes of this user
  /// alone, since it holds people.
  ///
  /// - Parameters:
  ///   - path: where the file goes.
  ///   - files: what was read, and must not be written over.
  ///   - work: how many threads; whether the rows are still wanted.
  /// - Returns: how many customers there are in it.
  public func writeMoved(toFile path: String, besides files: [String], _ work: Work) throws(Problem) -> Int {
    let moved = MovedCustomers(self)
    let sink = try FileSink(path, besides: files, content: "who moved", mode: 0o600, keepsMode: false)
    try moved.write(0..<moved.count, to: sink, as: nil, work)
    return moved.count
  }
}
