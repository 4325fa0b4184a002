import Tabular

/// Finds the line of the header, which may stand below titles and above a second line of units.
struct HeaderFinder {
  let options: SalesOptions

  /// The first of the first 50 lines whose columns can be told; nil where there is none.
  func find(in lines: FirstLines) -> (record: Int, skipped: Int)? {
    if let row = options.headerRow {
      return lines.lines.firstIndex { $0 >= row }.map { ($0, 0) }
    }
    for record in 0..<min(lines.count, LayoutRecognition.lineLimit) {
      let header = lines.fields(record)
      guard header.count > 1 else { continue }
      let map = try? ColumnMap(
        lines, header: record, header, options, at: TableName(file: ""), line: lines.lines[record])
      if let map { return (record, map.isRFMTable ? 0 : skipped(lines, below: record, map)) }
      if options.layout.layout(for: header, line: lines.lines[record]) != nil, !options.layout.isGiven {
        return (record, 0)
      }
    }
    return nil
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
