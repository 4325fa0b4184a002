import Tabular

/// How dates and numbers are written, as the values of a file tell.
extension SalesReader {
  /// The order of day and month in a file: as the user says, else as its dates tell, else as its layout says.
  func dateOrder(
    _ file: CSVFile, _ columns: ColumnMap, _ source: RowSource, _ index: Int
  ) throws(TabularError) -> SalesOptions.DateOrder? {
    if let order = options.dateOrder { return order }
    guard let place = columns[.date] else { return nil }
    var evidence = DateEvidence()
    for record in min(file.headerRecord + 1, file.lines.count)..<file.lines.count {
      guard let date = file.lines.field(record, place) else { continue }
      Array(date.utf8).withUnsafeBufferPointer { evidence.add($0) }
    }
    if evidence.order == nil, evidence.open > 0, !evidence.disagrees, source.canBeReopened {
      let again = try open(source).open(index, mark: options.decimal)
      let block = RecordBlock(capacity: blockSize)
      let records = RecordIndex(columns: again.header.count, delimiter: again.delimiter)
      let scratch = FieldScratch()
      while evidence.order == nil, try next(block, of: again) {
        records.index(block)
        let fields = records.fields(of: block)
        for row in 0..<records.rows { evidence.add(FieldText.plain(fields[row, place], scratch: scratch)) }
      }
    }
    return evidence.order ?? columns.layout?.layout.dateOrder
  }

  /// How the numbers of a file with a layout are written: as the user says, else as they tell, else as the layout says.
  func decimalMark(_ file: CSVFile, _ layout: BoundLayout) -> DecimalMark {
    if let mark = options.decimal { return mark }
    var (points, commas) = (0, 0)
    let places = [ColumnRole.amount, .price].flatMap { layout.columns[$0] ?? [] }
    for record in min(file.headerRecord + 1, file.lines.count)..<file.lines.count {
      for place in places {
        switch file.lines.field(record, place).map(ColumnSample.decimalMark) {
        case .point: points += 1
        case .comma: commas += 1
        default: break
        }
      }
    }
    if points > 0, commas > 0 { return .either }
    if points > 0 { return .point }
    if commas > 0 { return .comma }
    return layout.layout.decimal ?? (file.delimiter == UInt8(ascii: ";") ? .either : .point)
  }
}
