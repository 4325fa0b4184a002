import Tabular

/// Looks at a sales file before any cleaning, in one pass and in memory that does not grow with it.
public struct SalesProfiler: Sendable {
  /// How the file is read; what is about summing up does not matter.
  public let options: SalesOptions
  /// Told now and then, from any thread.
  public let progress: (@Sendable (ReadingProgress) -> Void)?
  /// How many blocks are judged before the names that were seen in them are let go.
  static let blocksTogether = 16
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

  /// - Returns: one profile; of a workbook one for the sheets of each header.
  /// - Throws: `TabularError` where the file cannot be read or is no text, or a column that was named is not
  ///   there.
  public func profile(_ source: RowSource) throws(TabularError) -> [FileProfile] {
    let tables = try SalesTables(
      source, sheets: sheets, delimiter: options.delimiter, blockSize: RecordBlocks.defaultBlockSize,
      header: HeaderFinder(options: options).find
    ) { (try? ColumnMap($0, options)) != nil }
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
