import Tabular

/// A last row that adds the others up.
enum TotalsRow {
  private static let words: Set<String> = Set(
    [
      "Total", "Totals", "Grand Total", "Sum", "Overall", "Summe", "Gesamt", "Gesamtsumme", "Gesamtergebnis",
      "Total général", "Totaux", "Somme", "Suma", "Totale", "Totale generale", "Somma", "Totaal",
      "Eindtotaal",
      "Total geral", "Soma", "Razem", "Ogółem", "Suma końcowa", "Summa", "Totalt", "I alt", "Sum i alt",
      "Résultat global", "Total general", "Zwischensumme", "Subtotal", "Sous-total",
    ].map { FoldedHeader($0).text })

  static func isWord(_ text: String) -> Bool { words.contains(FoldedHeader(text).text) }

  /// Whether the last row of a small file adds the others up: its customer is a word such as Total, or it has none and
  /// its amount is the sum of the others.
  static func isLast(of lines: FirstLines, below header: Int, _ columns: [ColumnRole: Int]) -> Bool {
    guard lines.count < FirstLines.limit, !lines.isLastCutOff, lines.count > header + 2,
      let customer = columns[.customer]
    else { return false }
    let last = lines.fields(lines.count - 1)
    guard customer < last.count else { return false }
    if isWord(last[customer]) { return true }
    guard last[customer].isEmpty else { return false }
    if last.contains(where: isWord) { return true }
    guard let amount = columns[.amount], amount < last.count, let total = ColumnSample.number(last[amount])
    else {
      return false
    }
    var sum = DecimalValue(mantissa: 0, scale: 0)
    for record in header + 1..<lines.count - 1 {
      let fields = lines.fields(record)
      guard amount < fields.count, let value = ColumnSample.number(fields[amount]) else { continue }
      sum = sum.plus(value)
    }
    return sum.isEqual(to: total)
  }
}

extension DecimalValue {
  /// The product, where it fits; else the largest number, whose sums are then said to be too large.
  func times(_ other: DecimalValue) -> DecimalValue {
    if other.mantissa == 1, other.scale == 0 { return self }
    let (product, overflow) = mantissa.multipliedReportingOverflow(by: other.mantissa)
    return DecimalValue(mantissa: overflow ? .max : product, scale: scale + other.scale)
  }

  func plus(_ other: DecimalValue) -> DecimalValue {
    if scale == other.scale { return DecimalValue(mantissa: mantissa &+ other.mantissa, scale: scale) }
    let common = max(scale, other.scale)
    func scaled(_ value: DecimalValue) -> Int64 {
      (0..<(common - value.scale)).reduce(value.mantissa) { product, _ in product &* 10 }
    }
    return DecimalValue(mantissa: scaled(self) &+ scaled(other), scale: common)
  }

  var isZero: Bool { mantissa == 0 }
  var magnitude: DecimalValue { DecimalValue(mantissa: abs(mantissa), scale: scale) }

  /// As it is read again: a plain decimal with a point.
  var plainText: String {
    var digits = String(mantissa.magnitude)
    let places = Int(scale)
    if places > 0 {
      if digits.count <= places { digits = String(repeating: "0", count: places + 1 - digits.count) + digits }
      digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -places))
    }
    return (mantissa < 0 ? "-" : "") + digits
  }
}
