import Segmentation
import Wording

extension Source {
  /// Rows and customers, as the summaries begin.
  var lines: [String] {
    var lines = [
      "  rows        \(Figures.count(rowsRead)) read, \(Figures.count(rowsKept)) kept"
        + (rowsRead > 0 ? ", \(Figures.percent(Double(rowsRead - rowsKept) / Double(rowsRead))) dropped" : "")
    ]
    for dropped in dropped {
      lines.append(
        "              \(TextLayout.rightAligned(Figures.count(dropped.rows), to: 9))  \(dropped.reason)")
    }
    lines.append(
      "  customers   \(Figures.count(customers)), of whom \(Figures.count(trainedOn)) trained on and \(Figures.counted(customers - trainedOn, "outlier")) left out"
    )
    return lines
  }
}

extension Style {
  func note(_ text: String) -> String {
    TextLayout.wrapped(text, first: "  note: ", indent: "        ", columns: width)
  }
}
