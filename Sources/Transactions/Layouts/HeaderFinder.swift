import Tabular

/// Finds the line of the header, which may stand below titles and above a second line of units.
struct HeaderFinder {
  let options: SalesOptions

  /// The first of the first 50 lines whose columns can be told; nil where there is none.
  func find(in lines: FirstLines) -> (record: Int, skipped: Int)? {
    if let row = options.headerRow ?? options.layout.given?.headerRow {
      return lines.lines.firstIndex { $0 >= row }.map { ($0, 0) }
    }
    if let record = recordOfLayout(in: lines) { return (record, 0) }
    for record in 0..<min(lines.count, LayoutRecognition.lineLimit) {
      let header = lines.fields(record)
      guard header.count > 1 else { continue }
      // Further down most lines are rows, which are no header whatever stands below them.
      guard
        record == 0 || options.layout.isGiven || !options.columns.isEmpty
          || header.contains(where: Self.isKnown)
          || options.layout.layout(for: header, line: lines.lines[record]) != nil
      else { continue }
      let map = try? ColumnMap(
        lines, header: record, header, options, at: TableName(file: ""), line: lines.lines[record])
      if let map { return (record, map.isRFMTable ? 0 : skipped(lines, below: record, map)) }
      if options.layout.layout(for: header, line: lines.lines[record]) != nil, !options.layout.isGiven {
        return (record, 0)
      }
    }
    return likeliest(in: lines).map { ($0, 0) }
  }

  /// The line with the most words for columns, where it is none of which all can be told: what is missing is said of it.
  private func likeliest(in lines: FirstLines) -> Int? {
    let known = (0..<min(lines.count, LayoutRecognition.lineLimit)).map { record in
      let fields = lines.fields(record)
      // Rows have numbers and dates.
      let isRow = fields.contains { ColumnSample.isNumber($0) || DateReader.isDate($0) }
      return isRow ? 0 : fields.count(where: Self.isKnown)
    }
    guard let most = known.max(), most >= 3, most > known[0] else { return nil }
    return known.firstIndex(of: most)
  }

  /// The line that a layout names which fits it; nil where none does.
  private func recordOfLayout(in lines: FirstLines) -> Int? {
    guard case .among(let layouts) = options.layout else { return nil }
    let records = layouts.compactMap(\.headerRow).compactMap { lines.lines.firstIndex(of: $0) }
    return records.first { record in
      options.layout.layout(for: lines.fields(record), line: lines.lines[record])?.headerRow != nil
    }
  }

  /// Whether a text is a word for some column.
  private static func isKnown(_ text: String) -> Bool {
    ColumnRole.allCases.contains { $0.spellings.contains(ColumnRole.normalised(text)) }
      || HeaderWords.all.know(text)
  }

  /// A line below the header that says what the columns hold, such as (number) and (EUR).
  private func skipped(_ lines: FirstLines, below record: Int, _ map: ColumnMap) -> Int {
    guard record + 2 < lines.count, let date = map[.date], let money = map[.amount] ?? map[.price] else {
      return 0
    }
    func isRow(_ record: Int) -> Bool? {
      let fields = lines.fields(record)
      guard fields.count == map.header.count, !fields[date].isEmpty || !fields[money].isEmpty else {
        return nil
      }
      return DateReader.isDate(fields[date]) || ColumnSample.isNumber(fields[money])
    }
    return isRow(record + 1) == false && isRow(record + 2) == true ? 1 : 0
  }
}
