import Customers
import Transactions
import Wording

/// Sales summed up to recency, frequency and monetary, a row for each customer.
///
/// ```swift
/// let summed = try SummedFile(SalesFiles(["sales.csv"]), SalesOptions(), library, work)
/// try summed.write(as: .csv, to: try FileSink("table.csv"), work)
/// ```
public struct SummedFile: Sendable {
  /// The ways to write the table.
  public enum Format: Sendable, CaseIterable {
    /// An RFM table that every command reads again.
    case csv
    /// A list of objects.
    case json
    /// The same objects, one in a line.
    case jsonLines
    /// A workbook with the columns of the CSV.
    case xlsx
  }

  /// A row per customer.
  public let table: RFMTable
  /// The code of the sign beside the amounts; nil where there is none that is known.
  public let currency: String?
  /// What a person should know of how the rows became these customers.
  public let notes: [SalesNote]
  let options: SalesOptions

  /// Reads the files, without those who asked to be forgotten.
  public init(
    _ files: SalesFiles, _ options: SalesOptions, _ library: Library, _ work: Work
  ) throws(Problem) {
    let result = try library.read(files, options, work)
    work.progress(.finished)
    let report = result.report
    table = result.table
    self.options = options
    currency = report.currencySign.flatMap(Figures.code(of:))
    notes =
      [
        .rows(
          read: report.rowsRead, kept: report.rowsKept, dropped: report.dropped, customers: table.count,
          asOf: result.sales?.asOf)
      ] + report.notes.map(SalesNote.reading)
  }

  /// Writes all customers, in the order of their IDs.
  public func write(as format: Format, to sink: any ByteSink, _ work: Work) throws(Problem) {
    // The average of exact sums is no exact decimal, so it is written as the number that it is.
    let form = SumsForm(table, isExact: options.monetary == .total || !table.hasDates)
    let rows = 0..<table.count
    switch format {
    case .csv: try form.write(rows, to: sink, work)
    case .json: try SumsJSON(form, isList: true).write(rows, to: sink, work)
    case .jsonLines: try SumsJSON(form, isList: false).write(rows, to: sink, work)
    case .xlsx: try SumsWorkbook(table).write(rows, to: sink, work)
    }
    work.progress(.finished)
  }
}
