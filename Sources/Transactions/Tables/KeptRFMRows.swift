import Customers
import Tabular
import Wording

/// Keeps the rows of RFM tables, and makes one table of them: a row for each customer.
final class KeptRFMRows: RFMTableSink, @unchecked Sendable {
  static let wantsExactRows = true

  private var ids = IDColumn()
  private var recency: [Int32] = []
  private var frequency: [Int32] = []
  private var monetary: [DecimalValue] = []
  private var kept: [KeptColumn]
  /// The line of each row, and from which row on those of each table begin: for messages.
  private var lines: [UInt32] = []
  private var places: [(place: TableName, firstRow: Int)] = []

  init(keeping columns: [String]) {
    kept = columns.map(KeptColumn.init)
  }

  func piece(of rows: RFMRows) -> RFMRows { rows }

  func take(_ rows: RFMRows) -> Bool {
    if places.last?.place != rows.place { places.append((rows.place, recency.count)) }
    ids.append(rows.table.ids)
    recency += rows.table.recency
    frequency += rows.table.frequency
    monetary += rows.amounts
    lines += rows.lines
    for column in kept.indices { kept[column].values.append(rows.table.kept[column].values) }
    return true
  }

  /// The rows in the byte order of the IDs.
  ///
  /// - Parameter name: of what was read, for messages.
  /// - Throws: `TabularError` where a customer stands there twice or the amounts are too large.
  func table(of name: String) throws(TabularError) -> RFMTable {
    let sorted = try ids.withTexts { ids throws(TabularError) in
      let sorted = SortedKeys(ids.count) { ids[$0] }
      try checkRepeats(sorted.order, ids)
      return sorted
    }
    var table = RFMTable()
    table.ids = ids
    table.recency = recency
    table.frequency = frequency
    table.kept = kept
    if !sorted.wasSorted { table = table.inOrder(sorted.order) }
    table.revenueScale = Int(monetary.reduce(0) { max($0, $1.scale) })
    table.monetary.reserveCapacity(table.count)
    table.revenue.reserveCapacity(table.count)
    var total = AddedUp()
    for row in sorted.order {
      let exact = ExactDecimal(units: Int128(monetary[row].mantissa), scale: Int(monetary[row].scale))
      table.monetary.append(exact.double)
      let revenue = exact.units * ExactDecimal.power(table.revenueScale - exact.scale)
      table.revenue.append(revenue)
      total.add(revenue)
    }
    guard total.isExact else { throw TabularError(file: name, AddedUp.message) }
    return table
  }

  /// - Throws: `TabularError` where a customer stands there twice: the first such row.
  private func checkRepeats(_ order: [Int], _ ids: IDColumn.Texts) throws(TabularError) {
    var first: (row: Int, before: Int)?
    for i in order.indices.dropFirst() where ids[order[i]].elementsEqual(ids[order[i - 1]]) {
      if order[i] < first?.row ?? .max { first = (order[i], order[i - 1]) }
    }
    guard let (row, before) = first else { return }
    let earlier = TabularError(at: place(ofRow: before), line: Int(lines[before]), "")
    let place = place(ofRow: row)
    throw TabularError(
      at: place, line: Int(lines[row]),
      "customer '\(legible(String(decoding: ids[row], as: UTF8.self)))' stands in \(earlier.position(besides: place)) already; an RFM table has one row for each"
    )
  }

  private func place(ofRow row: Int) -> TableName {
    places.last { $0.firstRow <= row }?.place ?? TableName(file: "")
  }
}

extension RFMTable {
  /// IDs, recency, frequency and kept columns in another order of the rows.
  fileprivate func inOrder(_ order: [Int]) -> RFMTable {
    func sorted(_ column: IDColumn) -> IDColumn {
      column.withTexts { texts in
        var sorted = IDColumn()
        sorted.reserve(ids: texts.count, bytes: texts.byteCount)
        for row in order { sorted.append(texts[row]) }
        return sorted
      }
    }
    var table = RFMTable()
    table.ids = sorted(ids)
    table.recency = order.map { recency[$0] }
    table.frequency = order.map { frequency[$0] }
    table.kept = kept.map { column in
      var kept = KeptColumn(name: column.name)
      kept.values = sorted(column.values)
      return kept
    }
    return table
  }
}
