import JSONText
import Segmentation
import Tabular

/// Reads files that already are RFM tables: customer, recency, frequency, monetary.
///
/// Columns, not rows: no String and no object per customer.
final class RFMTableReader {
  private let options: SalesOptions
  private let blockSize: Int
  private let progress: (@Sendable (ReadingProgress) -> Void)?
  private let arena = ByteArena()
  private var recency: [Int32] = []
  private var frequency: [Int32] = []
  private var monetary: [DecimalValue] = []
  /// The line of each row, and from which row on each file's begin: for messages.
  private var lines: [UInt32] = []
  private var files: [(name: String, firstRow: Int)] = []
  private var rowsRead = 0
  private var missing = 0
  private var wordsForNone = 0
  private var bad = 0
  private let scratch = FieldScratch()
  /// Where the columns stand in the file that is being read.
  private var places = (customer: 0, recency: 0, frequency: 0, monetary: 0)
  private var currency: CurrencySign?

  init(
    options: SalesOptions, blockSize: Int,
    progress: (@Sendable (ReadingProgress) -> Void)? = nil
  ) {
    self.options = options
    self.blockSize = blockSize
    self.progress = progress
  }

  /// Adds the rows of a file and returns how many it had.
  func read(_ file: CSVFile, columns: ColumnMap) throws(TabularError) -> Int {
    let block = RecordBlock(capacity: blockSize)
    let index = RecordIndex(columns: file.header.count, delimiter: file.delimiter)
    let mark = options.decimal ?? (file.delimiter == UInt8(ascii: ";") ? .either : .point)
    let before = rowsRead
    files.append((file.name, recency.count))
    places = (
      columns[.customer] ?? 0, columns[.recency] ?? 0, columns[.frequency] ?? 0, columns[.monetary] ?? 0
    )
    while try file.records.next(into: block) {
      progress?(
        .reading(
          file: lastComponent(file.name), bytes: file.records.bytesGiven, size: file.size,
          rows: rowsRead - before))
      index.index(block)
      rowsRead += index.rows + index.ragged.count
      bad += index.ragged.count
      let ragged = options.skipsBadRows ? nil : index.ragged.first
      var line = block.firstLine
      var counted = 0
      for row in 0..<(ragged?.rowsBefore ?? index.rows) {
        let start = Int(index.rowStarts[row])
        while counted < start {
          if block.bytes[counted] == UInt8(ascii: "\n") { line += 1 }
          counted += 1
        }
        do throws(TabularError) {
          try add(row, line, block, index, file, columns, DecimalReader(mark: mark))
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
    _ row: Int, _ line: Int, _ block: RecordBlock, _ index: RecordIndex, _ file: CSVFile,
    _ columns: ColumnMap, _ reader: DecimalReader
  ) throws(TabularError) {
    func field(_ role: ColumnRole) -> UnsafeBufferPointer<UInt8> {
      let place =
        switch role {
        case .recency: places.recency
        case .frequency: places.frequency
        case .monetary: places.monetary
        default: places.customer
        }
      let range = index.field(row, place, in: block)
      return FieldText.content(
        of: UnsafeBufferPointer(start: block.bytes + range.lowerBound, count: range.count), scratch: scratch)
    }
    func fault(_ message: String) -> TabularError {
      TabularError(file: file.name, line: line, message)
    }
    func number(_ role: ColumnRole) throws(TabularError) -> DecimalValue {
      let text = field(role)
      var sign: CurrencySign?
      switch reader.read(text, sign: &sign) {
      case .success(let value):
        if let sign {
          guard role == .monetary else {
            throw fault("\(columns.name(role)) '\(legible(FieldText.decoded(text)))' is not a number")
          }
          if let known = currency, known != sign {
            throw fault(
              "'\(legible(FieldText.decoded(text)))' is in another currency than '\(known.text)' before it")
          }
          currency = sign
        }
        return value
      case .failure(let why):
        throw fault("\(columns.name(role)) '\(legible(FieldText.decoded(text)))' \(why.sentence)")
      }
    }
    func whole(_ role: ColumnRole, least: Int64, unit: String) throws(TabularError) -> Int32 {
      let value = try number(role)
      if value.scale == 0, value.mantissa >= least, let fitting = Int32(exactly: value.mantissa) {
        return fitting
      }
      guard value.scale == 0 || value.mantissa % Int64(ExactDecimal.power(Int(value.scale))) == 0 else {
        throw fault(
          "\(columns.name(role)) \(legible(FieldText.decoded(field(role)))) is not a whole number of \(unit)")
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
      if CustomerID.isWordForNone(FieldText.trimmed(field(.customer))) { wordsForNone += 1 }
      return
    }
    let days = try whole(.recency, least: 0, unit: "days")
    let orders = try whole(.frequency, least: 1, unit: "orders")
    let money = try number(.monetary)
    // The ID is read again: the scratch memory may have served other fields since.
    arena.append(CustomerID.normalised(FieldText.trimmed(field(.customer)), scratch: scratch))
    recency.append(days)
    frequency.append(orders)
    monetary.append(money)
    lines.append(UInt32(clamping: line))
  }

  private func fileName(ofRow row: Int) -> String {
    files.last { $0.firstRow <= row }?.name ?? ""
  }

  /// - Throws: `TabularError` where a customer stands in the file twice: the first such row.
  private func checkRepeats(_ order: [Int]) throws(TabularError) {
    var first: (row: Int, before: Int)?
    for i in order.indices.dropFirst() where arena[order[i]].elementsEqual(arena[order[i - 1]]) {
      if order[i] < first?.row ?? .max { first = (order[i], order[i - 1]) }
    }
    guard let (row, before) = first else { return }
    let (file, other) = (fileName(ofRow: row), fileName(ofRow: before))
    throw TabularError(
      file: file, line: Int(lines[row]),
      "customer '\(legible(String(decoding: arena[row], as: UTF8.self)))' stands in line \(lines[before])\(file == other ? "" : " of \(other)") already; an RFM table has one row for each"
    )
  }

  func result(report: SalesReport) throws(TabularError) -> SalesResult {
    guard !recency.isEmpty else {
      throw TabularError(file: report.files.first?.name ?? "the file", "no row has a customer")
    }
    let order = SortedKeys(recency.count) { arena[$0] }.order
    try checkRepeats(order)
    var table = RFMTable()
    table.revenueScale = Int(monetary.reduce(0) { max($0, $1.scale) })
    table.ids.reserve(ids: order.count, bytes: arena.byteCount)
    table.recency = order.map { recency[$0] }
    table.frequency = order.map { frequency[$0] }
    table.monetary.reserveCapacity(order.count)
    table.revenue.reserveCapacity(order.count)
    var total = AddedUp()
    for row in order {
      table.ids.append(arena[row])
      let exact = ExactDecimal(units: Int128(monetary[row].mantissa), scale: Int(monetary[row].scale))
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
    report.rowsKept = recency.count
    report.dropped = [(DropReason.missingCustomer, missing), (.badRow, bad)].filter { $0.1 > 0 }
    report.currencySign = currency?.text
    report.noteWordsForNone(wordsForNone)
    report.addNote("the file is an RFM table and is used as it is: no cleaning, no dates")
    return SalesResult(table: table, report: report)
  }
}
