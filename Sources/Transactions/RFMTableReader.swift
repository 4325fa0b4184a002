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
  }

  private let options: SalesOptions
  private var rows: [Row] = []
  private var rowsRead = 0
  private var missing = 0
  private var bad = 0
  private let scratch = FieldScratch()
  private var currency: CurrencySign?

  init(options: SalesOptions) {
    self.options = options
  }

  /// Adds the rows of a file and returns how many it had.
  func read(_ file: CSVFile, columns: ColumnMap) throws(TabularError) -> Int {
    let block = RecordBlock()
    let index = RecordIndex(columns: file.header.count, delimiter: file.delimiter)
    let mark = options.decimal ?? (file.delimiter == UInt8(ascii: ";") ? .either : .point)
    let before = rowsRead
    while try file.records.next(into: block) {
      index.index(block)
      if let ragged = index.ragged.first, !options.skipsBadRows {
        throw TabularError(
          file: file.name, line: block.line(at: ragged.offset),
          "\(ragged.fields) fields where the header has \(file.header.count)")
      }
      rowsRead += index.rows + index.ragged.count
      bad += index.ragged.count
      for row in 0..<index.rows {
        do throws(TabularError) {
          try add(row, block, index, file, columns, DecimalReader(mark: mark))
        } catch {
          guard options.skipsBadRows else { throw error }
          bad += 1
        }
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
    let raw = field(.customer)
    let id = CustomerID.normalised(raw, scratch: scratch)
    guard !id.isEmpty else {
      missing += 1
      return
    }
    let name = String(decoding: id, as: UTF8.self)
    let trimmed = name.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
    rows.append(
      Row(
        id: String(trimmed), recency: try whole(.recency, least: 0, unit: "days"),
        frequency: try whole(.frequency, least: 1, unit: "orders"), monetary: try number(.monetary),
        file: file.name, line: block.line(at: Int(index.rowStarts[row]))))
  }

  func result(report: SalesReport) throws(TabularError) -> SalesResult {
    guard !rows.isEmpty else {
      throw TabularError(file: report.files.first?.name ?? "the file", "no row has a customer")
    }
    rows.sort { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
    for i in rows.indices.dropFirst() where rows[i].id.utf8.elementsEqual(rows[i - 1].id.utf8) {
      let (a, b) = rows[i].line > rows[i - 1].line ? (rows[i - 1], rows[i]) : (rows[i], rows[i - 1])
      throw TabularError(
        file: b.file, line: b.line, "customer '\(b.id)' stands in line \(a.line) already; an RFM table has one row for each")
    }
    var table = RFMTable()
    table.revenueScale = Int(rows.reduce(0) { max($0, $1.monetary.scale) })
    for row in rows {
      table.ids.append(row.id)
      table.recency.append(row.recency)
      table.frequency.append(row.frequency)
      let exact = ExactDecimal(units: Int128(row.monetary.mantissa), scale: Int(row.monetary.scale))
      table.monetary.append(exact.double)
      table.revenue.append(exact.units * ExactDecimal.power(table.revenueScale - exact.scale))
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
