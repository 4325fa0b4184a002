import Segmentation
import Transactions
import Wording

extension Source {
  /// What was read, and how many customers of it were trained on.
  init(_ sales: SalesResult, trainedOn: Int) {
    let report = sales.report
    self.init(
      files: report.files.map { File(name: $0.name, bytes: $0.bytes, rows: $0.rows) },
      rowsRead: report.rowsRead, rowsKept: report.rowsKept,
      dropped: report.dropped.map { Dropped(reason: $0.reason.name, rows: $0.rows) },
      from: sales.sales?.from, asOf: sales.sales?.asOf, customers: sales.table.count, trainedOn: trainedOn)
  }

  /// Rows and customers, as the summaries begin.
  var lines: [String] {
    var lines = [
      "  rows        \(Figures.count(rowsRead)) read, \(Figures.count(rowsKept)) kept"
        + (rowsRead > 0 ? ", \(Figures.percent(Double(rowsRead - rowsKept) / Double(rowsRead))) dropped" : "")
    ]
    for dropped in dropped {
      lines.append(
        "              \(Layout.rightAligned(Figures.count(dropped.rows), to: 9))  \(dropped.reason)")
    }
    lines.append(
      "  customers   \(Figures.count(customers)), of whom \(Figures.count(trainedOn)) trained on and \(Figures.counted(customers - trainedOn, "outlier")) left out"
    )
    return lines
  }
}

extension Style {
  func note(_ text: String) -> String {
    Layout.wrapped(text, first: "  note: ", indent: "        ", columns: max(width, 80))
  }
}
