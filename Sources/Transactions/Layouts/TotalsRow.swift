import Tabular

/// Rows at the end of a file that add the others up.
enum TotalsRow {
  private static let words: Set<String> = Set(
    [
      "Total", "Totals", "Grand Total", "Sum", "Overall", "Summe", "Gesamt", "Gesamtsumme", "Gesamtergebnis",
      "Total général", "Totaux", "Somme", "Suma", "Totale", "Totale generale", "Somma", "Totaal",
      "Eindtotaal",
      "Total geral", "Soma", "Razem", "Ogółem", "Suma końcowa", "Summa", "Totalt", "I alt", "Sum i alt",
      "Résultat global", "Total general", "Zwischensumme", "Subtotal", "Sous-total", "Übertrag",
      "Carried forward",
      "Brought forward", "À reporter", "Report", "Suma y sigue", "Suma anterior", "Riporto", "A riportare",
      "Transport", "A transportar", "Do przeniesienia", "Z przeniesienia", "Delsumma", "Subtotaal",
      "Subtotale",
    ].map { FoldedHeader($0).text })

  static func isWord(_ text: String) -> Bool { words.contains(FoldedHeader(text).text) }

  /// How many of a block's rows, and of those with another number of fields, come before such rows: all of them but in
  /// the last block of a file.
  static func counts(
    before block: RecordBlock, _ index: RecordIndex, _ plan: SalesPlan
  ) -> (rows: Int, ragged: Int) {
    var (rows, ragged) = (index.rows, index.ragged.count)
    guard block.isLast else { return (rows, ragged) }
    let customers = plan.layout?.sales.customer ?? [plan.numbers.customer]
    // Below them may stand empty rows, and when the file was made.
    var row = (rows: rows, ragged: ragged)
    // A file has one row at least that is summed up.
    while row.rows + row.ragged > (block.ordinal == 0 ? 1 : 0) {
      let isRagged = row.ragged > 0 && index.ragged[row.ragged - 1].rowsBefore == row.rows
      let offset = isRagged ? index.ragged[row.ragged - 1].offset : Int(index.rowStarts[row.rows - 1])
      let fields = RowText.fields(at: offset, block, delimiter: plan.delimiter)
      if addsUp(fields, customers) {
        (rows, ragged) = isRagged ? (row.rows, row.ragged - 1) : (row.rows - 1, row.ragged)
      } else if !isBelowAll(fields, plan) {
        break
      }
      row = isRagged ? (row.rows, row.ragged - 1) : (row.rows - 1, row.ragged)
    }
    return (rows, ragged)
  }

  /// The amount of the last row of a file where it names no customer: it may be the sum of the others, which is known
  /// when they are summed up.
  static func unnamed(
    _ block: RecordBlock, _ index: RecordIndex, rows: Int, ragged: Int, _ plan: SalesPlan
  ) -> DecimalValue? {
    guard block.isLast, rows > 0, plan.columns.usesAmount,
      ragged == 0 || index.ragged[ragged - 1].rowsBefore < rows
    else { return nil }
    let fields = RowText.fields(at: Int(index.rowStarts[rows - 1]), block, delimiter: plan.delimiter)
    let customers = plan.layout?.sales.customer ?? [plan.numbers.customer]
    guard let amount = plan.columns[.amount], amount < fields.count,
      customers.allSatisfy({ $0 < fields.count && fields[$0].isEmpty })
    else { return nil }
    var sign: CurrencySign?
    return Array(fields[amount].utf8).withUnsafeBufferPointer {
      try? DecimalReader(mark: plan.decimalMark).read($0, sign: &sign).get()
    }
  }

  /// Whether a row is none that stands between others: the header again on each page, or a row without a date that adds
  /// up or carries over.
  static func isNoRow(_ fields: [String], _ plan: SalesPlan) -> Bool {
    let header = plan.columns.header
    if fields.count == header.count, fields == header { return true }
    let dates = plan.layout?.sales.date ?? [plan.numbers.date]
    guard dates.allSatisfy({ $0 >= fields.count || fields[$0].isEmpty }) else { return false }
    return fields.contains { field in
      let words = field.split(whereSeparator: \.isWhitespace)
      return isWord(field) || words.first.map { isWord(String($0)) } ?? false
        || words.last.map { isWord(String($0)) } ?? false
    }
  }

  /// Whether a row says no more than one thing, and nothing of a sale: `;;;;`, `Created on 3 May;;;;`.
  private static func isBelowAll(_ fields: [String], _ plan: SalesPlan) -> Bool {
    let dates = plan.layout?.sales.date ?? [plan.numbers.date]
    return fields.count { !$0.isEmpty } <= 1 && dates.allSatisfy { $0 >= fields.count || fields[$0].isEmpty }
  }

  /// Whether the customer of a row is a word such as Total, or it has none and such a word in another column.
  private static func addsUp(_ fields: [String], _ customers: [Int]) -> Bool {
    let customer = customers.compactMap { $0 < fields.count && !fields[$0].isEmpty ? fields[$0] : nil }.first
    return customer.map(isWord) ?? fields.contains(where: isWord)
  }
}
