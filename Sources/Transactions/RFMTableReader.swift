import Segmentation
import Tabular

/// Reads files that already are RFM tables: customer, recency, frequency, monetary.
final class RFMTableReader {
  private struct Row {
    var id: String
    var recency: Int32
    var frequency: Int32
    var monetary: DecimalValue
    var file: String
    var line: Int
    /// Its place among all rows kept.
    var ordinal: Int
  }

  private let options: SalesOptions
  private let blockSize: Int
  private var rows: [Row] = []
  private var rowsRead = 0
  private var missing = 0
  private var bad = 0
  private let scratch = FieldScratch()
  private var currency: CurrencySign?

  init(options: SalesOptions, blockSize: Int) {
    self.options = options
    self.blockSize = blockSize
  }

  /// Adds the rows of a file and returns how many it had.
  func read(_ file: CSVFile, columns: ColumnMap) throws(TabularError) -> Int {
    let block = RecordBlock(capacity: blockSize)
    let index = RecordIndex(columns: file.header.count, delimiter: file.delimiter)
    let mark = options.decimal ?? (file.delimiter == UInt8(ascii: ";") ? .either : .point)
    let before = rowsRead
    while try file.records.next(into: block) {
      index.index(block)
      rowsRead += index.rows + index.ragged.count
      bad += index.ragged.count
      let ragged = options.skipsBadRows ? nil : index.ragged.first
      for row in 0..<(ragged?.rowsBefore ?? index.rows) {
        do throws(TabularError) {
          try add(row, block, index, file, columns, DecimalReader(mark: mark))
        } catch {
          guard options.skipsBadRows else { throw error }
          bad += 1
        }
      }
      if let ragged {
        throw TabularError(
          file: file.name, line: block.line(at: ragged.offset),
          ColumnMap.raggedMessage(ragged.fields, header: file.header))
      }
    }
    return rowsRead - before
  }

  private func add(
    _ row: Int, _ block: RecordBlock, _ index: RecordIndex, _ file: CSVFile, _ columns: ColumnMap,
    _ reader: DecimalReader
  ) throws(TabularError) {
    func field(_ role: ColumnRole) -> UnsafeBufferPointer<UInt8> {
      let range = index.field(row, columns[role] ?? 0, in: block)
      return FieldText.content(
        of: UnsafeBufferPointer(start: block.bytes + range.lowerBound, count: range.count), scratch: scratch)
    }
    func fault(_ message: String) -> TabularError {
      TabularError(file: file.name, line: block.line(at: Int(index.rowStarts[row])), message)
    }
    func number(_ role: ColumnRole) throws(TabularError) -> DecimalValue {
      let text = field(role)
      var sign: CurrencySign?
      switch reader.read(text, sign: &sign) {
      case .success(let value):
        if let sign {
          guard role == .monetary else {
            throw fault("\(columns.name(role)) '\(FieldText.decoded(text))' is not a number")
          }
          if let known = currency, known != sign {
            throw fault("'\(FieldText.decoded(text))' is in another currency than '\(known.text)' before it")
          }
          currency = sign
        }
        return value
      case .failure(let why):
        throw fault("\(columns.name(role)) '\(FieldText.decoded(text))' \(why.sentence)")
      }
    }
    func whole(_ role: ColumnRole, least: Int64, unit: String) throws(TabularError) -> Int32 {
      let value = try number(role)
      guard value.scale == 0 || value.mantissa % Int64(ExactDecimal.power(Int(value.scale))) == 0 else {
        throw fault("\(columns.name(role)) \(FieldText.decoded(field(role))) is not a whole number of \(unit)")
      }
      let whole = value.mantissa / Int64(ExactDecimal.power(Int(value.scale)))
      guard whole >= least else {
        throw fault("\(columns.name(role)) \(whole) is below \(least)")
      }
      guard let fitting = Int32(exactly: whole) else {
        throw fault("\(columns.name(role)) \(whole) is too large")
      }
      return fitting
    }
    let id = CustomerID.normalised(FieldText.trimmed(field(.customer)), scratch: scratch)
    guard !id.isEmpty else {
      missing += 1
      return
    }
    let name = String(decoding: id, as: UTF8.self)
    rows.append(
      Row(
        id: name, recency: try whole(.recency, least: 0, unit: "days"),
        frequency: try whole(.frequency, least: 1, unit: "orders"), monetary: try number(.monetary),
        file: file.name, line: block.line(at: Int(index.rowStarts[row])), ordinal: rows.count))
  }

  func result(report: SalesReport) throws(TabularError) -> SalesResult {
    guard !rows.isEmpty else {
      throw TabularError(file: report.files.first?.name ?? "the file", "no row has a customer")
    }
    rows.sort { a, b in
      if a.id.utf8.elementsEqual(b.id.utf8) { return a.ordinal < b.ordinal }
      return a.id.utf8.lexicographicallyPrecedes(b.id.utf8)
    }
    let repeated = rows.indices.dropFirst().filter { rows[$0].id.utf8.elementsEqual(rows[$0 - 1].id.utf8) }
    if let i = repeated.min(by: { rows[$0].ordinal < rows[$1].ordinal }) {
      let (before, row) = (rows[i - 1], rows[i])
      let place = "line \(before.line)\(before.file == row.file ? "" : " of \(before.file)")"
      throw TabularError(
        file: row.file, line: row.line,
        "customer '\(row.id)' stands in \(place) already; an RFM table has one row for each")
    }
    var table = RFMTable()
    table.revenueScale = Int(rows.reduce(0) { max($0, $1.monetary.scale) })
    var total = AddedUp()
    for row in rows {
      table.ids.append(row.id)
      table.recency.append(row.recency)
      table.frequency.append(row.frequency)
      let exact = ExactDecimal(units: Int128(row.monetary.mantissa), scale: Int(row.monetary.scale))
      table.monetary.append(exact.double)
      let revenue = exact.units * ExactDecimal.power(table.revenueScale - exact.scale)
      table.revenue.append(revenue)
      total.add(revenue)
    }
    guard total.isExact else {
      throw TabularError(file: report.files.first?.name ?? "the file", AddedUp.message)
    }
    var report = report
    report.rowsRead = rowsRead
    report.rowsKept = rows.count
    report.dropped = [(DropReason.missingCustomer, missing), (.badRow, bad)].filter { $0.1 > 0 }
    report.currencySign = currency?.text
    report.addNote("the file is an RFM table and is used as it is: no cleaning, no dates")
    return SalesResult(table: table, report: report)
  }
}
