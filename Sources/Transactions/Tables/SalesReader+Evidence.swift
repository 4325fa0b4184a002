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

  /// How the numbers of a file are written: as the user says, else as they tell, else as the layout says; nil where a
  /// file without a layout leaves it open.
  func decimalMark(_ file: CSVFile, _ columns: ColumnMap) -> DecimalMark? {
    if let mark = options.decimal { return mark }
    let layout = columns.layout
    let places = [ColumnRole.amount, .price].flatMap { role in
      layout.map { $0.columns[role] ?? [] } ?? [columns[role]].compactMap { $0 }
    }
    let texts = (min(file.headerRecord + 1, file.lines.count)..<file.lines.count).flatMap { record in
      places.compactMap { file.lines.field(record, $0) }
    }
    let marks = Set(texts.map(ColumnSample.decimalMark(of:)))
    guard let layout else { return nil }
    switch (marks.contains(.point), marks.contains(.comma)) {
    case (true, true): return .either
    case (true, false): return .point
    case (false, true): return .comma
    case (false, false):
      return layout.layout.decimal ?? (file.delimiter == UInt8(ascii: ";") ? .either : .point)
    }
  }

  /// The mark of amounts of which some could be decimals or thousands, if the others tell; nil where they do not, or the
  /// mark is known.
  func markBesideThousands(_ file: CSVFile, _ columns: ColumnMap) -> DecimalMark? {
    guard options.decimal == nil, file.delimiter == UInt8(ascii: ";"), columns.usesAmount,
      let place = columns[.amount], columns.layout?.layout.decimal == nil
    else { return nil }
    return Self.markBesideThousands(
      (min(file.headerRecord + 1, file.lines.count)..<file.lines.count).compactMap { record in
        let fields = file.lines.fields(record)
        return place < fields.count ? fields[place] : nil
      })
  }

  /// The decimal mark of whole numbers of which those from 1000 on have a mark before three digits: not that one. Nil
  /// for other numbers.
  private static func markBesideThousands(_ texts: [String]) -> DecimalMark? {
    var separators: Set<Character> = []
    var hasLess = false
    for text in texts {
      let number = text.filter { $0.isNumber || $0 == "." || $0 == "," }
      let groups = number.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
      guard let first = groups.first, !number.isEmpty else { continue }
      guard groups.dropFirst().allSatisfy({ $0.count == 3 }), (1...3).contains(first.count), first != "0"
      else {
        return nil
      }
      separators.formUnion(number.filter { !$0.isNumber })
      if groups.count == 1 { hasLess = true }
    }
    guard hasLess, separators.count == 1 else { return nil }
    return separators.contains(".") ? .comma : .point
  }
}
