import Tabular
import Wording

/// A column of a file without a layout that says which rows are no sales: the rows count all the same, which is said.
enum StatusColumn {
  /// What is in the words for rows that are none, or not yet, in ten languages, folded.
  private static let stems = [
    "cancel", "refund", "void", "fail", "declin", "pending", "unpaid", "notpaid", "draft", "reject",
    "chargeback",
    "return", "storn", "erstatt", "gutschrift", "entwurf", "offen", "unbezahlt", "ruckgabe", "retour",
    "annul",
    "rembours", "brouillon", "avoir", "impaye", "reembols", "anulad", "borrador", "devol", "rechaz",
    "rimbors",
    "bozza", "restituit", "geannuleerd", "terugbeta", "concept", "reembols", "rascunho", "anulow", "zwrot",
    "korekta", "szkic", "avbrut", "makul", "aterbetal", "kredit", "annuller", "kladde", "credit",
  ]

  /// The side of a ledger that takes money away from a customer's debt.
  private static let sides: Set<String> = ["h", "haben", "c", "cr"]

  /// A sentence for a column of states among whose first values are some for rows that are no sales; nil where there is
  /// none, or a condition on it is given.
  static func note(_ file: CSVFile, _ columns: ColumnMap, _ options: SalesOptions) -> String? {
    guard !options.countsAll else { return nil }
    let given = Set(options.conditions.map { FoldedHeader($0.column).text })
    let taken = Set(columns.roles.keys)
    for (column, name) in file.header.enumerated()
    where !taken.contains(column) && !given.contains(FoldedHeader(name).text)
      && HeaderWords.besidesUsual.meanings(of: name)[.status] != nil
    {
      let values = values(of: column, file)
      let doubtful = values.filter { isNoSale($0) }
      // As many values as rows are no states.
      guard !doubtful.isEmpty, values.count <= 20 else { continue }
      let others = values.filter { !isNoSale($0) && !$0.isEmpty }
      let condition =
        others.isEmpty
        ? nil
        : "\(name) in (\(others.joined(separator: ", ")))"
      return
        "rows count whatever '\(legible(name))' says, such as \(doubtful.prefix(4).map { "'\(legible($0))'" }.joined(separator: ", "))"
        + (condition.map { "; \(OptionName.where) \(ShellWord.quoted(legible($0))) takes the others" } ?? "")
    }
    return nil
  }

  private static func isNoSale(_ value: String) -> Bool {
    let folded = FoldedHeader(value).text
    return stems.contains { folded.contains($0) } || sides.contains(folded)
  }

  /// The different values of the first rows, in their order.
  private static func values(of column: Int, _ file: CSVFile) -> [String] {
    var seen: Set<String> = []
    return (min(file.headerRecord + 1, file.lines.count)..<file.lines.count).compactMap { record in
      guard let value = file.lines.field(record, column), seen.insert(value).inserted else { return nil }
      return value
    }
  }
}
