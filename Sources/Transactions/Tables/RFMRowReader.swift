import Customers
import Forgetting
import JSONText
import Tabular
import Wording

/// Reads the rows of blocks of one file; for one thread.
struct RFMRowReader {
  private let file: CSVFile
  private let columns: ColumnMap
  private let reader: DecimalReader
  private let skipsBadRows: Bool
  private let keepsAmounts: Bool
  private let places: (customer: Int, recency: Int, frequency: Int, monetary: Int)
  private let filter: RowFilter?
  private let kept: [(name: String, place: Int)]
  private let forgotten: ForgottenCheck?
  private let taken = RFMColumns()
  private let scratch = FieldScratch()
  private let idScratch = FieldScratch()

  init(
    _ file: CSVFile, columns: ColumnMap, options: SalesOptions, filter: RowFilter?, keptPlaces: [Int],
    forgotten: ForgottenCheck?, keepsAmounts: Bool
  ) {
    self.file = file
    self.filter = filter
    self.forgotten = forgotten
    kept = zip(options.kept, keptPlaces).map { ($0, $1) }
    self.columns = columns
    self.keepsAmounts = keepsAmounts
    skipsBadRows = options.skipsBadRows
    reader = DecimalReader(
      mark: options.decimal ?? (file.delimiter == UInt8(ascii: ";") ? .either : .point))
    places = (
      columns[.customer] ?? 0, columns[.recency] ?? 0, columns[.frequency] ?? 0, columns[.monetary] ?? 0
    )
  }

  /// - Parameter currency: the sign in the rows before, as far as it is known.
  func read(_ block: RecordBlock, _ index: RecordIndex, currency: CurrencySign?) -> RFMRows {
    var rows = RFMRows(at: file.place)
    read(block, index, currency, into: &rows)
    taken.copy(to: &rows.table)
    rows.counts.kept = taken.count
    return rows
  }

  private func read(
    _ block: RecordBlock, _ index: RecordIndex, _ currency: CurrencySign?, into rows: inout RFMRows
  ) {
    let ragged = skipsBadRows ? nil : index.ragged.first
    let count = ragged?.rowsBefore ?? index.rows
    rows.counts.read = index.rows + index.ragged.count
    rows.counts.bad = index.ragged.count
    taken.begin(rows: count)
    rows.table.kept = kept.map { KeptColumn(name: $0.name) }
    if keepsAmounts {
      rows.amounts.reserveCapacity(count)
      rows.lines.reserveCapacity(count)
    }
    let fields = index.fields(of: block)
    var lines = LineCounter(block)
    for row in 0..<count {
      // Counting line breaks is for blocks with empty lines, or line breaks in quotes.
      let line =
        index.hasRowOnEachLine ? block.firstLine &+ row : lines.line(at: Int(index.rowStarts[row]))
      do throws(TabularError) {
        try add(row, line, fields, to: &rows, currency)
      } catch {
        guard skipsBadRows else {
          rows.fault = error
          return
        }
        rows.counts.bad += 1
      }
    }
    if let ragged {
      rows.fault = TabularError(
        at: file.place, line: block.line(at: ragged.offset),
        ColumnMap.raggedMessage(ragged.fields, header: file.header))
    }
  }

  @inline(__always)
  private func add(
    _ row: Int, _ line: Int, _ fields: RecordFields, to rows: inout RFMRows, _ currency: CurrencySign?
  ) throws(TabularError) {
    if let filter, !filter.keeps(row, fields, scratch) {
      rows.counts.leftOut += 1
      return
    }
    let id = self.id(fields[row, places.customer])
    guard !id.isEmpty else {
      rows.counts.missing += 1
      let field = FieldText.trimmed(FieldText.content(of: fields[row, places.customer], scratch: scratch))
      if CustomerID.isWordForNone(field) { rows.counts.wordsForNone += 1 }
      return
    }
    if let forgotten, forgotten.contains(id) {
      rows.counts.forgotten += 1
      return
    }
    let recency: Int32
    let frequency: Int32
    let amount: DecimalValue
    if let days = fields.plainWhole(row, places.recency),
      let orders = fields.plainWhole(row, places.frequency), orders >= 1,
      let money = fields.plainDecimal(row, places.monetary, reader)
    {
      (recency, frequency, amount) = (days, orders, money)
    } else {
      // The ID may lie where other fields are unquoted.
      let values = try slowValues(row, line, fields, &rows, currency)
      (recency, frequency, amount) = (values.recency, values.frequency, values.monetary)
      append(self.id(fields[row, places.customer]), recency, frequency, amount, line, to: &rows)
      if !kept.isEmpty { keep(row, fields, to: &rows) }
      return
    }
    append(id, recency, frequency, amount, line, to: &rows)
    if !kept.isEmpty { keep(row, fields, to: &rows) }
  }

  @inline(__always)
  private func append(
    _ id: UnsafeBufferPointer<UInt8>, _ recency: Int32, _ frequency: Int32, _ amount: DecimalValue,
    _ line: Int, to rows: inout RFMRows
  ) {
    // Cents are read as `ExactDecimal` reads them: both numbers are exact, so the division rounds correctly.
    let isCents = amount.scale == 2 && amount.mantissa.magnitude <= 1 << 53
    taken.append(
      id, recency: recency, frequency: frequency,
      monetary: isCents ? Double(amount.mantissa) / 100 : Self.double(amount))
    if keepsAmounts {
      rows.amounts.append(amount)
      rows.lines.append(UInt32(clamping: line))
    }
  }

  private func keep(_ row: Int, _ fields: RecordFields, to rows: inout RFMRows) {
    for column in kept.indices {
      let text = FieldText.trimmed(FieldText.content(of: fields[row, kept[column].place], scratch: scratch))
      if CustomerID.isMissing(text) {
        rows.table.kept[column].values.append("")
      } else {
        KeptColumns.append(text, to: &rows.table.kept[column].values)
      }
    }
  }

  @inline(never)
  private static func double(_ amount: DecimalValue) -> Double {
    ExactDecimal(units: Int128(amount.mantissa), scale: Int(amount.scale)).double
  }

  /// The ID in a field; empty where there is none.
  @inline(__always)
  private func id(_ field: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    // Nothing is to be done with these, and the words for none have no digit in front and no more than four.
    if FieldText.isPlainWord(field), field.count > 4 || field.first.map(isDigit) ?? false { return field }
    return CustomerID.normalised(
      FieldText.trimmed(FieldText.content(of: field, scratch: scratch)), scratch: idScratch, fold: .none)
  }

  // MARK: Values that are written in another way, or wrong

  @inline(never)
  private func slowValues(
    _ row: Int, _ line: Int, _ fields: RecordFields, _ rows: inout RFMRows, _ currency: CurrencySign?
  ) throws(TabularError) -> (recency: Int32, frequency: Int32, monetary: DecimalValue) {
    let days = try whole(.recency, fields[row, places.recency], line, least: 0, unit: "days")
    let orders = try whole(.frequency, fields[row, places.frequency], line, least: 1, unit: "orders")
    let text = FieldText.content(of: fields[row, places.monetary], scratch: scratch)
    var sign: CurrencySign?
    let money = try number(.monetary, text, line, sign: &sign)
    if let sign {
      if let known = rows.currency?.sign ?? currency, known != sign {
        throw Self.otherCurrency(
          at: file.place, line: line, text: FieldText.decoded(text), known: known)
      }
      if rows.currency == nil { rows.currency = (sign, FieldText.decoded(text), line) }
    }
    return (days, orders, money)
  }

  static func otherCurrency(at place: TableName, line: Int, text: String, known: CurrencySign)
    -> TabularError
  {
    TabularError(
      at: place, line: line, "'\(legible(text))' is in another currency than '\(known.text)' before it")
  }

  private func number(
    _ role: ColumnRole, _ text: UnsafeBufferPointer<UInt8>, _ line: Int, sign: inout CurrencySign?
  ) throws(TabularError) -> DecimalValue {
    switch reader.read(text, sign: &sign) {
    case .success(let value): return value
    case .failure(let why):
      throw TabularError(
        at: file.place, line: line,
        "\(columns.name(role)) '\(legible(FieldText.decoded(text)))' \(why.sentence)")
    }
  }

  private func whole(
    _ role: ColumnRole, _ field: UnsafeBufferPointer<UInt8>, _ line: Int, least: Int64, unit: String
  ) throws(TabularError) -> Int32 {
    let text = FieldText.content(of: field, scratch: scratch)
    func fault(_ message: String) -> TabularError {
      TabularError(at: file.place, line: line, "\(columns.name(role)) \(message)")
    }
    var sign: CurrencySign?
    let value = try number(role, text, line, sign: &sign)
    guard sign == nil else { throw fault("'\(legible(FieldText.decoded(text)))' is not a number") }
    let unitsOfOne = Int64(ExactDecimal.power(Int(value.scale)))
    guard value.mantissa % unitsOfOne == 0 else {
      throw fault("\(legible(FieldText.decoded(text))) is not a whole number of \(unit)")
    }
    let whole = value.mantissa / unitsOfOne
    guard whole >= least else { throw fault("\(whole) is below \(least)") }
    guard let fitting = Int32(exactly: whole) else { throw fault("\(whole) is too large") }
    return fitting
  }
}
