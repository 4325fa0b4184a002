import Tabular

/// Which tables are in a source, and which columns are in a table.
extension SalesReader {
  /// Opens a source; as the RFM table that it may be, else as sales.
  func open(_ source: RowSource) throws(TabularError) -> SalesTables {
    func tables(_ delimiter: UInt8?) throws(TabularError) -> SalesTables {
      try SalesTables(
        source, sheets: sheets, delimiter: delimiter, blockSize: blockSize,
        header: HeaderFinder(options: options).find
      ) {
        (try? columns(of: $0)) != nil
      }
    }
    // What can be opened once: what the sales are like is likelier.
    guard let tableOptions, source.canBeReopened, let delimiter = options.delimiter,
      delimiter != tableOptions.delimiter
    else {
      return try tables(options.delimiter)
    }
    let asTable = try tables(tableOptions.delimiter)
    let isTable = try? asTable.open(0, columns: columns(of:)) { _ in nil }.1.isRFMTable
    if isTable ?? false || asTable.isWorkbook || asTable.delimiter == options.delimiter { return asTable }
    return try tables(options.delimiter)
  }

  func columns(of file: CSVFile) throws(TabularError) -> ColumnMap {
    if let tableOptions {
      let hasColumnsOfSales =
        !options.columns.isEmpty && options.columns.values.allSatisfy(file.header.contains)
      if !hasColumnsOfSales, let columns = try? ColumnMap(file, chosen: tableOptions.columns),
        columns.isRFMTable
      {
        return columns
      }
    }
    return try ColumnMap(file, options)
  }

  func decimalMark(_ columns: ColumnMap) -> DecimalMark? {
    columns.isRFMTable ? (tableOptions ?? options).decimal : options.decimal
  }
}
