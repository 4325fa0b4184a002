import Segmentation
import Transactions

extension Source {
  /// What was read, and how many customers of it were trained on.
  public init(_ sales: SalesResult, trainedOn: Int) {
    let report = sales.report
    self.init(
      files: report.files.map { File(name: $0.name, bytes: $0.bytes, rows: $0.rows) },
      rowsRead: report.rowsRead, rowsKept: report.rowsKept,
      dropped: report.dropped.map { Dropped(reason: $0.reason.name, rows: $0.rows) },
      from: sales.sales?.from, asOf: sales.sales?.asOf, customers: sales.table.count, trainedOn: trainedOn,
      reading: sales.sales.map { sales in
        Reading(
          cleaning: sales.cleaning.rawValue,
          columns: ColumnRole.allCases.compactMap { role in
            report.columns[role].map { Reading.Column(role: role.rawValue, header: $0) }
          })
      })
  }
}
