import Tabular

/// Looks at a sales file before any cleaning, in one pass and in memory that does not grow with it.
public struct SalesProfiler: Sendable {
  public let options: SalesOptions
  public let progress: (@Sendable (ReadingProgress) -> Void)?
  /// How many blocks are judged before what was summed up of them is let go.
  fileprivate static let blocksTogether = 16
  /// The sheets of workbooks to look at; empty for all with the header of the first that has the columns.
  public var sheets: [String] = []

  /// - Parameter options: under `--clean auto` the rules for products and for sales are both tried. Rows that
  ///   cannot be read are counted, and a window that starts at the last purchase is not cut.
  public init(
    options: SalesOptions, progress: (@Sendable (ReadingProgress) -> Void)? = nil
  ) {
    var options = options
    options.skipsBadRows = true
    self.options = options
    self.progress = progress
  }

  /// - Parameter path: `-` is standard input.
  /// - Returns: one profile; of a workbook one for the sheets of each header.
  /// - Throws: `TabularError` where the file cannot be read or is no text, or a column that was named is not
  ///   there.
  public func profile(_ path: String) throws(TabularError) -> [FileProfile] {
    let tables = try SalesTables(
      path, sheets: sheets, delimiter: options.delimiter, blockSize: RecordBlocks.defaultBlockSize
    ) { (try? ColumnMap($0, chosen: options.columns)) != nil }
    var profiles: [TableProfiler] = []
    for index in 0..<tables.count {
      let file = try tables.open(index, mark: options.decimal)
      let known = profiles.firstIndex { $0.header == file.header }
      if let known {
        try profiles[known].add(file, progress)
      } else {
        var profiler = try TableProfiler(options, file, name: tables.name, isWorkbook: tables.isWorkbook)
        try profiler.add(file, progress)
        profiles.append(profiler)
      }
    }
    return profiles.map { $0.result(bytes: tables.bytes, notes: tables.notes) }
  }
}

/// The profile of the tables of one header.
private struct TableProfiler {
  let header: [String]
  private let options: SalesOptions
  private var profile: FileProfile
  private var trial: CleaningTrial?
  private var tallies: [ColumnTally]

  init(_ options: SalesOptions, _ file: CSVFile, name: String, isWorkbook: Bool) throws(TabularError) {
    _ = try ColumnMap.indices(file.header, chosen: options.columns, at: file.place, line: file.headerLine)
    self.options = options
    header = file.header
    profile = FileProfile(name: name, delimiter: file.delimiter, sheets: isWorkbook ? [] : nil)
    do throws(TabularError) {
      let columns = try ColumnMap(file, chosen: options.columns)
      if columns.isRFMTable {
        profile.withoutCleaning = "the file is an RFM table: train uses it as it is, without cleaning"
      } else {
        trial = try CleaningTrial(
          plan: try SalesPlan(options: options, columns: columns, file: file, ordinal: 0))
      }
    } catch {
      profile.withoutCleaning = error.message
    }
    let roles = ColumnMap.roles(header: file.header, chosen: options.columns)
    let mark = options.decimal ?? (file.delimiter == UInt8(ascii: ";") ? .either : .point)
    tallies = file.header.enumerated().map { column, name in
      ColumnTally(name: name, role: roles[column], mark: mark, order: options.dateOrder)
    }
  }

  func result(bytes: Int, notes: [String]) -> FileProfile {
    var profile = profile
    profile.bytes = bytes
    profile.notes = notes
    profile.columns = tallies.map(\.profile)
    profile.cleaning = trial?.result ?? []
    profile.choice = trial?.choice
    return profile
  }

  mutating func add(
    _ file: CSVFile, _ progress: (@Sendable (ReadingProgress) -> Void)?
  ) throws(TabularError) {
    if let sheet = file.place.sheet { profile.sheets?.append(sheet) }
    trial?.begin(file.place)
    let block = RecordBlock()
    let index = RecordIndex(columns: file.header.count, delimiter: file.delimiter)
    while try file.records.next(into: block) {
      index.index(block)
      if !FieldText.isUTF8(UnsafeBufferPointer(start: block.bytes, count: block.count)) {
        profile.encoding = .windows1252
      }
      for column in tallies.indices { Self.add(column, block, index, to: &tallies[column]) }
      profile.rows += index.rows + index.ragged.count
      for row in index.ragged where profile.raggedExamples.count < DroppedRows.limit {
        profile.raggedExamples.append(
          FileProfile.Row(
            place: file.place, line: block.line(at: row.offset), text: RowText.record(at: row.offset, block)))
      }
      profile.raggedRows += index.ragged.count
      try trial?.add(
        block, index,
        isLast: block.ordinal % SalesProfiler.blocksTogether == SalesProfiler.blocksTogether - 1)
      progress?(
        .reading(
          file: lastComponent(file.place.file), bytes: file.bytesRead, size: file.size, rows: profile.rows))
    }
  }

  private static func add(
    _ column: Int, _ block: RecordBlock, _ index: RecordIndex, to tally: inout ColumnTally
  ) {
    let scratch = FieldScratch()
    let fields = index.fields(of: block)
    var last = 0..<0
    for row in 0..<index.rows {
      let field = fields.range(row, column)
      if row > 0 && SalesAggregation.isSame(field, last, fields) {
        tally.addAgain()
      } else {
        let bytes = UnsafeBufferPointer(start: fields.bytes + field.lowerBound, count: field.count)
        tally.add(FieldText.trimmed(FieldText.content(of: bytes, scratch: scratch)))
      }
      last = field
    }
  }
}

/// The rules of cleaning tried on every row, by the code that training runs.
private struct CleaningTrial {
  let plan: SalesPlan
  private var aggregation: SalesAggregation
  private let examples = DroppedRows()
  private var asProducts = RowCounts()
  private var asSales = RowCounts()
  private var invoices = DistinctSample()
  private var stocks = DistinctSample()

  init(plan: SalesPlan) throws(TabularError) {
    self.plan = plan
    aggregation = try Self.fresh(plan, examples)
  }

  private static func fresh(_ plan: SalesPlan, _ examples: DroppedRows) throws(TabularError)
    -> SalesAggregation
  {
    let aggregation = try SalesAggregation(options: plan.options)
    aggregation.examples = examples
    return aggregation
  }

  /// The rows that follow are those of another table.
  func begin(_ place: TablePlace) { examples.places.append(place) }

  /// - Parameter isLast: only the counts are kept after this block; the sums go.
  mutating func add(_ block: RecordBlock, _ index: RecordIndex, isLast: Bool) throws(TabularError) {
    aggregation.add(block, index, plan: plan)
    if let fault = aggregation.endlessPattern.content { throw fault }
    guard isLast else { return }
    takeSample(&invoices, &stocks)
    asProducts.merge(aggregation.asProducts)
    asSales.merge(aggregation.asSales)
    aggregation = try Self.fresh(plan, examples)
  }

  private func takeSample(_ invoices: inout DistinctSample, _ stocks: inout DistinctSample) {
    guard plan.options.rules == .auto else { return }
    for number in 0..<aggregation.invoices.count {
      let kind = aggregation.invoiceKinds[number]
      guard kind == .ordinary || kind == .other else { continue }
      invoices.add(aggregation.invoices[number], fits: kind == .ordinary)
    }
    for number in 0..<aggregation.stocks.count {
      stocks.add(aggregation.stocks[number], fits: aggregation.stockFits[number])
    }
  }

  /// What `auto` takes; nil where the rules were given.
  var choice: FileProfile.Choice? {
    guard plan.options.rules == .auto else { return nil }
    var (invoices, stocks) = (invoices, stocks)
    takeSample(&invoices, &stocks)
    let choice = CleaningChoice([plan.columns], invoices: invoices.fitting, stocks: stocks.fitting)
    return FileProfile.Choice(rules: choice.cleaning, why: choice.why)
  }

  var result: [FileProfile.Cleaning] {
    let rules: [(SalesOptions.Cleaning, Verdict)] =
      switch plan.options.rules {
      case .auto: [(.products, .countsAsProduct), (.sales, .countsAsSale)]
      case .products: [(.products, .countsAsProduct)]
      case .sales, .customers: [(plan.options.rules, .countsAsSale)]
      }
    return rules.map { name, rule in
      var counts = rule == .countsAsProduct ? asProducts : asSales
      counts.merge(rule == .countsAsProduct ? aggregation.asProducts : aggregation.asSales)
      let dropped = DropReason.allCases.filter { counts.dropped[$0.rawValue] > 0 }
      return FileProfile.Cleaning(
        rules: name, kept: counts.kept,
        dropped: dropped.map {
          FileProfile.Cleaning.Dropped(
            reason: $0, rows: counts.dropped[$0.rawValue], examples: examples.examples(rule, $0))
        })
    }
  }
}
