import Tabular

/// Looks at a sales file before any cleaning, and then at what comes of it.
public struct SalesProfiler: Sendable {
  /// How the file is read; what is about summing up does not matter.
  public let options: SalesOptions
  /// Told now and then, from any thread.
  public let progress: (@Sendable (ReadingProgress) -> Void)?
  /// How many blocks are judged before the names that were seen in them are let go.
  static let blocksTogether = 16
  /// The sheets of workbooks to look at; empty for all with the header of the first that has the columns.
  public var sheets: [String] = []
  /// Asked now and then, from any thread: true ends the look with an error.
  public var isCancelled: @Sendable () -> Bool = { false }

  /// - Parameters:
  ///   - options: under `--clean auto` the rules for products and for sales are both tried. Rows that cannot
  ///     be read are counted, and a window that starts at the last purchase is not cut.
  ///   - progress: told now and then, from any thread.
  public init(
    options: SalesOptions, progress: (@Sendable (ReadingProgress) -> Void)? = nil
  ) {
    var options = options
    options.skipsBadRows = true
    self.options = options
    self.progress = progress
  }

  /// - Returns: one profile; of a workbook one for the sheets of each header.
  /// - Throws: `TabularError` where the file cannot be read or is no text, or a column that was named is not
  ///   there.
  public func profile(_ source: RowSource) throws(TabularError) -> [FileProfile] {
    let tables = try SalesTables(
      source, sheets: sheets, delimiter: options.delimiter, blockSize: RecordBlocks.defaultBlockSize,
      header: HeaderFinder(options: options).find
    ) { (try? ColumnMap($0, options)) != nil }
    var profiles: [TableProfiler] = []
    var reader = SalesReader(options: options, threads: 1, progress: progress)
    reader.sheets = sheets
    reader.isCancelled = isCancelled
    for index in 0..<tables.count {
      let file = try tables.open(index, mark: options.decimal)
      let known = profiles.firstIndex { $0.header == file.header }
      if let known {
        try profiles[known].add(file, reader)
      } else {
        let order = try (try? ColumnMap(file, options)).flatMap { columns throws(TabularError) in
          columns.isRFMTable ? nil : try reader.dateOrder(file, columns, source, index)
        }
        var profiler = try TableProfiler(
          options, file, order: order ?? options.dateOrder, name: tables.name, isWorkbook: tables.isWorkbook)
        try profiler.add(file, reader)
        profiles.append(profiler)
      }
    }
    return profiles.map { profiler in
      let reading =
        source.canBeReopened && !profiler.isTable
        ? Result { () throws(TabularError) in try reader.read([source]) } : nil
      return profiler.result(bytes: tables.bytes, notes: tables.notes, reading: reading)
    }
  }
}
