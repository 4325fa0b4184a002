import Tabular

/// The values of a column of currencies: how many rows have each, and what it is worth.
final class CurrencyColumn {
  private let rates: Rates?
  private let names = ByteDictionary()
  /// By number, the code.
  private var codes: [String] = []
  @exclusivity(unchecked) private var rows: [Int] = []
  @exclusivity(unchecked) private var last: (number: Int, day: Int32, rate: DecimalValue?)?

  init(_ rates: Rates?) { self.rates = rates }

  /// The number of a currency; nil for an empty field.
  @inline(__always)
  func number(of field: UnsafeBufferPointer<UInt8>) -> Int? {
    if FilledFields.isEmpty(field) { return nil }
    let number = names.index(of: field)
    if number == codes.count {
      let text = FieldText.string(field).trimmed
      codes.append(CurrencySign(whole: text).map { $0.code ?? $0.text } ?? text)
      rows.append(0)
    }
    return number
  }

  @inline(__always)
  func count(_ number: Int) { rows[number] += 1 }

  func code(_ number: Int?) -> String { number.map { codes[$0] } ?? "" }

  /// What one unit is worth on a day; nil where that is not known.
  @inline(__always)
  func rate(_ number: Int?, on day: Int32) -> DecimalValue? {
    guard let rates else { return DecimalValue(mantissa: 1, scale: 0) }
    if let last, last.number == number ?? -1, last.day == day { return last.rate }
    let rate = rates.rate(of: code(number), on: Int(day))
    last = (number ?? -1, day, rate)
    return rate
  }

  /// Rows by code.
  var counts: [String: Int] {
    var counts: [String: Int] = [:]
    for (code, rows) in zip(codes, rows) where rows > 0 && !code.isEmpty { counts[code, default: 0] += rows }
    return counts
  }
}
